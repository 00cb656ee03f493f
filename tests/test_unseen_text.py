"""What a document holds but shows to nobody is no part of the article: it can't be quoted, and it is listed."""

from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from tests.documents import docx_bytes, docx_with_parts, odt_bytes, rtf_bytes

HIDDEN, DELETED = "hidden text", "deleted text"
ON, NOTE = '<w:vanish w:val="0"/>', '<w:rStyle w:val="Note"/>'


def read(folder: Path, name: str, content: bytes) -> tuple[str, set[tuple[str, str]]]:
    """Return the text of the one article in a file, and what was removed, with the reason."""
    (folder / name).write_bytes(content)
    (found,) = read_file(folder / name, name)
    assert isinstance(found, ReadArticle), found
    return found.article.text, {(one.text, one.reason) for one in found.removed}


def run(text: str, properties: str = "", tag: str = "t") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space='preserve'>{text}</w:{tag}></w:r>"


def test_word_lists_what_is_hidden_or_deleted_and_keeps_what_was_put_in(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('The kiln ')}{run('never ', '<w:vanish/>')}{run('cooled ', ON)}"
        f"<w:ins w:id='1'>{run('in May ')}</w:ins><w:del w:id='2'>{run('in ', tag='delText')}"
        f"{run('June', tag='delText')}</w:del>{run('at dawn.')}</w:p>"
        f"<w:p>{run('Ask the potter first.', '<w:vanish/>')}</w:p>"
        f"<w:p><w:moveFrom w:id='3'>{run('It was lit again.')}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo w:id='3'>{run('It was lit again.')}</w:moveTo></w:p>"
    )
    text, removed = read(tmp_path, "a.docx", docx_bytes(body))
    assert text == "The kiln cooled in May at dawn.\n\nIt was lit again."
    assert removed == {("never", HIDDEN), ("in June", DELETED), ("Ask the potter first.", HIDDEN)}


def test_word_joins_paragraphs_whose_end_was_deleted(tmp_path: Path) -> None:
    cut = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    body = f"<w:p>{cut}{run('The kiln ')}</w:p><w:p>{run('cooled.')}</w:p><w:p>{cut}{run('All is told.')}</w:p>"
    assert read(tmp_path, "a.docx", docx_bytes(body))[0] == "The kiln cooled.\n\nAll is told."


def test_word_styles_hide(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Brief"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Briefer"><w:basedOn w:val="Brief"/></w:style>'
    )
    body = (
        f"<w:p>{run('The kiln cooled.')}{run(' Check!', NOTE)}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Briefer'/></w:pPr>{run('To the desk.')}"
        f"{run('It was lit again.', ON)}</w:p>"
    )
    text, removed = read(tmp_path, "a.docx", docx_with_parts(body, styles=styles))
    assert text == "The kiln cooled.\n\nIt was lit again."
    assert removed == {("Check!", HIDDEN), ("To the desk.", HIDDEN)}


def test_word_text_that_is_all_hidden_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx_bytes(f"<w:p>{run('Nothing.', '<w:vanish/>')}</w:p>"))
    (found,) = read_file(tmp_path / "a.docx", "a.docx")
    assert not isinstance(found, ReadArticle)


@pytest.mark.parametrize(
    ("body", "text", "removed"),
    [
        (r"The kiln {\v never }cooled.", "The kiln cooled.", {("never", HIDDEN)}),
        (r"The kiln {\deleted\'e0 la \b never }cooled.", "The kiln cooled.", {("à la never", DELETED)}),
        (r"The kiln{\deleted\par} cooled.\par Next.", "The kiln cooled.\n\nNext.", set()),
        (r"One.\par {\v Two.\par}Three.", "One.\n\nThree.", {("Two.", HIDDEN)}),
    ],
)
def test_rtf(tmp_path: Path, body: str, text: str, removed: set[tuple[str, str]]) -> None:
    assert read(tmp_path, "a.rtf", rtf_bytes(body)) == (text, removed)


def test_opendocument(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>in June</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>The kiln <text:hidden-text text:is-hidden='true'>never </text:hidden-text>cooled.</text:p>"
        "<text:p><text:hidden-paragraph text:is-hidden='true'/>Ask first.</text:p>"
        "<text:p><text:hidden-paragraph text:is-hidden='false'/>It was lit again.</text:p>"
        "<text:section text:display='none'><text:p>To the desk.</text:p></text:section>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    body += (
        f"<style:style xmlns:style='{space}' style:name='H'><style:text-properties text:display='none'/></style:style>"
    )
    body += (
        "<text:p text:style-name='H'>Off.</text:p><text:p>It <text:span text:style-name='H'>must </text:span>stayed."
    )
    body += "</text:p>"
    text, removed = read(tmp_path, "a.odt", odt_bytes(body))
    assert text == "The kiln cooled.\n\nIt was lit again.\n\nIt stayed."
    assert removed == {
        ("in June", DELETED),
        *((text, HIDDEN) for text in ("never", "To the desk.", "Off.", "must", "Ask first.")),
    }
