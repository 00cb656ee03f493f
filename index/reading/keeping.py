"""What is of an article for what stands around it, or for what it says, though it looks as if it were not."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from index.language.times.wording import MONTHS, WEEKDAYS
from index.reading.blocks import GROUPS, HEADINGS
from index.reading.boilerplate import boilerplate_reason
from index.reading.candidates import (
    FIGURES_OF_TEXT,
    MOSTLY_LINKED,
    Candidate,
    furniture,
    is_named_furniture,
    is_of_others,
)
from index.reading.notices import find_notices
from index.reading.opinion import LINKED
from index.reading.runs import LABEL

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_TIME = 40  # letters
TIME_SHARE = 2 / 3  # of the letters of a line that is one
FEWEST_LEAD_WORDS = 3
FEWEST_WORDS = 3  # of a sentence
MOST_BETWEEN = 3  # blocks that part two paragraphs of an article
DEEPEST_BOX = 3  # elements around a paragraph beside others

_LEADS_ELSEWHERE = re.compile(  # of such lines those of a word or two, which are about the page
    r"(?:also|latest|links?|(?:see|read|watch|listen|share|follow|subscribe|explore|browse)\b.*|our \w+"
    r"|on this \w+|topics?|sources?|categor(?:y|ies)|comments?|sections?)\W*",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:posted |written )?by\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[\"“‘'«„(\[]*[^\W_].*[.!?…。！？][\"”'’)\]»]*", re.DOTALL)
_ZONE = r"(?:utc|gmt|bst|i?st|ces?t|[ecmp][sd]?t)\b"
_CLOCK = re.compile(  # "Tue 08:05 BST", "8.05am", "5 min ago"; "8.05" alone may be a sum, if it begins no line
    r"^\W*\d{1,2}[:.h]\d\d\b|(?<![\w:.])(?:\d{1,2}(?:[:h]\d\d)+(?!\w)|\d{1,2}(?:[:.h]\d\d)* ?[ap]\.?m(?!\w)"
    rf"|[0-2]\d[0-5]\d(?= ?(?:hrs|{_ZONE}))"
    r"|(?:\d{1,3}|an?|one) ?(?:s|sec|seconds?|m|mins?|minutes?|h|hrs?|hours?)\.? ago\b|just now\b)",
    re.IGNORECASE,
)
_BESIDE_CLOCK = re.compile(  # what dates the line as well
    rf"\b(?:at|on|posted|published|updated|today|(?:{'|'.join(one[:3] for one in (*WEEKDAYS, *MONTHS))})[a-z]*|\d+"
    rf"|uhr|hrs|{_ZONE})\b",
    re.IGNORECASE,
)
_NAME_BEHIND = re.compile(r"\s+[|·•–—-]\s*[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}\W*")  # of a writer, or a place
_SEEN_BY_NONE = frozenset(("hidden", "no words", "struck out", LABEL))
_BOXES = frozenset(("p", "div", "section"))
_PAGE = frozenset(("html", "body", "main", "article"))  # which may be named for the comments that they allow
_COMMENTS = re.compile(r"comment|disqus|repl(?:y|ies)", re.IGNORECASE)


def keep_more(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Take back the reasons of what is of the article all the same."""
    _keep_lists(candidates, reasons)
    _keep_notices(candidates, reasons)
    _keep_wholes(candidates, reasons)
    _keep_beside(candidates, reasons)
    _keep_headings(candidates, reasons)
    _keep_times(candidates, reasons)


