"""A model's Markdown as the text that a reader of the rendered page would read.

Headings, lists, tables and emphasis become plain paragraphs, so that no sentence begins with `##` and a sign of markup
is never taken for a word. No word changes: entities stay as they are written, and so does every bracket and number.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NUMBERS = re.compile(r"[\d.,;\s–-]+")
_RULE = re.compile(r"[ \t:|-]*\|[ \t:|-]*")
_ROW = re.compile(r"[ \t]*\|(.+?)\|?[ \t]*")
_TIMES = re.compile(r"(?<=\d)\*(?=\d)")  # 2*3*4
_STARS = re.compile(r"\*{2,}")
_OPENED = re.compile(r"(?<![^\s(“\"])[*_]{1,3}(?=\S)")
_HALF_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\Z")
_HALF_MARK = re.compile(r"(?:(?<=\n)|\A)[ \t]*(?:#{1,6}|[-+*|>]+|[*_]{1,3})[ \t]*\Z")


def markdown_to_text(markdown: str, *, growing: bool = False) -> str:
    r"""Return the text of a draft, a paragraph a block; a `growing` one may end within a mark.

    >>> markdown_to_text("## Aid\n\n- **The Kremlin** is unlikely to [1.1].\n- It *may* mediate [1.2].")
    'Aid\n\nThe Kremlin is unlikely to [1.1].\n\nIt may mediate [1.2].'
    >>> markdown_to_text("1945. It ended at -5 degrees, 5 * 3 of snake_case.")
    '1945. It ended at -5 degrees, 5 * 3 of snake_case.'
    """
    markdown = _TIMES.sub(r"\*", markdown)
    if growing:
        markdown = _HALF_LINK.sub(r"\1", _HALF_MARK.sub("", markdown))
    try:
        blocks = list(_blocks(_parser().parse(markdown)))
    except RecursionError:
        return markdown
    if growing and blocks:
        blocks[-1] = _OPENED.sub("", blocks[-1])
    return "\n\n".join(filter(None, (block.strip() for block in blocks)))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # An entity is what the model wrote; "[1.3]: Yes." is no address of a link; what is set in is no program.
    return parser.disable(["entity", "reference", "code", "html_block", "html_inline"])


def _blocks(tokens: "Sequence[Token]") -> Iterator[str]:
    written, counted = "", dict[int, int]()  # how far the items of a list are counted, at each depth
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield "; ".join(filter(None, row or ()))
            row = None
        elif token.type == "list_item_open":
            written = f"{token.info}{token.markup} " if token.info else ""
            number = int(token.info or 0)
            is_counted = number in (1, counted.get(token.level, 0) + 1)  # "1945. It ended" is no item; 1, 1, 1 are
            counted |= {token.level: number} if is_counted else {}
        elif token.type == "fence":
            yield token.content
        elif token.type == "inline":
            text = _text(token.children or ())
            if row is not None:
                row.append(text)
                continue
            says = any(character.isalpha() for character in text)
            yield ("" if written and is_counted and says else written) + "\n".join(_lines(text))
            written = ""


def _text(tokens: "Sequence[Token]") -> str:
    """Return what the inline tokens of a block say."""
    said = ""
    links: list[int] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            said += "\n"
        elif token.type == "code_inline":
            is_quoted = token.markup == "``" and "''" in token.content  # ``as TeX does''
            said += f"``{token.content}``" if is_quoted else token.content
        elif token.type == "link_open":
            links.append(len(said))
        elif token.type == "link_close" and links:
            start = links.pop()
            said = said[:start] + (f"[{said[start:]}]" if _NUMBERS.fullmatch(said, start) else said[start:])
        elif token.type in ("text", "text_special", "image"):
            said += token.content
    return _STARS.sub("", said)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph; those of a table that is not whole, or not well made, without its signs."""
    for line in text.split("\n"):
        row = _ROW.fullmatch(line)
        if _RULE.fullmatch(line):
            continue
        yield "; ".join(filter(None, (cell.strip() for cell in row[1].split("|")))) if row else line
