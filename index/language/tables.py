"""Tables in a text: rows are lines of cells, with bars or tabs between them, the header first.

A row says something only with its header and the heading above the table, which it gets as its lead; a header may have
two rows, and a row with a single cell may head those below it. A header is words above figures, or has a rule below it;
of a table that has none of these, the rows have the heading alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest

from index.language.table_headers import has_second_header, is_header
from index.language.words import is_common_word

MOST_HEADING = 15  # words of a line above a table that names it
MOST_ABOVE_RULE = 4  # rows: titles, and a header of two

_ROW = re.compile(r".*?(?:\s\|(?:\s|\Z)|\A\|\s)|\|.*\|\Z", re.DOTALL)
_DASHES = r"\s*(?::?-{2,}:?|:-:?|-:)\s*"
_RULE = re.compile(rf"\|?{_DASHES}(?:\|{_DASHES})+\|?|\|{_DASHES}\|")
_TABS = re.compile(r"(?!(?:[^\w\s|]|\d{1,3}[.)])\s)(?:[^\t|]*[^\t|:\s])? *\t+\S")  # no mark of an item, no speaker
_TOTAL = re.compile(r"\W*(?:(?:grand |sub-?)?totals?\b|(?:all|sum|overall)\W*\Z)", re.IGNORECASE)
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


def rule(columns: int) -> str:
    """Return the line that sets a header apart, as in Markdown."""
    return " | ".join(["---"] * columns)


def is_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Tell lines that a tab parts from rows of two cells: half of them end in a stop."""
    return all(len(row) == 2 for row in rows) and 2 * sum(_STOP.search(row[-1]) is not None for row in rows) >= len(
        rows
    )


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
    spanned = [""]
    for cell in header:
        spanned.append(cell or spanned[-1])
    return spanned[1:]


def table_at(text: str, paragraphs: Sequence[Span], at: int) -> list[Paragraph]:
    """Return the lines with cells that begin with a paragraph, none where it has none.

    They are no rows where no two have several cells: then bars stand between links, or around what is laid out; nor
    where a tab stands in prose.
    """
    rows = _rows_at(text, paragraphs, at)
    said = [text[row.start : row.end] for row in rows]
    if sum(len(list(filter(None, cells(row)))) > 1 for row in said if not is_rule(row)) < 2:
        return [Paragraph(row.start, row.end) for row in rows]
    if not any("|" in line for line in said) and is_prose([cells(line) for line in said]):
        return [Paragraph(row.start, row.end) for row in rows]
    is_closed = all(line.startswith("|") for line in said)  # else a row that begins with a bar has an empty cell there
    inner = [_without_bars(text, row) if is_closed else row for row in rows]
    ruled = next((number for number, line in enumerate(said[: MOST_ABOVE_RULE + 1]) if is_rule(line)), 0)
    of_rows = [cells(text[row.start : row.end]) for row in inner]
    top = sum(1 for _ in takewhile(_is_single, of_rows[:ruled] if ruled else of_rows))  # a title that spans the table
    top = top if top + 1 < len(inner) else 0
    headers = ruled - top if ruled else int(is_header(of_rows[top], of_rows[top + 1 :]))
    headers += headers and not ruled and has_second_header(of_rows[top:])
    top = top if headers or ruled else 0  # else it may be a row that lacks its figures
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
    """Tell whether rows of one cell head others; else what belongs into their other cells may just be missing.

    Each heads full rows, from the first on, and the parts have rows of the same names, or the heads look like no name.
    """
    heads = [number for number, row in enumerate(rows) if _is_single(row)]
    above = [before for before, after in pairwise([*heads, len(rows)]) if after - before > 1]
    if not heads or heads[0] > 0 or above != heads:
        return False
    names = [row[0] for row in rows if not _is_single(row) and not _TOTAL.match(row[0])]
    is_unlike = {_kind(rows[number][0]) for number in heads}.isdisjoint(map(_kind, names))
    has_colons = all(rows[number][0].endswith(":") for number in heads)
    return (len(heads) > 1 and (is_unlike or len(set(names)) < len(names))) or (is_unlike and has_colons)


def _kind(cell: str) -> tuple[bool, ...]:
    """Return how a cell looks: if it has a number, is in capitals, ends in a colon, is of common words."""
    words = re.findall(r"[^\W\d_]+", cell)
    return any(map(str.isdigit, cell)), cell.isupper(), cell.endswith(":"), all(map(is_common_word, words))


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


def _heading(text: str, above: Span) -> tuple[Span, ...]:
    """Return the line above a table as its heading, if it is one and no sentence of the prose."""
    line = text[above.start : above.end]
    is_caption = not _STOP.search(line) or line.startswith(("Table ", "Tab. "))
    is_other = is_row(line) or line[0] in "-–•*" or len(line.split()) > MOST_HEADING
    return () if is_other or not is_caption else (Span(above.start, above.end),)
