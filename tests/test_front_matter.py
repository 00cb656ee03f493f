"""Fields at the top of a text, as people write them: no article is lost for a colon, and no word for a sign."""

from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from index.reading.formats.front_matter import split_front_matter


@pytest.mark.parametrize(
    "title",
    [
        *("Harbor fire: two held", "#SaveTheQuay march", "@portwatch's list", "'No return': sailors speak"),
        *(
            '"Not one more": widow',
            "*Live* Results",
            "% of votes counted",
            "- and then it rained",
            "[Corrected] Tolls",
            "[Live]",
        ),
        *(
            "{Video} The launch",
            "!Kung elders meet",
            "? Who paid",
            "> 40 hurt",
            "| The week",
            "&c.",
            '"Unclosed',
            "`sh` it",
        ),
        *("We're #1: fans", "Tide # 4", "Ann's 'plan'", "Rates: 3.5% -> 4%", "Yes", "12:30"),
    ],
)
def test_what_stands_on_its_line_is_the_value(title: str) -> None:
    front = split_front_matter(f"---\ntitle: {title}\nsource: Quay News\n---\nIt rained.\n")
    assert front.fields == {"title": title, "source": "Quay News"} and front.text == "It rained.\n"


def test_yaml_where_it_is_meant() -> None:
    header = (
        "title: 'It''s \"out\"'\nauthor:\n- Ann Lee\n- @bo\neditors: [Cy, Di]\nsource: >\n  Quay\n  News\n"
        'id: "a\\tb"\nheading: A wrapped\n  value: here\nlang: no\ndate: 2025-02-30 # sic\n'
    )
    assert split_front_matter(f"---\n{header}---\n").fields == {
        "title": 'It\'s "out"',
        "author": ["Ann Lee", "@bo"],
        "editors": ["Cy", "Di"],
        "source": "Quay News",
        "id": "a\tb",
        "heading": "A wrapped value: here",
        "lang": "no",
        "date": "2025-02-30",
    }


def test_tabs_no_space_and_an_indented_header() -> None:
    header = "\ttitle:\tA quay\n\turl:https://quay.example/1\n\tauthors:\n\t\t- Ann\n\t\t- Bo\n"
    fields = {"title": "A quay", "url": "https://quay.example/1", "authors": ["Ann", "Bo"]}
    assert split_front_matter(f"\n---\n{header}---\nIt rained.").fields == fields


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe mayor said: it is over.\n---\nIt rained.",
        "---\nNote: it snowed.\n---\nIt rained.",
        "---\ntitle: A quay\n\nIt rained on the quay, and then it snowed.\n---\nIt froze.",
        "---\nIt rained.\nsource: Quay News\n---\nIt froze.",
        "---\n- one\n- two\n---\nIt froze.",
        "---\ntitle: never closed\n\nIt rained.",
    ],
)
def test_prose_between_rules_stays_text(text: str) -> None:
    front = split_front_matter(text)
    assert (front.fields, front.text) == ({}, text)


def test_a_header_alone_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Lock\n---")
    assert not [one for one in read_file(tmp_path / "a.md", "a.md") if isinstance(one, ReadArticle)]


def test_fields_that_are_not_used_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A quay\ntags:\n  - harbor\ndescription: On water: rising.\n---\nIt rained."
    )
    (read,) = read_file(tmp_path / "a.md", "a.md")
    assert isinstance(read, ReadArticle) and read.article.text == "On water: rising.\n\nIt rained."
    assert [one.text for one in read.removed] == ["tags: \n  - harbor"]


def test_as_is_lists_the_description_that_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Mill\ndescription: Fire at a mill.\n---\nIt burnt for a day.")
    (read,) = read_file(tmp_path / "a.md", "a.md", as_is=True)
    assert isinstance(read, ReadArticle) and read.article.text == "It burnt for a day."
    assert [(one.text, one.reason) for one in read.removed] == [("Fire at a mill.", 'the field "description"')]


def test_a_header_in_toml_is_known(tmp_path: Path) -> None:
    fields = 'title = "Harbor fire: two held"\ndate = 2016-05-03T10:00:00Z\nauthors = ["Una", "Bo"]\ndraft = false'
    (tmp_path / "a.md").write_text(f"+++\n{fields}\n+++\n\nIt rained.\n")
    (found,) = read_file(tmp_path / "a.md", "a.md")
    assert isinstance(found, ReadArticle)
    article = found.article
    assert (article.title, article.published, article.author) == ("Harbor fire: two held", "2016-05-03", "Una, Bo")
    assert article.text == "It rained." and [one.text for one in found.removed] == ["draft = False"]


@pytest.mark.parametrize("header", ["+++\nIt rained.\n+++\n", '+++\nmast = "tall"\n+++\n', "+++\n"])
def test_what_is_no_toml_or_tells_nothing_stays(header: str) -> None:
    front = split_front_matter(f"{header}It rained.\n")
    assert not front.fields and front.text == f"{header}It rained.\n"
