"""Runs of a page's text → blocks that stay or go as a whole: paragraphs, headings, captions, lists, tables.

A list is one block, with a line "- item" or "1. item" each, and so is a table of short cells, with "cell | cell" a
row. Empty cells count, so that what stands in a column stays there. A term and what it means are one item: "- term:
meaning". Items and cells that hold more than one run are text of their own: pages are laid out with tables, and updates
of a live blog are items of a list.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from index.language.tables import rule
from index.reading.ordinals import marks_of_items
from index.reading.runs import LABEL, TextRun, page_runs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_CELL = 500  # letters
LONGEST_MEANING = 300  # letters; longer ones are answers, and their terms questions
WIDEST_SPAN = 50  # columns or rows

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
GROUPS = _LISTS | {"dl", "table"}
_CELLS = frozenset(("li", "dt", "dd", "td", "th"))
_APART = ("struck out", LABEL)
_ITEM_MARKS = ("-", "•", "*", "–", "—", "·", "‣", "▪", "●", "○")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")  # by who wrote it
_STOPS = (":", ".", "!", "?", "…", "。", "？", "！", "：")


@dataclass(eq=False, slots=True)
class PageBlock:
    """A piece of the page's text, and the element around all of it; `linked` of its `letters` are in links."""

    text: str
    element: "HtmlElement"
    letters: int
    linked: int
    withheld: str  # as in `TextRun`


class _Cells:
    """The cells and items of a page, and how much each holds."""

    def __init__(self, runs: Sequence[TextRun]) -> None:
        self.around = {run: [one for one in _around(run.element) if one.tag in _CELLS] for run in runs}
        self.own = Counter(cells[0] for cells in self.around.values() if cells)
        self.all = Counter(cell for cells in self.around.values() for cell in cells)
        self.letters = Counter({cells[0]: run.letters for run, cells in self.around.items() if cells})
        self.rows: dict[HtmlElement, bool] = {}
        self.marks: dict[HtmlElement, dict[HtmlElement, str]] = {}  # of the items of each list

    def group_of(self, run: TextRun) -> "HtmlElement | None":
        """Return the list or table that a run is an item or cell of."""
        if not self.around[run] or run.element.tag in HEADINGS:
            return None
        cell = self.around[run][0]
        if cell.tag == "li":
            return _list_around(cell) if self.own[cell] == 1 else None
        if cell.tag in ("dt", "dd"):
            is_short = self.all[cell] == 1 and run.letters <= LONGEST_MEANING
            return next(cell.iterancestors("dl"), None) if is_short else None
        row = cell.getparent()
        if row not in self.rows:
            self.rows[row] = len(_row(row)) > 1 and all(map(self._is_short, _row(row)))
        return next(cell.iterancestors("table"), None) if self.rows[row] else None

    def mark_of(self, run: TextRun) -> str:
        """Return the mark of the item that a run is."""
        item = self.around[run][0]
        listed = item.getparent()
        if listed is not None and listed not in self.marks:
            has_own = any(self.own[one] > 1 for one in listed)  # items that are text of their own, without a number
            self.marks[listed] = {} if has_own else marks_of_items(listed)
        return self.marks[listed].get(item, "-") if listed is not None else "-"

    def _is_short(self, cell: "HtmlElement") -> bool:
        return self.own[cell] == self.all[cell] <= 1 and self.letters[cell] <= LONGEST_CELL