def _keep_lists(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Keep a list right behind a line of the article that ends in a colon, whatever its items link to.

    Behind a paragraph, too, where it has hardly a link.
    """
    for number, (lead, one) in enumerate(zip(candidates, candidates[1:], strict=False), start=1):
        may_be = reasons[number] in ("link to other pages", "beside the article") and not furniture(one.around[:1])
        is_beside = one.block.element.getparent() is lead.block.element.getparent()
        if may_be and one.block.element.tag in GROUPS and is_beside and not reasons[number - 1]:
            is_of_page = len(lead.words) < FEWEST_LEAD_WORDS and _LEADS_ELSEWHERE.fullmatch(lead.block.text)
            is_lead = lead.block.text.endswith(":") and not is_of_page and not boilerplate_reason(lead.block.text)
            is_behind = lead.block.element.tag == "p" and lead.is_prose and one.linked < 1 - LINKED
            if is_lead or is_behind:
                reasons[number] = ""


def _keep_notices(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Keep what says that the article was corrected, in whatever box, and the heading of that; readers may say it too.

    A heading has no stop: it counts with the paragraph under it, and the names of pages ("Corrections") do not.
    """
    for number, one in enumerate(candidates):
        told = candidates[number : number + (1 if one.has_stop else 2)]
        is_seen = reasons[number] and reasons[number] not in _SEEN_BY_NONE | {"title"}
        if not is_seen or not told[-1].has_stop or any(part.linked >= MOSTLY_LINKED for part in told):
            continue
        if told[-1].block.element.getparent() is not one.block.element.getparent() or told[-1].block.withheld:
            continue
        text = "\n".join(one.block.text for one in told)
        notices = find_notices("", "", text, None)
        is_whole = bool(notices) and (len(told) == 1 or (notices[0].start, notices[0].end) == (0, len(text)))
        if is_whole and not any(map(_is_for_comments, one.around)):
            reasons[number : number + len(told)] = [""] * len(told)


def _is_for_comments(element: "HtmlElement") -> bool:
    name = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag not in _PAGE and _COMMENTS.search(name) is not None


def _keep_wholes(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Keep all of a quotation, or of a table's figure, that is kept in part: the speaker, and what the table shows."""
    frames = set()
    for one, reason in zip(candidates, reasons, strict=True):
        if not reason:
            inside: set[object] = set()
            for element in one.around:
                if element.tag == "blockquote" or (element.tag == "figure" and inside & FIGURES_OF_TEXT):
                    frames.add(element)
                inside.add(element.tag)
    for number, one in enumerate(candidates):
        if reasons[number] not in _SEEN_BY_NONE and not frames.isdisjoint(one.around):
            reasons[number] = ""


def _keep_beside(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Keep sentences before or behind a paragraph that is kept, in a box of no name beside it, whatever their looks.

    Links to elsewhere, captions and headings may stand between the two.
    """
    numbers = range(len(candidates))
    for number, step in [*((n, -1) for n in numbers), *((n, 1) for n in reversed(numbers))]:
        one = candidates[number]
        if reasons[number] != "beside the article" or one.linked >= LINKED or len(one.words) < FEWEST_WORDS:
            continue
        if not _SENTENCE.fullmatch(one.block.text):
            continue
        beside = range(number + step, number + step * (MOST_BETWEEN + 2), step)
        known = (n for n in beside if 0 <= n < len(candidates) and not _is_between(candidates[n], reasons[n]))
        kept = next(known, None)
        if kept is not None and not reasons[kept] and candidates[kept].has_stop:
            if _is_near(one, candidates[kept], _box(candidates, kept)):
                reasons[number] = ""


def _is_between(one: Candidate, reason: str) -> bool:
    """Tell whether a block may stand between two paragraphs of an article, and part them no more than a picture."""
    is_part = one.block.element.tag in HEADINGS | (frozenset() if reason else GROUPS)
    return (is_part and reason in ("", "beside the article")) or reason in (
        "link to other pages",
        "caption",
        *_SEEN_BY_NONE,
    )


def _is_near(one: Candidate, other: Candidate, box: "Sequence[HtmlElement]") -> bool:
    """Tell whether a block stands beside a paragraph, which has a box of its own, in boxes that nothing names."""
    around = frozenset(box[-1].iterancestors())
    path = list(takewhile(lambda element: element not in around, one.around))
    is_beside = one.around[len(path)] is box[-1].getparent()
    in_boxes = len(path) <= DEEPEST_BOX and all(element.tag in _BOXES for element in path)
    return other.block.element.tag in _BOXES and is_beside and in_boxes and not is_named_furniture(path)


def _box(candidates: Sequence[Candidate], number: int) -> "Sequence[HtmlElement]":
    """Return the elements that hold a block and nothing else that is read, the innermost first."""
    element, *around = candidates[number].around
    beside = (*candidates[max(0, number - 1) : number], *candidates[number + 1 : number + 2])
    others = {other for candidate in beside for other in candidate.around}
    return [element, *takewhile(lambda one: one not in others, around)]


def _keep_headings(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Keep the headings of what is kept below them, though a time or a byline stands between."""
    for number, one in enumerate(candidates):
        is_left = reasons[number] in ("beside the article", "link to other pages")
        if not is_left or one.block.element.tag not in HEADINGS or (one.linked and not _links_within(one)):
            continue
        below = number + 1
        while below < len(candidates) and below <= number + 2 and reasons[below] and _is_of_update(candidates[below]):
            below += 1
        is_kept = below < len(candidates) and not reasons[below] and candidates[below].has_stop
        if is_kept and candidates[below].block.element.tag not in HEADINGS:
            around = candidates[below].around
            if not furniture([element for element in one.around if element not in around]):
                reasons[number] = ""


def _links_within(one: Candidate) -> bool:
    """Tell whether the links of a block all go to a place of its own page."""
    return all(
        len(link.get("href", "#")) > 1 and link.get("href", "#")[0] == "#" for link in one.block.element.iter("a")
    )


def _is_of_update(one: Candidate) -> bool:
    """Tell whether a block says when, or by whom, an update was written."""
    return one.block.letters <= LONGEST_TIME and (_is_time(one) or _BY.match(one.block.text) is not None)


def _is_time(one: Candidate) -> bool:
    """Tell whether a line is a time, and hardly anything beside it but a name; it may link to its update."""
    element, text = one.block.element, one.block.text
    time = None if element.tag in _PAGE else next(element.iter("time"), None)
    rest, found = _CLOCK.subn(" ", text.replace(time.text_content().strip(), " ", 1) if time is not None else text)
    rest = _BESIDE_CLOCK.sub(" ", rest)
    beside = 0 if _NAME_BEHIND.fullmatch(rest) else sum(map(str.isalnum, rest))
    return bool(found or time is not None) and beside <= (1 - TIME_SHARE) * one.block.letters


def _keep_times(candidates: Sequence[Candidate], reasons: list[str]) -> None:
    """Keep the times of the updates of a live blog: lines with a time, in boxes alike, each above what is kept."""
    above = {}
    for number, one in enumerate(candidates):
        is_time = one.block.letters <= LONGEST_TIME and not is_of_others(one.around) and _is_time(one)
        if is_time and reasons[number] not in _SEEN_BY_NONE and "" in reasons[number + 1 : number + 3]:
            above[number] = one.form[1:]
    times = Counter(above.values())
    for number, form in above.items():
        if times[form] >= 2:
            reasons[number] = ""
