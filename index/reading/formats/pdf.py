"""PDF → raw articles: the text of the pages, in paragraphs again, without ligatures, running headers and page numbers.

Title, author and language come from the document's properties. The date there says when the file was made, which may
be years after the article was published (an archive, a new print), so `published` is None. Pictures of text are not
read.
"""

import logging
import re
import time
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from index.reading.formats.pdf_lines import join_lines, split_running_lines
from index.reading.formats.source import LARGEST_DOCUMENT, LARGEST_TEXT, MEGABYTE, read_whole, sound
from index.reading.raw_article import RawArticle, Unreadable, as_field, first_line_title

if TYPE_CHECKING:
    from pypdf import PdfReader

LONGEST_S = 60  # seconds; a small file can claim any number of pages that take long and say nothing
MOST_PAGES = 5000  # the thickest books have 2,000; a small file can claim millions

_FILE_NAME = re.compile(r"\.(?:docx?|indd|odt|pdf|qxd|rtf|txt|xps)\Z", re.IGNORECASE)  # a title that a program made up

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def read_pdf(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield the one article of a PDF."""
    raw = read_whole(stream, LARGEST_DOCUMENT)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each fault of a file that it gets over
    with sound("PDF"):
        yield _read(raw)


def _read(raw: bytes) -> RawArticle:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):  # many need a password only to be changed
        raise Unreadable("needs a password; save it without one, for example: qpdf --decrypt --password=… IN OUT")
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"more than {MOST_PAGES:,} pages; split it")
    pages, removed = split_running_lines(list(_pages(reader)))
    text = join_lines(pages)
    if not text:
        raise Unreadable("no text in it, only pictures of pages; run OCR, for example: ocrmypdf IN OUT")
    properties = reader.metadata
    title = as_field(properties.title) if properties else None
    if title and _FILE_NAME.search(title):
        title = None
    language = reader.root_object.get("/Lang")
    return RawArticle(
        text=text,
        title=title or first_line_title(text),
        author=as_field(properties.author) if properties else None,
        language=as_field(str(language)) if language else None,
        removed=removed,
    )


def _pages(reader: "PdfReader") -> Iterator[list[str]]:
    """Yield the lines of each page that are not blank."""
    size, deadline = 0, time.monotonic() + LONGEST_S
    for page in reader.pages:
        if time.monotonic() > deadline:
            raise Unreadable(f"takes longer than {LONGEST_S} s to read; print it to a new PDF, or split it")
        text = page.extract_text().translate(_LIGATURES)
        size += len(text)
        if size > LARGEST_TEXT:
            raise Unreadable(f"more than {LARGEST_TEXT // MEGABYTE} MB of text; split it")
        yield [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
