"""PDF → raw articles: the text of the pages, in paragraphs again, without ligatures, running headers and page numbers.

Title, author and language come from the document's properties. The date there says when the file was made, maybe years
after the article was published (an archive, a new print), so `published` is None. Pictures of text are not read.

A PDF knows where signs stand, not what a paragraph is. Lines are joined unless the form of a line says that it is the
last of its paragraph; where that is in doubt, a paragraph too few is better than a sentence cut in two.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING

from index.reading.cleaning import Removed
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE, sound
from index.reading.raw_article import RawArticle, Unreadable, as_field, first_line_title

if TYPE_CHECKING:
    from pypdf import PdfReader

LONGEST_S = 60  # seconds; a small file can claim any number of pages that take long and say nothing
MOST_PAGES = 5000  # the thickest books have 2,000; a small file can claim millions
EDGE = 2  # lines at the top and at the bottom of a page that may be running headers, footers and page numbers
OFTEN = 0.4  # of the pages have a running line; left and right pages may have two that differ
SHORT_LAST_LINE = 0.85  # of the width of the text; a shorter line that ends a sentence ends its paragraph
SHORT_HEADING = 0.6  # of that width; a shorter line stands alone, unless the next one goes on in lower case
SHORTEST_HALF = 4  # letters; a hyphen between shorter words of the document divides one word (over-come)

_FILE_NAME = re.compile(r"\.(?:docx?|indd|odt|pdf|qxd|rtf|txt|xps)\Z", re.IGNORECASE)  # a title that a program made up

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DIGITS = re.compile(r"\d+")
_STOPS = tuple(".!?…:\"”'’)")
_LIST_ITEM = re.compile(r"(?:[•*–▪‣·-]|\d{1,3}[.)])\s")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010]\Z")
_DIVIDED = re.compile(r"[^\W\d_]+[-\u2010\u00ad]\n[^\W\d_]*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@sound("PDF")
def read_pdf(raw: bytes) -> RawArticle:
    """Return the article of a PDF."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each fault of a file that it gets over
    reader = PdfReader(BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):  # many need a password only to be changed
        raise Unreadable("needs a password; save it without one, for example: qpdf --decrypt --password=… IN OUT")
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"more than {MOST_PAGES:,} pages; split it")
    pages, removed = _split_running_lines(list(_pages(reader)))
    text = _join_lines(pages)
    if not text:
        raise Unreadable("no text in it, only pictures of pages; run OCR, for example: ocrmypdf IN OUT")
    properties = reader.metadata
    title, author = (as_field(properties.title), as_field(properties.author)) if properties else (None, None)
    if title is None or _FILE_NAME.search(title):
        title = first_line_title(text)
    language = as_field(str(reader.root_object.get("/Lang") or ""))
    return RawArticle(text, title=title, author=author, language=language, removed=removed)


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


def _split_running_lines(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], tuple[Removed, ...]]:
    """Return the pages without the lines that many of them have at an edge (numbers may differ), and those lines."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_DIGITS.sub("#", line) for line in (*page[:EDGE], *page[-EDGE:])})

    def is_running(line: str) -> bool:
        return edges[_DIGITS.sub("#", line)] >= max(2, OFTEN * len(pages))

    kept: list[list[str]] = []
    running: list[str] = []
    for page in pages:
        start = len([*takewhile(is_running, page[:EDGE])])
        end = len(page) - len([*takewhile(is_running, reversed(page[max(start, len(page) - EDGE) :]))])
        kept.append(list(page[start:end]))
        running += (*page[:start], *page[end:])
    return kept, tuple(Removed(line, "running header or footer") for line in dict.fromkeys(running))


def _join_lines(pages: Sequence[Sequence[str]]) -> str:
    """Return the text of the pages: a line for each paragraph, with a blank line between."""
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    width = sorted(len(line) for line in lines)[len(lines) * 3 // 4]
    words = set(_WORD.findall(_DIVIDED.sub(" ", "\n".join(lines))))
    paragraphs: list[list[str]] = []
    ended = True
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if ended:
            paragraphs.append([])
        paragraphs[-1].append(line)
        ended = _ends_paragraph(line, following, width)
    return "\n\n".join(_joined(paragraph, words) for paragraph in paragraphs)


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    if _LIST_ITEM.match(following):
        return True
    if line.endswith(_STOPS):
        return len(line) < SHORT_LAST_LINE * width
    return len(line) < SHORT_HEADING * width and not following[:1].islower() and not _HYPHENATED.search(line)


def _joined(lines: Sequence[str], words: set[str]) -> str:
    """Return lines as one; `words` are those of the document."""
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.endswith("\u00ad"):
            parts.append(line[:-1])
        elif (start := _HYPHENATED.search(line)) and (rest := _WORD.match(following)) and following[0].islower():
            parts.append(line if _has_hyphen(start[1], rest[0], words) else line[:-1])
        else:
            parts.append(f"{line} ")
    return "".join(parts).strip()


def _has_hyphen(start: str, rest: str, words: set[str]) -> bool:
    """Tell the hyphen of a word, as in "state-owned", from one that only divides it at the end of a line."""
    if f"{start}-{rest}" in words or start + rest in words:
        return f"{start}-{rest}" in words
    return min(len(start), len(rest)) >= SHORTEST_HALF and {start, rest} <= words
