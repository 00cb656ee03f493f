"""Word, OpenDocument and RTF: all that they say, in the order of reading, lists and tables in their form."""

import time
from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from tests.documents import docx_with_parts, odt_bytes, paragraph, rtf_bytes, zip_bytes

RUN = "<w:r><w:t>{}</w:t></w:r>"


def read(folder: Path, name: str, content: bytes) -> ReadArticle:
    """Write a file and read its only article."""
    (folder / name).write_bytes(content)
    (article,) = read_file(folder / name, name)
    assert isinstance(article, ReadArticle)
    return article


def test_word_lists_by_themselves_and_by_style(tmp_path: Path) -> None:
    numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{}'/></w:numPr>"
    styles = (
        f"<w:style w:styleId='Bullet'><w:pPr>{numbered.format(3)}</w:pPr></w:style>"
        "<w:style w:styleId='Fine'><w:basedOn w:val='Bullet'/></w:style>"
        f"<w:style w:styleId='Head'><w:pPr>{numbered.format(4)}<w:outlineLvl w:val='0'/></w:pPr></w:style>"
    )

    def styled(style: str, text: str, own: str = "") -> str:
        return f"<w:p><w:pPr><w:pStyle w:val='{style}'/>{own}</w:pPr>{RUN.format(text)}</w:p>"

    body = styled("Head", "Ports") + paragraph("Two ports will close:")
    body += (
        styled("Bullet", "Aldmouth")
        + styled("Fine", "2. Brackwater")
        + styled("Bullet", "No item.", numbered.format(0))
    )
    body += f"<w:p><w:pPr>{numbered.format(1)}</w:pPr>{RUN.format('Cole')}</w:p>"
    text = read(tmp_path, "a.docx", docx_with_parts(body, styles=styles)).article.text
    assert text == "Two ports will close:\n\n- Aldmouth\n2. Brackwater\n\nNo item.\n\n- Cole"


def test_word_items_have_the_numbers_that_word_sets(tmp_path: Path) -> None:
    def kind(number: int, *forms: str, start: int = 1) -> str:
        levels = (
            f"<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>"
            f"<w:lvlText w:val='%{at + 1}.'/></w:lvl>"
            for at, form in enumerate(forms)
        )
        return f"<w:abstractNum w:abstractNumId='{number}'>{''.join(levels)}</w:abstractNum>"

    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>"
    numbering = kind(0, "decimal", "decimal") + kind(1, "bullet", "decimal") + kind(2, "lowerLetter")
    for number, (of, more) in enumerate([(0, ""), (1, ""), (2, ""), (0, anew)], start=1):
        numbering += f"<w:num w:numId='{number}'><w:abstractNumId w:val='{of}'/>{more}</w:num>"

    def item(listed: int, text: str, level: int = 0) -> str:
        mark = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{listed}'/></w:numPr>"
        return f"<w:p><w:pPr>{mark}</w:pPr>{RUN.format(text)}</w:p>"

    body = item(1, "Ash") + item(1, "low", 1) + paragraph("It rained.") + item(1, "Elm") + item(4, "Oak")
    body += (
        paragraph("Then:") + item(2, "Ivy") + item(2, "one", 1) + item(2, "two", 1) + item(3, "Fir") + item(9, "Yew")
    )
    text = read(tmp_path, "a.docx", docx_with_parts(body, numbering=numbering)).article.text
    assert text == "1. Ash\n- low\n\nIt rained.\n\n2. Elm\n7. Oak\n\nThen:\n\n- Ivy\n1. one\n2. two\n- Fir\n- Yew"


