"""News agencies' XML is taken to the letter, and all of it is kept or listed."""

from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file

STORY = "<p>The ferry line from Hask to Ny was sold on Thursday.</p><p>Its nine captains keep their posts.</p>"


def read(folder: Path, content: str) -> list[ReadArticle]:
    (folder / "a.xml").write_text(content)
    found = list(read_file(folder / "a.xml", "a.xml"))
    articles = [one for one in found if isinstance(one, ReadArticle)]
    assert len(articles) == len(found)
    return articles


def nitf(head: str, docdata: str = "") -> str:
    return (
        f"<nitf><head><docdata>{docdata}</docdata></head><body><body.head>{head}</body.head>"
        f"<body.content>{STORY}</body.content></body></nitf>"
    )


@pytest.mark.parametrize(
    ("above", "wanted"),
    [
        ("<hl2>The buyer, <org>Nordsund</org>, paid <money>$3</money>m</hl2>", "The buyer, Nordsund, paid $3m"),
        ("<abstract><p>It sails to <location>Ny</location>, not Orm.</p></abstract>", "It sails to Ny, not Orm."),
        ("<abstract><p>One boat.</p><p>Two harbours.</p></abstract>", "One boat. Two harbours."),
        ("<note><person>Ida Hov</person>'s firm built\n it</note>", "Ida Hov's firm built it"),
    ],
)
def test_what_stands_above_a_text_has_no_spaces_of_its_tags(tmp_path: Path, above: str, wanted: str) -> None:
    headline = "<hedline><hl1>Ferries <em>sold</em>,<br/>captains stay</hl1></hedline>"
    (found,) = read(tmp_path, nitf(headline + above))
    assert found.article.title == "Ferries sold, captains stay"
    assert found.article.text.split("\n\n")[0] == wanted
