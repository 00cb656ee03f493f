"""Notices: what an article says of itself, or of another, as an article: corrected, withdrawn, updated."""

import json
from pathlib import Path
from time import process_time

import pytest

from index import Article, Library, Notice
from index.reading.cleaning import clean
from index.reading.notices import find_notices
from page.article import article_html
from rag.cli import main

NONE: list[tuple[str, str]] = []


def notices(text: str, title: str = "The mill", source: str | None = "Vale Times") -> list[tuple[str, str]]:
    found = find_notices("a", title, text, source)
    assert all((title if one.in_title else text)[one.start : one.end] == one.text for one in found)
    return [(one.kind, one.text) for one in found]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("correction", "Correction: The mill has 40 looms, not 14."),
        ("correction", "CORRECTION (May 6): The name of the mayor is Flint. We regret it."),
        ("correction", "Correction, 6 May 2025: This article gave a wrong price."),
        ("correction", "An earlier version of this story misspelled the name of Ada Flint."),
        ("correction", "This article was amended on 6 May 2025 because it gave a wrong price."),
        ("correction", "(Corrects price in paragraph 2)"),
        ("correction", "Corrects spelling of name in third paragraph."),
        ("correction", "Editor’s note: A previous version of this report had a wrong price."),
        ("correction", "An article on Monday about the mill misstated its price. It was 40 pounds."),
        ("correction", "Due to an editing error, an article on Monday gave a wrong price for the mill."),
        ("correction", "Correction\n\nThe mill has 40 looms, not 14."),
        ("correction", "It was said that the mill has 14 looms. It has 40. We regret the error."),
        ("retraction", "BULLETIN KILL: The story on the mill. Do not use it."),
        ("correction", "The mill has 40 looms, not 14. The Vale Times regrets the error."),
        ("clarification", "Clarification: The mill was let, not sold, in 2020."),
        ("retraction", "The Vale Times has withdrawn its report of May 5 on the mill. It was forged."),
        ("retraction", "Editors’ note: We have withdrawn this article, as its sources were forged."),
        ("retraction", "On May 5 we reported that the mill was sold. That was wrong, and we have retracted it."),
        ("retraction", "The Vale Times no longer stands by its report of May 5 on the mill."),
        ("retraction", "We are withdrawing our story on the mill, as its sources were forged."),
        ("retraction", "A Vale Times report on Monday about the mill has been taken down."),
        ("retraction", "This story should never have been published."),
        ("correction", "An earlier version of the map showed the wrong county."),
        ("update", "Update, 5 p.m.: The mill has burned down."),
        ("update", "UPDATE 6 May: The mill has burned down."),
        ("update", "This story has been updated to include what the mayor said."),
        ("update", "(Adds details, background)"),
        ("editor's note", "Editor's note: This is the first of three parts."),
        ("update", "Update, May 6, 5 p.m. ET: The mill has burned down."),
        ("update", "[Updated at 9:40 a.m. on Tuesday: The mill has burned down.]"),
        ("update", "We have updated this story with what the mayor said."),
        ("correction", "Correction 6/5/25: The mill has 40 looms."),
        ("correction", "Corrections & Amplifications: The mill has 40 looms, not 14."),
        ("clarification", "Amplification: An article on Monday should have noted who owns the mill."),
        ("correction", "For the record: A story on the mill gave a wrong price."),
        ("correction", "For the Record\n\nThe mill has 40 looms, not 14, as an article had it."),
        ("correction", "Apology: In an article on Monday we wrongly called Ada Flint a thief."),
        ("correction", "(This May 6 story has been corrected to give the price of the mill)"),
        ("correction", "(Fixes typo in headline)"),
        ("retraction", "We have taken this article offline while we ask its author."),
        ("retraction", "We cannot stand by this story. Its author made up the miller."),
        ("retraction", "We deleted this post, as nobody could name the miller."),
        ("retraction", "The Vale Times, which wrote on May 5 that the mill was sold, has retracted its story."),
        ("retraction", "The Vale Times has withdrawn its story on the mill, editor Ada Flint said."),
        ("retraction", "Our story, which said on Monday that the mill was sold, has been withdrawn."),
        ("retraction", "On May 5, we wrote that the mill was sold, and we have retracted the report."),
        ("retraction", "The story on the mill has been retracted by the Vale Times."),
        ("retraction", "This article was withdrawn by its editors."),
        ("retraction", "This article was published in error and has been taken down."),
        ("retraction", "We reported on Monday that the mill was sold. It has been removed from our site."),
        ("retraction", "We apologise and withdraw the report."),
        ("correction", "An earlier version of the list with this article left out the mill at Osk."),
        ("correction", "An earlier version of the photo misidentified the miller."),
        ("correction", "An article in the Arts section on Monday misidentified the miller."),
        ("correction", "In an article on Monday, the miller was incorrectly identified."),
        ("correction", "In an article on Monday, we incorrectly said that the mill was sold."),
        ("retraction", "WITHDRAWN: The story on the mill."),
    ],
)
def test_a_notice_is_found_and_kept_in_the_text(kind: str, said: str) -> None:
    text = f"The Osk mill was sold in March.\n\n{said}\n\nIt burned down in May."
    assert notices(text) == [(kind, said)]
    assert notices(text.replace("\n", "\r\n")) == [(kind, said.replace("\n", "\r\n"))]
    assert said in clean(text).text  # no cleaning takes it out


