"""Formats of files → articles as they are given, one module per kind of file.

A reader takes an open file and yields a `RawArticle` for each article in it; that of a format with one article a file
takes all its bytes and returns it. What can't be used is an `Unreadable`: raised, it ends the file; yielded, it
concerns one article, and the next may be fine. No reader guesses what a file does not say about itself.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from index.reading.decoding import decode_page
from index.reading.formats import jsonfile, pdf, table, text, word
from index.reading.formats.source import LARGEST_DOCUMENT, LARGEST_TEXT, read_whole
from index.reading.markup import text_of_markup
from index.reading.news_export import articles_of_export, has_marks
from index.reading.pages import read_html
from index.reading.raw_article import RawArticle, Unreadable

FormatReader = Callable[[BinaryIO], Iterator[RawArticle | Unreadable]]


def _whole(read: Callable[[bytes], RawArticle], limit: int = LARGEST_TEXT) -> FormatReader:
    def read_stream(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
        article = read(read_whole(stream, limit))
        yield from articles_of_export(article) or [article]

    return read_stream


def _read_html(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    raw = read_whole(stream, LARGEST_TEXT)
    found = articles_of_export(RawArticle(text_of_markup(decode_page(raw)))) if has_marks(raw) else []
    yield from found or [read_html(raw)]


READERS: dict[str, FormatReader] = {
    ".txt": _whole(text.read_text),
    ".md": _whole(text.read_markdown),
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _whole(pdf.read_pdf, LARGEST_DOCUMENT),
    ".docx": _whole(word.read_docx, LARGEST_DOCUMENT),
    ".json": jsonfile.read_json,
    ".jsonl": jsonfile.read_json_lines,
    ".csv": table.read_csv,
}
SUFFIXES = tuple(READERS)
_PACKED_BY_THEMSELVES = (".pdf", ".docx")


def kind_of(name: str) -> str | None:
    """Return the suffix that names a file's reader, or None if no reader takes it.

    >>> [kind_of(name) for name in ("a.TXT", "a.jsonl.gz", "a.pdf.gz", "txt", "a.png")]
    ['.txt', '.jsonl', None, None, None]
    """
    stem = name.lower().removesuffix(".gz")
    suffix = next((suffix for suffix in SUFFIXES if stem.endswith(suffix)), None)
    return None if suffix in _PACKED_BY_THEMSELVES and stem != name.lower() else suffix
