"""CSV tables → raw articles: a row names the columns, each one below it is an article.

Programs write what they like above the names (where the table comes from, "sep=;"), so they are looked for in the first
rows. Rows are numbered as spreadsheets number them. The cells may be set apart by commas, semicolons, tabs or bars. A
quotation mark that is never closed would swallow all the rows after it, so that ends the reading.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from index.reading.decoding import redecoded, text_lines
from index.reading.field_names import NAMES, field_named, fields_of
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE
from index.reading.raw_article import RawArticle, Unreadable, raw_article_of
from index.reading.unknown_fields import with_unknown_prose

NAMES_WITHIN = 30  # rows
DELIMITERS = ",;\t|"
_TEXTS = ("text", "lead", "summary")


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
        start, delimiter, names = _header(lines)
    except csv.Error as error:
        raise Unreadable(f"row 1: {error}; write the names of the columns there") from error
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number, size = start, 0
    try:
        for number, row in enumerate(rows, start=start + 1):
            size = 0
            if any(row):
                yield _article(names, row, number)
    except csv.Error as error:
        reason = f"{error}; mend its quotation marks, the rows from it on are not read"
        raise Unreadable(reason, f"row {number + 1}") from error


def _header(lines: Iterator[str]) -> tuple[int, str, list[str]]:
    """Return the number of the row that names the columns, what sets them apart, and their names."""
    above = False
    for number, line in zip(range(1, NAMES_WITHIN + 1), lines, strict=False):
        delimiter = max(DELIMITERS, key=lambda sign: sum(field_named(name) is not None for name in line.split(sign)))
        names = next(csv.reader([line], delimiter=delimiter), [])
        is_caption = above and len(names) == 1
        above = above or bool(line.strip()) and not line.lower().startswith("sep=")
        if not is_caption and names_a_text(names):
            return number, delimiter, names
    wanted = ", ".join(NAMES["text"][:9])
    raise Unreadable(f"no column with the text of the articles; name it in the first row, as one of: {wanted}")


def names_a_text(names: Iterable[str]) -> bool:
    """Tell whether a row names a column that holds the text of articles, or a title and what leads to the text."""
    known = {field for name in names if (field := field_named(name))}
    return "text" in known or bool(known & set(_TEXTS)) and "title" in known


def _article(names: list[str], row: list[str], number: int) -> RawArticle | Unreadable:
    place = f"row {number}"
    if not any(row[len(names) :]):
        row = row[: len(names)]  # a delimiter at the end of each row
    if len(row) != len(names):
        return Unreadable(f"has {len(row)} cells for {len(names)} columns; mend or remove it", place)
    try:
        fields = fields_of(list(zip(names, map(redecoded, row), strict=True)))
    except Unreadable as error:
        return Unreadable(str(error), place)
    article = raw_article_of(fields, number=number, place=place)
    return (
        with_unknown_prose(fields, article) if article else Unreadable("no text in it; add it or remove the row", place)
    )
