"""The header of a table, where nothing marks it: words above figures, or words that name columns above names.

A false one would make false statements: of a table of words alone, most first rows can't be told from the others.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.language.words import is_common_word

FEWEST_FIGURES = 3  # below each other in two columns, that have a name

_AMOUNT = re.compile(r"[£$€]?\s?[-+−–]?\d[\d.,]*\s?(?:%|[a-z]{1,2}|[mb]illion|bn)?", re.IGNORECASE)
_FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d\S*(?:\s\S+){0,2}")  # "90 or so"
_COUNT = re.compile(r"\d{1,4}\.?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VALUE = re.compile(  # what stands in place of a figure or a time, and so names no column
    r"(?:none|nil|zero|n/?a|unknown|not .*|tb[acd]|free|full|sold out|closed|noon|midday|midnight|"
    r"today|tomorrow|yesterday|daily|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat)|[^\w]+)",
    re.IGNORECASE,
)
FEWEST_ROWS = 2  # below a header of words alone
_LABELS = frozenset(  # what heads columns of words, and is in none of them
    "actor address age area artist author away book bridge candidate capital captain category cause chair charge"
    " city class clerk club coach color colour company competition constituency contact cost council councillor"
    " country county court crime date day deputy destination director district driver event film finish from game"
    " ground head home host incumbent job judge kind language lawyer leader location loser maker manager mayor"
    " measure member minister model name nominee occupation office official opponent origin outcome owner party"
    " person place player port position post premiere presenter price prize product province publisher reason"
    " referee region representative result role route runner-up sailor school seat sentence ship since singer sire"
    " song speaker species sport state station status subject teacher team time title topic town track type until"
    " vacancy venue verdict victim village ward warden winner writer year".split()
)


def is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table's first row names its columns: words or years that stand above figures."""
    others = [cell for cell in first[1:] if cell]
    if others == [str(number) for number in range(1, len(others) + 1)]:  # the periods of a match
        return len(others) > 1 and not any([*row[1:]] == [*first[1:]] for row in below)
    columns = [[row[at] for row in below if len(row) > at and row[at]] for at in range(len(first))]
    figures = [at for at, cell in enumerate(first) if _is_figure(cell)]
    if figures and not _are_names([first[at] for at in figures], [columns[at] for at in figures]):
        return False
    return _are_labels(first, below) or any(
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


def has_second_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a header has two rows: its first spans columns, its second has no amounts, and those below do."""
    first, second, *others = rows if len(rows) > 2 else ([], [], [])
    spans = any(not cell or cell == before for before, cell in pairwise(first) if before or cell)
    spans = spans and len(first) == len(second) and sum(map(bool, second)) > 1
    amounts = [cell for row in others for cell in row[1:] if cell]
    has_amounts = 2 * sum(any(map(str.isdigit, cell)) for cell in amounts) > len(amounts)
    return bool(spans and has_amounts and not any(any(map(str.isdigit, cell)) for cell in second))


def _are_labels(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row names columns of words: by two labels and more, above rows that each begin with a name.

    >>> below = [["Hask", "Ida Holt"], ["Ny", "Bo Reed"]]
    >>> _are_labels(["Court", "Judge"], below), _are_labels(["Baker", "Mason"], below)
    (True, False)
    """
    is_full = all(first) and len({*map(str.casefold, first)}) == len(first)
    if not is_full or len(below) < FEWEST_ROWS or any(len(row) != len(first) or not row[0] for row in below):
        return False
    labels = sum(map(_is_label, first))
    if labels < 2 or not all(_is_common(cell) or _looks_like_label(cell) for cell in first):
        return False
    return not any(_is_common(row[0]) or any(map(_looks_like_label, row)) for row in below)


def _looks_like_label(cell: str) -> bool:
    """Tell whether a cell may name something itself, as the fields of a box do; a mayor in a column is no label."""
    return cell[:1].isupper() and " " not in cell and _is_label(cell)


def _is_label(cell: str) -> bool:
    words = cell.casefold().rstrip(":").split()
    return 0 < len(words) <= 3 and bool({words[-1], words[-1].rstrip("s")} & _LABELS)


def _is_common(cell: str) -> bool:
    words = re.findall(r"[^\W\d_]+", cell)
    return 0 < len(words) <= 3 and all(map(is_common_word, words)) and not any(map(str.isdigit, cell))
