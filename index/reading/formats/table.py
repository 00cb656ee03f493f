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


def read_csv(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield an article for each row, holding one row at a time in memory."""
    size = 0

    def row_lines() -> Iterator[str]:
        """Yield the lines of the table, as many as one row may have; `size` counts the characters of the row."""
        nonlocal size
        for line in text_lines(stream, LARGEST_TEXT, newline=""):
            size += len(line or "")
            if line is None or size > LARGEST_TEXT:
                raise csv.Error(f"larger than {LARGEST_TEXT // MEGABYTE} MB")
            yield line

    lines = row_lines()
    csv.field_size_limit(LARGEST_TEXT)  # for all of the program; the default would refuse long articles
    try:
        header = next(lines, "")
    except csv.Error as error:
        raise Unreadable(f"row 1: {error}; write the names of the columns there") from error
    delimiter = max(",;\t|", key=lambda sign: sum(field_named(name) is not None for name in header.split(sign)))
    names = next(csv.reader([header], delimiter=delimiter), [])
    if "text" not in map(field_named, names):
        wanted = ", ".join(NAMES["text"])
        raise Unreadable(f"no column with the text of the articles; name it in the first row, as one of: {wanted}")
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number, size = 1, 0
    try:
        for number, row in enumerate(rows, start=2):
            size = 0
            if row:
                yield _article(names, row, number)
    except csv.Error as error:
        reason = f"{error}; mend its quotation marks, the rows from it on are not read"
        raise Unreadable(reason, f"row {number + 1}") from error


def _article(names: list[str], row: list[str], number: int) -> RawArticle | Unreadable:
    place = f"row {number}"
    if len(row) != len(names):
        return Unreadable(f"has {len(row)} cells for {len(names)} columns; mend or remove it", place)
    try:
        fields = dict(zip(names, map(redecoded, row), strict=True))
    except Unreadable as error:
        return Unreadable(str(error), place)
    article = raw_article_of(fields, number=number, place=place)
    return article or Unreadable("no text in it; add it or remove the row", place)
