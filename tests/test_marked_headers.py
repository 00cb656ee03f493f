"""A header names the cells of the rows below it, though all are words: one that its file marks, or one of labels."""

import pytest

from index.language.lists import said
from index.language.sentences import split_sentences
from index.reading.formats.markup import html_to_text
from index.reading.formats.opendocument import read_odt
from index.reading.formats.text import markdown_to_text
from index.reading.formats.word import read_docx
from index.reading.markup import text_of_markup
from index.reading.pages import read_html
from tests.documents import docx_bytes, odt_bytes, paragraph

ROW = "Harbour: Rønne, Warden: Ib Juhl"


def statements(text: str) -> list[str]:
    return [said(text, one.start, one.end, one.lead) for one in split_sentences(text) if one.lead]


def page(table: str) -> str:
    prose = "The island named its wardens on Monday, after the old ones had left in a dispute over pay."
    return read_html(f"<body><article><h1>Wardens</h1><p>{prose}</p>{table}<p>{prose}</p></article>".encode()).text


HEAD, BODY = "<tr><{0}>Harbour</{0}><{0}>Warden</{0}></tr>", "<tr><td>Rønne</td><td>Ib Juhl</td></tr>"


@pytest.mark.parametrize("read_text", [page, html_to_text, text_of_markup])
@pytest.mark.parametrize(
    "table",
    [
        f"<table>{HEAD.format('th')}{BODY}</table>",
        f"<table><thead>{HEAD.format('td')}</thead><tbody>{BODY}</tbody></table>",
    ],
)
def test_of_html(read_text: object, table: str) -> None:
    assert callable(read_text) and statements(read_text(table)) == [ROW]


def test_a_row_may_begin_with_its_name() -> None:
    table = (
        "<tr><td></td><th>Warden</th></tr><tr><th>Rønne</th><td>Ib Juhl</td></tr><tr><th>Nexø</th><td>Bo Dam</td></tr>"
    )
    assert statements(page(f"<table>{table}</table>")) == ["Rønne, Warden: Ib Juhl", "Nexø, Warden: Bo Dam"]


def test_two_rows_of_a_header() -> None:
    head = "<tr><th></th><th colspan=2>Warden</th></tr><tr><th>Harbour</th><th>by day</th><th>by night</th></tr>"
    text = page(f"<table><thead>{head}</thead><tr><td>Rønne</td><td>Ib Juhl</td><td>Bo Dam</td></tr></table>")
    assert statements(text) == ["Harbour: Rønne, Warden by day: Ib Juhl, Warden by night: Bo Dam"]


def test_of_markdown_and_documents() -> None:
    assert statements(markdown_to_text("|Harbour|Warden|\n|---|---|\n|Rønne|Ib Juhl|")) == [ROW]
    word = [f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("Harbour", "Warden", "Rønne", "Ib Juhl")]
    mark = "<w:trPr><w:tblHeader/></w:trPr>"
    body = f"<w:tbl><w:tr>{mark}{''.join(word[:2])}</w:tr><w:tr>{''.join(word[2:])}</w:tr></w:tbl>"
    assert statements(read_docx(docx_bytes(body)).text) == [ROW]
    odt = [
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
        for cell in ("Harbour", "Warden", "Rønne", "Ib Juhl")
    ]
    rows = [f"<table:table-row>{''.join(odt[at : at + 2])}</table:table-row>" for at in (0, 2)]
    header = f"<table:table-header-rows>{rows[0]}</table:table-header-rows>"
    assert statements(read_odt(odt_bytes(f"<table:table>{header}{rows[1]}</table:table>")).text) == [ROW]


def test_what_nothing_marks_is_no_header() -> None:
    table = f"<table>{HEAD.format('td')}{BODY}</table>"
    assert "Harbour | Warden\nRønne | Ib Juhl" in page(table)
    assert not any("Harbour: " in one for one in statements(page(table)))
    assert "---" not in page(f"<table>{HEAD.format('th')}</table>")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Court | Judge | Clerk", ["Hask | Ida Holt | Per Sand", "Ny | Bo Reed | Una Lee"]),
        ("Name | Role", ["Ida Holt | mayor", "Bo Reed | clerk"]),
        ("Bridge | Status | Since", ["Hask | closed | May", "Ny | open | June"]),
        ("Home | Away | Referee", ["Hask Rovers | Ny United | Ida Holt", "Orm City | Vale Town | Bo Reed"]),
        ("Best film | Best director", ["Hask Nights | Ida Holt", "Ny Days | Bo Reed"]),
    ],
)
def test_labels_above_names_are_a_header(header: str, rows: list[str]) -> None:
    names = header.split(" | ")
    wanted = [", ".join(f"{name}: {cell}" for name, cell in zip(names, row.split(" | "), strict=True)) for row in rows]
    text = "\n".join([header, *rows])
    assert statements(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Hask | Ida Holt\nNy | Bo Reed\nOrm | Jo Vale",  # names alone
        "Potter | Baker\nDjokovic | Nadal\nSinner | Alcaraz",  # surnames that are words
        "Director | Ida Holt\nWriter | Bo Reed\nStar | Jo Vale",  # fields of a box
        "Owner | State\nKeeper | Bo Reed\nBuilder | Flint",
        "Monday | Choir | Hall\nTuesday | Chess | Library",
        "Court | Judge\nHask | Ida Holt",  # one row may be another of its kind
    ],
)
def test_words_that_may_be_a_row_are_no_header(text: str) -> None:
    assert all(one.lead == () for one in split_sentences(text))
