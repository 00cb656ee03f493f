"""OpenDocument texts (.odt) → raw articles: paragraphs, lists, tables, boxes and notes in the order of reading.

A note or text box stands below the block that it hangs on. Comments are listed as removed, and so is what no reader of
the document sees: text that is hidden, or was deleted with tracked changes. The dates in the properties say when the
file was made, not when it was published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.reading.cleaning import Removed
from index.reading.formats.blocks import END, Block, Walk, below_header, item, joined, row
from index.reading.formats.package import open_package
from index.reading.formats.source import sound
from index.reading.formats.unseen import UnseenKind, UnseenText
from index.reading.formats.xmltree import children, local, parse_xml, text_at
from index.reading.raw_article import RawArticle, Unreadable, as_field, first_line_title

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

MOST_SPACES = 1000  # that one element may stand for
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"
_SIGNS = {"tab": "\t", "line-break": "\n"}
_NO_TEXT = frozenset(("tracked-changes", "forms", "sequence-decls", "bookmark", "note-citation", "desc", "title"))


@sound(".odt file")
def read_odt(raw: bytes) -> RawArticle:
    """Return the article of an OpenDocument text."""
    with open_package(raw) as package:
        names = package.namelist()
        if "content.xml" not in names:
            raise Unreadable("no OpenDocument text; give it its true suffix, or save it anew")
        if b"encryption-data" in (package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""):
            raise Unreadable("needs a password; save it without one")
        content = parse_xml(package.read("content.xml"))
        styles = parse_xml(package.read("styles.xml")) if "styles.xml" in names else content
        meta = parse_xml(package.read("meta.xml")) if "meta.xml" in names else None
    reading = _Reading(_hiding(styles) | _hiding(content))
    text = joined(block for body in children(content, "body", "text") for block in reading.blocks(body))
    title = text_at(meta, "meta", "title") if meta is not None else ""
    author = (text_at(meta, "meta", "creator") or text_at(meta, "meta", "initial-creator")) if meta is not None else ""
    removed = (*reading.unseen.removed(), *(Removed(comment, "comment") for comment in reading.comments))
    return RawArticle(
        text, title=as_field(title) or first_line_title(text), author=as_field(author or None), removed=removed
    )


@dataclass(frozen=True, slots=True)
class _Unseen:
    """Elements whose text is not shown, and why."""

    kind: UnseenKind
    parts: "Sequence[Element]"


def _unseen(element: "Element") -> _Unseen | None:
    """Return what an element between paragraphs holds that is not shown; None if it is."""
    if local(element) == "tracked-changes":
        return _Unseen("deleted text", children(element, "changed-region", "deletion"))
    if local(element) == "section" and element.get(f"{_TEXT}display") == "none":
        return _Unseen("hidden text", [element])
    return None


class _Reading(Walk):
    """The walk through a document, which gathers comments on its way."""

    def __init__(self, hiding: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._hiding = hiding  # names of styles
        self.unseen = UnseenText()
        self.comments: list[str] = []

    def blocks(self, parent: "Element", *, in_list: bool = False) -> Iterator[Block]:
        first = True
        for child in parent:
            kind = local(child)
            if kind in ("p", "h"):
                text = self._text(child)
                self.unseen.end_paragraph()
                yield item(text) if in_list and first else Block(text)
                first = False
                yield from self._hanging()
            elif kind == "list":
                for entry in child:
                    yield from self.blocks(entry, in_list=local(entry) == "list-item")
                if not in_list:
                    yield END
            elif kind == "table":
                yield from self._rows(child)
                yield END
                yield from self._hanging()
            elif unseen := _unseen(child):
                for one in unseen.parts:
                    self.unseen.add(unseen.kind, joined(_Reading().blocks(one)))
                    self.unseen.end_paragraph()
            elif kind not in _NO_TEXT:  # sections, indexes, frames, boxes
                yield from self.blocks(child)

    def _rows(self, table: "Element") -> Iterator[Block]:
        has_header = False  # right above
        for line in table.iter("{*}table-row"):
            if next(line.iterancestors(table.tag)) is not table:
                continue
            cells = [cell for cell in line if local(cell) in ("table-cell", "covered-table-cell")]
            while cells and not "".join(cells[-1].itertext()).strip() and len(cells) > 1:
                cells.pop()  # a sheet's empty ones are counted in thousands
            self._cells += len(cells) > 1
            blocks = [list(self.blocks(cell)) for cell in cells]
            self._cells -= len(cells) > 1
            if len(blocks) == 1:
                yield from blocks[0]
                continue
            one, is_header = row([" ".join(block.text for block in cell) for cell in blocks]), _is_header(line)
            if has_header and not is_header:
                yield below_header(one)
            has_header = is_header
            yield one

    def _is_hidden(self, element: "Element") -> bool:
        style = element.get(f"{_TEXT}style-name")
        hides = [element] if local(element) == "hidden-text" else children(element, "hidden-paragraph")
        is_by_field = any(one.get(f"{_TEXT}is-hidden") == "true" for one in hides)
        return is_by_field or (style is not None and style in self._hiding)

    def _text(self, parent: "Element") -> str:
        if self._is_hidden(parent):
            self.unseen.add("hidden text", "".join(parent.itertext()))
            return ""
        parts = [parent.text or ""]
        for child in parent:
            kind = local(child)
            if kind == "s":
                parts.append(" " * min(int(child.get(f"{_TEXT}c") or 1), MOST_SPACES))
            elif kind in _SIGNS:
                parts.append(_SIGNS[kind])
            elif kind == "note":
                self._pending += children(child, "note-body")
            elif kind in ("frame", "custom-shape", "text-box"):
                self._pending.append(child)
            elif kind == "annotation":
                said = (joined(_Reading().blocks(child)), text_at(child, "creator"))
                self.comments.append(" – ".join(filter(None, said)))
            elif kind not in _NO_TEXT:
                parts.append(self._text(child))
            parts.append(child.tail or "")
        return "".join(parts)


def _hiding(root: "Element") -> frozenset[str]:
    """Return the names of the styles that hide text."""
    hiding = (
        style.get(_STYLE)
        for style in root.iter("{*}style")
        if any(one.get(f"{_TEXT}display") == "none" for one in children(style, "text-properties"))
    )
    return frozenset(filter(None, hiding))


def _is_header(line: "Element") -> bool:
    """Tell whether a row is one of those that stand above the table on each page."""
    around = line.getparent()
    return around is not None and local(around) == "table-header-rows"
