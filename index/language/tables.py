"""Tables in a text: rows are lines of cells, with bars or tabs between them, the header first.

A row says something only with its header and the heading above the table, which it gets as its lead; a header may have
two rows, and a row with a single cell may head those below it. A header is words above figures, or has a rule below it;
of a table that has none of these, the rows have the heading alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest

from index.language.words import is_common_word

MOST_HEADING = 15  # words of a line above a table that names it
FEWEST_FIGURES = 3  # below each other in two columns, that have a name
MOST_ABOVE_RULE = 4  # rows: titles, and a header of two

_ROW = re.compile(r".*?(?:\s\|(?:\s|\Z)|\A\|\s)|\|.*\|\Z", re.DOTALL)
_DASHES = r"\s*(?::?-{2,}:?|:-:?|-:)\s*"
_RULE = re.compile(rf"\|?{_DASHES}(?:\|{_DASHES})+\|?|\|{_DASHES}\|")
_AMOUNT = re.compile(r"[£$€]?\s?[-+−–]?\d[\d.,]*\s?(?:%|[a-z]{1,2}|[mb]illion|bn)?", re.IGNORECASE)
_FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d\S*(?:\s\S+){0,2}")  # "90 or so"
_COUNT = re.compile(r"\d{1,4}\.?")
_VALUE = re.compile(  # what stands in place of a figure or a time, and so names no column
    r"(?:none|nil|zero|n/?a|unknown|not .*|tb[acd]|free|full|sold out|closed|noon|midday|midnight|"
    r"today|tomorrow|yesterday|daily|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat)|[^\w]+)",
    re.IGNORECASE,
)
_TABS = re.compile(r"(?!(?:[^\w\s|]|\d{1,3}[.)])\s)(?:[^\t|]*[^\t|:\s])? *\t+\S")  # no mark of an item, no speaker
_TOTAL = re.compile(r"\W*(?:(?:grand |sub-?)?totals?\b|(?:all|sum|overall)\W*\Z)", re.IGNORECASE)
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
    headers = ruled - top if ruled else int(_is_header(of_rows[top], of_rows[top + 1 :]))
    headers += headers and not ruled and _has_second_header(of_rows[top:])
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


def _is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table's first row names its columns: words or years that stand above figures."""
    others = [cell for cell in first[1:] if cell]
    if others == [str(number) for number in range(1, len(others) + 1)]:  # the periods of a match
        return len(others) > 1 and not any([*row[1:]] == [*first[1:]] for row in below)
    columns = [[row[at] for row in below if len(row) > at and row[at]] for at in range(len(first))]
    figures = [at for at, cell in enumerate(first) if _is_figure(cell)]
    if figures and not _are_names([first[at] for at in figures], [columns[at] for at in figures]):
        return False
    return any(
        _is_named(name, column, at, len(first)) for at, (name, column) in enumerate(zip(first, columns, strict=True))
    )


def _is_figure(cell: str) -> bool:
    """Tell whether a cell has a figure, or what stands in place of one; a year may be a name as well."""
    return bool(cell and ((_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell)) or _VALUE.fullmatch(cell)))


def _are_names(cells: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether cells with figures name their columns: rounds, ages, days, all alike, and unlike what is below."""
    forms = {_form(cell) for cell in cells}
    is_like = any(_form(cell) in forms for column in columns for cell in column)
    is_amount = any(_AMOUNT.fullmatch(cell) or _form(cell) == cell.casefold() for cell in cells)
    return len(cells) > 1 and len(forms) == 1 and len(set(cells)) == len(cells) and not is_like and not is_amount


def _form(cell: str) -> str:
    """Return a cell with its figures, or the day that it names, as signs for such."""
    plain = re.sub(r"\d+(?:st|nd|rd|th)?\b", "0", cell.casefold())
    return re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", "day", plain).rstrip("s")


def _is_named(name: str, column: Sequence[str], number: int, many: int) -> bool:
    """Tell whether figures stand below the first cell of a column; in two columns, all alike, as it may be a form."""
    if not name or not column:
        return False
    if number == 0:
        return not _YEAR.fullmatch(name) and all(map(_COUNT.fullmatch, column))
    figures = [cell for cell in column if _FIGURE.fullmatch(cell)]
    others = [cell for cell in column if cell not in figures and not _VALUE.fullmatch(cell)]
    if many > 2:
        return len(figures) >= len(others)
    are_alike = len({re.sub(r"[\d.,\s+−–-]+", "", cell) for cell in figures}) == 1
    is_word = all(word.isupper() or is_common_word(word) for word in re.findall(r"[^\W\d_]+", name))
    return are_alike and not others and (is_word or len(figures) >= FEWEST_FIGURES)


def _heading(text: str, above: Span) -> tuple[Span, ...]:
    """Return the line above a table as its heading, if it is one and no sentence of the prose."""
    line = text[above.start : above.end]
    is_caption = not _STOP.search(line) or line.startswith(("Table ", "Tab. "))
    is_other = is_row(line) or line[0] in "-–•*" or len(line.split()) > MOST_HEADING
    return () if is_other or not is_caption else (Span(above.start, above.end),)
