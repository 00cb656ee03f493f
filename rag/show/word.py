"""Answers as a Word file: each citation is a footnote, with its quote, where that comes from, and a link to the place.

python-docx makes the document. It knows no footnotes, so their part is made here, as Word itself writes it (ECMA-376,
§17.11). Whatever an article, a model or a user wrote is data: text of the file, and nothing else.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Pt, RGBColor

from index.plain_text import one_line
from rag.answer import Answer, Citation
from rag.show.links import link_to, web_address
from rag.show.outline import lines_of
from rag.show.quotes import in_one_line

STYLES = {
    "understood": "Quote",
    "short": "Normal",
    "contest": "Normal",
    "side": "List Bullet",
    "sentence": "Normal",
    "note": "Quote",
}

_SEPARATORS = {"separator": "-1", "continuationSeparator": "0"}  # the lines above footnotes, which are footnotes too
_AFTER_FOOTNOTES = "w:endnotePr w:compat w:docVars w:rsids m:mathPr w:attachedSchema w:themeFontLang".split()
_NO_XML = re.compile("[\ufffe\uffff]")  # signs that are none


def word_file(answers: Sequence[Answer]) -> bytes:
    """Return answers as a Word file."""
    document = Document()
    about = document.core_properties
    about.author, about.comments, about.created = "OnRecord", "", datetime.now(UTC)
    about.title = _said(answers[0].question)[:255] if answers else ""  # which is all that fits
    footnotes = _Footnotes(document)
    for answer in answers:
        _write(answer, document, footnotes)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def _write(answer: Answer, document: WordDocument, footnotes: "_Footnotes") -> None:
    document.add_heading(_said(answer.question), 1)
    cited = {one.number: _Footnote(footnotes, one) for one in answer.citations}
    for line in lines_of(answer):
        paragraph = document.add_paragraph(_said(line.text), STYLES[line.kind])
        for place, number in enumerate(line.citations):
            if place:
                paragraph.add_run(", ", "footnote reference")
            cited[number].refer_from(paragraph.paragraph_format.element)
        if line.doubt:
            paragraph.add_run(f" ({_said(line.doubt)})").italic = True


class _Footnotes:
    """The footnotes of a document, numbered as they are first referred to."""

    def __init__(self, document: WordDocument) -> None:
        _add_styles(document)
        element = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        package = document.part.package
        self.part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, element, package)
        document.part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        told = OxmlElement("w:footnotePr")
        for kind, number in _SEPARATORS.items():
            told.append(OxmlElement("w:footnote", {qn("w:id"): number}))
            separator = self.add(number)
            separator.getparent().set(qn("w:type"), kind)
            separator.add_r().append(OxmlElement(f"w:{kind}"))
        document.settings.element.insert_element_before(told, *_AFTER_FOOTNOTES)
        self.count = 0

    def add(self, number: str) -> Any:
        """Add a footnote; return its one paragraph."""
        footnote = OxmlElement("w:footnote", {qn("w:id"): number})
        footnote.append(paragraph := OxmlElement("w:p"))
        self.part.element.append(footnote)
        return paragraph


class _Footnote:
    """The footnote of a citation, which is there once it is referred to."""

    def __init__(self, footnotes: _Footnotes, citation: Citation) -> None:
        self._footnotes = footnotes
        self._citation = citation
        self._number = 0  # none yet

    def refer_from(self, paragraph: Any) -> None:
        """Set the footnote's number at the end of a paragraph; where it has one already, the same again."""
        if self._number:
            again = OxmlElement("w:fldSimple", {qn("w:instr"): f" NOTEREF {self._mark} \\h "})
            again.append(_run(str(self._number), "footnotereference"))
            paragraph.append(again)
            return
        self._footnotes.count += 1
        self._number = self._footnotes.count
        mark = {qn("w:id"): str(self._number)}
        reference = _run("", "footnotereference")
        reference.append(OxmlElement("w:footnoteReference", mark))
        begin = OxmlElement("w:bookmarkStart", {**mark, qn("w:name"): self._mark})
        for one in (begin, reference, OxmlElement("w:bookmarkEnd", mark)):
            paragraph.append(one)
        self._write()

    @property
    def _mark(self) -> str:
        return f"_footnote{self._number}"

    def _write(self) -> None:
        """Write the footnote: its quote, where that comes from, and a link to the words on the web."""
        citation, part = self._citation, self._footnotes.part
        paragraph = self._footnotes.add(str(self._number))
        paragraph.style = "footnotetext"
        number = _run("", "footnotereference")
        number.append(OxmlElement("w:footnoteRef"))
        paragraph.append(number)
        paragraph.append(_run(f" {_said(in_one_line(citation.quote))} {_said(citation.origin)} "))
        if target := link_to(citation):
            address = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = OxmlElement("w:hyperlink", {qn("r:id"): address})
            link.append(_run(_said(web_address(citation.url)), "Hyperlink"))
            paragraph.append(link)


def _run(text: str, style: str = "") -> Any:
    run = OxmlElement("w:r")
    if style:
        run.style = style
    run.text = text
    return run


def _said(text: str) -> str:
    """Return text in one line, of signs that a Word file can hold."""
    return _NO_XML.sub("\ufffd", one_line(text))


def _add_styles(document: WordDocument) -> None:
    """Add the styles that Word gives to footnotes and links, which the empty document lacks."""
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    reference.font.superscript = True
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style, text.font.size = document.styles["Normal"], Pt(9)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x1D, 0x4F, 0x7C)
