"""Exports of news databases in forms with less: no marks between the articles, fields elsewhere than in most."""

from pathlib import Path

import pytest

from index.reading import Article, ReadArticle, read_file

FIRST = ("Gull nests on the crane", "The Quay Echo", "2016-05-02", "The gull laid three eggs.\n\nThe crane is still.")
SECOND = ("Crane works again", "Harbour Post", "2016-05-09", "The gull has flown.")


def read(folder: Path, name: str, content: str) -> list[Article]:
    """Return the articles of a file; all words of it are in them, or listed."""
    (folder / name).write_text(content)
    found = [one for one in read_file(folder / name, name) if isinstance(one, ReadArticle)]
    if not name.endswith("html"):
        said = " ".join(part for one in found for part in (one.article.text, *(piece.text for piece in one.removed)))
        missing = set(content.replace("|", " ").split()) - set(said.split())
        assert not {word for word in missing if word not in ("LP", "TD") and not word.startswith("__")}
    return [one.article for one in found]


def facts(articles: list[Article]) -> list[tuple[str, str | None, str | None, str]]:
    return [(one.title, one.source, one.published, one.text) for one in articles]


CODED = """HD   Gull nests on the crane
BY   By Una Reed
WC   40 words
PD   2 May 2016
SN   The Quay Echo
LA   English
LP
The gull laid three eggs.
TD
The crane is still.

{between}HD   Crane works again
WC   9 words
PD   9 May 2016
SN   Harbour Post
LP
The gull has flown.
"""


@pytest.mark.parametrize("between", ["", "SE   Home\n", "CLM  Birds\nSE   Home\n"])
def test_records_of_factiva_without_numbers_are_articles(tmp_path: Path, between: str) -> None:
    found = read(tmp_path, "a.txt", CODED.format(between=between))
    assert facts(found) == [FIRST, SECOND] and found[0].author == "Una Reed"


def test_a_line_that_looks_like_a_code_begins_no_record(tmp_path: Path) -> None:
    text = CODED.format(between="").replace("The crane is still.", "HD sets show it.\nSE of here it nests.")
    first, second = read(tmp_path, "a.txt", text)
    assert first.text.endswith("HD sets show it.\nSE of here it nests.") and second.title == SECOND[0]


SHOWN = [
    ["Gull nests on the crane", "Una Reed", "40 words", "2 May 2016", "06:00", "The Quay Echo", "QUAY", "7", "English"],
    ["Crane works again", "1,009 words", "9 May 2016", "Harbour Post", "HARB", "English"],
]


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
def test_what_factiva_shows_without_numbers_comes_apart(tmp_path: Path, apart: str) -> None:
    heads = [apart.join([*head, "(c) 2016 Quay Media. All rights reserved."]) for head in SHOWN]
    found = read(tmp_path, "a.txt", f"{heads[0]}\n\n{FIRST[3]}\n\n{heads[1]}\n\n{SECOND[3]}\n")
    assert facts(found) == [FIRST, SECOND] and found[0].author == "Una Reed"


def test_prose_that_names_a_number_of_words_is_no_export(tmp_path: Path) -> None:
    text = "The prize\n\n500 words\n\nThat is all an entry may have, the jury said. It is due on 9 May 2016.\n"
    (found,) = read(tmp_path, "a.txt", text)
    assert "500 words" in found.text and found.title == "The prize"


def test_pages_of_factiva_with_codes_in_cells_and_with_its_classes(tmp_path: Path) -> None:
    cells = "".join(
        f"<table><tr><td><b>HD</b></td><td>{title}</td></tr><tr><td><b>PD</b></td><td>{day[-2:]} May 2016</td></tr>"
        f"<tr><td><b>SN</b></td><td>{source}</td></tr><tr><td><b>LP</b></td><td>{text}</td></tr></table>"
        for title, source, day, text in (FIRST, SECOND)
    )
    found = read(tmp_path, "a.html", f"<html><body>{cells}</body></html>")
    assert [one[:3] for one in facts(found)] == [FIRST[:3], SECOND[:3]]
    shown = "".join(
        f"<div class='article enArticle'>{''.join(f'<div>{line}</div>' for line in head)}<div>(c) 2016 Quay Media</div>"
        f"<p class='articleParagraph enarticleParagraph'>{text}</p></div>"
        for head, text in zip(SHOWN, (FIRST[3], SECOND[3]), strict=True)
    )
    found = read(tmp_path, "b.html", f"<html><title>Factiva</title><body>{shown}</body></html>")
    assert [one[:3] for one in facts(found)] == [FIRST[:3], SECOND[:3]]


