"""News agencies' XML is taken to the letter, and all of it is kept or listed."""

from pathlib import Path

import pytest

from index.reading import NotRead, ReadArticle, read_file

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


SPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(content: str, meta: str = "") -> str:
    return (
        f"<newsItem {SPACE} guid='u:1'><itemMeta><versionCreated>2020-01-02T10:00:00Z</versionCreated></itemMeta>"
        f"<contentMeta><headline>Ferry sold</headline>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def inline(text: str) -> str:
    return f"<inlineXML><html><body><p>{text}</p></body></html></inlineXML>"


def test_of_two_texts_of_an_item_the_longer_is_read_and_the_other_listed(tmp_path: Path) -> None:
    long = "The ferry line from Hask to Ny was sold on Thursday, and sails on."
    (found,) = read(tmp_path, item(inline("Nine captains stay.") + f"<inlineData>{long}</inlineData>"))
    assert found.article.text == long
    assert [(one.text, one.reason) for one in found.removed] == [("Nine captains stay.", "another text of the item")]
    (found,) = read(tmp_path, item(inline(long) + f"<inlineData>{long}</inlineData>"))
    assert found.article.text == long and found.removed == ()


def test_words_in_other_fields_of_an_item_are_listed_and_none_is_its_article(tmp_path: Path) -> None:
    picture = "<remoteContent href='x.jpg'><altText>A ferry at the quay at dawn.</altText></remoteContent>"
    meta = "<keyword>boats and old ships</keyword><headline>Captains of the line stay</headline>"
    (found,) = read(tmp_path, item(picture + inline("It was sold."), meta))
    assert found.article.text == "It was sold." and found.article.title == "Ferry sold"
    assert {(one.text, one.reason) for one in found.removed} == {
        ("A ferry at the quay at dawn.", 'the field "altText"'),
        ("boats and old ships", 'the field "keyword"'),
        ("Captains of the line stay", 'the field "headline"'),
    }


def test_items_without_text_beside_others_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f"<newsMessage>{item(inline('It was sold.'))}{item('')}</newsMessage>")
    _, counted = read_file(tmp_path / "a.xml", "a.xml")
    assert counted == NotRead("items of an agency without text, as pictures are")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel><title>Hask</title></channel></rss>", "a feed without entries; remove it"),
        ("<opml><body><outline xmlUrl='x'/></body></opml>", "a list of feeds, without their text; save these"),
        ("<rss><channel><item><title>a</title><description>It was", "the feed breaks off in it, and what is missing"),
    ],
)
def test_what_is_refused_says_why_and_names_the_fix(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "a.xml").write_text(content)
    assert reason in str(list(read_file(tmp_path / "a.xml", "a.xml"))[-1])