def test_word_notes_boxes_and_what_stands_aside(tmp_path: Path) -> None:
    def reference(kind: str, number: int) -> str:
        return f"<w:r><w:{kind}Reference w:id='{number}'/></w:r>"

    box = (
        "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice><w:drawing><w:txbxContent>{paragraph('A box.')}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{paragraph('A box.')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(RUN.format('Port'))}{cell.format(RUN.format('Ships'))}</w:tr>"
    noted = cell.format(RUN.format("Cole") + reference("footnote", 3))
    table += f"<w:tr>{noted}{cell.format(RUN.format('40'))}</w:tr></w:tbl>"
    body = f"<w:p>{RUN.format('It closed')}{reference('footnote', 2)}{RUN.format(' in May.')}{box}</w:p>{table}"
    body += f"<w:p>{RUN.format('All is told.')}{reference('endnote', 2)}</w:p>"
    footnotes = f"<w:footnote w:id='0' w:type='separator'>{paragraph('no')}</w:footnote>" + "".join(
        f"<w:footnote w:id='{number}'>{paragraph(text)}</w:footnote>"
        for number, text in ((2, "By law."), (3, "In 2024."))
    )
    raw = docx_with_parts(
        body,
        footnotes=footnotes,
        endnotes=f"<w:endnote w:id='2'>{paragraph('An endnote.')}</w:endnote>",
        header=paragraph("The Cole Echo, page 3"),
        comments=f"<w:comment>{paragraph('Check this!')}</w:comment>",
    )
    read_article = read(tmp_path, "a.docx", raw)
    assert read_article.article.text.split("\n\n") == [
        "It closed in May.", "By law.", "A box.", "Port | Ships\nCole | 40", "In 2024.", "All is told.", "An endnote.",
    ]  # fmt: skip
    assert {(one.text, one.reason) for one in read_article.removed} == {
        ("The Cole Echo, page 3", "page header"),
        ("Check this!", "comment"),
    }


def test_opendocument(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>Struck.</text:p></text:tracked-changes>"
        "<text:p>The quay<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Built in 1911."
        "</text:p></text:note-body></text:note> is<text:s text:c='2'/>shut:</text:p>"
        "<text:list><text:list-item><text:p>to cars</text:p></text:list-item><text:list-item><text:p>to carts</text:p>"
        "<text:list><text:list-item><text:p>of all kinds</text:p></text:list-item></text:list></text:list-item>"
        "</text:list><table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell>"
        "<text:p>Cars</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell>"
        "<text:p>2024</text:p></table:table-cell><table:table-cell>"
        "<text:p>90</text:p><text:p>or so</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        "<text:p>See the box.<draw:frame><draw:text-box><text:p>A box.</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>Read on.<office:annotation><dc:creator>Jo</dc:creator><text:p>Really?</text:p></office:annotation>"
        "</text:p>"
    )
    meta = "<dc:title>The quay</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2025-01-17</dc:date>"
    read_article = read(tmp_path, "a.odt", odt_bytes(body, meta=meta))
    article = read_article.article
    assert article.text.split("\n\n") == [
        "The quay is shut:", "Built in 1911.", "- to cars\n- to carts\n- of all kinds", "Year | Cars\n2024 | 90 or so",
        "See the box.", "A box.", "Read on.",
    ]  # fmt: skip
    assert (article.title, article.author, article.published) == ("The quay", "Ann Lee", None)
    assert [(one.text, one.reason) for one in read_article.removed] == [("Really? – Jo", "comment")]
    locked = zip_bytes({"content.xml": "x", "META-INF/manifest.xml": "<a><encryption-data/></a>"})
    (tmp_path / "b.odt").write_bytes(locked)
    assert "needs a password" in str(next(read_file(tmp_path / "b.odt", "b.odt")))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"One.\par Two.\line three", "One.\n\nTwo.\nthree"),
        ("One.\\\nTwo.", "One.\n\nTwo."),  # as TextEdit ends paragraphs
        (r"caf\'e9 \'8042 \u8364\'80 \u-10179?\u-8704? \emdash", "café €42 € \U0001f600 —"),
        (r"{\fonttbl{\f7\fcharset204 A;}{\f8\fcharset128 B;}}{\f7 \'cc\'e8\'f0} {\f8 \'8d\'60}", "Мир 港"),
        (r"The dam{\footnote\pard {\super\chftn} Of 1911.} broke.", "The dam broke.\n\nOf 1911."),
        (r"{\deleted Never. }{\v Nor this. }{\*\unknown Nor that. }Only this.", "Only this."),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt the plan}} fell.", "the plan fell."),
        (r"{\pntext\'b7\tab}Cod\par{\listtext 2.\tab}Ling\par End.", "- Cod\n2. Ling\n\nEnd."),
        (r"\trowd\intbl a\par b\cell c\cell\row\intbl d\cell e\cell\row\pard End.", "a b | c\nd | e\n\nEnd."),
        (r"A{\pict\bin3 }}}}{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt In a box.\par}}} b.", "A b.\n\nIn a box."),
        (r"{\upr{Plain.}{\*\ud{\u80?\u33?}}}", "Plain."),
        ("Open { groups {never closed.", "Open  groups never closed."),
    ],
)
def test_rtf(tmp_path: Path, body: str, text: str) -> None:
    from index.reading.formats.rtf import read_rtf

    assert read_rtf(rtf_bytes(body)).text == text


def test_rtf_properties_and_what_stands_aside(tmp_path: Path) -> None:
    body = r"{\info{\title The d\'e2m}{\author Ann Lee}{\creatim\yr2025}}{\header Page 3\par}"
    body += r"{\*\annotation Check!}It broke."
    read_article = read(tmp_path, "a.rtf", rtf_bytes(body))
    article = read_article.article
    assert (article.title, article.author, article.published, article.text) == ("The dâm", "Ann Lee", None, "It broke.")
    assert {(one.text, one.reason) for one in read_article.removed} == {
        ("Page 3", "page header"),
        ("Check!", "comment"),
    }


def test_many_comments_do_not_read_the_styles_again(tmp_path: Path) -> None:
    comments = "".join(f"<w:comment>{paragraph(f'Check {number}!')}</w:comment>" for number in range(300))
    comments = comments.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr>')
    styles = "".join(f"<w:style w:styleId='s{number}'><w:name w:val='{number}'/></w:style>" for number in range(1000))
    began = time.monotonic()
    found = read(tmp_path, "a.docx", docx_with_parts(paragraph("It shut."), comments=comments, styles=styles))
    assert len(found.removed) == 300 and time.monotonic() - began < 2