@pytest.mark.parametrize(
    "text",
    [
        "A market correction: prices fell. Correction came late. He corrected the figures.",
        "The mayor has withdrawn his report on the mill. A journal retracted a study. The council pulled its plan.",
        "The union no longer stands by its offer. It should not have been made, its report said.",
        "We have withdrawn from the race, the team said. It removed the mast.",
        "“We have removed the post,” a spokesman said. “This report should never have been written,” said Flint.",
        "We reported in May that the mill was for sale. It was withdrawn on Friday.",
        "This report was removed from the shelves by the police.",
        "In this story we tell how the wheel was removed. This report comes from Osk, where the weir was taken down.",
        "Our review found that the gate was removed. This column has said why the law was withdrawn.",
        "The author of this article was removed. This story is about a wheel that was stolen and was taken down.",
        "Critics of the Vale Times took down the page. The miller told the Vale Times he retracted the story.",
        "The council's report, first seen by the Vale Times, was withdrawn. This report was withdrawn by the council.",
        "We reported on Monday that the gate would stay. It was removed. The mayor said the report was withdrawn.",
        "We have withdrawn our report, the council said. The miller said we have removed the page.",
        "An earlier version of the list, drawn up by the council, omitted the mill.",
        "An earlier version of the video omitted the fire. An earlier version of the map drawn by monks had errors.",
        "An earlier version of the map hangs in Lisbon.",
        "We have " + "has " * 3_000 + "removed.",
        "The court ordered that this page be struck; it was removed in June. Our report was pulled apart by critics.",
        "For the record: I own no mill, the mayor said. Amplification: how a whisper fills a mill.",
        "For the record, the report was wrong. An apology: the mayor says sorry for the error.",
        "In a story in his book, a miller is wrongly named thief.",
        "In an article on mills, the wheels are incorrectly said to turn.",
        "Updated 9:25 AM EDT, Tue May 6, 2025. The mill has 40 looms.",
        "The Corrections Department: a history. Corrections officers went on strike.",
        "An earlier version of the bill was updated in May. The law was amended on 6 May 2025.",
        "The journal has retracted the article. Another paper withdrew its report.",
        "Updated: 6 May 2025\nThe mill has been updated. Updated figures are due.",
        "“We regret the error,” the mayor said. “We regret the error.” He regrets the error.",
        "Kill: a film of that name is out. A bill to kill it.",
        "The mill was sold by mistake. The Mill Board regrets the error. The Home Office regrets the mistake.",
        "The editor noted that the story was often changed. This report says that it was wrong.",
        "The board told the miller that an earlier version of the report was kinder. It found this report was amended.",
        "An article in the Ridge Post last week wrongly said the mill was for sale.",
        "In a post on Friday, the mayor wrongly said the mill was safe.",
        "(Repeats of the play are at noon.)\nWithdrawn: Bo Flint (knee).",
    ],
)
def test_news_of_corrections_is_no_notice(text: str) -> None:
    assert notices(text) == NONE


def article(folder: Path, name: str, title: str, published: str, text: str, source: str = "Vale Times") -> None:
    fields = json.dumps({"id": name, "title": title, "source": source, "published": published, "text": text})
    (folder / f"{name}.jsonl").write_text(fields)


