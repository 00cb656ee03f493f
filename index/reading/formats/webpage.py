"""HTML pages → drafts."""

from collections.abc import Iterator
from typing import BinaryIO

from index.reading.formats.draft import Draft, Unreadable, one_line
from index.reading.formats.source import LARGEST_TEXT, read_whole
from index.reading.pages import read_page


def read_html(stream: BinaryIO) -> Iterator[Draft | Unreadable]:
    """Yield the one draft of a web page."""
    page = read_page(read_whole(stream, LARGEST_TEXT))
    if page is None or not page.text.strip():
        raise Unreadable("no article found in this page; remove it, or save its text as .txt")
    yield Draft(
        text=page.text,
        title=one_line(page.title),
        source=one_line(page.source),
        author=one_line(page.author),
        published=one_line(page.published),
        url=one_line(page.url),
        language=one_line(page.language),
    )
