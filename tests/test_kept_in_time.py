"""What became of a report travels with its quotes: corrections, withdrawals, and figures that a later one replaces."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library
from rag import Answer, Chatbot
from rag.contest import find_contest, latest_of, story_of
from rag.show import EXPORTS, answer_html, as_text, sources_html
from rag.verification import verify
from tests.scripted_llm import ScriptedLLM
from tests.test_contest import say

MILL = "The paper mill at Osk burned down on Friday, and 14 workers lost their homes, the owner said."
CORRECTION = "Correction: An earlier version of this article misstated how many workers lost their homes. It was 4."
QUESTION = "How many workers lost their homes when the mill at Osk burned down?"

Ask = Callable[..., Answer]


@pytest.fixture
def ask(library: Library, tmp_path: Path) -> Ask:
    def answer(question: str, *articles: tuple[str, str, str], draft: str | None = None) -> Answer:
        for number, (day, title, text) in enumerate(articles):
            head = f'---\ntitle: "{title}"\nsource: Osk Post\npublished: {day}\n---\n'
            (tmp_path / f"{number}.txt").write_text(f"{head}{text}\n", encoding="utf-8")
        library.sync(tmp_path)
        bot = Chatbot(library)
        found = (bot if draft is None else bot.using(ScriptedLLM(replies=[draft]))).ask(question)
        assert verify(found, library).faults == ()
        return found

    return answer


def test_a_correction_of_what_is_quoted_stands_first_and_is_named(ask: Ask) -> None:
    answer = ask(QUESTION, ("2025-05-09", "Mill burns down", f"{MILL}\n\n{CORRECTION}"))
    first, second = answer.citations
    assert (first.quote.text, first.kind) == (CORRECTION, "correction") and second.quote.text == MILL
    assert answer.text.startswith(f"“{CORRECTION}” [1] — correction: ‘Mill burns down’, Osk Post, 2025-05-09")
    for shown in (as_text(answer), answer_html(answer), EXPORTS["md"]([answer])):
        assert "correction: " in str(shown)
    assert "<small>correction, Osk Post" in sources_html(answer)
    assert Answer.from_json(answer.to_json()) == answer


def test_a_correction_of_something_else_stands_behind(ask: Ask) -> None:
    other = "Correction: An earlier version of this article misspelled the name of Mayor Ida Flint."
    answer = ask(QUESTION, ("2025-05-09", "Mill burns down", f"{MILL}\n\n{other}"))
    assert [one.kind for one in answer.citations] == ["", "correction"]


def test_a_withdrawn_report_is_never_quoted_alone(ask: Ask) -> None:
    withdrawn = "The Osk Post has withdrawn its report of May 9 on the paper mill at Osk. The mill did not burn."
    articles = ("2025-05-09", "Mill burns down", MILL), ("2025-05-12", "Editor's note: report on mill", withdrawn)
    answer = ask(QUESTION, *articles)
    assert answer.citations[0].quote.text == withdrawn and answer.citations[0].kind == "retraction"
    written = ask(QUESTION, *articles, draft="14 workers lost their homes [1.1].")
    assert written.citations[0].kind == "retraction" and withdrawn in written.text


def test_what_a_quote_is_called_is_verified(ask: Ask, library: Library) -> None:
    answer = ask(QUESTION, ("2025-05-09", "Mill burns down", f"{MILL}\n\n{CORRECTION}"))
    correction, mill = answer.citations
    for changed in ((replace(correction, kind="retraction"), mill), (correction, replace(mill, kind="earlier report"))):
        faults = verify(replace(answer, citations=changed), library).faults
        assert any("it is called a" in fault.reason for fault in faults)


def reports(*told: tuple[str, str]) -> list:  # type: ignore[type-arg]
    return [say(name, text, published=day) for name, (day, text) in zip("abcdef", told, strict=False)]


TOLL = "The flood at Osk has killed {} people, officials said."
HOW_MANY = "How many people has the flood at Osk killed?"


def test_figures_of_different_days_are_one_story() -> None:
    told = reports(("2025-05-01", TOLL.format(3)), ("2025-05-04", TOLL.format(19)), ("2025-05-02", TOLL.format(8)))
    story = story_of(HOW_MANY, find_contest(HOW_MANY, told))
    assert story and story.latest.hit.article.id == "b"
    assert [one.hit.article.id for one in story.earlier] == ["c", "a"]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (HOW_MANY, ("2025-05-01", TOLL.format(3)), ("2025-05-01", TOLL.format(19))),
        (HOW_MANY, ("2025-05", TOLL.format(3)), ("2025-05-04", TOLL.format(19))),
        ("How long is the pier?", ("2025-05-01", "The pier is 300 m long."), ("2025-05-04", "The pier is 400 m long.")),
        ("When did it open?", ("2025-05-01", "The pier opened in 1970."), ("2025-05-04", "The pier opened in 1982.")),
    ],
)
def test_figures_of_one_day_and_what_does_not_change_stay_sides(
    question: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    sides = find_contest(question, reports(one, other))
    assert len(sides) == 2 and story_of(question, sides) is None


def test_who_asks_for_the_latest_gets_it() -> None:
    told = reports(("2017-10-02", "Karl Bo became mayor of Osk."), ("2025-10-06", "Ida Flint became mayor of Osk."))
    story = latest_of("Who is mayor of Osk now?", told)
    assert story and story.latest is told[1] and story.earlier == (told[0],)
    assert latest_of("Who is mayor of Osk?", told) is None
    assert latest_of("Who became mayor of Osk, says USA Today?", told) is None
    assert latest_of("What is the current state of Osk?", told) is None


def test_the_latest_figure_stands_first_and_earlier_ones_are_named(ask: Ask) -> None:
    days = [("2025-05-01", "Flood", TOLL.format(3)), ("2025-05-04", "Flood grows", TOLL.format(19))]
    answer = ask(HOW_MANY, *days)
    assert answer.status == "answered" and [one.kind for one in answer.citations] == ["", "earlier report"]
    assert "19" in answer.citations[0].quote.text and "— earlier report: ‘Flood’" in answer.text
    written = ask(HOW_MANY, *days, draft="The flood at Osk has killed 3 people.")
    assert "19" in written.sentences[0].text and "earlier report" in {one.kind for one in written.citations}
