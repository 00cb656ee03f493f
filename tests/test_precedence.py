"""A sync gives way to questions, of this process and of others, and still comes to its end."""

import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, Queue

import numpy as np
import pytest

from index import Embedder, Library
from index.precedence import Precedence, give_way
from tests.fakes import WordHashEmbedder

ASKER = """
import sys
from pathlib import Path
from index.precedence import Precedence
with Precedence(Path(sys.argv[1])).asking():
    print("asking", flush=True)
    sys.stdin.read()
"""
LONG = 60.0  # seconds; more than any of it takes


@pytest.fixture
def precedence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Precedence:
    monkeypatch.setattr("index.precedence.LONGEST_PAUSE_S", LONG)
    return Precedence(tmp_path)


def paused(precedence: Precedence) -> "tuple[threading.Thread, Queue[str]]":
    """Start a thread that waits for questions; what it waited for is told when it goes on."""
    gone_on: Queue[str] = Queue()

    def wait() -> None:
        precedence.pause()
        gone_on.put("on")

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, gone_on


def test_a_sync_waits_while_somebody_asks_and_goes_on_then(precedence: Precedence) -> None:
    with precedence.asking(), precedence.asking():
        thread, gone_on = paused(precedence)
        with pytest.raises(Empty):
            gone_on.get(timeout=0.1)
    assert gone_on.get(timeout=LONG) == "on"
    thread.join()


def test_another_process_goes_first_too_until_it_is_killed(precedence: Precedence, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASKER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asker:
        assert asker.stdout and asker.stdout.readline() == b"asking\n"
        thread, gone_on = paused(precedence)
        with pytest.raises(Empty):
            gone_on.get(timeout=0.1)
        asker.kill()
        assert gone_on.get(timeout=LONG) == "on"
        thread.join()


def test_who_has_waited_for_long_goes_on_for_as_long(precedence: Precedence, monkeypatch: pytest.MonkeyPatch) -> None:
    with precedence.asking():
        monkeypatch.setattr("index.precedence.LONGEST_PAUSE_S", 0.05)
        precedence.pause()
        monkeypatch.setattr("index.precedence.LONGEST_PAUSE_S", LONG)
        precedence._goes_on_until += LONG
        precedence.pause()  # would wait for ever


def test_a_question_that_never_ends_does_not_stop_a_sync(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.precedence.LONGEST_PAUSE_S", 0.01)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library, library.asking():
        assert library.sync(articles).added


def test_where_nothing_can_be_locked_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.precedence.LONGEST_PAUSE_S", LONG)
    nowhere = Precedence(tmp_path / "missing")
    with nowhere.asking():
        nowhere.pause()


def test_only_what_is_to_give_way_does(precedence: Precedence) -> None:
    with precedence.asking():
        give_way()  # this thread is not told to


def test_questions_do_not_wait_behind_the_passages_of_a_sync(precedence: Precedence, embedder: Embedder) -> None:
    texts = ["The bridge is open.", "The tunnel is closed."] * 8
    made: list[np.ndarray] = []

    def sync() -> None:
        with precedence.giving_way():
            made.append(embedder.encode(texts))

    thread = threading.Thread(target=sync)
    with precedence.asking():
        thread.start()
        asked = embedder.encode(texts)  # would wait for ever for threads that wait for it
        assert not made
    thread.join()
    assert np.array_equal(made[0], asked)
