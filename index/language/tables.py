"""Tables in a text: rows are lines of cells between bars, the header row first.

A row says something only with its header and the heading above the table, which it gets as its lead. Of a table that
has no header, as far as its cells tell, the rows have the heading alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_HEADING = 15  # words of a line above a table that names it

_ROW = re.compile(r".*?(?:\s\|(?:\s|\Z)|\A\|\s)|\|.*\|\Z", re.DOTALL)
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?|\|\s*:?-{2,}:?\s*\|")
_AMOUNT = re.compile(r"[£$€]?\s?[-+−–]?\d[\d.,]*\s?(?:%|[a-z]{1,2}|[mb]illion|bn)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_STOP = re.compile(r"[.!?…][\"”'’)]*\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph(Span):
    """A paragraph, without the mark of an item or the bars around a row.

    `lead` is what introduces it, as slices in their order: a line with a colon, or a heading and a header row.
    `is_entry` if it says something with that alone, since it is no sentence; `is_row` if it is no prose.
    """

    lead: tuple[Span, ...] = field(default=())
    is_entry: bool = False
    is_row: bool = False


def is_row(line: str) -> bool:
    """Tell whether a line has cells."""
    return "|" in line and (_ROW.match(line) is not None or is_rule(line))


def is_rule(line: str) -> bool:
    """Tell whether a line only sets a header apart, as in Markdown."""
    return _RULE.fullmatch(line) is not None


def cells(row: str) -> list[str]:
    """Return the cells of a row, empty ones too.

    >>> cells("2023 | | 188")
    ['2023', '', '188']
    """
    return [cell.strip() for cell in row.split("|")]


def with_header(header: str, row: str) -> str:
    """Return a row as it is read, each cell with what its column is.

    >>> with_header("Year | Deaths | Injured", "2023 | 19 |")
    'Year: 2023, Deaths: 19'
    """
    of_columns = cells(header)
    named = [*of_columns, *[""] * len(cells(row))]
    pairs = [(name, cell) for name, cell in zip(named, cells(row), strict=False) if cell]
    return ", ".join(f"{name}: {cell}" if name else cell for name, cell in pairs)


def table_at(text: str, paragraphs: Sequence[Span], at: int) -> list[Paragraph]:
    """Return the lines with cells that begin with a paragraph, none where it has none.

    They are no rows where no two have several cells: then bars stand between links, or around what is laid out.
    """
    rows = _rows_at(text, paragraphs, at)
    said = [text[row.start : row.end] for row in rows]
    if sum(len(list(filter(None, cells(row)))) > 1 for row in said if not is_rule(row)) < 2:
        return [Paragraph(row.start, row.end) for row in rows]
    inner = [_without_bars(text, row) for row in rows]
    has_rule = len(said) > 1 and is_rule(said[1])
    header = inner[0] if has_rule or _is_header(cells(text[inner[0].start : inner[0].end])) else None
    above = _heading(text, paragraphs[at - 1]) if at else ()
    lead = (*above, header) if header else above
    return [
        Paragraph(row.start, row.end, is_row=True)
        if row is header or is_rule(line)
        else Paragraph(row.start, row.end, lead, any(map(str.isalnum, line)), is_row=True)
        for row, line in zip(inner, said, strict=True)
    ]


def _rows_at(text: str, paragraphs: Sequence[Span], at: int) -> Sequence[Span]:
    """Return the rows from a paragraph on: as far apart as the first two, so that two tables are not one."""
    end = at
    while end < len(paragraphs) and is_row(text[paragraphs[end].start : paragraphs[end].end]):
        if end > at + 1 and _apart(text, paragraphs, end) > _apart(text, paragraphs, at + 1):
            break
        end += 1
    return paragraphs[at:end]


def _apart(text: str, paragraphs: Sequence[Span], at: int) -> int:
    return len(text[paragraphs[at - 1].end : paragraphs[at].start].splitlines())


def _without_bars(text: str, row: Span) -> Span:
    line = text[row.start : row.end]
    if not (line.startswith("|") and line.endswith("|") and line.strip("| ")):
        return row
    inner = line[1:-1]
    start = row.start + 1 + len(inner) - len(inner.lstrip())
    return Span(start, max(start, row.start + 1 + len(inner.rstrip())))


def _is_header(first: Sequence[str]) -> bool:
    """Tell whether a table's first row names its columns: where most are amounts, it does not."""
    others = [cell for cell in first[1:] if cell]
    if others == [str(number) for number in range(1, len(others) + 1)]:  # the periods of a match
        return len(others) > 1
    if len(first) == 2:
        return not any(map(str.isdigit, first[1])) or _YEAR.fullmatch(first[1]) is not None
    amounts = [cell for cell in others if _AMOUNT.fullmatch(cell) and not _YEAR.fullmatch(cell)]
    return len(amounts) * 2 <= len(others)


def _heading(text: str, above: Span) -> tuple[Span, ...]:
    """Return the line above a table as its heading, if it is one and no sentence of the prose."""
    line = text[above.start : above.end]
    is_caption = not _STOP.search(line) or line.startswith(("Table ", "Tab. "))
    is_other = is_row(line) or line[0] in "-–•*" or len(line.split()) > MOST_HEADING
    return () if is_other or not is_caption else (Span(above.start, above.end),)
