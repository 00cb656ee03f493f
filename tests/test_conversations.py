"""Conversations are kept: over a restart and a kill, each person's apart, and nothing of an article runs in them."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import Served
from index import InputError, LibraryError
from page.asking import Asking
from page.conversations import CUT_OFF, CUT_SHORT, GONE, OF_ANOTHER_VERSION, Conversations
from page.following import Following
from page.kept import _STEPS, FILE
from page.loading import Loading
from page.models import Models
from page.people import ANYBODY
from rag import Answer, Chatbot, Verdict
from tests.conftest import ROOT
from tests.page import ask as page_ask
from tests.page import come_in, open_page
from tests.test_app import QUOTED


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    conversations = Conversations(tmp_path)
    yield conversations
    conversations.close()


def ask(kept: Conversations, question: str, conversation: str = "", person: str = "") -> str:
    conversation, turn = kept.begin(person, conversation, question, {"since": "2025"}, "ollama:m", strict=True)
    kept.end(conversation, replace(turn, answer=QUOTED, growing=False, is_whole=True))
    return conversation


def test_what_was_said_is_there_after_a_restart(kept: Conversations, tmp_path: Path) -> None:
    conversation = ask(kept, "Will the envoy go?")
    ask(kept, "And then?", conversation)
    again = Conversations(tmp_path)
    first, second = again.turns("", conversation)
    assert (first.number, first.question, first.filters, first.answer) == (
        1,
        "Will the envoy go?",
        {"since": "2025"},
        QUOTED,
    )
    assert (first.model, first.strict) == ("ollama:m", True)
    assert second.number == 2 and second.is_whole and not second.growing and second.note == ""
    again.close()


def test_a_question_that_a_kill_cut_off_is_there_and_says_so(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from page.conversations import Conversations
print(Conversations(Path({str(tmp_path)!r})).begin("", "", "Will the envoy go?", {{}})[0], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    kept = Conversations(tmp_path)
    (turn,) = kept.turns("", killed.stdout.strip())
    assert (turn.question, turn.answer, turn.note, turn.growing) == ("Will the envoy go?", None, CUT_OFF, False)
    kept.close()


def test_one_person_has_nothing_of_anothers(kept: Conversations) -> None:
    hers = ask(kept, "Who is Ada?", person="ada")
    assert kept.listed("bo") == [] and [one.id for one in kept.listed("ada")] == [hers]
    for call in (
        lambda: kept.turns("bo", hers),
        lambda: kept.begin("bo", hers, "Who?", {}),
        lambda: kept.rename("bo", hers, "mine"),
        lambda: kept.remove("bo", hers),
    ):
        with pytest.raises(InputError, match="not here any more"):
            call()
    assert len(kept.turns("ada", hers)) == 1


def test_a_sentence_that_was_cut_before_such_were_named_is_unfinished(kept: Conversations) -> None:
    said = (Verdict("It rained.", (), "uncited", ("none",)), Verdict("It was", (), "uncited"))
    for is_whole, unfinished in ((False, True), (True, False)):
        conversation, turn = kept.begin("", "", "Was it wet?", {})
        answer = Answer(turn.question, turn.question, "answered", "It rained. It was", "m", said)
        kept.end(conversation, replace(turn, answer=answer, is_whole=is_whole))
        (told,) = kept.turns("", conversation)
        assert told.answer and [one.is_unfinished for one in told.answer.sentences] == [False, unfinished]


def test_nobody_asks_anothers_question_again(seeds_bot: Chatbot, kept: Conversations) -> None:
    hers, _ = kept.begin("ada", "", "Who is Ada?", {})

    async def told(person: str, number: str, conversation: str) -> list[Any]:
        asking = Asking(seeds_bot.library, Loading(seeds_bot), Models(seeds_bot.model), kept, lambda _: person)
        return [one[-1] async for one in asking.again(number, conversation, frozenset(), None)]  # type: ignore[arg-type]

    for asked in (("bo", "1", hers), ("ada", "2", hers), ("ada", "x", hers), ("ada", "1", ""), ("bo", "1", "'")):
        assert [one["error"] for one in asyncio.run(told(*asked))] == [GONE]
    assert asyncio.run(told("ada", "1", hers))[-1]["number"] == 2
    assert len(kept.turns("ada", hers)) == 2 and kept.turns("ada", hers)[1].model == "quotes"


def test_what_was_removed_is_listed_for_thirty_days_and_then_erased(kept: Conversations, tmp_path: Path) -> None:
    hers, old = ask(kept, "Who is Ada?", person="ada"), ask(kept, "Where is she?", person="ada")
    for one in (old, hers):
        kept.remove("ada", one)

    def removed(containing: str = "", most: int = -1, person: str = "ada") -> list[str]:
        return [one.id for one in kept.listed(person, containing, most, removed=True)]

    assert removed() == [hers, old] and removed(person="bo") == []
    assert removed("where") == [old] and removed(most=1) == [hers]
    with kept.kept.transaction() as run:
        run.execute("UPDATE conversation SET removed = removed - ? WHERE id = ?", (31 * 24 * 3600, old))
    assert removed() == [hers]
    Conversations(tmp_path).close()
    assert kept.kept.rows("SELECT id FROM conversation") == [(hers,)]
    assert kept.kept.rows("SELECT DISTINCT conversation FROM turn") == [(hers,)]
    kept.remove("ada", hers, back=True)
    assert removed() == [] and [one.id for one in kept.listed("ada")] == [hers]


def test_what_another_program_answers_is_not_settled(kept: Conversations, tmp_path: Path) -> None:
    conversation, turn = kept.begin("", "", "Who?", {})
    other = Conversations(tmp_path)
    (seen,) = other.turns("", conversation)
    assert seen.is_elsewhere and seen.note == CUT_OFF and not kept.turns("", conversation)[0].is_elsewhere
    kept.end(conversation, replace(turn, growing=False, is_whole=True))
    (seen,) = other.turns("", conversation)
    assert not seen.is_elsewhere and seen.note == ""
    other.close()


def test_a_conversation_is_found_renamed_removed_and_brought_back(kept: Conversations) -> None:
    port, rain = ask(kept, "Who owns\nthe port?"), ask(kept, "How much is 100% of it?")
    ask(kept, "And the ferry?", port)
    assert [one.title for one in kept.listed("")] == ["Who owns the port?", "How much is 100% of it?"]
    assert [one.id for one in kept.listed("", "ferry")] == [port]
    assert [one.id for one in kept.listed("", "0%")] == [rain] and kept.listed("", "_") == []
    kept.rename("", rain, "  Per cent ")
    kept.remove("", port)
    assert [one.title for one in kept.listed("")] == ["Per cent"]
    with pytest.raises(InputError):
        kept.turns("", port)
    kept.remove("", port, back=True)
    assert len(kept.turns("", port)) == 2


def test_where_nothing_can_be_written_they_last_as_long_as_the_page(tmp_path: Path) -> None:
    kept = Conversations(tmp_path / "no such folder")
    assert len(kept.turns("", ask(kept, "Who?"))) == 1
    kept.close()


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("my own notes " * 100)
    with pytest.raises(InputError, match="not what OnRecord keeps conversations in .*; move it away"):
        Conversations(tmp_path)
    assert (tmp_path / FILE).read_text().startswith("my own notes")
    (tmp_path / FILE).unlink()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="another version"):
        Conversations(tmp_path)


def test_a_file_of_an_earlier_version_is_carried_on(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.executescript(_STEPS[0] + ";PRAGMA user_version = 1")
        connection.execute("INSERT INTO conversation VALUES ('1', '', 'On aid', 1.0, 0)")
        connection.execute("INSERT INTO turn VALUES ('1', 1, 'Who?', '{}', NULL, '', 1, NULL)")
    for _ in range(2):
        kept = Conversations(tmp_path)
        assert [one.title for one in kept.listed("")] == ["On aid"] and kept.turns("", "1")[0].question == "Who?"
        assert kept.kept.rows("SELECT * FROM opinion") == [] and kept.kept.rows("PRAGMA user_version") == [
            (len(_STEPS),)
        ]
        kept.close()


def test_an_answer_is_followed_to_its_end_and_its_errors_are_raised(bot: Chatbot) -> None:
    async def follow() -> list[Answer]:
        return [answer async for answer in Following(lambda: bot.stream("How many docks?")).answers()]

    assert "It has nine docks." in asyncio.run(follow())[-1].citations[0].quote.text

    async def fail() -> None:
        async for _ in Following(lambda: bot.stream("  ")).answers():
            pass

    with pytest.raises(InputError):
        asyncio.run(fail())


def test_what_hangs_is_stopped_at_once() -> None:
    let_go, closed = threading.Event(), threading.Event()

    def hangs() -> Iterator[Answer]:
        try:
            yield QUOTED
            let_go.wait(30)
            yield QUOTED
        finally:
            closed.set()

    async def follow() -> list[Answer]:
        following = Following(hangs)  # type: ignore[arg-type]
        seen = []
        async for answer in following.answers():
            seen.append(answer)
            following.stop()
        assert following.is_stopped
        return seen

    assert asyncio.run(asyncio.wait_for(follow(), 5)) == [QUOTED]
    let_go.set()
    assert closed.wait(5)


class Unhurried(Chatbot):
    """Says half of an answer, and no more."""

    half: Answer | None = QUOTED
    let_go = threading.Event()

    def using(self, model: object = None, *, strict: bool | None = None) -> Chatbot:
        return self

    def stream(self, question: str, history: Any = (), **_: Any) -> Generator[Answer]:
        if self.half:
            yield self.half
        self.let_go.wait(30)


def left(chatbot: Unhurried, kept: Conversations, look: Callable[[Asking], object]) -> object:
    """Ask as ann does, leave the answer as it grows, look at what asks, and end the program."""

    async def act() -> object:
        models = Models(chatbot.model)
        asking = Asking(chatbot.library, Loading(chatbot), models, kept, lambda _: "ann")
        told = asking.converse("Is it lit?", "", frozenset(), "", "", "", "", "", False, None)  # type: ignore[arg-type]
        async for _ in told:
            if asking._growing or not chatbot.half:
                break
        await told.aclose()  # type: ignore[attr-defined]
        return look(asking)

    try:
        return asyncio.run(act())
    finally:
        chatbot.let_go.set()


def test_what_was_cut_off_says_whether_some_of_it_is_there(bot: Chatbot, kept: Conversations) -> None:
    for half, note in ((QUOTED, CUT_SHORT), (None, CUT_OFF)):
        chatbot = Unhurried(bot.library)
        chatbot.half, chatbot.let_go = half, threading.Event()
        left(chatbot, kept, lambda _: None)
        (turn,) = kept.turns("ann", kept.listed("ann")[0].id)
        assert (turn.answer, turn.note, turn.is_whole) == (half, note, False)


def test_an_answer_that_was_left_is_seen_to_wherever_its_person_is(bot: Chatbot, kept: Conversations) -> None:
    def look(asking: Asking) -> tuple[bool, bool, bool, bool]:
        (before,) = asking._seen.values()
        of_another, unmoved = asking.grows_for("bo"), before in asking._seen.values()
        of_hers, (after,) = asking.grows_for("ann"), asking._seen.values()
        return of_another, unmoved, of_hers, after > before + 60

    chatbot = Unhurried(bot.library)
    chatbot.let_go = threading.Event()
    assert left(chatbot, kept, look) == (False, True, True, True)


def test_the_file_is_the_owners_alone(tmp_path: Path, kept: Conversations) -> None:
    if os.name == "posix":
        assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_an_answer_of_another_version_is_told_and_the_others_are_there(kept: Conversations, tmp_path: Path) -> None:
    conversation = ask(kept, "Will the envoy go?")
    ask(kept, "And then?", conversation)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("""UPDATE turn SET answer = '{"sentences": 7}' WHERE number = 1""")
    first, second = kept.turns("", conversation)
    assert (first.answer, first.note) == (None, OF_ANOTHER_VERSION) and second.answer == QUOTED


def test_what_cannot_be_kept_is_told(kept: Conversations) -> None:
    kept.close()
    with pytest.raises(LibraryError, match="can't be kept .*; see to the disk"):
        kept.begin("", "", "Who?", {})


def test_who_comes_by_the_address_alone_sees_nothing_of_the_owners(seeds_bot: Chatbot) -> None:
    with open_page(seeds_bot) as own:
        assert "blockquote" in say_to(own, come_in(own))
    kept = Conversations(seeds_bot.library.folder)
    owners = len(kept.listed(""))
    with open_page(seeds_bot, host="0.0.0.0", insecure=True) as others:
        say_to(others, come_in(others))
    assert len(kept.listed("")) == owners >= 1 and len(kept.listed(ANYBODY)) >= 1
    kept.close()


def say_to(served: Served, cookie: str) -> str:
    return page_ask(served, cookie, None, talk=uuid.uuid4().hex)
