"""Which blocks of a web page are its article; each other one gets the reason why it is not.

trafilatura's opinion comes first; what it takes for running text shows where the article stands. A block that it passed
over is kept all the same when its place says that it is of the article: among such paragraphs, in the same form as
they, or between the headline and the first of them. Losing a sentence is worse than keeping a line too many.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from index.reading.blocks import GROUPS, HEADINGS, PageBlock
from index.reading.candidates import (
    FIGURES_OF_TEXT,
    MOSTLY_LINKED,
    PARAGRAPH,
    Candidate,
    candidate,
    furniture,
    is_gate,
    is_of_others,
)
from index.reading.keeping import keep_more
from index.reading.opinion import KnownText, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HOME = 0.3  # share of the article's letters that makes an element its home
LEAD_DEPTH = 4  # elements between the article's home and a lead
SURE_OF_LEAD = 0.8  # share of a block's words that the page gives as its description, or as the article
LARGEST_GATE = 400  # letters of a box that stands before the rest of an article
TITLE_WITHIN = 3  # blocks
SHORTEST_WORD = 4  # letters of one that says something

_WHOLES = GROUPS | {"blockquote", "details", "figure"}
_TEXT_TAGS = HEADINGS | GROUPS | {"blockquote", "p", "pre"}
_LEAD = re.compile(
    r"(?<![a-z])(?:dek|intro\w*|lede|lead|stand-?first|sub-?head(?:line|ing)?|sub-?title|summary)(?![a-z])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”'’)\]»]*$")
_SENTENCE = re.compile(  # in a caption, whose credit may stand behind it: "Photo: Ann Bo"
    r"\w{3}[.!?…][\"”'’)\]»]*\s+\(?(?:photo\w*|image|picture|credit)s?:"
    rf"|{_SENTENCE_END.pattern}",
    re.IGNORECASE,
)


def choose(
    blocks: Sequence[PageBlock], opinion: KnownText, *, headlines: Sequence[str], stated: KnownText
) -> list[str]:
    """Return for each block why it is no part of the article; "" for those that are.

    `headlines` are what the page calls itself, and `stated` what its head says of the article: description and body.
    """
    candidates = [candidate(block, opinion) for block in blocks]
    page = _Page(candidates, {" ".join(words_of(headline)) for headline in headlines} - {""}, stated)
    reasons = [page.reason(number) for number in range(len(candidates))]
    keep_more(candidates, reasons)
    return reasons


class _Page:
    """All blocks of a page, and where its article stands, by the paragraphs that surely are of it."""

    def __init__(self, candidates: Sequence[Candidate], headlines: set[str], stated: KnownText) -> None:
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
        self.shapes: dict[HtmlElement, set[tuple[tuple[str, str], ...]]] = {}  # of them, in an element
        self.ends: dict[HtmlElement, int] = {}  # of the lists and tables right behind the last of them
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
            [n for n, one in unlinked if one.has_stop and not furniture(one.around)],
        ):
            if found:
                return found
        return []

    def _may_be_text(self, one: Candidate) -> bool:
        return not one.block.withheld and one.block.element.tag != "h1" and " ".join(one.words) not in self.headlines

    def reason(self, number: int) -> str:
        """Return why a block is no part of the article, or ""."""
        one = self.candidates[number]
        if one.block.withheld:
            return one.block.withheld
        if not one.words:
            return "no words"
        if self._is_title(number, one):
            return "title"
        if one.is_link:
            return "link to other pages"
        if is_gate(one, [element for element in one.around if self.letters[element] <= LARGEST_GATE]):
            return "subscription"
        if one.heard or self._is_of_article(number, one):
            return ""
        return furniture(one.around) or "beside the article"

    def _is_title(self, number: int, one: Candidate) -> bool:
        if one.block.element.tag == "h1":
            return True
        is_headline = " ".join(one.words) in self.headlines
        return is_headline and (number < self.first + TITLE_WITHIN or one.block.element.tag in HEADINGS)

    def _is_of_article(self, number: int, one: Candidate) -> bool:
        """Tell whether a block that trafilatura passed over is of the article, by its place, form and looks."""
        depth = next((n for n, e in enumerate(one.around) if self.article[e] > HOME * self.total), None)
        path = one.around[:depth]
        kind = furniture(path)
        if depth is not None and kind == "caption":
            return one.linked < MOSTLY_LINKED and _SENTENCE.search(one.block.text) is not None
        if depth is None or (kind and not self._is_lead(number, one, path)):
            return False
        is_alike = self.forms[one.form] >= 2 and 2 * self.forms[one.form] >= self.all_forms[one.form]
        if is_alike and (one.linked < MOSTLY_LINKED or one.has_stop):
            return True
        if one.linked < 1 and _SENTENCE_END.search(one.block.text) and self._has_shape(one, one.around[depth]):
            return True
        if one.linked >= MOSTLY_LINKED and not _SENTENCE_END.search(one.block.text):
            return False
        tags = {element.tag for element in path}
        in_figure = "figure" in tags and tags.isdisjoint(FIGURES_OF_TEXT)
        is_text = one.block.element.tag in _TEXT_TAGS or one.has_stop
        if is_text and not in_figure and self._is_among(number, one, path):
            return True
        if number < self.first and len(one.words) >= 6 and self.stated.share(one.words) >= SURE_OF_LEAD:
            return True
        is_above = self.headline < number < self.span[one.around[depth]][0]
        return is_above and depth <= LEAD_DEPTH and one.is_prose and not in_figure

    def _is_lead(self, number: int, one: Candidate, path: "Sequence[HtmlElement]") -> bool:
        """Tell whether a box above the article calls itself its lead, and by its words is, if it is called a promo."""
        names = " ".join(element.get("class", "") for element in path)
        if not (self.headline < number < self.first and one.is_prose and _LEAD.search(names)):
            return False
        return not is_of_others(path) or self.stated.share(one.words) >= SURE_OF_LEAD or self._tells_headline(one)

    def _tells_headline(self, one: Candidate) -> bool:
        """Tell whether a block without links has the words of the headline."""
        said = {word for word in one.words if len(word) >= SHORTEST_WORD}
        headlines = ({word for word in name.split() if len(word) >= SHORTEST_WORD} for name in self.headlines)
        return not one.linked and any(len(words & said) >= min(2, len(words) or 2) for words in headlines)

    def _has_shape(self, one: Candidate, home: "HtmlElement") -> bool:
        """Tell whether a paragraph stands in the article's home as a sure one does, box by box."""
        if home not in self.shapes:
            sure = (self.candidates[number] for number in self.sure)
            self.shapes[home] = {_shape(other, home) for other in sure if home in other.around}
        return one.block.element.tag == "p" and _shape(one, home) in self.shapes[home]

    def _is_among(self, number: int, one: Candidate, path: "Sequence[HtmlElement]") -> bool:
        """Tell whether paragraphs of the article are beside a block, before and behind it, or it ends them.

        What is part of a list, a table, or a quotation with its speaker stands where that stands.
        """
        part_of = max((n + 1 for n, element in enumerate(path) if element.tag in _WHOLES), default=0)
        holder = self._holder(one, part_of)
        first, last = self.span.get(holder, (number, number))
        if first < number <= last or (one.block.element.tag in HEADINGS and number + 1 in self.is_sure):
            return True
        if not first < number or one.block.element.tag not in GROUPS or self._holder(one) is not holder:
            return False
        if holder not in self.ends:
            self.ends[holder] = self._end_of_groups(last + 1, holder)
        return number < self.ends[holder]

    def _end_of_groups(self, number: int, holder: "HtmlElement") -> int:
        """Return where the lists and tables end, with their headings, that stand in an element from a number on."""
        rest = (n for n in range(number, len(self.candidates)) if not self._goes_on(self.candidates[n], holder))
        return next(rest, len(self.candidates))

    def _goes_on(self, one: Candidate, holder: "HtmlElement") -> bool:
        return one.block.element.tag in GROUPS | HEADINGS and self._holder(one) is holder

    def _holder(self, one: Candidate, start: int = 0) -> "HtmlElement":
        """Return the innermost element that holds more than a block, where its likes stand beside it."""
        return next((e for e in one.around[start:] if self.letters[e] > one.block.letters), one.around[-1])


def _shape(one: Candidate, home: "HtmlElement") -> tuple[tuple[str, str], ...]:
    """Return the tags and classes from a block up to an element around it."""
    return tuple(
        (element.tag, element.get("class", "")) for element in takewhile(lambda other: other is not home, one.around)
    )
