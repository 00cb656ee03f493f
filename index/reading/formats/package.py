"""Files that are archives of XML (.docx, .odt, .epub, .xlsx): opened when they don't unpack to more than they may."""

from io import BytesIO
from zipfile import ZipFile

from index.reading.formats.source import MEGABYTE
from index.reading.raw_article import Unreadable

LARGEST_UNPACKED = 200 * MEGABYTE  # bytes of all parts, pictures and all
LARGEST_XML_PART = 30 * MEGABYTE  # bytes; its tree takes ten times as much memory
MOST_PARTS = 20_000
_OF_XML = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")


def open_package(raw: bytes) -> ZipFile:
    """Return the archive; zipfile never unpacks more of a part than the directory says, which is held to the limits."""
    package = ZipFile(BytesIO(raw))
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"more than {MOST_PARTS:,} parts in it; split it")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(f"larger than {LARGEST_UNPACKED // MEGABYTE} MB when unpacked; split it")
    if any(part.file_size > LARGEST_XML_PART for part in parts if part.filename.lower().endswith(_OF_XML)):
        raise Unreadable(f"larger than {LARGEST_XML_PART // MEGABYTE} MB of text and marks; split it")
    return package
