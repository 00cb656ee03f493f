"""CSV tables → raw articles: the first row names the columns, each other row is an article.

Rows are numbered as spreadsheets number them: the header is row 1. The cells may be set apart by commas, semicolons,
tabs or bars. A quotation mark that is never closed would swallow all the rows after it, so that ends the reading.
"""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from index.reading.decoding import redecoded, text_lines
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE
from index.reading.raw_article import NAMES, RawArticle, Unreadable, field_named, raw_article_of

DELIMITERS = ",;\t|"


def read_csv(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield an article for each row, holding one row at a time in memory."""
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
                yield _article(names, row, number)
        except csv.Error as error:
            raise Unreadable(
                f"row {number}: {error}; mend its quotation marks, the rows from it on are not read"
            ) from (error)
        except Unreadable as error:
            yield Unreadable(f"row {number}: {error}")


def _article(names: list[str], row: list[str], number: int) -> RawArticle:
    if len(row) != len(names):
        raise Unreadable(f"has {len(row)} cells for {len(names)} columns; mend or remove it")
    cells = [redecoded(cell) for cell in row]
    article = raw_article_of(dict(zip(names, cells, strict=True)), number=number, place=f"row {number}")
    if article is None:
        raise Unreadable("no text in it; add it or remove the row")
    return article


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