def nexis(number: int, *lines: str) -> str:
    marked = (f"{number} of 2 DOCUMENTS", *lines, "LOAD-DATE: May 10, 2016", "Copyright 2016 Quay Media")
    return "".join(f"<DIV CLASS='c{at}'><P>{line}</P></DIV>" for at, line in enumerate(marked))


@pytest.mark.parametrize(
    "head",
    [
        ["{title}", "{source}", "May {day}, 2016 Monday", "BYLINE: Una Reed", "LENGTH: 40 words"],
        ["{source}", "May {day}, 2016 Monday", "BYLINE: Una Reed", "LENGTH: 40 words", "{title}"],
        [
            "{source}, May {day}, 2016 Monday, First Edition",
            "LENGTH: 40 words",
            "HEADLINE: {title}",
            "BYLINE: U",
            "BODY:",
        ],
        ["{title}", "{source}, May {day}, 2016 Monday", "SECTION: News", "LENGTH: 40 words"],
    ],
)
def test_pages_of_nexis_with_the_title_in_another_place(tmp_path: Path, head: list[str]) -> None:
    documents = [
        nexis(at, *(line.format(title=title, source=source, day=int(day[-2:])) for line in head), *text.split("\n\n"))
        for at, (title, source, day, text) in enumerate((FIRST, SECOND), start=1)
    ]
    found = read(tmp_path, "a.html", f"<HTML><TITLE>Results</TITLE><BODY>{''.join(documents)}</BODY></HTML>")
    assert facts(found) == [FIRST, SECOND]


def test_fields_in_a_table_below_a_numbered_heading(tmp_path: Path) -> None:
    documents = [
        f"<h2>Document {at} of 2</h2><h1>{title}</h1><table><tr><td>Source</td><td>{source}</td></tr>"
        f"<tr><td>Date</td><td>May {int(day[-2:])}, 2016</td></tr><tr><td>Length</td><td>40 words</td></tr></table>"
        f"<h3>Body</h3>{''.join(f'<p>{line}</p>' for line in text.split())}<p>Load-Date: May 10, 2016</p>"
        for at, (title, source, day, text) in enumerate((FIRST, SECOND), start=1)
    ]
    found = read(tmp_path, "a.html", f"<html><body>{''.join(documents)}</body></html>")
    assert [one[:3] for one in facts(found)] == [FIRST[:3], SECOND[:3]]


def test_proquest_with_headings_in_place_of_fields(tmp_path: Path) -> None:
    def document(title: str, source: str, day: int, above: str, text: str) -> str:
        return (
            f"{'_' * 60}\n\n{title}\n\n{source}; Quay. {day:02} May 2016: 7.\n\nProQuest document link\n\n{above}"
            f"FULL TEXT\n\n{text}\n\nDETAILS\n\nSubject: Birds\n\nPublication title: {source}; Quay\n\n"
            f"Publication date: May {day}, 2016\n\nProQuest document ID: {day}\n\nDatabase: DB\n\n"
        )

    first = document(FIRST[0], "The Quay Echo", 2, "", FIRST[3])
    second = document(SECOND[0], "Harbour Post", 9, "ABSTRACT\n\nIt left at dawn.\n\n", SECOND[3])
    found = read(tmp_path, "a.txt", first + second)
    assert facts(found) == [FIRST, (*SECOND[:3], "It left at dawn.\n\nThe gull has flown.")]


def test_how_many_words_a_text_has_is_none_of_it(tmp_path: Path) -> None:
    rule = "_" * 60
    text = f"{rule}\n\nTitle: {FIRST[0]}\n\nSource: The Quay Echo\n\nDate: May 2, 2016\n\nFull text: {FIRST[3]}\n\n"
    (found,) = read(tmp_path, "a.txt", f"{text}Word count: 9\n\nPublication title: The Quay Echo\n\n{rule}\n")
    assert found.text == FIRST[3]
