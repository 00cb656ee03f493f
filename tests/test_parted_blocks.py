"""Two lists or tables that follow each other stay two, whatever the file: no row gets the header of another table."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.reading.formats.markup import html_to_text
from index.reading.formats.text import markdown_to_text
from tests.documents import docx_bytes, odt_bytes, paragraph, rtf_bytes
from tests.test_file_kinds import read

TABLES = "Ward | Votes\nEast | 9\n\nWard | Seats\nEast | 2"
LISTS = "- one\n- two\n\n- three\n- four"


def _cells(start: str, row: str, cell: str, end: str) -> tuple[str, str]:
    rows = ["".join(cell.format(word) for word in words) for words in (("Ward", "Votes"), ("East", "9"))]
    other = ["".join(cell.format(word) for word in words) for words in (("Ward", "Seats"), ("East", "2"))]
    first, second = ("".join(map(row.format, some)) for some in (rows, other))
    return f"{start}{first}{end}", f"{start}{second}{end}"


def _word_item(text: str) -> str:
    mark = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    return paragraph(text).replace("<w:p>", f"<w:p>{mark}")


def _odt_list(*texts: str) -> str:
    items = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
    return f"<text:list>{items}</text:list>"


@pytest.mark.parametrize("read_text", [html_to_text, markdown_to_text])
def test_tables_and_lists_of_markup(read_text: Callable[[str], str]) -> None:
    if read_text is html_to_text:
        tables = "".join(_cells("<table>", "<tr>{}</tr>", "<td>{}</td>", "</table>"))
        lists = "<ul><li>one<li>two</ul><ul><li>three<li>four</ul>"
    else:
        tables = "|Ward|Votes|\n|---|---|\n|East|9|\n\n|Ward|Seats|\n|---|---|\n|East|2|"
        lists = "- one\n- two\n\n* three\n* four"
    assert read_text(tables).replace("--- | ---\n", "") == TABLES and read_text(lists) == LISTS


def test_an_inner_list_is_part_of_the_outer_one() -> None:
    assert html_to_text("<ul><li>one<ul><li>inner</ul><li>two</ul>") == "- one\n- inner\n- two"
    assert markdown_to_text("- one\n  - inner\n- two") == "- one\n• inner\n- two"
    assert html_to_text("<p>It costs <s>ten</s> two <strike>or three</strike> pounds.") == "It costs two pounds."


def test_tables_and_lists_of_documents(tmp_path: Path) -> None:
    word = _cells("<w:tbl>", "<w:tr>{}</w:tr>", f"<w:tc>{paragraph('{}')}</w:tc>", "</w:tbl>")
    items = list(map(_word_item, ("one", "two", "three", "four")))
    odt = _cells(
        "<table:table>",
        "<table:table-row>{}</table:table-row>",
        "<table:table-cell><text:p>{}</text:p></table:table-cell>",
        "</table:table>",
    )
    rtf = _cells("", "\\trowd {}\\row", "\\pard\\intbl {}\\cell", "\\pard ")
    bullet = "{{\\listtext \\bullet\\tab}}{}\\par "
    bullets = [bullet.format(word) for word in ("one", "two", "three", "four")]
    documents = {
        "tables.docx": docx_bytes("".join(word)),
        "lists.docx": docx_bytes("".join([paragraph("Shut:"), *items[:2], "<w:p/>", *items[2:]])),
        "tables.odt": odt_bytes("".join(odt)),
        "lists.odt": odt_bytes("<text:p>Shut:</text:p>" + _odt_list("one", "two") + _odt_list("three", "four")),
        "tables.rtf": rtf_bytes("\\par ".join(rtf)),
        "lists.rtf": rtf_bytes("".join(["Shut:\\par ", *bullets[:2], "\\par ", *bullets[2:]])),
    }
    for name, raw in documents.items():
        (article,), _, _ = read(tmp_path, name, raw)
        assert article.text.replace("• ", "- ") == (TABLES if "tables" in name else f"Shut:\n\n{LISTS}"), name
