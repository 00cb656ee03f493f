"""Formats of files → articles as they are given, one module per kind of file.

A reader takes an open file and yields a `RawArticle` for each article in it; that of a format with one article a file
takes all its bytes and returns it. What can't be used is an `Unreadable`: raised, it ends the file; yielded, it
concerns one article, and the next may be fine. A file in the file that is of no kind that is read is a `NotRead`. No
reader guesses what a file does not say about itself.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from index.reading.decoding import decode_page
from index.reading.formats import (
    archive,
    book,
    jsonfile,
    mail,
    mailbox,
    notes,
    old_word,
    opendocument,
    pdf,
    rtf,
    spreadsheet,
    table,
    text,
    webarchive,
    word,
    xmlfile,
)
from index.reading.formats.markup import html_to_text
from index.reading.formats.members import FormatReader, HoldingReader, Item, Members
from index.reading.formats.sniffing import SNIFFED, kind_by_content
from index.reading.formats.source import LARGEST_DOCUMENT, LARGEST_TEXT, read_whole
from index.reading.kinds import suffix_of
from index.reading.news_export import articles_of_export, has_marks
from index.reading.pages import read_html
from index.reading.pasted_mail import article_of_mail
from index.reading.plain_headers import articles_with_headers
from index.reading.raw_article import RawArticle, Unreadable
from index.reading.wire import articles_of_wire


def _whole(read: Callable[[bytes], RawArticle], limit: int = LARGEST_TEXT) -> FormatReader:
    def read_stream(stream: BinaryIO) -> Iterator[Item]:
        article = read(read_whole(stream, limit))
        several = articles_of_export(article) or articles_of_wire(article)
        yield from several or article_of_mail(article) or articles_with_headers(article) or [article]

    return read_stream


def _read_html(stream: BinaryIO) -> Iterator[Item]:
    raw = read_whole(stream, LARGEST_TEXT)
    found = articles_of_export(RawArticle(html_to_text(decode_page(raw)))) if has_marks(raw) else []
    yield from found or [read_html(raw)]


def _many(read: Callable[[bytes], Iterable[Item]]) -> FormatReader:
    def read_stream(stream: BinaryIO) -> Iterator[Item]:
        yield from read(read_whole(stream, LARGEST_DOCUMENT))

    return read_stream


_ALONE: dict[str, FormatReader] = {
    ".txt": _whole(text.read_text),
    ".md": _whole(text.read_markdown),
    ".markdown": _whole(text.read_markdown),
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".mhtml": mail.read_mhtml,
    ".mht": mail.read_mhtml,
    ".pdf": _whole(pdf.read_pdf, LARGEST_DOCUMENT),
    ".docx": _whole(word.read_docx, LARGEST_DOCUMENT),
    ".doc": _whole(old_word.read_doc, LARGEST_DOCUMENT),
    ".odt": _whole(opendocument.read_odt, LARGEST_DOCUMENT),
    ".rtf": _whole(rtf.read_rtf, LARGEST_DOCUMENT),
    ".epub": _many(book.read_epub),
    ".json": jsonfile.read_json,
    ".jsonl": jsonfile.read_json_lines,
    ".ndjson": jsonfile.read_json_lines,
    ".csv": table.read_csv,
    ".tsv": table.read_csv,
    ".xlsx": _many(spreadsheet.read_xlsx),
    ".xml": xmlfile.read_xml,
    ".rss": xmlfile.read_xml,
    ".atom": xmlfile.read_xml,
    ".rdf": xmlfile.read_xml,
    ".enex": notes.read_enex,
}
_HOLDERS: dict[str, HoldingReader] = {
    ".eml": mail.read_mail,
    ".mbox": mailbox.read_mailbox,
    ".warc": webarchive.read_warc,
    ".zip": archive.read_zip,
}


def _holding(read: HoldingReader) -> FormatReader:
    def read_stream(stream: BinaryIO) -> Iterator[Item]:
        items = read(stream, Members(kind_of_stream, _ALONE, _HOLDERS))
        first = next(items, None)
        if first is None:
            raise Unreadable("nothing in it that is read; remove it")
        yield first
        yield from items

    return read_stream


READERS: dict[str, FormatReader] = {**_ALONE, **{suffix: _holding(read) for suffix, read in _HOLDERS.items()}}
SUFFIXES = tuple(READERS)
HOLDING = tuple(_HOLDERS)
PACKED_BY_THEMSELVES = (".pdf", ".docx", ".doc", ".odt", ".epub", ".xlsx", ".zip")


def kind_of(name: str) -> str | None:
    """Return the suffix that names a file's reader, or None if no reader takes it.

    >>> [kind_of(name) for name in ("a.TXT", "a.jsonl.gz", "a.pdf.gz", "txt", "a.png")]
    ['.txt', '.jsonl', None, None, None]
    """
    stem = name.lower().removesuffix(".gz")
    suffix = next((suffix for suffix in SUFFIXES if stem.endswith(suffix)), None)
    return None if suffix in PACKED_BY_THEMSELVES and stem != name.lower() else suffix


def kind_of_stream(name: str, stream: BinaryIO) -> str | None:
    """Return the kind of a file by its name, or by its start where it has no suffix; the stream stands at its start."""
    if (kind := kind_of(name)) or suffix_of(name):
        return kind
    start = stream.read(SNIFFED)
    stream.seek(0)
    return kind_by_content(start)