def about(library: Library, name: str) -> list[tuple[str, str]]:
    return [(one.article, one.kind) for one in library.notices_of(name)]


def test_a_notice_is_tied_to_the_article_it_is_about_as_these_come_and_go(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    sold = "The Osk mill was sold to Ada Flint for 14 pounds, a deed shows. She owns two others."
    article(folder, "sold", "Osk mill goes for 14 pounds", "2025-05-05", sold)
    article(
        folder, "prize", "Ada Flint wins a prize", "2025-05-05", "Ada Flint won a prize for her bread, a jury said."
    )
    article(folder, "later", "Osk mill goes for 14 pounds", "2025-05-07", sold)
    article(folder, "elsewhere", "Osk mill goes for 14 pounds", "2025-05-05", sold, source="Hill Post")
    said = "The Vale Times has withdrawn its report of May 5 that Ada Flint bought the Osk mill. The deed was forged."
    article(folder, "withdrawn", "Editor's note: report on the mill withdrawn", "2025-05-09", said)
    library.sync(folder)
    assert about(library, "sold") == 2 * [("withdrawn", "retraction")]
    assert about(library, "prize") == about(library, "later") == about(library, "elsewhere") == []
    article(folder, "withdrawn", "The week", "2025-05-09", "Nothing was withdrawn.")
    article(folder, "update", "UPDATE 1-Osk mill goes for 14 pounds", "2025-05-06", sold)
    library.sync(folder)
    assert about(library, "sold") == [("update", "update")] and about(library, "later") == []
    (folder / "update.jsonl").unlink()
    library.sync(folder)
    assert about(library, "sold") == []


def test_it_shows_in_the_terminal_as_json_and_in_the_page(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "Correction: The mill has <40> looms, not 14."
    (tmp_path / "mill.txt").write_text(f"The mill\n\nIt was sold in March.\n\n{said}\n")
    library.sync(tmp_path / "mill.txt")
    (notice,) = library.notices_of("mill.txt")
    page = article_html(library.article("mill.txt"), (), (), notices=[notice])
    assert "<b>Correction</b> Correction: The mill has &lt;40&gt; looms" in page
    other = Notice("retraction", "b&b", 0, 4, "Gone")
    assert 'data-article="b&amp;b"' in article_html(Article("a", "", "It is."), (), (), notices=[other])
    library.close()
    for options in ([], ["--json"]):
        assert main(["articles", "mill.txt", "--library", str(library.folder), *options]) == 0
    shown, _, listed = capsys.readouterr().out.partition("{")
    assert f"Correction: {said}\n" in shown
    (told,) = json.loads("{" + listed)["notices"]
    assert (told["kind"], told["text"], told["in_title"]) == ("correction", said, False)


def test_each_paragraph_of_a_page_of_corrections_is_one() -> None:
    text = "Metro\n\nAn article on Monday gave a wrong price. It is 40.\n\nThe mayor's name is Flint, not Flynt."
    for title in ("Corrections", "Corrections and clarifications", "Corrections: May 3, 2025", "Corrections (May 3)"):
        assert [one for _, one in notices(text, title)][-2:] == text.split("\n\n")[1:]
    assert notices(text, "Corrections at the mill") == NONE
    for title in ("Correction: Board sells 12 mills", "Clarifications: 40 new rules for mills"):
        assert [one for _, one in notices(text, title)] == [title]


def test_what_others_regret_is_no_correction() -> None:
    quoted = 'The hospital wrote: "We kept the rules in each case. We regret this error. We will pay."'
    letter = "The bank sent a letter to its clients:\n\nWe charged some of you twice. We regret this error."
    assert notices(quoted) == NONE and notices(letter) == NONE
    assert notices("The prison holds 400 men.\n\nIts guards want more pay.", "Corrections") == NONE


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "He said: “ " + "We have removed our story. " * 16_000,
        "Flint said:\nWe have removed our story.\n" * 16_000,
        "We reported that. " + "it has been removed " * 8_000 + ".",
        "They " + "removed it and " * 8_000 + ".",
        "For the record: I own it. " * 32_000,
    ],
    ids=["open quotation", "speakers", "passives", "actives", "weak forms"],
)
def test_notices_are_looked_for_in_linear_time(text: str) -> None:
    begin = process_time()
    assert notices(text) == NONE
    assert process_time() - begin < 40
