"""A list or a table in an answer: which of it is quoted, and that every door shows what introduces it."""

import json
from dataclasses import replace
from html import escape

import pytest

from index import Embedder, Library
from page.article import article_html
from rag import Answer, Chatbot
from rag.quote import Quote, Slice
from rag.show import EXPORTS, answer_html, as_text, link_to, sources_html
from rag.verification import verify
from tests.reading import quick_chatbot
from tests.scripted_llm import ScriptedLLM
from tests.test_quotes import chosen, evidence, read

HALLS = "The halls that shut on Friday are:\n- Ash Hall\n- Elm Hall\n- Oak Hall\n\nRain fell."
RAIN = "Wet days\nYear | Days | Dry\n2022 | 40 | 9\n2023 | 31 | 8\n\nRain fell."
TEXT = f"""Varn council shuts village halls

The council of Varn shuts three of its village halls, it said on Monday.

{HALLS.partition("Rain fell")[0]}
Repairs will take until May.

Money for the halls
Year | Crowns | Gifts
2023 | 5,100 | 70
2024 | 4,300 | 90

The council meets in June.
"""


@pytest.fixture(scope="module")
def halls(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Chatbot:
    folder = tmp_path_factory.mktemp("halls")
    (folder / "halls.txt").write_text(TEXT)
    library = Library.open(folder / "library", embedder=embedder)
    library.sync(folder / "halls.txt")
    return quick_chatbot(library)


def test_a_list_whose_items_answer_together_is_one_quote_with_its_lead() -> None:
    found = evidence(*read(HALLS, (0.3, 0.6, 0.5, 0.4, 0.01)))
    assert chosen(found, question="Which halls shut on Friday?") == [HALLS.partition("\n\n")[0]]


def test_an_item_that_is_asked_about_comes_alone() -> None:
    found = evidence(*read(HALLS, (0.3, 0.6, 0.5, 0.4, 0.01)))
    assert chosen(found, question="When does Elm Hall shut?") == ["Elm Hall"]


def test_a_row_that_is_asked_about_comes_alone_and_a_table_otherwise_whole() -> None:
    found = evidence(*read(RAIN, (0.2, 0.2, 0.6, 0.5, 0.01)))
    assert chosen(found, question="How many wet days were there in 2023?") == ["2023 | 31 | 8"]
    assert chosen(found, question="Which year was wetter?") == [RAIN.partition("\n\n")[0]]


def test_of_two_tables_the_one_that_is_asked_about() -> None:
    text = "Ash\nYear | Days\n2022 | 4\n2023 | 5\n\nElm\nYear | Days\n2022 | 6\n2023 | 7"
    found = evidence(*read(text, (0, 0, 0.5, 0.6, 0, 0, 0.5, 0.5)))
    assert chosen(found, question="How many days at Elm in 2022?") == ["2022 | 6"]


def test_a_long_list_is_not_quoted_whole() -> None:
    text = "They shut:\n" + "\n".join(f"- Hall {chr(65 + number) * 2}" for number in range(20))
    found = evidence(*read(text, (0.1, *[0.5] * 20)))
    assert len(chosen(found, question="What shuts?")) == 5


def test_what_introduces_a_quoted_item_is_not_quoted_again() -> None:
    text = "These halls shut on Friday.\n\n- Ash Hall\n- Elm Hall"
    found = evidence(*read(text, (0.7, 0.6, 0.6)))
    assert chosen(found, question="Does Elm Hall shut?") == ["Elm Hall"]
    assert chosen(found, question="Which shut?") == [text]


def test_the_slices_of_a_quote_stand_in_marks_of_their_own() -> None:
    lead = (Slice(0, 8, "Wet days"), Slice(9, 20, "Year | Days"))
    assert Quote("a", 40, 49, "2023 | 31", lead).in_marks == "“Wet days” “Year | Days” … “2023 | 31”"
    assert Quote("a", 0, 5, "Rain.").in_marks == "“Rain.”"


@pytest.mark.parametrize(
    ("question", "slices"),
    [
        ("Does Elm Hall shut on Friday?", ["The halls that shut on Friday are:", "Elm Hall"]),
        (
            "How many crowns were there for the halls in 2024?",
            ["Money for the halls", "Year | Crowns | Gifts", "2024 | 4,300 | 90"],
        ),
    ],
)
def test_every_door_shows_all_slices(question: str, slices: list[str], halls: Chatbot) -> None:
    answer = halls.ask(question)
    citation = answer.citations[0]
    (article,) = halls.library.articles()
    assert [one.text for one in citation.quote.slices] == slices
    assert all(article.text[one.start : one.end] == one.text for one in citation.quote.slices)
    assert citation.quote.text == slices[-1] == answer.sentences[0].text
    told = citation.quote.in_marks
    assert told in answer.text and told in as_text(answer)
    assert escape(told) in answer_html(answer)
    assert all(f">{escape(one)}</mark>" in sources_html(answer) for one in slices)
    assert all(f">{escape(one)}</mark>" in article_html(article, answer.citations, ()) for one in slices)
    assert told.replace("|", "\\|") in str(EXPORTS["md"]([answer])) and escape(told) in str(EXPORTS["html"]([answer]))
    assert Answer.from_json(json.loads(str(EXPORTS["json"]([answer])))) == answer
    assert verify(answer, halls.library).faults == ()


def test_a_whole_list_has_a_line_for_each_item(halls: Chatbot) -> None:
    answer = halls.ask("Which village halls shut on Friday?")
    assert "are:<br>- Ash Hall<br>- Elm Hall<br>- Oak Hall”" in answer_html(answer)
    in_one = "“The halls that shut on Friday are:” “Ash Hall” “Elm Hall” “Oak Hall”"
    assert f"{in_one}[^1-1]" in str(EXPORTS["md"]([answer]))
    assert verify(answer, halls.library).faults == ()


def test_a_lead_that_is_changed_or_taken_away_is_a_fault(halls: Chatbot) -> None:
    answer = halls.ask("Does Elm Hall shut on Friday?")
    citation = answer.citations[0]
    other = replace(citation.quote.lead[0], text="The halls that open on Friday are:")
    for lead in ((), (other,), (replace(other, start=0, end=34),)):
        forged = replace(answer, citations=(replace(citation, quote=replace(citation.quote, lead=lead)),))
        assert verify(forged, halls.library).wrong == (forged.citations[0].quote,)


def test_an_article_whose_lead_was_edited_is_not_marked(halls: Chatbot) -> None:
    answer = halls.ask("Does Elm Hall shut on Friday?")
    (article,) = halls.library.articles()
    edited = replace(article, text=article.text.replace("that shut", "we shut,"))
    assert "<mark" not in article_html(edited, answer.citations[:1], ())


def test_on_the_web_an_item_is_found_without_its_mark_and_a_row_by_its_cells(halls: Chatbot) -> None:
    cited = halls.ask("Which village halls shut on Friday?").citations[0]
    linked = replace(cited, url="https://a.example/halls")
    assert link_to(linked).endswith("#:~:text=The%20halls%20that%20shut,Oak%20Hall")
    row = replace(linked, quote=Quote("a", 0, 17, "2024 | 4,300 | 90"))
    assert link_to(row).endswith("#:~:text=2024,90")


def test_nothing_is_said_where_a_list_does_not(halls: Chatbot) -> None:
    for question in ("Who is the mayor of Torland?", "How many trains ran in 2024?"):
        assert halls.ask(question).status == "not_found"


def test_a_model_reads_an_item_with_its_lead(halls: Chatbot) -> None:
    answer = halls.using(ScriptedLLM(replies=["Elm Hall shuts on Friday [1.4]."])).ask("Does Elm Hall shut on Friday?")
    assert answer.sentences[0].verdict == "supported", answer
