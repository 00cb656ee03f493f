"""Fields at the head of a text, each a paragraph of its own, as Word and RTF set them."""

from io import BytesIO

import pytest
from docx import Document

from index.reading.formats.rtf import read_rtf
from index.reading.formats.word import read_docx
from index.reading.plain_headers import articles_with_headers
from index.reading.raw_article import RawArticle

FIELDS = ("Title: Weir mended", "Date: 3 May 2016", "By: Ilse Brandt")
BODY = ("The weir of Tarn was mended.", "Source: none, the warden said.")


def word(*paragraphs: str) -> RawArticle:
    document, file = Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(file)
    return read_docx(file.getvalue())


def rich(*paragraphs: str) -> RawArticle:
    return read_rtf(("{\\rtf1 " + "".join(f"{one}\\par " for one in paragraphs) + "}").encode())


def plain(*paragraphs: str) -> RawArticle:
    return RawArticle("\n\n".join(paragraphs))


@pytest.mark.parametrize("whole", [word(*FIELDS, *BODY), rich(*FIELDS, *BODY), plain(*FIELDS, *BODY)])
def test_fields_in_paragraphs_are_a_header(whole: RawArticle) -> None:
    (article,) = articles_with_headers(whole)
    assert (article.title, article.published, article.author) == ("Weir mended", "3 May 2016", "Ilse Brandt")
    assert article.text == "\n\n".join(BODY)


def test_several_articles_have_one_each() -> None:
    found = articles_with_headers(word(*FIELDS, BODY[0], "Title: Mill shut", "Date: 4 May 2016", "It is shut."))
    assert [(one.title, one.text) for one in found] == [("Weir mended", BODY[0]), ("Mill shut", "It is shut.")]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Title: Weir mended", "The weir of Tarn was mended.", "Date: 3 May 2016"),
        ("Warden: It is mended.", "Date: 3 May 2016"),
        ("It rained.", *FIELDS),
    ],
)
def test_what_is_no_header_stays(paragraphs: tuple[str, ...]) -> None:
    assert articles_with_headers(plain(*paragraphs)) == []


def test_lines_below_lines_of_fields_stay_text() -> None:
    (article,) = articles_with_headers(RawArticle("Title: Weir\nDate: 3 May 2016\n\nSource: the warden\n\nIt froze."))
    assert article.text == "Source: the warden\n\nIt froze."
