"""CSV tables → drafts: the first row names the columns, each other row is an article.

Rows are numbered as spreadsheets number them: the header is row 1. The cells may be set apart by commas, semicolons,
tabs or bars. A quotation mark that is never closed would swallow all the rows after it, so that ends the reading.
"""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from index.reading.formats.decoding import redecoded, text_lines
from index.reading.formats.draft import NAMES, Draft, Unreadable, draft_of, field_named
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE

DELIMITERS = ",;\t|"


def read_csv(stream: BinaryIO) -> Iterator[Draft | Unreadable]:
    """Yield a draft for each row, holding one row at a time in memory."""
    lines = _Lines(stream)
    csv.field_size_limit(LARGEST_TEXT)  # for all of the program; the default would refuse long articles
    try:
        header = next(lines, "")
    except csv.Error as error:
        raise Unreadable(f"row 1: {error}; write the names of the columns there") from error
    delimiter = max(DELIMITERS, key=lambda sign: sum(field_named(name) is not None for name in header.split(sign)))
    names = next(csv.reader([header], delimiter=delimiter), [])
    if "text" not in map(field_named, names):
        wanted = ", ".join(NAMES["text"])
        raise Unreadable(f"no column with the text of the articles; name it in the first row, as one of: {wanted}")
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 1
    while True:
        number += 1
        lines.size = 0
        try:
            row = next(rows, None)
            if row is None:
                return
            if row:
                yield _draft(names, row, number)
        except csv.Error as error:
            raise Unreadable(
                f"row {number}: {error}; mend its quotation marks, the rows from it on are not read"
            ) from (error)
        except Unreadable as error:
            yield Unreadable(f"row {number}: {error}")


def _draft(names: list[str], row: list[str], number: int) -> Draft:
    if len(row) != len(names):
        raise Unreadable(f"has {len(row)} cells for {len(names)} columns; mend or remove it")
    cells = [redecoded(cell) for cell in row]
    draft = draft_of(dict(zip(names, cells, strict=True)), number=number, place=f"row {number}")
    if draft is None:
        raise Unreadable("no text in it; add it or remove the row")
    return draft


class _Lines:
    """The lines of a table, as many as one row may have; `size` counts the characters since it was last set to 0."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = text_lines(stream, LARGEST_TEXT, newline="")
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.size += len(line or "")
        if line is None or self.size > LARGEST_TEXT:
            raise csv.Error(f"larger than {LARGEST_TEXT // MEGABYTE} MB")
        return line
