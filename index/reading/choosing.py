"""Which blocks of a web page are its article; each other one gets the reason why it is not.

trafilatura's opinion comes first; what it takes for running text shows where the article stands. A block that it passed
over is kept all the same when its place says that it is of the article: among such paragraphs, in the same form as
they, or between the headline and the first of them. Losing a sentence is worse than keeping a line too many.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.reading.blocks import HEADINGS, PageBlock
from index.reading.cleaning import STOP
from index.reading.opinion import LINKED, KnownText, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEARD = 0.7  # share of a block's words that trafilatura takes for the article
PARAGRAPH = 60  # letters
MOSTLY_LINKED = 0.5
HOME = 0.3  # share of the article's letters that makes an element its home
LEAD_DEPTH = 4  # elements between the article's home and a lead
SURE_OF_LEAD = 0.8  # share of a block's words that the page gives as its description, or as the article
LONGEST_TIME = 40  # letters
TITLE_WITHIN = 3  # blocks

_REASONS = {
    **dict.fromkeys(("nav", "menu"), "navigation"),
    **dict.fromkeys(("form", "button", "select", "label", "dialog", "option", "textarea"), "form"),
    "aside": "aside",
    "footer": "footer",
    "figcaption": "caption",
}
_GROUPS = frozenset(("dl", "ol", "table", "ul"))
_FIGURES_OF_TEXT = frozenset(("blockquote", "pre", "table"))
_WHOLES = _GROUPS | {"blockquote", "details", "figure"}
_TEXT_TAGS = HEADINGS | _GROUPS | {"blockquote", "p", "pre"}
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”'’)\]»]*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d\d\b")
_FURNITURE = re.compile(
    r"(?<![a-z])(?:nav|menu|breadcrumbs?|footer|sidebar|aside|rail|widget|relat(?:ed|ion)\w*|recommend\w*|recirc\w*"
    r"|trending|popular|most-?(?:read|viewed)|read-?(?:more|next|also)|also-?(?:like|read)|promos?|carousel|outbrain"
    r"|taboola|share|sharing|social|follow|newsletters?|subscri\w+|(?:inline-?)?sign-?up|paywall|comments?|disqus|ads?"
    r"|advert\w*|sponsor\w*|banner|author|byline|bio|tags?|topics|cookies?|consent|modal|popup|toolbar|credits?"
    r"|timestamp|dateline|messenger|tooltip|message|disclaimer)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(eq=False, slots=True)
class _Candidate:
    """A block, and what is known of it before others are looked at."""

    block: PageBlock
    around: "list[HtmlElement]"  # its element and those that it is in
    form: tuple[tuple[str, str], ...]  # tags and classes, by which paragraphs of one article are alike
    words: list[str]
    heard: bool  # trafilatura takes it for the article
    has_stop: bool

    @property
    def linked(self) -> float:
        return self.block.linked / self.block.letters

    @property
    def is_prose(self) -> bool:
        letters = self.block.letters
        return letters >= PARAGRAPH and (self.has_stop or letters >= 2 * PARAGRAPH) and self.linked < MOSTLY_LINKED


def choose(
    blocks: Sequence[PageBlock], opinion: KnownText, *, headlines: Sequence[str], stated: KnownText
) -> list[str]:
    """Return for each block why it is no part of the article; "" for those that are.

    `headlines` are what the page calls itself, and `stated` what its head says of the article: description and body.
    """
    candidates = [_candidate(block, opinion) for block in blocks]
    page = _Page(candidates, {" ".join(words_of(headline)) for headline in headlines} - {""}, stated)
    reasons = [page.reason(number) for number in range(len(candidates))]
    _keep_wholes(candidates, reasons)
    _keep_times(candidates, reasons)
    return reasons


def _candidate(block: PageBlock, opinion: KnownText) -> _Candidate:
    around = [block.element, *block.element.iterancestors()]
    words = words_of(block.text)
    form = tuple((one.tag, one.get("class", "")) for one in around[:3])
    heard = bool(words) and opinion.share(words) >= HEARD
    return _Candidate(block, around, form, words, heard, STOP.search(block.text) is not None)


class _Page:
    """All blocks of a page, and where its article stands, by the paragraphs that surely are of it."""

    def __init__(self, candidates: Sequence[_Candidate], headlines: set[str], stated: KnownText) -> None:
        self.candidates = candidates
        self.headlines = headlines
        self.stated = stated
        self.letters: Counter[HtmlElement] = Counter()
        for one in candidates:
            for element in one.around:
                self.letters[element] += one.block.letters
        self.sure = self._sure()
        self.is_sure = frozenset(self.sure)
        self.article: Counter[HtmlElement] = Counter()  # letters of its sure paragraphs
        self.span: dict[HtmlElement, tuple[int, int]] = {}  # the first and the last of them
        for number in self.sure:
            for element in candidates[number].around:
                self.article[element] += candidates[number].block.letters
                self.span[element] = (self.span.get(element, (number, 0))[0], number)
        self.total = sum(candidates[number].block.letters for number in self.sure)
        spoken = {n for n, one in enumerate(candidates) if one.heard and one.has_stop and one.linked < MOSTLY_LINKED}
        self.forms = Counter(candidates[number].form for number in spoken.union(self.sure))
        self.all_forms = Counter(one.form for one in candidates if one.block.letters >= PARAGRAPH)
        self.holders = Counter(self._holder(candidates[number]) for number in self.sure)
        self.first = self.sure[0] if self.sure else 0
        before = (n for n, one in enumerate(candidates[: self.first]) if any(e.tag == "h1" for e in one.around))
        self.headline = max(before, default=-1)

    def _sure(self) -> list[int]:
        """Return the numbers of paragraphs that are of the article for sure, or of what is the next best."""
        seen = [(n, one) for n, one in enumerate(self.candidates) if one.words and self._may_be_text(one)]
        unlinked = [(n, one) for n, one in seen if one.linked < MOSTLY_LINKED]
        for found in (
            [n for n, one in unlinked if one.heard and one.block.letters >= PARAGRAPH / (1 + one.has_stop)],
            [n for n, one in unlinked if one.heard],
            [n for n, one in unlinked if one.has_stop and not _furniture(one.around)],
        ):
            if found:
                return found
        return []

    def _may_be_text(self, one: _Candidate) -> bool:
        return not one.block.is_hidden and one.block.element.tag != "h1" and " ".join(one.words) not in self.headlines

    def reason(self, number: int) -> str:
        """Return why a block is no part of the article, or ""."""
        one = self.candidates[number]
        if one.block.is_hidden:
            return "hidden"
        if not one.words:
            return "no words"
        if self._is_title(number, one):
            return "title"
        if one.linked >= LINKED and not one.has_stop:
            return "link to other pages"
        if one.heard or self._is_of_article(number, one):
            return ""
        return _furniture(one.around) or "beside the article"

    def _is_title(self, number: int, one: _Candidate) -> bool:
        if one.block.element.tag == "h1":
            return True
        is_headline = " ".join(one.words) in self.headlines
        return is_headline and (number < self.first + TITLE_WITHIN or one.block.element.tag in HEADINGS)

    def _is_of_article(self, number: int, one: _Candidate) -> bool:
        """Tell whether a block that trafilatura passed over is of the article, by its place, form and looks."""
        depth = next((n for n, e in enumerate(one.around) if self.article[e] > HOME * self.total), None)
        path = one.around[:depth]
        kind = _furniture(path)
        if depth is not None and kind == "caption":
            return one.linked < MOSTLY_LINKED and _SENTENCE_END.search(one.block.text) is not None
        if depth is None or kind:
            return False
        is_alike = self.forms[one.form] >= 2 and 2 * self.forms[one.form] >= self.all_forms[one.form]
        if is_alike and (one.linked < MOSTLY_LINKED or one.has_stop):
            return True
        if one.linked >= MOSTLY_LINKED and not _SENTENCE_END.search(one.block.text):
            return False
        tags = {element.tag for element in path}
        in_figure = "figure" in tags and tags.isdisjoint(_FIGURES_OF_TEXT)
        is_text = one.block.element.tag in _TEXT_TAGS or one.has_stop
        if is_text and not in_figure and self._is_among(number, one, path):
            return True
        if number < self.first and len(one.words) >= 6 and self.stated.share(one.words) >= SURE_OF_LEAD:
            return True
        is_above = self.headline < number < self.span[one.around[depth]][0]
        return is_above and depth <= LEAD_DEPTH and one.is_prose and not in_figure

    def _is_among(self, number: int, one: _Candidate, path: "Sequence[HtmlElement]") -> bool:
        """Tell whether paragraphs of the article are beside a block, before and behind it, or it ends them.

        What is part of a list, a table, or a quotation with its speaker stands where that stands.
        """
        part_of = max((n + 1 for n, element in enumerate(path) if element.tag in _WHOLES), default=0)
        holder = self._holder(one, part_of)
        first, last = self.span.get(holder, (number, number))
        if first < number < last or (one.block.element.tag in HEADINGS and number + 1 in self.is_sure):
            return True
        between = self.candidates[last + 1 : number + 1]
        tags = [other.block.element.tag for other in between if self._holder(other) is holder]
        return first < number and len(tags) == len(between) and tags[-1] in _GROUPS and set(tags) <= _GROUPS | HEADINGS

    def _holder(self, one: _Candidate, start: int = 0) -> "HtmlElement":
        """Return the innermost element that holds more than a block, where its likes stand beside it."""
        return next((e for e in one.around[start:] if self.letters[e] > one.block.letters), one.around[-1])


def _furniture(path: "Sequence[HtmlElement]") -> str:
    """Return what a block in these elements is, if they say so, and it is no text of the article."""
    for element in path:
        if element.tag in _REASONS and not (element.tag == "footer" and _is_in_article(element)):
            return _REASONS[element.tag]
    names = (element.get(name, "") for element in path for name in ("class", "id", "role"))
    return "beside the article" if any(_FURNITURE.search(_CAMEL.sub("-", name)) for name in names if name) else ""


def _is_in_article(footer: "HtmlElement") -> bool:
    return next(footer.iterancestors("article", "blockquote"), None) is not None


def _keep_wholes(candidates: Sequence[_Candidate], reasons: list[str]) -> None:
    """Keep all of a quotation, or of a table's figure, that is kept in part: the speaker, and what the table shows."""
    frames = set()
    for one, reason in zip(candidates, reasons, strict=True):
        if not reason:
            inside: set[object] = set()
            for element in one.around:
                if element.tag == "blockquote" or (element.tag == "figure" and inside & _FIGURES_OF_TEXT):
                    frames.add(element)
                inside.add(element.tag)
    for number, one in enumerate(candidates):
        if reasons[number] not in ("hidden", "no words") and not frames.isdisjoint(one.around):
            reasons[number] = ""


def _keep_times(candidates: Sequence[_Candidate], reasons: list[str]) -> None:
    """Keep the times of the updates of a live blog: lines with a time, alike, each above what is kept."""
    above = {}
    for number, one in enumerate(candidates):
        is_time = one.block.letters <= LONGEST_TIME and (_CLOCK.match(one.block.text) or _has_time(one.block.element))
        if is_time and reasons[number] != "hidden" and "" in reasons[number + 1 : number + 3]:
            above[number] = one.form
    times = Counter(above.values())
    for number, form in above.items():
        if times[form] >= 2:
            reasons[number] = ""


def _has_time(element: "HtmlElement") -> bool:
    return element.tag not in ("body", "article", "main") and next(element.iter("time"), None) is not None
