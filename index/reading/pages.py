"""Saved web pages → the article without the page around it.

trafilatura finds the article, set to prefer precision. What is ours is the page it gets and the lines it gives: what
is known to mislead it is mended first, then lines that are no part of the article go: the headline, which is kept as
the title, and lines that are nothing but a link. A paragraph is a line, and is never cut or joined at a tag inside it.
Where the page carries its article in its head alone (JSON-LD, for scripts to show), it is taken from there.

Never raises, whatever the bytes. A page that would take minutes or gigabytes is refused (None): see the limits below.
Nothing is fetched, no entity of a document type is expanded, and scripts are never run.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from index.reading.cleaning import STOP
from index.reading.decoding import decode_page
from index.reading.metadata import read_metadata
from index.reading.raw_article import RawArticle, Unreadable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 30_000  # long reads have 5,000; extraction takes quadratic time in the worst case
LONGEST_ATTRIBUTE = 20_000  # characters; longer ones are inline images and data for scripts
LINKED = 0.8  # share of its letters that makes something a link to elsewhere, and not a sentence with links
SHORTEST_ARTICLE = 500  # letters
LONG_PARAGRAPH = 80  # characters; shorter ones say little of where the article stands
QUOTE_FRAME = 50  # characters around a quotation that still make it a frame, and not the article
TITLE_WITHIN = 3  # lines
LEAST_COVERAGE = 0.5  # share of the words of the article in the head that the text found in the page must have

# What goes when it holds links alone: what hangs on a link in running text and shows on hovering, and lists.
_CARDS = "//p//span[preceding-sibling::node()[not(self::text())][1][self::a]][count(.//a) > 1]"
_LISTS = "//*[self::ul or self::ol][count(li) > 1]"
_SENTENCE = re.compile(r"\w.{39}|\w.*[.!?…。！？]")  # a page that has none holds a menu, and no article
_NOT_WORD = re.compile(r"\W+")
_LIST_MARK = re.compile(r"^- ", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\| ?(.*?) ?\|$", re.MULTILINE)
_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def read_html(raw: bytes) -> RawArticle:
    """Return the article of a saved page; raises `Unreadable` when it holds none."""
    article = read_page(raw)
    if article is None:
        raise Unreadable("no article found in this page; remove it, or save its text as .txt")
    return article


def read_page(raw: bytes) -> RawArticle | None:
    """Return the article of a saved page; None when it holds none."""
    tree = _parsed(raw)
    if tree is None:
        return None
    metadata = read_metadata(tree)
    headlines = {_key(element.text_content()) for element in tree.iter("h1", "title")} | {_key(metadata.title or "")}
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for listed in (_CARDS, _LISTS):
        for found in tree.xpath(listed):
            if found.getparent() is not None and _is_linked(found):
                found.drop_tree()
    _drop_inner_articles(tree)
    _free_quotations(tree)
    _join_parts(tree)
    links = set(_link_lines(tree))
    lines = _extract(tree, precisely=True).split("\n")
    for number, line in enumerate(lines[:TITLE_WITHIN]):
        if _key(line) in headlines:
            del lines[number]
            break
    text = "\n".join(line for line in lines if _key(line) not in links).strip()
    if _coverage(text, metadata.text) < LEAST_COVERAGE:
        text = _plain(metadata.text)
    text = text or _extract(tree, precisely=False)  # precision gives up on short pages
    if not _SENTENCE.search(text):
        return None
    return replace(metadata, text=text)


def _parsed(raw: bytes) -> "HtmlElement | None":
    """Return the page's root element; None when there is none or the page is beyond the limits."""
    from trafilatura import load_html

    tree = load_html(decode_page(raw))
    if tree is None or next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return None
    for element in tree.iter("*"):
        for name, value in element.items():
            if len(value) > LONGEST_ATTRIBUTE:
                del element.attrib[name]
    return tree


def _extract(tree: "HtmlElement", *, precisely: bool) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, favor_precision=precisely)
    text = found.text or "" if found is not None and not isinstance(found, dict) else ""
    return _TABLE_ROW.sub(r"\1", _LIST_MARK.sub("", text)).strip()


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


def _link_lines(tree: "HtmlElement") -> Iterator[str]:
    """Yield the keys of lines that are links to other pages: blocks without a stop, linked as a whole."""
    for block in tree.iter("p", "h2", "h3", "h4"):
        inside_link = next(block.iterancestors("a"), None) is not None
        if inside_link or (block.find(".//a") is not None and _is_linked(block)):
            yield from (_key(line) for line in block.text_content().split("\n") if not STOP.search(line.strip()))


def _is_linked(element: "HtmlElement") -> bool:
    return sum(map(_letters, element.iter("a"))) >= LINKED * _letters(element)


def _letters(element: "HtmlElement") -> int:
    return sum(len(word) for text in element.itertext() for word in text.split())


def _key(line: str) -> str:
    """Return the line's words alone, to compare it with others."""
    return _NOT_WORD.sub(" ", line).strip().casefold()


def _coverage(text: str, body: str) -> float:
    """Return the share of the words of `body` that `text` has; 1 when there are none."""
    wanted = Counter(_key(_plain(body)).split())
    return (Counter(_key(text).split()) & wanted).total() / wanted.total() if wanted else 1.0


def _plain(body: str) -> str:
    """Return the text of an article body from JSON-LD, which may hold tags and entities."""
    lines = html.unescape(_TAG.sub("", _BREAK.sub("\n", body))).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())
