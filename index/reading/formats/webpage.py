"""HTML pages → raw articles."""

from collections.abc import Iterator
from typing import BinaryIO

from index.reading.formats.source import LARGEST_TEXT, read_whole
from index.reading.pages import read_page
from index.reading.raw_article import RawArticle, Unreadable


def read_html(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield the one article of a web page."""
    article = read_page(read_whole(stream, LARGEST_TEXT))
    if article is None or not article.text.strip():
        raise Unreadable("no article found in this page; remove it, or save its text as .txt")
    yield article
