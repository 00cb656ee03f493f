"""What is told of another year or another's office is no answer."""

from pathlib import Path

import pytest

from index import Library
from index.language.times import find_times
from rag import Chatbot
from rag.chatbot import NOT_SURE
from rag.reader.holders import asked_office
from rag.reader.years import counted_year, is_of_other_year


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("How many people drowned in 2024?", "2024"),
        ("How much money did Osk spend during 2019?", "2019"),
        ("Did it rain? How many came in 2021?", "2021"),
        ("How many people drowned between 2019 and 2024?", None),
        ("How many people drowned?", None),
        ("How many countries signed the 2015 deal?", None),
        ("When was the deal of 2015 signed?", None),
        ("Who won in 2014?", None),
    ],
)
def test_the_year_that_a_figure_is_asked_for(question: str, year: str | None) -> None:
    assert counted_year(question) == year


@pytest.mark.parametrize(
    ("title", "text", "is_other"),
    [
        ("Osk", "In 2023, 14 people drowned.", True),
        ("Osk", "Nine animals drowned last year.", True),
        ("Osk", "On Friday 300 workers drowned.", True),
        ("Osk", "In 2024, 14 people drowned.", False),
        ("Osk", "From 2023 to 2025 14 people drowned.", False),
        ("Osk", "14 people drowned, two more than in 2023.", False),
        ("Drowned in 2024", "In August and July 2023 alone, nine did.", False),
        ("Osk", "14 people drowned.", False),
    ],
)
def test_a_figure_of_another_year(title: str, text: str, is_other: bool) -> None:
    assert is_of_other_year("2024", title, text, find_times(text, "2026-06-10")) == is_other


@pytest.mark.parametrize(
    ("question", "text", "is_other"),
    [
        ("Who is the president of Iran?", "Russian President Jo Li spoke.", True),
        ("who is iran's president", "Russia’s president spoke in Iran.", True),
        ("Who is the president of Iran?", "Iranian President Ali met Russian President Li.", False),
        ("Who is the president of Iran?", "President Ali spoke.", False),
        ("Who is the mayor of Osk?", "The mayor of Corin is Ida Voss.", True),
        ("Who is the mayor of Osk?", "Osk’s new mayor is Karl Bo.", False),
        ("Who is the Israeli prime minister?", "British Prime Minister Starmer spoke.", True),
        ("Who is the president of the United States?", "US President Roe spoke.", False),
        ("Who is the president of the United States?", "American President Roe met the French president.", False),
    ],
)
def test_whose_office_it_is(question: str, text: str, is_other: bool) -> None:
    asked = asked_office(question)
    assert asked and asked.is_of_other(text) == is_other


def test_an_article_tells_whose_president_is_meant() -> None:
    asked = asked_office("Who is the president of Iran?")
    assert asked and asked.is_of_other("This year President Vladimir Li came.", "Russian President Li spoke.")
    assert not asked.is_of_other("This year President Ali came.", "Russian President Li spoke.")


@pytest.mark.parametrize(
    "question",
    [
        "Who was the director of the film Close?",
        "Who is Ida Voss?",
        "Who is Ida Voss married to?",
        "Who led the club?",
        "Who is the head of the EU?",
    ],
)
def test_no_office_of_a_place_is_asked_for(question: str) -> None:
    assert asked_office(question) is None


def test_an_answer_is_not_sure_where_only_others_are_told_of(library: Library, tmp_path: Path) -> None:
    for name, text in (
        ("Corin mill output", "The Corin mill made 3,000 tons of paper in 2022. It hired 40 people last year."),
        ("Fair opens", "Corin's mayor, Ida Voss, opened the fair of Osk on Monday. Mayor Voss wants a bridge to Osk."),
    ):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2024-03-01\n---\n{text}")
    library.sync(tmp_path)
    bot = Chatbot(library)
    for question, words in (
        ("How many tons of paper did the Corin mill make in 2022?", "3,000 tons"),
        ("Who is the mayor of Corin?", "Ida Voss"),
    ):
        answer = bot.ask(question)
        assert answer.status == "answered" and words in answer.text and NOT_SURE not in answer.notes
    for question in ("How many tons of paper did the Corin mill make in 2023?", "Who is the mayor of Osk?"):
        answer = bot.ask(question)
        assert answer.status == "not_found" or NOT_SURE in answer.notes
        assert answer.short_answer is None
