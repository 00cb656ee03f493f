"""Questions with slips: words that nobody knows are read as the articles spell them, all others stay as typed."""

import json
from pathlib import Path

import pytest

from index import Library
from rag import Chatbot

SAID = ["The negotiations with Zelenskyy failed.", "Orbán met officials dealing with Israel.", "The drone was Israel's."]


@pytest.fixture
def spoken(library: Library, tmp_path: Path) -> Library:
    library.sync(store(tmp_path, SAID))
    return library


def store(folder: Path, texts: list[str]) -> Path:
    file = folder / "said.jsonl"
    file.write_text("\n".join(json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)))
    return file


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who met isreal?", "who met israel?"),  # changed over
        ("Why did the negotations fail?", "Why did the negotiations fail?"),  # one less
        ("What of Zelenskyyy?", "What of Zelenskyy?"),  # one more, its capital kept
        ("Did Orban meet officiels?", "Did Orban meet officials?"),  # another; an accent is no slip
        ("Who drove the drones?", "Who drove the drones?"),  # English, though near to what the articles have
        ("Who is dialing?", "Who is dialing?"),  # likewise, by its stem
        ("Who is Hans Israyls?", "Who is Hans Israyls?"),  # too far
        ("a dron b", "a dron b"),  # too short
        ("negotiation", "negotiation"),  # another form
        (" ?!", " ?!"),
    ],
)
def test_a_slip_is_mended(spoken: Library, typed: str, meant: str) -> None:
    assert spoken.mend_spelling(typed) == meant


def test_spellings_go_with_their_articles(spoken: Library, tmp_path: Path) -> None:
    spoken.sync(store(tmp_path, SAID[1:]))
    assert spoken.mend_spelling("isreal negotations") == "israel negotations"
    spoken.sync(store(tmp_path, ["Cats sleep."]))
    assert spoken.mend_spelling("isreal negotations") == "isreal negotations"


def test_the_answer_says_how_the_question_was_understood(seeds_bot: Chatbot) -> None:
    typed, meant = "who built the bushher plant", "who built the bushehr plant"
    answer = seeds_bot.ask(typed)
    assert (answer.question, answer.standalone_question) == (typed, meant)
    assert answer.status == "answered"
    assert answer.text == seeds_bot.ask(meant).text
