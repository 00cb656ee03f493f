"""Of a mail in two forms one is taken, and what the other says alone is listed."""

from email.message import EmailMessage
from pathlib import Path

from index.reading import ReadArticle, read_file

FIRST = "The tannery at Lund shut on Friday, and its forty workers were sent home before noon."
SECOND = "Its owner, Mats Ek, told them that no buyer had been found in two years."
ROWS = "<table><tr><td>Hides</td><td>900</td></tr><tr><td>Belts</td><td>40</td></tr></table>"


def read(folder: Path, plain: str, page: str) -> tuple[str, list[tuple[str, str]]]:
    mail = EmailMessage()
    mail["Subject"] = "Tannery shuts"
    mail.set_content(plain)
    mail.add_alternative(f"<html><body>{page}</body></html>", subtype="html")
    (folder / "a.eml").write_bytes(bytes(mail))
    (one,) = read_file(folder / "a.eml", "a.eml")
    assert isinstance(one, ReadArticle)
    return one.article.text, [(piece.text, piece.reason) for piece in one.removed]


def test_what_the_page_says_alone_is_listed(tmp_path: Path) -> None:
    linked = SECOND.replace("owner", "_owner_").replace("Ek,", "Ek <https://l.example/ek>,")
    plain = f"{FIRST[:40]}\n{FIRST[40:]}\n\n{linked}"
    text, removed = read(tmp_path, plain, f"<p>{FIRST}</p><p>{SECOND}</p>{ROWS}")
    assert "Hides" not in text and removed == [("Hides | 900\nBelts | 40", "in the mail's other form alone")]


def test_what_the_plain_text_says_alone_is_listed(tmp_path: Path) -> None:
    note = "Read it in your browser:\nhttps://l.example/1"
    text, removed = read(tmp_path, note, f"<p>{FIRST}</p><p>{SECOND}</p>")
    assert text.split("\n") == [FIRST, SECOND] and [(" ".join(piece.split()), reason) for piece, reason in removed] == [
        ("Read it in your browser: https://l.example/1", "in the mail's other form alone")
    ]


def test_forms_that_say_the_same_have_nothing_to_list(tmp_path: Path) -> None:
    assert read(tmp_path, f"{FIRST}\n\n{SECOND}\n", f"<p>{FIRST}</p><p>{SECOND}</p>")[1] == []
