"""The date above an article, where the page's head gives none.

A date counts only where the page states it as that of publishing: marked as such, or in a line of its own between the
headline and the first paragraph. A <time> in running text dates what is told there: a hearing, a look-back.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.reading.blocks import HEADINGS
from index.reading.runs import BLOCKS, UNSEEN

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FIRST_PARAGRAPH = 100  # characters that make a paragraph of the article
LONGEST_DATELINE = 200  # characters
DATE_SHARE = 0.5  # of its letters, in a line that is nothing but a date
LEAST_SHARE = 0.2  # in one that is named as a dateline or byline
MOST_TIMES = 20  # that are looked at

_MARKED = (
    "//*[(@itemprop='datePublished' or @pubdate) and not(ancestor-or-self::*[@itemprop='liveBlogUpdate' or"
    " @itemprop='comment' or @itemprop='review' or self::nav or self::aside or self::footer])"
    " and not(ancestor::article/ancestor::article)]"
)
_NO_DATELINE = HEADINGS | {"blockquote", "dd", "figcaption", "td", "th"}
_DATELINE = re.compile(
    r"(?<![a-z])(?:by-?line|date-?line|(?:pub|publish|post|article|entry|story)[a-z]*[-_]*(?:date|time|info|meta)\w*"
    r"|date|time|timestamp|published|posted|meta)(?![a-z])",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:updat|modif|revis|edit|chang|aktualis|actualiz|mise? à jour|bijgewerkt)", re.IGNORECASE)
_STATED = re.compile(r"\b(?:publi|post|first|erst|created)", re.IGNORECASE)


def stated_dates(tree: "HtmlElement") -> Iterator[str]:
    """Yield the dates of publishing that the page's text states, in any form; the likeliest first."""
    for marked in tree.xpath(_MARKED):
        yield _date_of(marked)
    start = tree.find(".//h1")
    start = start if start is not None else tree.find(".//article")
    times = 0
    for element in start.xpath("self::article//* | following::*") if start is not None else ():
        if element.tag in UNSEEN:
            continue
        text = element.text_content() if element.tag == "p" else element.text or ""
        if len(text.strip()) > FIRST_PARAGRAPH:
            return
        times += element.tag == "time"
        if times > MOST_TIMES:
            return
        if element.tag == "time" and _is_dateline(element):
            yield _date_of(element)


def _is_dateline(time: "HtmlElement") -> bool:
    """Tell whether the line around a <time> gives the date of publishing, and no sentence."""
    block = next((element for element in time.iterancestors() if element.tag in BLOCKS), time)
    line, date = block.text_content().strip(), time.text_content().strip()
    if (
        block.tag in _NO_DATELINE
        or len(line) > LONGEST_DATELINE
        or (_CHANGED.search(line) and not _STATED.search(line))
    ):
        return False
    if len(date) >= DATE_SHARE * len(line) and not line.endswith((".", "!", "?")):
        return True
    around = (block, block.getparent())
    names = " ".join(one.get(name, "") for one in around if one is not None for name in ("class", "id"))
    return len(date) >= LEAST_SHARE * len(line) and _DATELINE.search(names) is not None


def _date_of(element: "HtmlElement") -> str:
    return str(element.get("datetime") or element.get("content") or element.text_content())
