"""A text of a Rich Text file while it is written: its paragraphs, items, rows, and what hangs on them."""

from dataclasses import dataclass, field

from index.reading.formats.blocks import END, Block, item, row
from index.reading.formats.rtf_words import whole


@dataclass(slots=True)
class Flow:
    """A text that is being written: the document's, or that of a note, header or box beside it."""

    reason: str = ""  # why it is no part of the text
    blocks: list[Block] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)  # of the row under way
    line: list[str] = field(default_factory=list)  # of the paragraph under way
    mark: list[str] = field(default_factory=list)  # of the list item under way
    hanging: list[Block] = field(default_factory=list)  # notes and boxes to stand below it

    def end_paragraph(self, *, in_table: bool) -> None:
        """End a paragraph or item; in a table it is a line of a cell."""
        if in_table:
            self.line.append("\n")
            return
        mark, text = "".join(self.mark).strip(), whole("".join(self.line)).strip()
        if self.cells:  # a row that was never ended
            self.end_row()
        elif not mark and not text:  # an empty line, as it stands between two lists or tables
            self.blocks.append(END)
        self.blocks.append(item(f"{mark} {text}") if mark and text else Block(text))
        self.line, self.mark = [], []
        self._hang()

    def end_cell(self) -> None:
        """End a cell of the row under way."""
        mark, text = "".join(self.mark).strip(), whole("".join(self.line)).strip()
        self.cells.append(f"{mark} {text}".strip())
        self.line, self.mark = [], []

    def end_row(self) -> None:
        """End a row; one of a single cell is a paragraph."""
        if len(self.cells) == 1:
            self.blocks.append(Block(self.cells[0]))
        else:
            self.blocks.append(row(self.cells))
        self.cells = []
        self._hang()

    def end(self) -> list[Block]:
        """End the text, and return its blocks."""
        self.end_paragraph(in_table=False)
        return self.blocks

    def _hang(self) -> None:
        self.blocks += self.hanging
        self.hanging = []
