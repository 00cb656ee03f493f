"""The bytes of a web page → its tree, which holds all that a browser shows of the page.

lxml ends a document at its first </html>, where browsers read on. Programs that save a page as one file (SingleFile)
write its frames into attributes, and its components into templates, which a browser shows and lxml does not know.
"""

from itertools import islice
from typing import TYPE_CHECKING

from index.reading.decoding import decode_page
from index.reading.entities import without_ends

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 30_000  # long reads have 5,000; extraction takes quadratic time in the worst case
LONGEST_ATTRIBUTE = 20_000  # characters; longer ones are inline images and data for scripts
DEEPEST_FRAME = 5

_OF_ANOTHER_HEAD = ("base", "link", "meta", "script", "style", "title")
_SHADOWS = "//template[@shadowrootmode or @shadowroot]"


def page_tree(raw: bytes) -> "HtmlElement | None":
    """Return the page's root element; None when there is none or the page is beyond the limits."""
    tree = _parsed(decode_page(raw))
    if tree is None:
        return None
    for shadow in tree.xpath(_SHADOWS):
        shadow.tag = "div"
    _fill_frames(tree)
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return None
    for element in tree.iter("*"):
        for name, value in element.items():
            if len(value) > LONGEST_ATTRIBUTE:
                del element.attrib[name]
    return tree


def _parsed(page: str) -> "HtmlElement | None":
    from trafilatura import load_html

    return load_html(without_ends(page))


def _fill_frames(tree: "HtmlElement") -> None:
    """Put the pages that frames carry in an attribute in place of the frames; what these say of themselves goes.

    See https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-srcdoc
    """
    for _ in range(DEEPEST_FRAME):
        frames = tree.xpath("//iframe[@srcdoc]")
        for frame in frames:
            inside = _parsed(f"<html><body>{frame.attrib.pop('srcdoc')}</body></html>")
            frame.tag, frame.text = "div", None  # what stands in it is for browsers that know no frames
            del frame[:]
            if inside is not None:
                for other in list(inside.iter(*_OF_ANOTHER_HEAD)):
                    other.drop_tree()
                for around in inside.iter("html", "body"):
                    around.tag = "div"
                frame.append(inside)
        if not frames:
            return
