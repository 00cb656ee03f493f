"""Tables that a plain text sets with spaces or tabs → the same lines, with a tab between two cells.

Precision first: two lines and more that follow each other, with as many cells; those that spaces part must be short,
three lines at least, stand below each other, and have numbers. Justified prose, and two spaces after a stop, are none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from index.language.tables import is_prose

FEWEST_ROWS = 2, 3  # with tabs, with spaces
LONGEST_CELL = 300, 40  # characters

_GAP = re.compile(r"(?<=\S)(?<![.!?:;,”\"’)]) {2,}(?=\S)")
_MARK = re.compile(r"[^\w\s|]{1,2}\s|\(?\w{1,3}[.)]\s")  # of an item


def with_tabs(lines: Sequence[str]) -> list[str]:
    r"""Return lines of a text with their tables set by tabs alone, and without tabs elsewhere.

    >>> with_tabs(["Ward      Votes", "East          9", "West         12", "It\twas close."])
    ['Ward\tVotes', 'East\t9', 'West\t12', 'It was close.']
    """
    plain = [line.replace("\t", " ") for line in lines]
    for split, fewest, longest in zip((_by_tabs, _by_spaces), FEWEST_ROWS, LONGEST_CELL, strict=True):
        for first, last in _runs([split(line) for line in lines]):
            rows = [[line[start:end].strip() for start, end in split(line)] for line in lines[first:last]]
            fits = last - first >= fewest and all(len(cell) <= longest for row in rows for cell in row)
            if not fits:
                continue
            is_table = not is_prose(rows)
            if split is _by_spaces:
                is_table = _are_columns([split(line) for line in lines[first:last]]) and _has_numbers(rows)
            if is_table:
                plain[first:last] = ["\t".join(row) for row in rows]
    return plain


_Cells = Sequence[tuple[int, int]]  # where each begins and ends


def _by_tabs(line: str) -> _Cells:
    stripped = line.rstrip()
    begin = len(line) - len(line.lstrip())
    ends = [at for at, sign in enumerate(stripped) if sign == "\t" and at > begin]
    is_speaker = ends and stripped[: ends[0]].rstrip().endswith(":")
    if not ends or is_speaker or _MARK.match(stripped, begin):
        return ()
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(stripped)], strict=True))


def _by_spaces(line: str) -> _Cells:
    if "\t" in line or not line.strip() or _MARK.match(line.lstrip()):
        return ()
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    gaps = [gap.span() for gap in _GAP.finditer(line, start, end)]
    return list(zip([start, *(after for _, after in gaps)], [*(before for before, _ in gaps), end], strict=True))


def _runs(rows: Sequence[_Cells]) -> Iterator[tuple[int, int]]:
    """Yield from where to where lines have as many cells, more than one."""
    for many, group in groupby(range(len(rows)), key=lambda number: len(rows[number])):
        numbers = list(group)
        if many > 1:
            yield numbers[0], numbers[-1] + 1


def _are_columns(rows: Sequence[_Cells]) -> bool:
    """Tell whether cells stand below each other: none of a column reaches into another one."""
    columns = list(zip(*rows, strict=True))
    return all(max(end for _, end in left) < min(start for start, _ in right) for left, right in pairwise(columns))


def _has_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a table from prose in two columns: below its header, half of a column has numbers."""
    columns = list(zip(*rows[1:], strict=True))[1:]
    return any(2 * sum(any(map(str.isdigit, cell)) for cell in column) >= len(column) for column in columns)
