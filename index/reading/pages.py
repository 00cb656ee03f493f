"""Saved web pages → the article without the page around it.

All text of a page is in blocks (`index.reading.blocks`), each of which is kept as it stands, or listed with the reason
why it is no part of the article (`index.reading.choosing`). So nothing that a reader sees of a page vanishes. Where the
page carries its article in its head alone (JSON-LD, for scripts to show), it is taken from there.

Never raises, whatever the bytes. A page that would take minutes or gigabytes is refused (None); the limits are in
`index.reading.page_tree`. Nothing is fetched, no entity of a document type is expanded, and scripts are never run.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from index.reading.blocks import HEADINGS, PageBlock, group_around, page_blocks
from index.reading.choosing import choose
from index.reading.cleaning import Removed
from index.reading.metadata import read_head
from index.reading.opinion import KnownText, ask_trafilatura, words_of
from index.reading.page_tree import page_tree
from index.reading.raw_article import RawArticle, Unreadable, as_field

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEAST_COVERAGE = 0.5  # share of the words of the article in the head that the text found in the page must have

_SENTENCE = re.compile(r"\w.{39}|\w.*[.!?…。！？]")  # a page that has none holds a menu, and no article
_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def read_html(raw: bytes) -> RawArticle:
    """Return the article of a saved page; raises `Unreadable` when it holds none."""
    article = read_page(raw)
    if article is None:
        raise Unreadable("no article found in this page; remove it, or save its text as .txt")
    return article


def read_page(raw: bytes) -> RawArticle | None:
    """Return the article of a saved page, and what else it shows; None when it holds no article."""
    tree = page_tree(raw)
    if tree is None:
        return None
    head = read_head(tree)
    blocks = page_blocks(tree)
    opinion = ask_trafilatura(tree, is_live=head.is_live, precisely=True)
    if not opinion:
        opinion = ask_trafilatura(tree, is_live=head.is_live, precisely=False)  # precision gives up on short pages
    stated = KnownText(f"{head.description}\n{_plain(head.article.text)}")
    reasons = choose(blocks, opinion, headlines=head.headlines, stated=stated)
    title = head.article.title
    headline = None if title or head.is_live else _headline(blocks, reasons)
    if headline is not None:
        title, reasons[headline] = as_field(blocks[headline].text), "title"
    text = _joined([block for block, reason in zip(blocks, reasons, strict=True) if not reason])
    body = _plain(head.article.text)
    if len(body) > len(text) and _coverage(text, body) < LEAST_COVERAGE:
        text, reasons = body, [reason or "beside the article" for reason in reasons]
    if not _SENTENCE.search(text):
        return None
    removed = groupby(zip(reasons, blocks, strict=True), key=lambda one: one[0])
    pieces = (Removed("\n".join(block.text for _, block in group), reason) for reason, group in removed if reason)
    return replace(head.article, title=title, text=text, removed=tuple(pieces))


def _headline(blocks: Sequence[PageBlock], reasons: Sequence[str]) -> int | None:
    """Return the number of the heading that an article begins with, if no other is like it: else it heads a part."""
    kept = [number for number, reason in enumerate(reasons) if not reason]
    tags = [blocks[number].element.tag for number in kept]
    return kept[0] if tags and tags[0] in HEADINGS and tags.count(tags[0]) == 1 else None


def _joined(blocks: Sequence[PageBlock]) -> str:
    """Return the text of blocks, with an empty line between two tables or lists, so that a header heads but one."""
    parts = []
    group: HtmlElement | None = None
    for block in blocks:
        before, group = group, group_around(block.element)
        is_apart = before is not None and group is not None and before is not group and not _is_within(group, before)
        parts += ["\n\n" if is_apart else "\n", block.text]
    return "".join(parts[1:])


def _is_within(one: "HtmlElement", other: "HtmlElement") -> bool:
    """Tell whether one of two elements holds the other."""
    return one in other.iterancestors() or other in one.iterancestors()


def _coverage(text: str, body: str) -> float:
    """Return the share of the words of `body` that `text` has; 1 when there are none."""
    wanted = Counter(words_of(body))
    return (Counter(words_of(text)) & wanted).total() / wanted.total() if wanted else 1.0


def _plain(body: str) -> str:
    """Return the text of an article body from JSON-LD, which may hold tags and entities."""
    lines = html.unescape(_TAG.sub("", _BREAK.sub("\n", body))).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())