def page_blocks(tree: "HtmlElement") -> list[PageBlock]:
    """Return all text of a page, in its order; what is struck out or drawn last, as it fills no cell."""
    all_runs = page_runs(tree)
    runs = [run for run in all_runs if run.withheld not in _APART]
    cells = _Cells(runs)
    groups = [cells.group_of(run) for run in runs]
    blocks = []
    for _, members in groupby(zip(groups, runs, strict=True), key=_unit):
        (group, *_), together = zip(*members, strict=True)
        if group is None:
            lines = [together[0].text]
        elif group.tag == "table":
            lines = list(_rows(together, cells))
        elif group.tag == "dl":
            lines = list(_meanings(together))
        else:
            lines = [_item(run.text, cells.mark_of(run)) for run in together]
        letters, linked = sum(run.letters for run in together), sum(run.linked for run in together)
        element = together[0].element if group is None else group
        blocks.append(PageBlock("\n".join(lines), element, letters, linked, together[0].withheld))
    apart = (run for run in all_runs if run.withheld in _APART)
    return blocks + [PageBlock(run.text, run.element, run.letters, run.linked, run.withheld) for run in apart]


def group_around(element: "HtmlElement") -> "HtmlElement | None":
    """Return the innermost list or table that an element is or stands in."""
    return next((one for one in _around(element) if one.tag in GROUPS), None)


def _unit(placed: "tuple[HtmlElement | None, TextRun]") -> "tuple[HtmlElement | TextRun, str]":
    group, run = placed
    return (run if group is None else group), run.withheld


def _around(element: "HtmlElement") -> "Iterator[HtmlElement]":
    yield element
    yield from element.iterancestors()


def _list_around(item: "HtmlElement") -> "HtmlElement | None":
    """Return the outermost of the lists that an item is in, one in the other."""
    found = None
    for element in item.iterancestors():
        if element.tag in _LISTS:
            found = element
        elif element.tag != "li":
            break
    return found


def _row(row: "HtmlElement") -> "list[HtmlElement]":
    return [cell for cell in row if cell.tag in ("td", "th")]


def _item(text: str, mark: str = "-") -> str:
    return text if text.startswith(_ITEM_MARKS) or _NUMBERED.match(text) else f"{mark} {text}"


def _meanings(runs: Sequence[TextRun]) -> Iterator[str]:
    """Yield an item for each term with its first meaning, and for each meaning after that."""
    term = ""
    for run in runs:
        is_meaning = next(one.tag for one in _around(run.element) if one.tag in ("dt", "dd")) == "dd"
        if term and not is_meaning:
            yield _item(term)
        if is_meaning:
            link = "" if not term else " " if term.endswith(_STOPS) else ": "
            yield _item(f"{term}{link}{run.text}")
        term = "" if is_meaning else run.text
    if term:
        yield _item(term)


def _rows(runs: Sequence[TextRun], cells: _Cells) -> Iterator[str]:
    """Yield the rows of a table; what spans columns or rows leaves those cells empty that it takes."""
    text_of = {cells.around[run][0]: " ".join(run.text.split("\n")) for run in runs}
    taken: Counter[int] = Counter()  # by columns: rows below that a cell reaches into
    rows = list(dict.fromkeys(cell.getparent() for cell in text_of))
    headers = sum(1 for _ in takewhile(_is_header, rows))
    for number, row in enumerate(rows):
        line: list[str] = []
        for cell in _row(row):
            while taken[len(line)] > 0:
                taken[len(line)] -= 1
                line.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            taken.update(dict.fromkeys(range(len(line), len(line) + wide), high - 1))
            line += [text_of.get(cell, ""), *[""] * (wide - 1)]
        for column in range(len(line), max(taken, default=0) + 1):
            taken[column] -= taken[column] > 0
        yield " | ".join(line)
        if number + 1 == headers < len(rows):
            yield rule(len(line))


def _is_header(row: "HtmlElement") -> bool:
    """Tell whether a page marks a row as a header: it is in the table's head, or all its cells with text are <th>."""
    return row.getparent().tag == "thead" or all(
        cell.tag == "th" or not cell.text_content().strip() for cell in _row(row)
    )


def _span(cell: "HtmlElement", name: str) -> int:
    number = cell.get(name, "").strip()
    return max(1, min(int(number), WIDEST_SPAN)) if number.isdecimal() and len(number) < 5 else 1
