"""Word files (.docx) → raw articles: paragraphs and tables in the order in which they are read.

python-docx unpacks the file; the walk is ours because its own leaves out tracked insertions and content controls,
which drafts and templates of newsrooms are full of. Deleted and moved-away text, comments, headers, footnotes and text
boxes are left out. The dates in the properties say when the file was made, not when the article was published.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from index.reading.formats.source import MEGABYTE, sound
from index.reading.raw_article import RawArticle, Unreadable, as_field, first_line_title

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

LARGEST_UNPACKED = 200 * MEGABYTE  # bytes of all parts, pictures and all
LARGEST_XML_PART = 30 * MEGABYTE  # bytes; its tree takes ten times as much memory

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_WRAPPERS = frozenset(("ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "r"))


@sound(".docx file")
def read_docx(raw: bytes) -> RawArticle:
    """Return the article of a Word file."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE

    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("a .doc file of old, or one with a password; save it as .docx without a password")
    _check_sizes(raw)
    document = docx.Document(BytesIO(raw))
    text = "\n\n".join(block for block in _blocks(document.element.body) if block.strip())
    kinds = {part.reltype for part in document.part.package.rels.values()}
    has_properties = RELATIONSHIP_TYPE.CORE_PROPERTIES in kinds  # python-docx would make some up
    properties = document.core_properties if has_properties else None
    title, author = (as_field(properties.title), as_field(properties.author)) if properties else (None, None)
    return RawArticle(text, title=title or first_line_title(text), author=author)


def _check_sizes(raw: bytes) -> None:
    """Refuse a file that would unpack to too much; zipfile never unpacks more of a part than the directory says."""
    with ZipFile(BytesIO(raw)) as parts:
        sizes = {part.filename: part.file_size for part in parts.infolist()}
    if sum(sizes.values()) > LARGEST_UNPACKED:
        raise Unreadable(f"larger than {LARGEST_UNPACKED // MEGABYTE} MB when unpacked; split it")
    if any(size > LARGEST_XML_PART for name, size in sizes.items() if name.endswith((".xml", ".rels"))):
        raise Unreadable(f"larger than {LARGEST_XML_PART // MEGABYTE} MB of text and marks; split it")


def _blocks(parent: "Element") -> Iterator[str]:
    """Yield the text of each paragraph, and of each row of a table that has several cells."""
    for child in parent:
        kind = _kind(child)
        if kind == "p":
            yield _text(child)
        elif kind == "tr":
            own = [cell for cell in child.iter(f"{_WORD}tc") if next(cell.iterancestors(child.tag)) is child]
            cells = [list(_blocks(cell)) for cell in own]
            if len(cells) == 1:
                yield from cells[0]
            else:
                yield " | ".join(" ".join(" ".join(cell).split()) for cell in cells)
        elif kind in ("tbl", *_WRAPPERS):
            yield from _blocks(child)


def _text(parent: "Element") -> str:
    parts: list[str] = []
    for child in parent:
        kind = _kind(child)
        if kind in _WRAPPERS:
            parts.append(_text(child))
        else:
            parts.append(child.text or "" if kind == "t" else _SIGNS.get(kind, ""))
    return "".join(parts)


def _kind(element: "Element") -> str:
    """Return the name of a Word element, or nothing for any other (drawings, notes of newer versions)."""
    tag = element.tag
    return tag.removeprefix(_WORD) if isinstance(tag, str) and tag.startswith(_WORD) else ""
