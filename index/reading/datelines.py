"""The date above an article, where the page's head gives none.

A date counts only where the page states it as that of publishing: marked as such, or in a line of its own between the
headline and the first paragraph. A <time> in running text dates what is told there, a hearing, a look-back; one in a
list, a box beside the article, a footer or comments dates something else. What holds the headline or the article's
first paragraph is no such box, whatever it is called.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from index.language.words import is_common_word
from index.reading.blocks import HEADINGS
from index.reading.runs import BLOCKS, UNSEEN

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FIRST_PARAGRAPH = 100  # characters that make a paragraph of the article, be it its lead
FEWEST_WORDS = 4  # of a shorter one, which ends in a stop
LONGEST_DATELINE = 200  # characters
DATE_SHARE = 0.5  # of its letters, in a line that is nothing but a date
LEAST_SHARE = 0.2  # in one that is named as a dateline or byline
MOST_TIMES = 20  # that are looked at
MOST_MARKED = 200  # of those that are marked

_MARKED = (
    "//*[(@itemprop='datePublished' or @pubdate) and not(ancestor-or-self::*[@itemprop='liveBlogUpdate' or"
    " @itemprop='comment' or @itemprop='review' or self::nav or self::aside or self::footer])"
    " and not(ancestor::article/ancestor::article)]"
)
_ELSEWHERE = frozenset("aside blockquote details figure footer nav".split())
_LISTS = frozenset("dd dir dl li menu ol table ul".split())
_ITEMS = frozenset("dd li tr".split())
_BOX = re.compile(  # names of what has dates of its own
    r"(?<![a-z])(?:aside|archive|calendar|cards?|carousel|chronolog\w+|comments?|discussion|disqus|events?"
    r"|footer|further"
    r"|history|(?:important|key)-?dates|latest|milestones?|most-?\w+|nav|onthisday|popular|promos?|rail"
    r"|read-?(?:also|more|next)|recent|recirc\w*|recommend\w*|related|repl(?:y|ies)|schedule|sidebar"
    r"|teasers?|timeline|trending|upcoming|widget)(?![a-z])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEAD = re.compile(
    r"(?<![a-z])(?:abstract|deck?|description|excerpt|intro\w*|lead|lede|stand-?first|sub-?(?:head\w*|title)|summary"
    r"|tagline)(?![a-z])",
    re.IGNORECASE,
)
_SMALL_HEADINGS = ("h3", "h4", "h5", "h6")  # of boxes, where one stands without the headline
_FRAMES = frozenset("article body main section".split())
_NO_DATELINE = HEADINGS | {"blockquote", "figcaption", "td", "th"}
_SURELY = (  # names that no list of dates has
    r"by-?line|date-?line|(?:pub|publish|post|article|entry|story)[a-z]*[-_]*(?:date|time|info|meta)\w*"
    r"|published|posted"
    r"|meta"
)
_BYLINE = re.compile(rf"(?<![a-z])(?:{_SURELY})(?![a-z])", re.IGNORECASE)
_DATELINE = re.compile(rf"(?<![a-z])(?:{_SURELY}|date|time|timestamp)(?![a-z])", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:updat|modif|revis|edit|chang|aktualis|actualiz|mise? à jour|bijgewerkt)", re.IGNORECASE)
_SAYS_PUBLISHED = re.compile(r"(?:first )?published\b", re.IGNORECASE)
_BY = re.compile(r"\W*(?i:(?:written |posted )?by):? +(?P<first>[A-Z][\w.’'-]*)(?P<more> [A-Z])?")
_WRITER = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}(?:[,|·–—-].*)?", re.DOTALL)
_OF_WRITER = re.compile(r"(?<![a-z])(?:author|by-?line|contributor|writer)s?(?![a-z])", re.IGNORECASE)
_LABEL_END = re.compile(r"[|·•–—/]")
_LABEL_OF_PUBLISHING = re.compile(  # what may stand right before the date of publishing
    r"\W*(?:(?:at|dated?|filed|first|issued|on|online|released|today)\W*)*|.*\b(?:publi(?!c\b)|posted\b"
    r"|created\b|erst).*",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')]*$")
_STATED = re.compile(r"\b(?:publi|post|first|erst|created)", re.IGNORECASE)


def stated_dates(tree: "HtmlElement") -> Iterator[str]:
    """Yield the dates of publishing that the page's text states, in any form; the likeliest first."""
    start = tree.find(".//h1")
    start = start if start is not None else tree.find(".//article")
    frames = _frames(tree, start)
    for marked in islice(tree.xpath(_MARKED), MOST_MARKED):
        if not _is_elsewhere(marked, frames, is_marked=True):
            yield _date_of(marked)
    times, in_text = 0, False
    for element in start.xpath("self::article//* | following::*") if start is not None else ():
        if element.tag in UNSEEN:
            continue
        text = (element.text_content() if element.tag == "p" else element.text or "").strip()
        if len(text) > FIRST_PARAGRAPH or (in_text and element.tag in HEADINGS):
            return
        in_text = in_text or _is_paragraph(element, text)
        times += element.tag == "time"
        if times > MOST_TIMES:
            return
        if (
            element.tag == "time"
            and not _is_elsewhere(element, frames, is_marked=False)
            and _is_dateline(element, in_text=in_text)
        ):
            yield _date_of(element)


