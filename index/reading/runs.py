"""The text of a web page in runs, in the order of the page: what stands in one paragraph, heading, item or cell.

Every word that a browser shows, or would show when it is asked to, is in just one run, and no tag inside a line cuts or
joins it. What a browser never shows (scripts, styles, templates, what stands in for a film) is no text of the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from index.reading.added_marks import MARKS, is_glued_source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LABEL = "label of a drawing"
CARD_LINKED = 0.8  # share of a card's letters that is in links

UNSEEN = frozenset(
    "script style template noscript head title iframe object embed video audio canvas datalist noframes noembed"
    " applet rp desc metadata defs symbol".split()  # the last of them in drawings
)
# See https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3; what is not listed stands in its line.
BLOCKS = frozenset(
    "html body main article section nav aside header footer search hgroup h1 h2 h3 h4 h5 h6 div p blockquote pre"
    " listing xmp plaintext address center figure figcaption hr ul ol menu dir li dl dt dd table caption thead tbody"
    " tfoot tr td th details summary dialog fieldset legend form select optgroup option textarea frameset".split()
)
_STRUCK_OUT = frozenset(("s", "strike", "del"))
_LINE_BREAKS = frozenset(("br", "line-break", "linebreak", "newline"))  # classes of empty elements that break a line
_AS_TYPED = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))  # line breaks in them count
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_AROUND_BREAK = re.compile(r" *\n\s*")
_NUMBER = re.compile(r"\s*[-+−]?\d+\s*")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_QUOTATION_MARKS = (MARKS["q"], "‘’")  # around a <q>, and around one inside it
_QUOTATION_SIGNS = frozenset("\"'“”‘’„‚«»‹›「」『』")


@dataclass(eq=False, slots=True)
class TextRun:
    """Text that no block begins or ends in; `linked` says how many of its `letters` are in links."""

    element: "HtmlElement"  # the block that it stands in
    withheld: str  # why it is none of the text that is read: "hidden" (for good, or until a click), "struck out",
    # "label of a drawing", or ""
    pieces: list[str] = field(default_factory=list)
    letters: int = 0
    linked: int = 0

    @property
    def text(self) -> str:
        """Its lines, without spaces around them."""
        return _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", "".join(self.pieces))).strip()


@dataclass(slots=True)
class _Place:
    """Where the walk through the page is."""

    cards: "set[HtmlElement]"
    blocks: "list[HtmlElement]" = field(default_factory=list)
    open: dict[str, TextRun] = field(default_factory=dict)  # by `withheld`: what is hidden in a line does not end it
    links: int = 0
    hiding: int = 0
    striking: int = 0
    drawings: int = 0
    quotations: int = 0
    as_typed: int = 0

    @property
    def withheld(self) -> str:
        return "hidden" if self.hiding else LABEL if self.drawings else "struck out" if self.striking else ""


def page_runs(tree: "HtmlElement") -> list[TextRun]:
    """Return all text of a page. Goes tag by tag, without recursion, which a deep page would exhaust."""
    from lxml.etree import iterwalk

    runs: list[TextRun] = []
    place = _Place(cards=set(hover_cards(tree)), blocks=[tree])  # the root of a broken page may be no block
    walk = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in UNSEEN:
                walk.skip_subtree()
                continue
            _enter(place, element)
            text = _mark(place, element, 0) + (element.text or "")
            is_raised = tag == "sup" and not len(element) and not place.links and _NUMBER.fullmatch(text)
            _add(runs, place, text.translate(_RAISED) if is_raised else text)
            place.quotations += tag == "q"
        else:
            if event == "end" and tag not in UNSEEN:
                place.quotations -= tag == "q"
                _add(runs, place, _mark(place, element, 1))
                _leave(place, element)
            if element is not tree and element.tail:
                _add(runs, place, element.tail)
    return [run for run in runs if run.letters]


def hover_cards(tree: "HtmlElement") -> "list[HtmlElement]":
    """Return what hangs on links in running text, links alone, and shows on hovering."""
    cards = (span for span in tree.iter("span") if _hangs_on_link(span))
    return [card for card in cards if _letters(card.iter("a")) >= CARD_LINKED * _letters([card])]


def _hangs_on_link(span: "HtmlElement") -> bool:
    before = span.getprevious()
    return before is not None and before.tag == "a" and len(list(islice(span.iter("a"), 2))) > 1


def _letters(elements: "Iterable[HtmlElement]") -> int:
    return sum(len("".join("".join(element.itertext()).split())) for element in elements)


def _enter(place: _Place, element: "HtmlElement") -> None:
    tag = element.tag
    if tag in BLOCKS:
        place.open.clear()
        place.blocks.append(element)
        place.as_typed += tag in _AS_TYPED
    elif tag == "text":  # of a drawing: a line of its own
        place.open.pop(LABEL, None)
    elif tag == "br" or (tag == "span" and _is_line_break(element)) or (tag == "cite" and is_glued_source(element)):
        _break_line(place)
    place.links += tag == "a"
    place.striking += tag in _STRUCK_OUT
    place.drawings += tag == "svg" and not _is_in_sentence(element)
    place.hiding += is_hidden(element) or element in place.cards


def _leave(place: _Place, element: "HtmlElement") -> None:
    tag = element.tag
    if tag in BLOCKS:
        place.open.clear()
        place.blocks.pop()
        place.as_typed -= tag in _AS_TYPED
    place.links -= tag == "a"
    place.striking -= tag in _STRUCK_OUT
    place.drawings -= tag == "svg" and not _is_in_sentence(element)
    place.hiding -= is_hidden(element) or element in place.cards


def _add(runs: list[TextRun], place: _Place, text: str) -> None:
    if not text:
        return
    if not place.as_typed:
        text = _SPACES.sub(" ", text)
    withheld = place.withheld
    run = place.open.get(withheld)
    if run is None:
        if text.isspace():
            return
        run = place.open[withheld] = TextRun(place.blocks[-1], withheld)
        runs.append(run)
    run.pieces.append(text)
    letters = len("".join(text.split()))
    run.letters += letters
    run.linked += letters if place.links else 0


def _is_in_sentence(drawing: "HtmlElement") -> bool:
    """Tell whether a drawing is a word of a sentence: it has a single text, and words stand before it in its line."""
    before, parent = drawing.getprevious(), drawing.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    texts = (one for one in drawing.iter("text") if next(one.iterancestors("defs", "symbol"), None) is None)
    return any(map(str.isalnum, text or "")) and len(list(islice(texts, 2))) == 1


def _break_line(place: _Place) -> None:
    """Break the lines that are open; a second break in succession, an empty line, ends the run."""
    for key, run in tuple(place.open.items()):
        if run.pieces[-1].isspace() and any("\n" in piece for piece in run.pieces[-2:]):
            del place.open[key]
        else:
            run.pieces.append("\n")


def _mark(place: _Place, element: "HtmlElement", side: int) -> str:
    """Return the mark before (side 0) or behind (1) a quotation or a reading; "" for a quotation that has its own."""
    if element.tag == "rt":
        return MARKS["rt"][side] if any(map(str.strip, element.itertext())) else ""
    if element.tag != "q":
        return ""
    first = next((text.lstrip()[0] for text in element.itertext() if text.strip()), '"')
    return "" if first in _QUOTATION_SIGNS else _QUOTATION_MARKS[place.quotations % 2][side]


def _is_line_break(element: "HtmlElement") -> bool:
    if len(element) or element.text or "class" not in element.attrib:
        return False
    return not _LINE_BREAKS.isdisjoint(element.attrib["class"].split())


def is_hidden(element: "HtmlElement") -> bool:
    """Tell whether an element is hidden; the whole page never is, though some hide it until their scripts ran."""
    if element.tag in ("html", "body"):
        return False
    attributes = element.attrib
    return "hidden" in attributes or ("style" in attributes and _HIDING.search(attributes["style"]) is not None)
