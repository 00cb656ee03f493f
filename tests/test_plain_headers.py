"""Fields above a plain text without lines around them: what they say is known, and articles below each come apart."""

from pathlib import Path
from time import process_time

import pytest

from index.reading import Article, ReadArticle, read_file

FIRST = "Title: Dock froze\nSource: Quay Echo\nDate: 2 May 2016\nURL: https://quay.example/1\n\nIt froze at dawn.\n"
SECOND = "Title: Dock thawed\nSource: Quay Echo\nDate: 3 May 2016\n\nIt thawed.\n\nTitle of the week: none.\n"


def read(folder: Path, text: str, *, as_is: bool = False) -> list[Article]:
    (folder / "a.txt").write_bytes(text.encode())
    found = read_file(folder / "a.txt", "a.txt", as_is=as_is)
    return [one.article for one in found if isinstance(one, ReadArticle)]


def test_the_fields_of_one_article(tmp_path: Path) -> None:
    (article,) = read(tmp_path, FIRST)
    assert (article.title, article.source, article.published) == ("Dock froze", "Quay Echo", "2016-05-02")
    assert (article.url, article.text) == ("https://quay.example/1", "It froze at dawn.")


@pytest.mark.parametrize("between", ["\n", "\n---\n\n", "=====\n"])
def test_several_in_one_file(tmp_path: Path, between: str) -> None:
    first, second = read(tmp_path, f"{FIRST}{between}{SECOND}")
    assert (first.id, first.title, first.text) == ("a.txt:1", "Dock froze", "It froze at dawn.")
    assert (second.title, second.published) == ("Dock thawed", "2016-05-03")
    assert second.text == "It thawed.\n\nTitle of the week: none."


def test_a_rule_above_the_first(tmp_path: Path) -> None:
    first, second = read(tmp_path, f"=====\n{FIRST}=====\n{SECOND}")
    assert (first.title, second.title) == ("Dock froze", "Dock thawed")


@pytest.mark.parametrize(
    "text",
    [
        "The week\n\nTitle: Dock froze\nDate: 2 May 2016\n\nIt froze.\n",  # below a line of prose
        "Title: Dock froze\nIt froze at dawn, the keeper said.\n\nIt thawed.\n",
        "Title: the mayor's own word for it\n\nIt froze.\n",  # alone
        "Warning: ice\nDate: 2 May 2016\n\nIt froze.\n",
        "Author: It was never meant to be a book.\nTitle: the word is yours\n\nIt froze.\n",  # two who speak
    ],
)
def test_what_is_no_header_stays_text(tmp_path: Path, text: str) -> None:
    (article,) = read(tmp_path, text)
    assert "It " in article.text and article.published is None


def test_a_box_of_other_names_parts_nothing(tmp_path: Path) -> None:
    box = "Title: Ice and Sea\nAuthor: Una Reed\n\nA book of winters.\n"
    (article,) = read(tmp_path, f"{FIRST}\n{box}")
    assert "Title: Ice and Sea\nAuthor: Una Reed" in article.text


def test_a_header_without_a_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{FIRST}\nTitle: Lost\nDate: 4 May 2016\n\n\n{SECOND}")
    found = list(read_file(tmp_path / "a.txt", "a.txt"))
    assert [isinstance(one, ReadArticle) for one in found] == [True, False, True]


def test_a_field_of_another_name_ends_a_header_and_stays(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "Title: Dock froze\nDate: 2 May 2016\nSection: Port\nPages: 4\n\nIt froze at dawn.\n")
    assert (article.title, article.published) == ("Dock froze", "2016-05-02")
    assert article.text == "Section: Port\nPages: 4\n\nIt froze at dawn."


def test_a_field_may_be_empty(tmp_path: Path) -> None:
    first, second = read(tmp_path, f"{FIRST}\nTitle: Dock thawed\nSource: Quay Echo\nDate:\nURL: \n\nIt thawed.\n")
    assert (first.text, second.title, second.published) == ("It froze at dawn.", "Dock thawed", None)


def test_what_stands_below_stays_to_the_letter(tmp_path: Path) -> None:
    text = "It froze\r\nat dawn.\r\n\r\n  It  thawed."
    (article,) = read(tmp_path, f"Title: Dock froze\r\nDate: 2 May 2016\r\n\r\n{text}\r\n", as_is=True)
    assert (article.title, article.text) == ("Dock froze", text)


def test_fields_between_rules_hold_above_a_header(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "---\nsource: Quay Echo\n---\nTitle: Dock froze\nDate: 2 May 2016\n\nIt froze.\n")
    assert (article.title, article.source, article.published) == ("Dock froze", "Quay Echo", "2016-05-02")


@pytest.mark.slow
def test_many_empty_lines_cost_little(tmp_path: Path) -> None:
    begin = process_time()
    (article,) = read(tmp_path, "Title: Dock froze\nDate: 2 May 2016\n\n" + 400_000 * "\n" + "It froze.\n")
    assert article.text == "It froze." and process_time() - begin < 10
