"""Folders that are followed: nothing that happens in them is missed, whenever it happens, and nothing else counts."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Library
from index.watching import watch
from tests.fakes import WordHashEmbedder
from tests.test_ctrl_c import running

SOON_S = 20.0


def wait_until(holds: Callable[[], object]) -> None:
    latest = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < latest
        time.sleep(0.05)


@contextmanager
def following(*paths: Path, mirror: Callable[[], bool], besides: Path) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=lambda: watch(paths, mirror, besides=besides, stop=stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(SOON_S)
        assert not thread.is_alive()


def test_a_folder_is_mirrored_whatever_becomes_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "kiln.txt").write_text("The kiln opened.")
    with Library.open(folder / "library", embedder=WordHashEmbedder()) as library:

        def mirror() -> bool:
            library.sync(folder, gone=True)
            if not (folder / "late.txt").exists() and (folder / "kiln.txt").exists():
                (folder / "late.txt").write_text("It came while the folder was read.")
            return True

        def held() -> set[str]:
            return {article.id for article in library.articles()}

        with following(folder, mirror=mirror, besides=library.folder):
            wait_until(lambda: held() == {"kiln.txt", "late.txt"})
            (folder / "deep" / "er").mkdir(parents=True)
            (folder / "deep" / "er" / "pier.txt").write_text("The pier burned.")
            wait_until(lambda: "deep/er/pier.txt" in held())
            (folder / "kiln.txt").unlink()
            wait_until(lambda: held() == {"late.txt", "deep/er/pier.txt"})


@pytest.mark.slow
def test_a_folder_that_goes_away_is_waited_for(tmp_path: Path) -> None:
    folder, calls = tmp_path / "news", []

    def mirror() -> bool:
        calls.append(sorted(file.name for file in folder.iterdir()) if folder.exists() else None)
        return folder.exists()

    folder.mkdir()
    with following(folder, mirror=mirror, besides=tmp_path / "library"):
        wait_until(lambda: len(calls) >= 2)  # as it is, and once more as it is looked at
        folder.rename(tmp_path / "away")
        wait_until(lambda: calls[-1] is None)
        folder.mkdir()
        wait_until(lambda: calls[-1] == [])
        (folder / "a.txt").write_text("a")
        wait_until(lambda: calls[-1] == ["a.txt"])


@pytest.mark.slow
def test_what_is_hidden_or_the_librarys_own_counts_for_nothing(tmp_path: Path) -> None:
    calls: list[float] = []
    hidden, library = tmp_path / ".onrecord", tmp_path / "library"
    hidden.mkdir()
    library.mkdir()

    def mirror() -> bool:
        calls.append(time.monotonic())
        return True

    with following(tmp_path, mirror=mirror, besides=library):
        wait_until(lambda: len(calls) == 2)
        for folder in (hidden, library):
            (folder / "a.txt").write_text("a")
        time.sleep(2.5)
        assert len(calls) == 2
        (tmp_path / "a.txt").write_text("a")
        wait_until(lambda: len(calls) == 3)


@pytest.mark.skipif(os.name == "nt", reason="has no SIGINT to send")
@pytest.mark.slow
def test_the_command_tells_each_change_in_a_line_and_each_fault_once(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "kiln.txt").write_text("The kiln opened on Friday.")
    (folder / "torn.pdf").write_text("no PDF")
    with running("watch", str(folder), "--library", str(tmp_path / "library"), "--json") as process:
        assert process.stdout and process.stderr
        assert json.loads(process.stdout.readline())["added"] == 1
        (folder / "pier.txt").write_text("The pier burned on Sunday.")
        assert json.loads(process.stdout.readline())["added"] == 1
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=60)
    assert said == "" and process.returncode == 0
    assert complained.count("torn.pdf") == 1 and "Traceback" not in complained
