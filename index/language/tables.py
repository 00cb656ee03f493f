"""Tables in a text: rows are lines of cells, with bars or tabs between them, the header first.

A row says something only with its header and the heading above the table, which it gets as its lead; a header may have
two rows, and a row with a single cell may head those below it. Of a table that has no header, as far as its cells tell,
the rows have the heading alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest

MOST_HEADING = 15  # words of a line above a table that names it

_ROW = re.compile(r".*?(?:\s\|(?:\s|\Z)|\A\|\s)|\|.*\|\Z", re.DOTALL)
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?|\|\s*:?-{2,}:?\s*\|")
_AMOUNT = re.compile(r"[£$€]?\s?[-+−–]?\d[\d.,]*\s?(?:%|[a-z]{1,2}|[mb]illion|bn)?", re.IGNORECASE)
_TABS = re.compile(r"(?!(?:[^\w\s|]|\d{1,3}[.)])\s)[^\t|]*\t+\S")  # but no mark of an item
_TOTAL = re.compile(r"\W*(?:(?:grand |sub-?)?totals?|all|sum|overall)\b", re.IGNORECASE)
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
    `is_entry` if it says something with that alone, since it is no sentence; `is_row` if it is no prose. `speaker` is
    who says it in an interview, as its beginning names them.
    """

    lead: tuple[Span, ...] = field(default=())
    is_entry: bool = False
    is_row: bool = False
    speaker: Span | None = None


def is_row(line: str) -> bool:
    """Tell whether a line has cells."""
    return ("|" in line and (_ROW.match(line) is not None or is_rule(line))) or _TABS.match(line) is not None


def is_rule(line: str) -> bool:
    """Tell whether a line only sets a header apart, as in Markdown."""
    return _RULE.fullmatch(line) is not None


def cells(row: str) -> list[str]:
    """Return the cells of a row, empty ones too.

    >>> cells("2023 | | 188")
    ['2023', '', '188']
    """
    return [cell.strip() for cell in row.split("|" if "|" in row else "\t")]


def with_header(headers: Sequence[str], row: str) -> str:
    """Return a row as it is read, each cell with what its column is; of two headers, the first spans columns.

    >>> with_header(["Year | Deaths | Injured"], "2023 | 19 |")
    'Year: 2023, Deaths: 19'
    >>> with_header([" | 2023 | | 2024 |", "Town | Dead | Hurt | Dead | Hurt"], "Osk | 1 | 2 | 3 | 4")
    'Town: Osk, 2023 Dead: 1, 2023 Hurt: 2, 2024 Dead: 3, 2024 Hurt: 4'
    """
    above, of_columns = _spanning(cells(headers[0])) if len(headers) > 1 else [], cells(headers[-1])
    of_columns = [
        " ".join(filter(None, one)) for one in zip_longest(above[: len(of_columns)], of_columns, fillvalue="")
    ]
    named = [*of_columns, *[""] * len(cells(row))]
    pairs = [(name, cell) for name, cell in zip(named, cells(row), strict=False) if cell]
    return ", ".join(f"{name}: {cell}" if name else cell for name, cell in pairs)


def _spanning(header: Sequence[str]) -> list[str]:
    """Return the cells of a header with what spans more than one column in each of them."""
    return [next(filter(None, reversed(header[: column + 1])), "") for column in range(len(header))]


def table_at(text: str, paragraphs: Sequence[Span], at: int) -> list[Paragraph]:
    """Return the lines with cells that begin with a paragraph, none where it has none.

    They are no rows where no two have several cells: then bars stand between links, or around what is laid out.
    """
    rows = _rows_at(text, paragraphs, at)
    said = [text[row.start : row.end] for row in rows]
    if sum(len(list(filter(None, cells(row)))) > 1 for row in said if not is_rule(row)) < 2:
        return [Paragraph(row.start, row.end) for row in rows]
    is_closed = all(line.startswith("|") for line in said)  # else a row that begins with a bar has an empty cell there
    inner = [_without_bars(text, row) if is_closed else row for row in rows]
    has_rule = len(said) > 1 and is_rule(said[1])
    of_rows = [cells(text[row.start : row.end]) for row in inner]
    top = sum(1 for _ in takewhile(_is_single, of_rows))  # a title that spans the table
    top = top if top + 1 < len(inner) else 0
    headers = 1 if has_rule or _is_header(of_rows[top]) else 0
    headers += headers and not has_rule and _has_second_header(of_rows[top:])
    above = _heading(text, paragraphs[at - 1]) if at else ()
    lead = (*above, *inner[: top + headers])
    return list(_with_leads(inner, of_rows, top + headers, lead, is_parted=_is_parted(of_rows[top + headers :])))


def _with_leads(
    rows: Sequence[Span], of_rows: Sequence[Sequence[str]], first: int, lead: tuple[Span, ...], *, is_parted: bool
) -> Iterator[Paragraph]:
    """Yield rows with what introduces them; headers, rules and rows of one cell say nothing by themselves.

    Where the table is parted, such a row heads those below it, and a total, be it of a part or of all, says nothing.
    """
    part: tuple[Span, ...] = ()
    for number, (row, own) in enumerate(zip(rows, of_rows, strict=True)):
        is_single = _is_single(own)
        if is_parted and is_single and number >= first:
            part = (row,)
        is_silent = number < first or is_single or not any(any(map(str.isalnum, cell)) for cell in own)
        is_silent = is_silent or bool(part and _TOTAL.match(next(filter(None, own), "")))
        yield Paragraph(row.start, row.end, () if is_silent else (*lead, *part), not is_silent, is_row=True)


def _is_single(row: Sequence[str]) -> bool:
    """Tell whether a row of several cells has but one with words, the first."""
    return len(row) > 1 and bool(row[0]) and not any(row[1:])


def _is_parted(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows of one cell head others: the first does; elsewhere the rest may just be missing."""
    return len(rows) > 1 and _is_single(rows[0]) and not rows[0][0].replace(" ", "").isdigit()


def _has_second_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a header has two rows: its first spans columns, its second has no amounts, and those below do."""
    first, second, *others = rows if len(rows) > 2 else ([], [], [])
    spans = any(not cell or cell == before for before, cell in pairwise(first) if before or cell)
    spans = spans and len(first) == len(second) and sum(map(bool, second)) > 1
    amounts = [cell for row in others for cell in row[1:] if cell]
    has_amounts = 2 * sum(any(map(str.isdigit, cell)) for cell in amounts) > len(amounts)
    return bool(spans and has_amounts and not any(any(map(str.isdigit, cell)) for cell in second))


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
    if len(first) == 2 and first[1]:
        return not any(map(str.isdigit, first[1])) or _YEAR.fullmatch(first[1]) is not None
    amounts = [cell for cell in others if _AMOUNT.fullmatch(cell) and not _YEAR.fullmatch(cell)]
    return len(amounts) * 2 <= len(others)


def _heading(text: str, above: Span) -> tuple[Span, ...]:
    """Return the line above a table as its heading, if it is one and no sentence of the prose."""
    line = text[above.start : above.end]
    is_caption = not _STOP.search(line) or line.startswith(("Table ", "Tab. "))
    is_other = is_row(line) or line[0] in "-–•*" or len(line.split()) > MOST_HEADING
    return () if is_other or not is_caption else (Span(above.start, above.end),)