def _is_paragraph(element: "HtmlElement", text: str) -> bool:
    """Tell whether an element is a sentence of the article, and not its lead, below which a dateline may stand."""
    if element.tag not in BLOCKS - HEADINGS or not _SENTENCE_END.search(text) or len(text.split()) < FEWEST_WORDS:
        return False
    is_lead = any(_LEAD.search(_names(one)) for one in (element, element.getparent()) if one is not None)
    return not is_lead and next(element.iter("time"), None) is None


def _frames(tree: "HtmlElement", start: "HtmlElement | None") -> "set[HtmlElement]":
    """Return the elements that hold the headline, or the first paragraph below it: the page, and no box of it."""
    below = tree.iter("p") if start is None else start.xpath("self::article//p | following::p")
    first = next((one for one in below if len(one.text_content().strip()) > FIRST_PARAGRAPH), None)
    return {tree, *tree, *(around for one in (start, first) if one is not None for around in one.iterancestors())}


def _is_elsewhere(time: "HtmlElement", frames: "set[HtmlElement]", *, is_marked: bool) -> bool:
    """Tell whether a date stands in a list, or in a box that has dates of its own, such as one with a heading.

    In a list it is the article's where it is marked as such (`is_marked`), in an item that leads nowhere.
    """
    for element in takewhile(lambda one: one not in frames, time.iterancestors()):
        if element.tag in _ELSEWHERE or _BOX.search(_names(element)):
            return True
        if is_marked and element.tag in _ITEMS and next(element.iter("a"), None) is not None:
            return True
        if element.tag in _LISTS and not is_marked and not _is_byline(element):
            return True
        heading = None if is_marked else next(element.iter(*_SMALL_HEADINGS), None)
        if heading is not None and not _names_writer(heading):
            return True
    return False


def _is_byline(element: "HtmlElement") -> bool:
    """Tell whether a list or its item is named as a byline, or has one."""
    names = f"{_names(element)} {_names(element.getparent())}"
    items = (element.getparent() if element.tag in _ITEMS else element).iterchildren()
    return _BYLINE.search(names) is not None or any(_is_by_writer(item.text_content()) for item in items)


def _names_writer(heading: "HtmlElement") -> bool:
    """Tell whether a heading is marked as the name of who wrote the article, or says so, and is not that of a box."""
    text, parent = heading.text_content().strip(), heading.getparent()
    marks = [f"{_names(one)} {one.get('rel')} {one.get('itemprop')}" for one in (*heading.iter(), parent)]
    return _is_by_writer(text) or (_WRITER.fullmatch(text) is not None and any(map(_OF_WRITER.search, marks)))


def _is_by_writer(line: str) -> bool:
    """Tell whether a line says by whom the article is; "By the lake" and "By train" do not."""
    by = _BY.match(line)
    return by is not None and (by["more"] is not None or not is_common_word(by["first"]))


def _is_dateline(time: "HtmlElement", *, in_text: bool) -> bool:
    """Tell whether the line around a <time> gives the date of publishing, and no sentence.

    Below a sentence of the article (`in_text`) it must say so, or be named so.
    """
    block = next((element for element in time.iterancestors() if element.tag in BLOCKS), time)
    line, date, whole = _line_around(time), time.text_content().strip(), block.text_content().strip()
    if block.tag in _NO_DATELINE or len(line) > LONGEST_DATELINE:
        return False
    beside = whole if len(whole) <= LONGEST_DATELINE else line
    if _CHANGED.search(beside) and not _STATED.search(beside):
        return False
    if _dates_something_else(_label_of(time)):
        return False
    names = " ".join(_names(one) for one in (block, block.getparent()) if one is not None)
    if in_text and not (_BYLINE.search(names) or _SAYS_PUBLISHED.match(line)):
        return False
    if len(date) >= DATE_SHARE * len(line) and not line.endswith((".", "!", "?")):
        return True
    return len(date) >= LEAST_SHARE * len(line) and _DATELINE.search(names) is not None


def _dates_something_else(label: str) -> bool:
    """Tell whether a label begins as English does and says nothing of publishing: "Next hearing:", "Born", "Until"."""
    first = _WORD.search(label)
    if first is None or _is_by_writer(label) or _LABEL_OF_PUBLISHING.fullmatch(label):
        return False
    return is_common_word(first[0])


def _label_of(time: "HtmlElement") -> str:
    """Return the words right before a <time>; those of another element, such as a section, where a colon ends them."""
    while True:
        previous, parent = time.getprevious(), time.getparent()
        bare = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
        if bare.strip():
            return _LABEL_END.split(bare[-LONGEST_DATELINE:])[-1].strip()
        text = previous.text_content().strip() if previous is not None else ""
        if text or parent is None or (previous is None and parent.tag in _FRAMES):
            return text[-LONGEST_DATELINE:] if text.endswith(":") else ""
        time = previous if previous is not None else parent


def _line_around(time: "HtmlElement") -> str:
    """Return the line that a <time> stands in: what is around it up to the next block on both sides."""
    while (parent := time.getparent()) is not None and parent.tag not in BLOCKS:
        time = parent
    before = list(takewhile(lambda one: one.tag not in BLOCKS, time.itersiblings(preceding=True)))
    behind = takewhile(lambda one: one.tag not in BLOCKS, time.itersiblings())
    edge = before[-1].getprevious() if before else time.getprevious()
    start = edge.tail if edge is not None else parent.text if parent is not None else ""
    parts = [f"{one.text_content()}{one.tail or ''}" for one in (*reversed(before), time, *behind)]
    return "".join((start or "", *parts)).strip()


def _names(element: "HtmlElement") -> str:
    return _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}")


def _date_of(element: "HtmlElement") -> str:
    return str(element.get("datetime") or element.get("content") or element.text_content())
