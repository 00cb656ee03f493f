"""What a script hands in by mistake: one line that says what was expected, whichever call it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import InputError, Library
from rag import Answer, Chatbot, ModelError, evaluate, open_chatbot
from tests.conftest import SEEDS

QUESTION = "Who built the Bushehr plant?"
FIVE: Any = 5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda bot: bot.ask(5), "question must be text (str), not int"),
        (lambda bot: bot.ask(None), "question must be text (str), not NoneType"),
        (lambda bot: bot.ask(b"Who?"), "question must be text (str), not bytes"),
        (lambda bot: bot.ask(QUESTION, since=2025), "since must be text (str) or None, not int"),
        (lambda bot: bot.ask(QUESTION, until=2025.5), "until must be text (str) or None, not float"),
        (lambda bot: bot.ask(QUESTION, source=["Daily"]), "source must be text (str) or None, not list"),
        (lambda bot: bot.ask(QUESTION, during=(2024, 2025)), "during must be text (str) or None, not tuple"),
        (lambda bot: bot.ask(QUESTION, [{"question": "a", "answer": "b"}]), "history must be a list of earlier turns"),
        (lambda bot: bot.ask(QUESTION, "Who?"), "history must be a list of earlier turns"),
        (lambda bot: bot.ask(QUESTION, 5), "history must be a list of earlier turns"),
        (lambda bot: bot.library.search(5), "question must be text (str), not int"),
        (lambda bot: bot.library.search(QUESTION, k="3"), "k = '3': ask for 1 to 1,000,000 passages"),
        (lambda bot: bot.library.search(QUESTION, since=2025), "since must be text (str) or None, not int"),
        (lambda bot: bot.library.article(5), "article_id must be text (str), not int"),
        (lambda bot: bot.library.removed_from(None), "article_id must be text (str), not NoneType"),
        (lambda bot: bot.library.copies_of(5), "article_id must be text (str), not int"),
        (lambda bot: bot.library.remove(5), "article_id must be text (str), not int"),
        (lambda bot: bot.library.sync(5), "path must be text (str), not int"),
        (lambda bot: bot.library.sync(SEEDS, None), "path must be text (str), not NoneType"),
        (lambda bot: bot.library.mend_spelling(5), "question must be text (str), not int"),
        (lambda bot: bot.using(5), "a model is named by text (str)"),
        (lambda bot: open_chatbot(FIVE), "articles must be text (str) or None, not int"),
        (lambda bot: open_chatbot(library=FIVE), "library must be text (str) or None, not int"),
        (lambda bot: open_chatbot(SEEDS, chroma=FIVE), "chroma must be text (str) or None, not int"),
        (lambda bot: Library.open(FIVE), "path must be text (str), not int"),
        (lambda bot: Answer.from_json("{}"), "not an answer"),
        (lambda bot: Library.open("x", chroma=FIVE), "chroma must be text (str) or None, not int"),
        (lambda bot: evaluate(bot, FIVE), "path must be text (str), not int"),
        (lambda bot: evaluate(bot, "a\0b"), "no path holds NUL"),
        (lambda bot: bot.library.sync("a\0b"), "no path holds NUL"),
        (lambda bot: Library.open("a\0b"), "no path holds NUL"),
        (lambda bot: bot.library.sync("\ud800"), "path holds half a character"),
        (lambda bot: bot.library.article("\ud800"), "article_id holds half a character"),
        (lambda bot: bot.ask(QUESTION, source="\ud800"), "source holds half a character"),
        (lambda bot: bot.library.search(QUESTION, k=2**40), "ask for 1 to 1,000,000 passages"),
        (lambda bot: bot.using("gguf:~nobody-here/x"), "no such file; give the path of a .gguf model"),
        (lambda bot: bot.using("gguf:a\0b"), "no such file; give the path of a .gguf model"),
    ],
)
def test_wrong_types(call: Callable[[Any], object], message: str, seeds_bot: Chatbot) -> None:
    with pytest.raises(InputError if "model" not in message else ModelError) as caught:
        call(seeds_bot)
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_what_an_interrupted_sync_left_is_told_in_each_answer(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"The harbor of town{number} opened in May. It has nine docks.\n")
    library.sync(folder)
    bot = Chatbot(library)
    assert bot.ask("When did the harbor of town1 open?").notes == ()

    class Stopped(Exception):
        pass

    def stop(progress: object) -> None:
        raise Stopped

    for number in range(3):
        (folder / f"{number}.txt").write_text(f"The harbor of town{number} opened in June. It has ten docks.\n")
    with pytest.raises(Stopped):
        library.sync(folder, progress=stop)
    for question in ("When did the harbor of town1 open?", "Who wrote the opera?"):
        (note,) = bot.ask(question).notes
        assert note == f"3 of 3 articles wait to be read; run: onrecord sync {folder} --library {library.folder}"
    assert "opened in May" in bot.ask("When did the harbor of town1 open?").text
    library.sync(folder)
    again = bot.ask("When did the harbor of town1 open?")
    assert again.notes == () and "opened in June" in again.text
