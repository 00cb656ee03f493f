"""What trafilatura takes for the article of a page: one voice among those that choose its blocks.

It works on a copy, in which what is known to mislead it is mended first: inline tags that it loses text at, comments
and teasers that are <article> elements inside the article, lists of links, quoted posts in frames, and articles that
are set in several boxes, of which it takes one.
"""

import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from index.reading.runs import hover_cards

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LINKED = 0.8  # share of its letters that makes something a link to elsewhere, and not a sentence with links
SHORTEST_ARTICLE = 500  # letters
LONG_PARAGRAPH = 80  # characters; shorter ones say little of where the article stands
QUOTE_FRAME = 50  # characters around a quotation that still make it a frame, and not the article
PIECE = 4  # words; as many in succession hardly ever stand in two places of a page

_WORD = re.compile(r"\w+")
_LOSING = ("abbr", "data", "q", "time")
_EMPTY = "//*[self::b or self::em or self::font or self::i or self::span or self::strong or self::u][not(node())]"
_LISTS = "//*[self::ul or self::ol][count(li) > 1]"


class KnownText:
    """A text to look up others in, by their words alone."""

    def __init__(self, text: str) -> None:
        lines = [words_of(line) for line in text.split("\n")]
        self._lines = {tuple(line) for line in lines}
        self._pieces = set(_pieces([word for line in lines for word in line]))

    def __bool__(self) -> bool:
        return bool(self._pieces - {()})

    def share(self, words: list[str]) -> float:
        """Return how much of some words, in their order, stands in the text; fewer than a piece must be a line."""
        if len(words) < PIECE:
            return float(tuple(words) in self._lines)
        pieces = _pieces(words)
        return sum(piece in self._pieces for piece in pieces) / len(pieces)


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case and signs."""
    return _WORD.findall(text.casefold())


def ask_trafilatura(tree: "HtmlElement", *, is_live: bool, precisely: bool) -> KnownText:
    """Return what trafilatura takes for the article; `is_live`: <article> elements in it are its updates."""
    from trafilatura import bare_extraction

    copy = deepcopy(tree)
    _mend(copy, is_live)
    found = bare_extraction(copy, include_comments=False, favor_precision=precisely)
    return KnownText(found.text or "" if found is not None and not isinstance(found, dict) else "")


def _pieces(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + PIECE]) for start in range(max(1, len(words) - PIECE + 1))]


def _mend(tree: "HtmlElement", is_live: bool) -> None:
    from lxml.etree import strip_tags

    strip_tags(tree, *_LOSING)
    for empty in tree.xpath(_EMPTY):
        empty.drop_tag()
    for card in hover_cards(tree):
        card.drop_tree()
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for listed in tree.xpath(_LISTS):
        if listed.getparent() is not None and _is_linked(listed):
            listed.drop_tree()
    if not is_live:
        _drop_inner_articles(tree)
    _free_quotations(tree)
    _join_parts(tree)


def _drop_inner_articles(tree: "HtmlElement") -> None:
    """Drop articles inside articles, which are comments or teasers of others, where enough stands outside them.

    See https://html.spec.whatwg.org/multipage/sections.html#the-article-element
    """
    outside = tree.xpath("//article//p[not(ancestor::article/ancestor::article)]")
    if sum(map(_letters, outside)) >= SHORTEST_ARTICLE:
        for inner in tree.xpath("//article//article[not(ancestor::article/ancestor::article)][not(.//h1)]"):
            inner.drop_tree()


def _free_quotations(tree: "HtmlElement") -> None:
    """Take classes off quotations and their frames: an article's quoted posts are passed over as "embedded" else."""
    letters_in = cache(_letters)  # many quotations share their frames
    for quotation in tree.xpath("//blockquote[not(ancestor::blockquote)]"):
        quotation.attrib.pop("class", None)
        letters = letters_in(quotation)
        for frame in quotation.iterancestors("div", "section", "span") if letters else ():
            if letters_in(frame) > letters + QUOTE_FRAME:
                break
            frame.attrib.pop("class", None)
            frame.attrib.pop("id", None)


def _join_parts(tree: "HtmlElement") -> None:
    """Mark what holds all parts of an article that its page sets in several boxes: of them, only the first is found.

    Parts are boxes with long paragraphs whose tags and classes are the same all the way up, inside one <article>.
    """
    for article in tree.xpath("//article[not(ancestor::article)]"):
        parts: dict[tuple[tuple[str, str | None], ...], dict[HtmlElement, None]] = {}
        for paragraph in article.iter("p"):
            if len(paragraph.text_content()) >= LONG_PARAGRAPH and (box := paragraph.getparent()) is not None:
                place = tuple((one.tag, one.get("class")) for one in (box, *box.iterancestors()))
                parts.setdefault(place, {})[box] = None
        for place, boxes in parts.items():
            if len(boxes) < 2 or not place[0][1]:
                continue
            first, *others = (list(box.iterancestors()) for box in boxes)
            holder = next(one for one in first if all(one in around for around in others))
            if sum(map(_letters, boxes)) > _letters(holder) / 2:
                holder.set("itemprop", "articleBody")


def _is_linked(element: "HtmlElement") -> bool:
    return sum(map(_letters, element.iter("a"))) >= LINKED * _letters(element)


def _letters(element: "HtmlElement") -> int:
    return sum(len(word) for text in element.itertext() for word in text.split())
