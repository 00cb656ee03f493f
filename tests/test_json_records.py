"""Tables in JSON, as programs write them by columns: each row is an article by itself."""

import json
from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file

ROWS = [("Kiln cools", "It cooled at dawn.", "2016-05-02"), ("Kiln lit", "It was lit again.", "2016-05-03")]
TITLES, TEXTS, DATES = (list(column) for column in zip(*ROWS, strict=True))


def read(folder: Path, content: object, name: str = "a.json") -> list[tuple[str, str, str | None]]:
    (folder / name).write_text(json.dumps(content))
    found = [one.article for one in read_file(folder / name, name) if isinstance(one, ReadArticle)]
    return [(one.title, one.text, one.published) for one in found]


@pytest.mark.parametrize(
    "content",
    [
        {"title": TITLES, "text": TEXTS, "date": DATES},
        {"title": dict(enumerate(TITLES)), "text": dict(enumerate(TEXTS)), "date": dict(enumerate(DATES))},
        {"columns": ["title", "text", "date"], "index": [0, 1], "data": [list(row) for row in ROWS]},
        {"result": {"title": TITLES, "text": TEXTS, "date": DATES}},
        {day: {"title": title, "text": text} for title, text, day in ROWS},
    ],
)
def test_each_row_is_an_article(tmp_path: Path, content: object) -> None:
    assert read(tmp_path, content) == ROWS


def test_a_text_in_parts_is_one_article(tmp_path: Path) -> None:
    whole = {"title": "Kiln cools", "text": TEXTS, "authors": ["Ida Holt", "Bo Reed"]}
    assert read(tmp_path, whole) == [("Kiln cools", "\n\n".join(TEXTS), None)]
    assert read(tmp_path, {"text": TEXTS, "authors": ["Ida Holt", "Bo Reed"]})[0][1] == "\n\n".join(TEXTS)


def test_columns_of_several_lengths_are_no_table(tmp_path: Path) -> None:
    assert len(read(tmp_path, {"title": ["Kiln cools"], "text": TEXTS})) == 1


def test_articles_by_address_have_it(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"https://v.example/1": {"title": "Kiln", "text": "It cooled."}}))
    (found,) = read_file(tmp_path / "a.json", "a.json")
    assert isinstance(found, ReadArticle) and found.article.url == "https://v.example/1"


def test_who_wrote_what_a_mail_quotes_stays(tmp_path: Path) -> None:
    line = "On Mon, 2 May 2016 at 09:00, Bo <bo@v.example> wrote:"
    mail = f"From: Ida <ida@v.example>\nSubject: Kiln\n\nIt cooled at dawn.\n\n{line}\n> Did it? The guild says no.\n"
    (tmp_path / "a.eml").write_text(mail)
    (found,) = read_file(tmp_path / "a.eml", "a.eml")
    assert isinstance(found, ReadArticle) and line in found.article.text
