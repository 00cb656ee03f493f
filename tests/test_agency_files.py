"""What agencies' XML files say around an article's text: above it, to editors, and of who sent it."""

from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from index.reading.formats.newsml import read_nitf
from index.reading.opinion import KnownText

NOTED = (
    "<nitf><head><docdata><ed-msg info='Adds quotes'/></docdata></head><body><body.head><hedline><hl1>Lock opens</hl1>"
    "</hedline><dateline>{dateline}</dateline><abstract><p>{abstract}</p></abstract></body.head><body.content>"
    "<p>HADLEY, May 6 (Vale) - The lock was opened again.</p><p>It had leaked for years.</p></body.content></body>"
    "</nitf>"
)


@pytest.mark.parametrize(
    ("dateline", "abstract", "above"),
    [
        ("<location>HADLEY</location>", "It had leaked for years.", ""),
        ("<story.date>20250506T101500+0000</story.date>", "A lock is back.", "A lock is back.\n\n"),
        ("<location>Osk</location>", "It had leaked for years.", "Osk\n\n"),
    ],
)
def test_what_a_nitf_text_has_itself_is_not_put_above_it(
    tmp_path: Path, dateline: str, abstract: str, above: str
) -> None:
    (tmp_path / "a.xml").write_text(NOTED.format(dateline=dateline, abstract=abstract))
    (one,) = read_file(tmp_path / "a.xml", "a.xml")
    assert isinstance(one, ReadArticle)
    assert one.article.text == f"{above}HADLEY, May 6 (Vale) - The lock was opened again.\n\nIt had leaked for years."
    assert [(piece.text, piece.reason) for piece in one.removed] == [("Adds quotes", "the agency's note")]


def test_notes_of_agencies_are_listed_and_old_items_say_who_sent_them(tmp_path: Path) -> None:
    note = "Corrects the name of the lock in the first paragraph."
    (tmp_path / "a.xml").write_text(
        f"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='n1'><itemMeta><edNote>{note}</edNote></itemMeta>"
        "<contentMeta><headline>Lock opens</headline><description>Lock opens</description></contentMeta><contentSet>"
        "<inlineData contenttype='text/plain'>The lock was opened again.</inlineData></contentSet></newsItem>"
    )
    (tmp_path / "b.xml").write_text(
        "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Lock opens</HeadLine></NewsLines>"
        "<AdministrativeMetadata><Provider><Party FormalName='Vale Wire'/></Provider></AdministrativeMetadata>"
        "<DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata>"
        "<ContentItem><DataContent><p>The lock was opened again.</p></DataContent></ContentItem>"
        "</NewsComponent></NewsItem></NewsML>"
    )
    (new,) = read_file(tmp_path / "a.xml", "a.xml")
    (old,) = read_file(tmp_path / "b.xml", "b.xml")
    assert isinstance(new, ReadArticle) and isinstance(old, ReadArticle)
    assert [piece.text for piece in new.removed] == [note]
    assert (old.article.source, old.article.language) == ("Vale Wire", "en")


def test_the_text_is_looked_up_once_for_all_lines_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[str] = []

    class Counted(KnownText):
        def __init__(self, text: str) -> None:
            known.append(text)
            super().__init__(text)

    monkeypatch.setattr("index.reading.formats.newsml.KnownText", Counted)
    above = "".join(f"<hl2>Lock {number} opens</hl2>" for number in range(20))
    body = "<body.content><p>The lock was opened again.</p></body.content>"
    article = read_nitf(f"<nitf><body><body.head><hedline>{above}</hedline></body.head>{body}</body></nitf>".encode())
    assert article.text.startswith("Lock 0 opens\n\nLock 1 opens") and len(known) <= 2
