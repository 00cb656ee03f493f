"""A follow-up that looks whole is searched for behind the question before it, and read as it was asked."""

import json
from collections.abc import Iterator

import pytest

from index import Library
from rag import Chatbot, Turn
from rag.standalone import behind_earlier

ARTICLES = {
    "press": "The city hands out press cards to reporters. A card lets them cross police lines. They send two stories.",
    "ferry": "The night ferry to Arden sails again from Monday. Tickets cost 12 marks at the harbour office.",
    "bakers": "The guild of bakers opened a school in Kiel. It takes forty pupils. Applicants bake three loaves.",
    "mill": "A fire destroyed the old mill at Hollow Lane. Nobody was hurt. The cause is not known.",
}
BAKERS = Turn("Where did the bakers open a school?", "In Kiel.")
FERRY = Turn("When does the night ferry sail again?", "From Monday.")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    folder = tmp_path_factory.mktemp("followed")
    lines = (json.dumps({"id": name, "title": "", "text": text}) for name, text in ARTICLES.items())
    (folder / "articles.jsonl").write_text("\n".join(lines))
    with Library.open(folder / "library") as library:
        library.sync(folder / "articles.jsonl", as_is=True)
        yield Chatbot(library)


@pytest.mark.parametrize(("history", "article"), [(BAKERS, "bakers"), (FERRY, "ferry")])
def test_a_follow_up_finds_what_the_question_before_it_is_about(bot: Chatbot, history: Turn, article: str) -> None:
    alone, behind = bot.ask("How would somebody apply?"), bot.ask("How would somebody apply?", [history])
    assert behind.nearest[0].quote.article == article
    assert behind.confidence >= alone.confidence
    assert behind.standalone_question == "How would somebody apply?"


def test_another_subject_is_not_answered_with_the_one_before(bot: Chatbot) -> None:
    for question in ("Who is the mayor of Lyon?", "How was the war in Sudan ended?", "thanks"):
        assert bot.ask(question, [FERRY]).status == "not_found"


def test_what_is_surely_answered_stays_as_it_is(bot: Chatbot) -> None:
    question = "What destroyed the old mill at Hollow Lane?"
    assert bot.ask(question, [FERRY]).citations == bot.ask(question).citations


def test_only_follow_ups_are_put_behind_a_question() -> None:
    assert behind_earlier("How would somebody apply?", []) is None
    assert behind_earlier("Thanks a lot!", [FERRY]) is None
    assert behind_earlier("word " * 30, [FERRY]) is None
    assert behind_earlier("And on Sundays?", [Turn("", "Hello."), FERRY]) == f"{FERRY.question} And on Sundays?"
