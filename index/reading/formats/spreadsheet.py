"""Spreadsheets (.xlsx) → raw articles, by openpyxl: a row that names the columns, then an article in each row.

As in a CSV table, a column must hold the text; lines above the names of the columns are passed over. A formula counts
as what the program that saved the file made of it. Sheets without such a column are counted as not read, unless no
sheet has one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import islice

from index.reading.field_names import NAMES, fields_of
from index.reading.formats.members import Item
from index.reading.formats.package import open_package
from index.reading.formats.source import sound
from index.reading.formats.table import names_a_text
from index.reading.formats.word import OLD_WORD
from index.reading.raw_article import NotRead, Unreadable, as_field, raw_article_of
from index.reading.unknown_fields import with_unknown_prose

HEADER_WITHIN = 20  # rows
MOST_COLUMNS = 500
MOST_EMPTY = 1000  # rows without a cell, after which a sheet is taken to have ended
WITHOUT_TEXT = "sheets without a text"
_LONGEST_NAME = 50  # characters of a column's


def read_xlsx(raw: bytes) -> Iterator[Item]:
    """Yield the articles of all sheets."""
    import openpyxl

    if raw.startswith(OLD_WORD):
        raise Unreadable("an .xls file of old, or one with a password; save it as .xlsx without a password")
    with sound(".xlsx file"):
        open_package(raw).close()
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    found, not_read = False, 0
    for sheet in book.worksheets:
        for item in _articles(sheet.title, _rows(sheet), is_alone=len(book.worksheets) == 1):
            if isinstance(item, NotRead):
                not_read += item.count
            else:
                found = True
                yield item
    if found and not_read:
        yield NotRead(WITHOUT_TEXT, not_read)
    if not found:
        wanted = ", ".join(NAMES["text"][:9])
        raise Unreadable(f"no column with the text of the articles; name it in the first row, as one of: {wanted}")


def _rows(sheet: object) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that have a cell with something in it, with their numbers."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # which a file may claim to be millions
    empty = 0
    with sound(".xlsx file"):
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
            written = [_written(cell) for cell in islice(cells, MOST_COLUMNS)]
            if any(written):
                empty = 0
                yield number, written
            elif (empty := empty + 1) >= MOST_EMPTY:
                return


def _articles(sheet: str, rows: Iterator[tuple[int, list[str]]], *, is_alone: bool) -> Iterator[Item]:
    """Yield the articles of a sheet, or `NotRead` for one that has rows but none that names a text."""
    names: Sequence[str] | None = None
    number = 0
    for number, cells in rows:
        place = f"row {number}" if is_alone else f'sheet "{sheet}", row {number}'
        if names is None:
            if names_a_text(cell for cell in cells if len(cell) <= _LONGEST_NAME):
                names = cells
            elif number >= HEADER_WITHIN:
                break
            continue
        fields = fields_of(list(zip(names, cells, strict=False)))
        article = raw_article_of(fields, number=number, place=place)
        if article is None:
            yield Unreadable("no text in it; add it or remove the row", place)
        else:
            article = with_unknown_prose(fields, article)
            yield article if is_alone else replace(article, member=as_field(sheet))
    if names is None and number:
        yield NotRead(WITHOUT_TEXT)


def _written(cell: object) -> str:
    """Return what a cell shows: a day without the midnight that a spreadsheet adds to it, a whole number as one."""
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).replace("_x000D_", "").strip()
