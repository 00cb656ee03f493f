"""Blocks of text as all readers write them: paragraphs apart, a list item and a table row each a line.

A list item begins with "- " unless the text has a mark of its own; a row is its cells, joined by " | ". Items of a list
and rows of a table stand on lines that follow each other, and a blank line parts all else. Of two lists or tables that
follow each other the first must be ended, or else the rows of the second would stand below the header of the first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.language.tables import rule

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

_MARK = re.compile(r"(?:[-–•*‣▪◦·o\uf0b7]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+")
_MARK_OF_FONTS = re.compile(r"[·\uf0b7\uf0a7o]\s+")  # what the fonts of Word show as bullets

BlockKind = Literal["paragraph", "item", "row", "end"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or table row; or the end of a list or table, which has no text."""

    text: str
    kind: BlockKind = "paragraph"


END = Block("", "end")


def item(text: str, mark: str = "-") -> Block:
    r"""Return a list item, with a mark: its own, or the one that its list gives it.

    >>> item("Carrow").text, item("2. Mill Road").text, item("·\tCarrow").text, item("Carrow", "3.").text
    ('- Carrow', '2. Mill Road', '- Carrow', '3. Carrow')
    """
    text = text.strip()
    if bullet := _MARK_OF_FONTS.match(text):
        text = text[bullet.end() :]
    return Block(text if not text or _MARK.match(text) else f"{mark} {text}", "item")


class Walk:
    """A walk through a document; on the block under way hang notes and boxes, which stand behind it in the text."""

    def __init__(self) -> None:
        self._pending: list[Element] = []  # what hangs there
        self._cells = 0  # around the block, of tables in each other; what hangs there waits for their end

    def blocks(self, parent: "Element") -> Iterator[Block]:
        """Yield the blocks of an element."""
        raise NotImplementedError

    def _hanging(self) -> Iterator[Block]:
        hanging, self._pending = ([], self._pending) if self._cells else (self._pending, [])
        for element in hanging:
            yield from self.blocks(element)


def row(cells: Sequence[str]) -> Block:
    """Return a table row; without a word in any cell, it is empty."""
    plain = [" ".join(cell.split()) for cell in cells]
    return Block(" | ".join(plain) if any(plain) else "", "row")


def below_header(header: Block) -> Block:
    """Return what sets a table's header apart from its rows, where the file says that it is one; of one cell, nothing.

    >>> below_header(row(["Court", "Judge"])).text
    '--- | ---'
    """
    columns = header.text.count("|") + 1
    return Block(rule(columns) if columns > 1 else "", "row")


def joined(blocks: Iterable[Block]) -> str:
    r"""Return blocks as a text.

    >>> joined([Block("Two will close:"), item("Carrow"), item("Mill Road"), Block("Both are old.")])
    'Two will close:\n\n- Carrow\n- Mill Road\n\nBoth are old.'
    >>> joined([row(["Ward", "Votes"]), row(["East", "9"]), END, row(["Ward", "Seats"])])
    'Ward | Votes\nEast | 9\n\nWard | Seats'
    """
    parts: list[str] = []
    last: BlockKind = "paragraph"
    for block in blocks:
        if block.kind == "end":
            last = "paragraph"
        if not block.text.strip():
            continue
        is_next_line = block.kind == last != "paragraph"
        parts += ("\n" if is_next_line else "\n\n", block.text.strip("\n"))
        last = block.kind
    return "".join(parts[1:])
