"""Word files (.docx) → raw articles: paragraphs, lists, tables and notes in the order in which they are read.

python-docx unpacks the file; the walk is ours because its own leaves out tracked insertions, content controls and text
boxes, which drafts and templates of newsrooms are full of. A footnote stands below the paragraph, list or table that
points at it. Headers, footers and comments are listed as removed, and so is what no reader of the document sees: text
that is hidden or was deleted; what was moved stands where it is now. The dates in the properties say when the file was
made, not when the article was published.
"""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from index.reading.cleaning import Removed
from index.reading.formats.blocks import END, Block, Walk, below_header, item, joined, row
from index.reading.formats.package import open_package
from index.reading.formats.source import sound
from index.reading.formats.unseen import UnseenText
from index.reading.formats.word_hidden import HiddenRuns, lacks_end
from index.reading.formats.word_numbers import WordNumbers
from index.reading.ordinals import number_or
from index.reading.raw_article import RawArticle, Unreadable, as_field, first_line_title

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

OLD_WORD = b"\xd0\xcf\x11\xe0"  # what a .doc of Word 97 begins with, and a .docx with a password

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OTHER_FORM = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_ASIDE = {"header": "page header", "footer": "page footer", "comments": "comment"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_DELETED = ("del", "moveFrom")
_WRAPPERS = frozenset(("ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "r"))
_DEEPEST_STYLE = 20  # styles that are based on each other


@sound(".docx file")
def read_docx(raw: bytes) -> RawArticle:
    """Return the article of a Word file."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE

    if raw.startswith(OLD_WORD):
        raise Unreadable("a .doc file of old, or one with a password; save it as .docx without a password")
    open_package(raw).close()
    document = docx.Document(BytesIO(raw))
    reading = _Reading(document)
    text = joined(reading.blocks(document.element.body))
    kinds = {part.reltype for part in document.part.package.rels.values()}
    has_properties = RELATIONSHIP_TYPE.CORE_PROPERTIES in kinds  # python-docx would make some up
    properties = document.core_properties if has_properties else None
    title, author = (as_field(properties.title), as_field(properties.author)) if properties else (None, None)
    return RawArticle(
        text,
        title=title or first_line_title(text),
        author=author,
        removed=(*reading.unseen.removed(), *_aside(document)),
    )


def _aside(document: "Document") -> Iterator[Removed]:
    """Yield what stands on the pages beside the text, each once."""
    reading = _Reading(document)  # for all of them, as it reads the styles of the whole document
    for kind, reason in _ASIDE.items():
        parts = _parts(document, kind)
        holders = [comment for part in parts for comment in part] if kind == "comments" else parts
        texts = (joined(reading.blocks(holder)) for holder in holders)
        yield from (Removed(text, reason) for text in dict.fromkeys(texts) if text.strip())
    yield from reading.unseen.removed()


def _parts(document: "Document", kind: str) -> list["Element"]:
    """Return the roots of the parts of a kind, which python-docx has only as bytes if it does not know them."""
    from docx.oxml.parser import parse_xml

    related = [one for one in document.part.rels.values() if one.reltype == _RELATIONS + kind and not one.is_external]
    return [parse_xml(one.target_part.blob) for one in related]


class _Reading(Walk):
    """The walk through a document, which knows its notes and styles."""

    def __init__(self, document: "Document") -> None:
        super().__init__()
        self._document = document
        self._open = ""  # a paragraph whose end is not seen
        self.unseen = UnseenText()

    def blocks(self, parent: "Element") -> Iterator[Block]:
        """Yield the paragraphs and table rows, each followed by the notes and boxes that hang on it."""
        for child in parent:
            kind = _kind(child)
            if kind == "p":
                text = self._open + self._text(child)
                self._open = text if lacks_end(child) else ""
                self.unseen.end_paragraph()
                if self._open:
                    continue
                if mark := self._mark(child):
                    yield item(text, mark)
                else:
                    yield Block(text) if text.strip() else END
                yield from self._hanging()
            elif kind == "tbl":
                yield from self._ended()
                yield from self._rows(child)
                yield END
                yield from self._hanging()
            elif kind in _WRAPPERS:
                yield from self.blocks(child)
        yield from self._ended()

    def _ended(self) -> Iterator[Block]:
        """Yield a paragraph that nothing follows, though its end is not seen."""
        if self._open:
            text, self._open = self._open, ""
            yield Block(text)
            yield from self._hanging()

    def _rows(self, table: "Element") -> Iterator[Block]:
        has_header = False  # right above
        for line in table.iter(f"{_WORD}tr"):
            if next(line.iterancestors(f"{_WORD}tbl")) is not table:
                continue
            cells = [cell for cell in line.iter(f"{_WORD}tc") if next(cell.iterancestors(line.tag)) is line]
            if len(cells) == 1:
                yield from self.blocks(cells[0])
            else:
                self._cells += 1
                texts = [" ".join(block.text for block in self.blocks(cell)) for cell in cells]
                self._cells -= 1
                header, is_header = row(texts), line.find(f"{_WORD}trPr/{_WORD}tblHeader") is not None
                if has_header and not is_header:
                    yield below_header(header)
                has_header = is_header
                yield header

    def _text(self, parent: "Element") -> str:
        parts: list[str] = []
        for child in parent:
            kind = _kind(child)
            if kind == "r" and self._hidden.holds(child):
                self.unseen.add("hidden text", self._plain(child))
            elif kind in _DELETED:
                self.unseen.add("deleted text", self._plain(child) if kind == "del" else "")
            elif kind in _WRAPPERS:
                parts.append(self._text(child))
            elif kind in _NOTES:
                note = self._notes.get((_NOTES[kind], child.get(f"{_WORD}id") or ""))
                self._pending += [note] if note is not None else []
            else:
                parts.append(child.text or "" if kind == "t" else _SIGNS.get(kind, ""))
                if kind in ("", "pict"):  # what may hold a text box: a drawing, in one of two forms
                    self._pending += self._boxes(child)
        return "".join(parts)

    def _plain(self, unseen: "Element") -> str:
        """Return the words of runs that are not shown, and of the notes that hang there."""
        parts: list[str] = []
        for one in unseen.iter():
            kind = _kind(one)
            note = self._notes.get((_NOTES.get(kind, ""), one.get(f"{_WORD}id") or "")) if kind in _NOTES else None
            if note is not None:
                parts.append(f" [{self._plain(note).strip()}]")
            elif next(one.iterancestors(_OTHER_FORM), None) is None:
                parts.append(one.text or "" if kind in ("t", "delText") else _SIGNS.get(kind, ""))
        return "".join(parts)

    def _boxes(self, drawing: "Element") -> list["Element"]:
        boxes = drawing.iter(f"{_WORD}txbxContent")
        outermost = (box for box in boxes if next(box.iterancestors(box.tag), None) is None)
        return [box for box in outermost if next(box.iterancestors(_OTHER_FORM), None) is None]

    @cached_property
    def _hidden(self) -> HiddenRuns:
        return HiddenRuns(self._styles)

    @cached_property
    def _notes(self) -> dict[tuple[str, str], "Element"]:
        """The notes by what they are and their number; what only draws the line above them has a type."""
        return {
            (kind, note.get(f"{_WORD}id") or ""): note
            for kind in _NOTES.values()
            for root in _parts(self._document, kind)
            for note in root
            if note.get(f"{_WORD}type") is None
        }

    def _mark(self, paragraph: "Element") -> str:
        """Return the mark of a paragraph that is an item, by itself or by its style; headings are numbered, too."""
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        by_style, is_heading = self._styled(style.get(f"{_WORD}val") if style is not None else None)
        own = paragraph.find(f"{_WORD}pPr/{_WORD}numPr")
        listed = _value(own, "numId") or _value(by_style, "numId")
        if is_heading or listed in ("", "0"):
            return ""
        return self._numbers.mark(listed, number_or(_value(own, "ilvl") or _value(by_style, "ilvl"), 0))

    def _styled(self, style_id: str | None) -> "tuple[Element | None, bool]":
        """Return what makes items of a style's paragraphs, and whether it makes headings."""
        listed, is_heading = None, False
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(style_id or "")
            if style is None:
                break
            listed = style.find(f"{_WORD}pPr/{_WORD}numPr") if listed is None else listed
            is_heading = is_heading or style.find(f"{_WORD}pPr/{_WORD}outlineLvl") is not None
            based_on = style.find(f"{_WORD}basedOn")
            style_id = based_on.get(f"{_WORD}val") if based_on is not None else None
        return listed, is_heading

    @cached_property
    def _numbers(self) -> WordNumbers:
        return WordNumbers(_parts(self._document, "numbering"))

    @cached_property
    def _styles(self) -> dict[str, "Element"]:
        roots = _parts(self._document, "styles")
        return {style.get(f"{_WORD}styleId") or "": style for root in roots for style in root.iter(f"{_WORD}style")}


def _value(numbering: "Element | None", name: str) -> str:
    found = numbering.find(f"{_WORD}{name}") if numbering is not None else None
    return (found.get(f"{_WORD}val") or "") if found is not None else ""


def _kind(element: "Element") -> str:
    """Return the name of a Word element, or nothing for any other (drawings, what newer versions add)."""
    tag = element.tag
    return tag.removeprefix(_WORD) if isinstance(tag, str) and tag.startswith(_WORD) else ""
