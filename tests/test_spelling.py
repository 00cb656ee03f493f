"""Questions with slips: words that nobody knows are read as the articles spell them, all others stay as typed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index import Library
from index.storing import CATALOG
from rag import Chatbot
from rag.show import as_text

SAID = [
    "The negotiations with Zelenskyy failed.",
    "Orbán met officials of Israel at McDonald's.",
    "The drone was Israel's. Hansen didn't see the empire, the bowl, or Зеленский on the Hauptstraße.",
]


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
        ("Zelensky's army, or the drone of Isreal’s?", "Zelenskyy's army, or the drone of Israel’s?"),
        ("pro-isreal (isreal) 'isreal'", "pro-israel (israel) 'israel'"),
    ],
)
def test_a_slip_is_mended(spoken: Library, typed: str, meant: str) -> None:
    assert spoken.mend_spelling(typed) == meant
    before, after = spoken.search(typed), spoken.search(meant)
    assert [hit.passage.id for hit in before] == [hit.passage.id for hit in after]
    assert before[0].keyword_score > 0


@pytest.mark.parametrize(
    "typed",
    [
        "Who drove the drones?",  # known to the packaged model, though near to what the articles have
        "Did the treaty expire? Was he interred? untie the bowel",  # to the dictionary
        "Who is Hans Israyls?",  # too far
        "a dron b",  # too short
        "When was Hansem born?",  # too short for a wrong letter: it may be another name
        "they couldnt, theyre, didnt",
        "www.zelensky.com said isreal@isreal.org",
        "Зеленски Strase Hauptstrase",  # what is not in Latin letters is left alone
        " ?!",
        "isreal " * 200,  # a text that was pasted
    ],
)
def test_all_else_stays(spoken: Library, typed: str) -> None:
    assert spoken.mend_spelling(typed) == typed


def test_spellings_go_with_their_articles(spoken: Library, tmp_path: Path) -> None:
    spoken.sync(store(tmp_path, [SAID[0], "Hans met Israel."]))
    assert spoken.mend_spelling("isreal negotations") == "israel negotiations"
    spoken.sync(store(tmp_path, ["Cats sleep."]))
    assert spoken.mend_spelling("isreal negotations") == "isreal negotations"


def test_a_library_of_another_version_is_mended(spoken: Library) -> None:
    folder = spoken.folder
    spoken.close()
    with closing(sqlite3.connect(folder / CATALOG)) as database:
        database.execute("PRAGMA user_version = 2")  # as if it were of another version
    with Library.open(folder, embedder=spoken.embedder, repair=True) as mended:
        assert mended.mend_spelling("isreal negotations") == "israel negotiations"


def test_the_answer_says_how_the_question_was_understood(seeds_bot: Chatbot) -> None:
    typed, meant = "who built the bushher plant", "who built the bushehr plant"
    answer = seeds_bot.ask(typed)
    assert (answer.question, answer.standalone_question) == (typed, meant)
    assert answer.status == "answered"
    assert answer.text == seeds_bot.ask(meant).text
    assert as_text(answer).startswith(f"Understood as: {meant}\n")
    assert not as_text(seeds_bot.ask(meant)).startswith("Understood")
