"""Plain text and Markdown → raw articles; fields may stand between --- lines at the top."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from index.reading.cleaning import Removed
from index.reading.decoding import decode
from index.reading.formats.blocks import END, Block, below_header, joined, row
from index.reading.formats.front_matter import split_front_matter
from index.reading.formats.markup import html_to_text
from index.reading.raw_article import RawArticle, Unreadable, first_line_title, raw_article_of, with_line_feeds

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}
_DEEPER = {"bullet_list_open": 1, "ordered_list_open": 1, "bullet_list_close": -1, "ordered_list_close": -1}
_BULLETS = "-•◦"  # by depth, as their indent does not last
_INLINE = ("text", "code_inline", *_BREAKS)
_NO_TEXT = (b"{\\rtf", b"%PDF-")  # both may be all ASCII
_LINE_END = re.compile("\r\n|[\r\n]")


def read_text(raw: bytes, plain: Callable[[str], str] = str) -> RawArticle:
    """Return the article of a .txt file; `plain` takes the markup out of one that has any."""
    if raw.startswith(_NO_TEXT):
        raise Unreadable("an RTF or PDF file, not text; give it its true suffix")
    text = decode(raw)
    front = split_front_matter(with_line_feeds(text))
    body = plain(_as_given(text, front.text))
    article = raw_article_of(front.fields, text=body) or RawArticle(body)
    article = replace(
        article, removed=(*article.removed, *(Removed(one, "field of the header") for one in front.unused))
    )
    return article if article.title else replace(article, title=first_line_title(body))


def read_markdown(raw: bytes) -> RawArticle:
    """Return the article of a .md file, without the markup."""
    try:
        return read_text(raw, markdown_to_text)
    except RecursionError as error:
        raise Unreadable("its Markdown is nested too deeply; save its text as .txt") from error


def _as_given(text: str, body: str) -> str:
    """Return the end of a text that is `body` once its lines end with line feeds, with the line ends that it has."""
    if not body:
        return ""
    lines = with_line_feeds(text).removesuffix(body).count("\n")
    end = next(islice(_LINE_END.finditer(text), lines - 1, None)).end() if lines else 0
    return text[end:]


def markdown_to_text(markdown: str) -> str:
    """Return what a reader of the rendered page would read: its blocks, lists and tables, no markup."""
    from markdown_it import MarkdownIt

    return joined(_blocks(MarkdownIt("commonmark").enable("table").parse(markdown)))


def _blocks(tokens: "Iterable[Token]") -> Iterator[Block]:
    depth, mark, cells, last_row = 0, "", None, END
    for token in tokens:
        depth += _DEEPER.get(token.type, 0)
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else f"{_BULLETS[min(depth, len(_BULLETS)) - 1]} "
        elif token.type == "tr_open":
            cells = list[str]()
        elif token.type == "tr_close":
            last_row = row(cells or ())
            yield last_row
            cells = None
        elif token.type == "thead_close":
            yield below_header(last_row)
        elif token.type == "table_close" or (depth == 0 and token.type.endswith("_list_close")):
            yield END
        elif token.type in ("html_block", "fence", "code_block"):
            yield Block(html_to_text(token.content) if token.type == "html_block" else token.content.strip("\n"))
        elif token.type == "inline":
            said = [_BREAKS.get(child.type, child.content) for child in token.children or () if child.type in _INLINE]
            text = "".join(said).strip()
            one_line = " ".join(text.split())
            if cells is not None:
                cells.append(one_line)
            else:
                yield Block(f"{mark}{one_line}", "item") if mark and text else Block(text)
                mark = ""
