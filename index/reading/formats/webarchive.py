"""Saved web traffic (.warc) → raw articles: each page that a server gave is read as a saved page would be.

warcio takes the records apart. Pages that no article is found in, and all that is no page, are named and counted.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from index.reading.formats.members import Item, Members
from index.reading.formats.source import LARGEST_DOCUMENT, MEGABYTE
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".xhtml", "application/pdf": ".pdf"}
_START = b"WARC/"
_GIVEN = ("response", "resource")


def read_warc(stream: BinaryIO, members: Members) -> Iterator[Item]:
    """Yield the articles of the pages in an archive of web traffic."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    start = stream.read(len(_START))
    stream.seek(0)
    if start != _START:  # warcio would take any text for a record of an older format
        raise Unreadable("not a sound .warc file; save it anew")
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type in _GIVEN:
                yield from _items(record, members)
    except ArchiveLoadFailed as error:
        raise Unreadable(f"not a sound .warc file ({' '.join(str(error).split())}); save it anew") from error


def _items(record: "ArcWarcRecord", members: Members) -> Iterator[Item]:
    address = as_field(record.rec_headers.get_header("WARC-Target-URI")) or "a page without an address"
    headers = record.http_headers or record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if status != "200":
        yield NotRead(f"answers {status}"[:20])
    elif kind not in _SUFFIXES:
        yield NotRead(kind[:50] or "without a type")
    else:
        raw = record.content_stream().read(LARGEST_DOCUMENT + 1)
        if len(raw) > LARGEST_DOCUMENT:
            yield Unreadable(f"larger than {LARGEST_DOCUMENT // MEGABYTE} MB", address)
            return
        for item in members.read(address, BytesIO(raw), len(raw), _SUFFIXES[kind]):
            yield replace(item, url=item.url or address) if isinstance(item, RawArticle) else item
