"""A greeting, thanks or a question about the library as a whole: what it holds is told; all else is a question."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library
from page.conversations import Exchange
from page.turns import said_html, with_notes
from rag import Chatbot
from rag.about import WELCOME, about_library
from rag.show import answer_html, as_text
from rag.verification import verify
from tests.fakes import WordHashEmbedder


@pytest.mark.parametrize(
    "said",
    [
        "hello", "Hi there!", "Good evening.", "Help", "Hey, what are these articles about?", "Summarise the articles",
        "Could you give me an overview of my news, please?", "What's in the library?", "Who are you?",
        "how many articles do I have", "What topics do the articles cover?",
    ],
)  # fmt: skip
def test_what_the_library_holds_is_told(seeds_bot: Chatbot, said: str) -> None:
    answer = seeds_bot.ask(said)
    assert answer.is_reply and answer.status == "not_found" and not answer.nearest
    assert answer.text.startswith(
        "The library holds 12 articles, from 18 January 2025 to 27 June 2025.\nSource: OnRecord sample.\nThe latest:\n"
    )
    assert "\n• ‘Putin Offers to Mediate Between Israel and Iran’, OnRecord sample, 19 June 2025\n" in answer.text
    assert max(map(len, answer.text.splitlines())) < 120 and not re.search(r"\d{4}-\d\d", answer.text)
    assert as_text(answer, width=100).splitlines()[:2] == answer.text.splitlines()[:2]
    assert answer_html(answer).count("<li>") == 5
    assert "do not say" not in as_text(answer) + answer_html(answer)
    assert verify(answer, seeds_bot.library).faults == ()


def test_thanks_are_returned(seeds_bot: Chatbot) -> None:
    assert {seeds_bot.ask(said).text for said in ("thanks!", "OK, thank you very much.", "Bye")} == {WELCOME}


@pytest.mark.parametrize(
    "asked",
    [
        "Hello, did Russia aid Iran?", "Thanks, and who built it?", "Why?", "And then?", "Who said so?",
        "What do they say about it?", "What do the articles say about that?", "What do the articles say about Iran?",
        "Helped whom?", "Help for Gaza", "What is the source?", "Which articles disagree?", "Hi-tech firms", "?",
    ],
)  # fmt: skip
def test_anything_else_is_asked_of_the_articles(seeds_bot: Chatbot, asked: str) -> None:
    assert about_library(asked, seeds_bot.library) is None


def test_a_greeting_is_nothing_that_a_follow_up_points_at(seeds_bot: Chatbot) -> None:
    question, follow_up = "Who built the Bushehr plant?", "When was it built?"
    first = seeds_bot.ask(question)
    with_talk = [seeds_bot.ask("hello"), first, seeds_bot.ask("thanks")]
    followed = seeds_bot.ask(follow_up, with_talk)
    assert followed.standalone_question == seeds_bot.ask(follow_up, [first]).standalone_question != follow_up


def test_what_was_told_once_stands_when_the_library_has_grown(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    (tmp_path / "a.txt").write_text("The harbor opened in May.")
    with Library.open(tmp_path / "library", embedder=word_hash) as library:
        library.sync(tmp_path / "a.txt")
        told = Chatbot(library).ask("hello")
        assert "The library holds 1 article.\nAmong them:\n• ‘a’" in told.text
        (tmp_path / "b.txt").write_text("The ferry sailed.")
        library.sync(tmp_path / "b.txt")
        checked = verify(told, library)
        assert checked.faults == () and "what the library held when it was asked" in checked.unchecked
        assert verify(replace(told, question="Who built it?"), library).faults


def test_filters_are_not_said_of_a_reply(bot: Chatbot) -> None:
    turn = Exchange(1, "hello", {"since": "2025"}, bot.ask("hello", since="2025"), is_whole=True)
    assert "In articles" not in said_html(turn) and with_notes(turn).notes == ()
