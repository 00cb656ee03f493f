"""What a sync that was cut off has left to do is known, told in a line, and forgotten when it is done."""

import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Backlog, InputError, Library, SyncReport
from index.storing.backlog import Unread
from rag.chatbot import Chatbot
from tests.conftest import ROOT
from tests.fakes import WordHashEmbedder

CUT_OFF = """
import os, signal, sys
from index import Library
from tests.fakes import WordHashEmbedder

class Killed(WordHashEmbedder):
    cut = 0

    def word_piece_ends(self, texts):
        self.cut += 1
        if self.cut > int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().word_piece_ends(texts)

    def encode(self, texts):
        os.kill(os.getpid(), signal.SIGKILL)

with Library.open(sys.argv[1], embedder=Killed()) as library:
    library.sync(*sys.argv[4:], as_is=sys.argv[2] == "as is")
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "the news"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"Tunnel {number} opened.")
    return folder


def cut_off(library: Library, after: int, *paths: Path, how: str = "") -> None:
    """Sync in another process, which is killed when it has cut so many articles."""
    command = [sys.executable, "-c", CUT_OFF, str(library.folder), how, str(after), *map(str, paths)]
    assert subprocess.run(command, cwd=ROOT).returncode == -signal.SIGKILL


def command(library: Library, folder: Path, option: str = "") -> str:
    return " ".join(
        filter(
            None, ["onrecord sync", shlex.quote(str(folder)), option, f"--library {shlex.quote(str(library.folder))}"]
        )
    )


def test_what_waits_after_a_kill(library: Library, many: Path, articles: Path) -> None:
    assert not library.backlog() and str(library.backlog()) == ""
    library.sync(articles)
    assert not library.backlog()
    cut_off(library, 7, many)
    backlog = library.backlog()
    assert backlog == Backlog(articles=7, of=9, files=13, paths=(Unread(str(many)),), library=str(library.folder))
    assert str(backlog) == f"7 of 9 articles and 13 files wait to be read; run: {command(library, many)}"
    library.sync(articles)  # which is not what was cut off
    assert library.backlog() == Backlog(of=9, files=13, paths=(Unread(str(many)),), library=str(library.folder))
    assert library.sync(many).added == 13 and not library.backlog() and library.backlog().of == 22


def test_edited_articles_wait_too(library: Library, many: Path) -> None:
    library.sync(many)
    for file in many.iterdir():
        file.write_text(file.read_text().replace("opened", "closed"))
    cut_off(library, 20, many, how="as is")
    backlog = library.backlog()
    assert (backlog.articles, backlog.of, backlog.files) == (20, 20, 0) and backlog
    assert str(backlog).endswith(f"run: {command(library, many, '--as-is')}")
    assert len(library) == 20 and library.search("tunnel 7 opened", k=1)[0].text == "Tunnel 7 opened."
    assert library.sync(many, as_is=True) == SyncReport(unchanged=20, passages=20) and not library.backlog()


def test_a_part_of_what_was_cut_off_may_be_synced(library: Library, many: Path) -> None:
    cut_off(library, 3, many, how="")
    library.sync(many / "19.txt")
    assert library.backlog().files == 16 and library.backlog().paths == (Unread(str(many)),)
    library.sync(many.parent)
    assert not library.backlog() and library.backlog().paths == ()


def test_what_is_skipped_does_not_wait(library: Library, many: Path) -> None:
    (many / "bad.jsonl").write_text("{")
    assert library.sync(many).skipped == 1 and not library.backlog()
    assert library.sync(many).skipped == 1 and not library.backlog()


def test_a_sync_that_fails_has_not_come_to_its_end(library: Library, many: Path) -> None:
    class Stopped(Exception):
        pass

    class Failing(WordHashEmbedder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise Stopped

    with Library.open(library.folder, embedder=Failing()) as other, pytest.raises(Stopped):
        other.sync(many)
    assert library.backlog() == Backlog(20, 20, 0, (Unread(str(many)),), str(library.folder))


@pytest.mark.parametrize(
    ("backlog", "said"),
    [
        (Backlog(18, 328), "18 of 328 articles wait to be read; run: onrecord sync PATH"),
        (Backlog(1, 1), "1 of 1 article waits to be read; run: onrecord sync PATH"),
        (
            Backlog(0, 8, 1, (Unread("/a"), Unread("/b c")), "/l"),
            "1 file waits to be read; run: onrecord sync /a '/b c' --library /l",
        ),
        (
            Backlog(0, 8, 2, (Unread("/a"), Unread("/b", as_is=True)), "/l"),
            "2 files wait to be read; run: onrecord sync /a --library /l; then: onrecord sync /b --as-is --library /l",
        ),
        (Backlog(0, 8, 0, (Unread("/a"),)), "The last sync did not come to its end; run: onrecord sync /a"),
        (
            Backlog(18, 328, 2, (Unread("/a"),), "/l", is_under_way=True),
            "18 of 328 articles and 2 files wait to be read; a sync is under way, ask again when it is done",
        ),
        (
            Backlog(0, 8, 0, (Unread("/a"),), is_under_way=True),
            "A sync is under way, ask again when it is done",
        ),
        (Backlog(0, 8), ""),
    ],
)
def test_it_is_told_in_a_line(backlog: Backlog, said: str) -> None:
    assert str(backlog) == said and bool(backlog) is bool(said)
    read = Backlog.told_in(said)
    assert (read is None) is (not said) and (
        read is None or (read.articles, read.files) == (backlog.articles, backlog.files)
    )


def test_while_a_sync_is_under_way_nobody_is_told_to_run_one(library: Library, many: Path) -> None:
    said: set[str] = set()

    def look() -> bool:
        said.add(str(library.backlog()))
        with pytest.raises(InputError, match="no articles to search yet.*a sync is under way, ask again"):
            Chatbot(library).ask("Which tunnel opened?")
        return False

    library.sync(many, cancelled=look)
    assert any(line.startswith("20 files wait to be read; a sync is under way") for line in said)
    assert not any("run: " in line for line in said) and str(library.backlog()) == ""


def test_what_is_gone_and_still_found_waits_too(library: Library, many: Path) -> None:
    class Stopped(Exception):
        pass

    class Stopping(WordHashEmbedder):
        def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
            raise Stopped

    library.sync(many)
    for number in range(10):
        (many / f"{number:02}.txt").unlink()
    (many / "20.txt").write_text("Tunnel 20 opened.")
    with Library.open(library.folder, embedder=Stopping()) as other, pytest.raises(Stopped):
        other.sync(many)
    assert library.search("tunnel 7 opened", k=1)[0].article.id == "07.txt"
    assert library.backlog() and command(library, many) in str(library.backlog())
    library.sync(many)
    assert not library.backlog() and len(library) == 11


def test_a_cut_off_sync_of_a_folder_that_has_gone_can_be_ended(library: Library, many: Path) -> None:
    cut_off(library, 3, many)
    shutil.rmtree(many)
    assert library.backlog()
    with pytest.raises(InputError, match="to remove what came from it, say --gone as well"):
        library.sync(many)
    library.sync(many, gone=True)
    assert not library.backlog() and len(library) == 0


def test_a_sync_that_is_killed_over_lost_vectors_has_not_come_to_its_end(library: Library, many: Path) -> None:
    library.sync(many)
    library._store.vectors.delete(sorted(library._store.vectors.ids()))
    cut_off(library, 0, many)
    assert library.backlog() == Backlog(20, 20, 0, (Unread(str(many)),), str(library.folder))


def test_what_waits_for_its_vectors_alone_gets_them_and_can_be_cancelled(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "trams"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.txt").write_text(f"Tram {number} left the yard at dawn.\n")
    library.sync(folder, cancelled=lambda: library.backlog().articles == 100)
    assert library.backlog().articles == 100
    assert library.embed_waiting(cancelled=lambda: True).cancelled and library.backlog().articles == 100
    shares: list[float] = []
    report = library.embed_waiting(progress=lambda at: shares.append(at.share))
    assert (report.passages, report.cancelled, library.backlog().articles) == (100, False, 0)
    assert shares == sorted(shares) and 0 < shares[0] < shares[-1] == 1
    assert library.search("Which tram left the yard?") and not library.check().problems
