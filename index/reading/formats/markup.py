"""HTML and its kin that is all article (feeds, books, notes, NITF) → text: every word of it, in blocks.

Web pages have the page around the article, and another reader: `index.reading.pages`.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from index.reading.added_marks import MARKS, is_glued_source
from index.reading.entities import without_ends
from index.reading.formats.blocks import END, Block, below_header, item, joined, row
from index.reading.formats.xmltree import local
from index.reading.ordinals import marks_of_items
from index.reading.raw_article import Unreadable

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

_UNSEEN = frozenset(
    "script style head title template noscript iframe object svg en-media rp"
    " del s strike en-crypt".split()  # words that were struck out, or that only their writer can read
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form dir h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul"
    " abstract block body.content body.head bq byline credit dateline distributor hedline hl1 hl2 media media-caption"
    " media-producer nitf-table note tagline".split()
)
_LISTS = frozenset(("dir", "menu", "ol", "ul"))  # which may stand in each other, as one
_ENDED = _LISTS | {"table", "nitf-table", "dl"}
_DOCUMENT = re.compile(r"<(?:html|body|head)\b", re.IGNORECASE)
MOST_HEADERS = 10  # rows that head a table
LONGEST_CELL = 300  # characters; a table with more in a cell than that lays out a page


def html_to_text(fragment: str) -> str:
    r"""Return the text of HTML.

    >>> html_to_text("Closing:<ul><li>Carrow<li>Mill &amp; Road</ul>")
    'Closing:\n\n- Carrow\n- Mill & Road'
    """
    from lxml import etree
    from lxml.html import document_fromstring

    fragment = without_ends("".join(sign for sign in fragment if sign in "\t\n\r" or sign >= " "))
    if not fragment.strip():
        return ""
    try:
        whole = fragment if _DOCUMENT.search(fragment) else f"<div>{fragment}</div>"
        return markup_to_text(document_fromstring(whole.encode(errors="replace"), parser=_parser()))
    except etree.ParserError:  # nothing but comments
        return ""


def _parser() -> object:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)


def markup_to_text(element: "Element") -> str:
    """Return the text of an element, in blocks; raises `Unreadable` for one that is nested too deeply to be walked."""
    try:
        return joined(_blocks(element))
    except RecursionError as error:
        raise Unreadable("its markup is nested too deeply; save its text as .txt") from error


def _blocks(element: "Element") -> Iterator[Block]:
    """Yield the blocks of an element; what stands between blocks is one, too."""
    inline: list[str] = [element.text or ""] if local(element) not in _UNSEEN else []
    marks = marks_of_items(element)
    for child in element if local(element) not in _UNSEEN else ():
        if local(child) in _UNSEEN:
            pass
        elif _holds_block(child):
            yield _paragraph(inline)
            inline = []
            yield from _block(child, marks.get(child, "-"))
        else:
            inline.append(_inline(child))
        inline.append(child.tail or "")
    yield _paragraph(inline)


def _block(element: "Element", mark: str) -> Iterator[Block]:
    name = local(element)
    if name == "li":
        first = True
        for block in _blocks(element):
            if block.text and block.kind == "paragraph":
                yield item(block.text, mark) if first else block
                first = False
            else:
                yield block
    elif name == "tr":
        cells = [child for child in element if local(child) in ("td", "th")]
        is_layout = len(cells) < 2 or any(local(inner) in ("table", "tr") for cell in cells for inner in cell.iter())
        texts = [] if is_layout else [markup_to_text(cell) for cell in cells]
        if is_layout or any(len(text) > LONGEST_CELL for text in texts):
            yield from _blocks(element)
        else:
            yield row(texts)
            if _ends_header(element):
                yield below_header(row(texts))
    elif name == "pre":
        yield Block("".join(element.itertext()).strip("\n"))
    else:
        yield from _blocks(element)
        if name in _ENDED and not (name in _LISTS and any(local(one) in _LISTS for one in element.iterancestors())):
            yield END


def _ends_header(line: "Element") -> bool:
    """Tell whether a row is the last of those that head a table, in its <thead> or as <th> alone."""
    if not _is_header(line):
        return False
    behind = next(_rows_beside(line, preceding=False), None)
    if behind is None or _is_header(behind):
        return False
    before = list(islice(_rows_beside(line, preceding=True), MOST_HEADERS))
    return len(before) < MOST_HEADERS and all(map(_is_header, before))


def _rows_beside(line: "Element", *, preceding: bool) -> Iterator["Element"]:
    """Yield the rows of the same table before or behind one, the nearest first; one by one, as a table may be long."""
    within = list(takewhile(lambda one: local(one) != "table", line.iterancestors()))
    if within and within[-1].getparent() is None:
        return  # in no table
    for element in (line, *within):
        for beside in element.itersiblings(preceding=preceding):
            if local(beside) == "tr":
                yield beside
            else:
                yield from (one for one in beside.iterchildren(reversed=preceding) if local(one) == "tr")


def _is_header(line: "Element") -> bool:
    above = line.getparent()
    is_within = above is not None and local(above) == "thead"
    cells = [one for one in line if local(one) in ("td", "th") and "".join(one.itertext()).strip()]
    return is_within or (bool(cells) and all(local(one) == "th" for one in cells))


def _holds_block(element: "Element") -> bool:
    return local(element) in _BLOCKS or any(local(inner) in _BLOCKS for inner in element.iter())


def _inline(element: "Element") -> str:
    name = local(element)
    if name == "br":
        return "\v"
    inside = "".join(_inline(child) + (child.tail or "") for child in element if local(child) not in _UNSEEN)
    inside = (element.text or "") + inside
    if name == "en-todo":
        return f"{'[x]' if element.get('checked') == 'true' else '[ ]'} "
    if name in MARKS and inside.strip():
        return f"{MARKS[name][0]}{inside}{MARKS[name][1]}"
    return f"\v{inside}" if name == "cite" and is_glued_source(element) else inside


def _paragraph(inline: list[str]) -> Block:
    lines = (" ".join(line.split()) for line in "".join(inline).replace("\v", "\0").split("\0"))
    return Block("\n".join(lines).strip())
