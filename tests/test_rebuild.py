"""A rebuild happens beside the old library, which answers until the new one is complete."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import Library, LibraryMismatch
from rag import Chatbot
from tests.conftest import ROOT
from tests.fakes import WordHashEmbedder

PASSAGES, TOGETHER, AT_ONCE = 200, 128, 16  # in all; stored together, of a real library's thousand; embedded at once

REBUILD = """
import sys
import index.store
from index import Library
from tests.fakes import WordHashEmbedder

index.store.EMBED_AT_ONCE, index.store.EMBED_BETWEEN_REPORTS = map(int, sys.argv[3:])

class Told(WordHashEmbedder):
    def encode(self, texts):
        print("encoding", flush=True)
        sys.stdin.readline()
        return super().encode(texts)

with Library.open(sys.argv[1], embedder=Told(model="other"), rebuild=True) as library:
    print(library.sync(sys.argv[2], rebuild=True).passages)
"""


def tunnel(number: int) -> str:
    """Return a text with neighbors: among vectors that are all equally far apart, no index finds its way."""
    return f"Tunnel {number} opened by lake{number % 41}, road{number % 17} and hill{number % 7}."


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of more one-passage articles than are stored together."""
    monkeypatch.setattr("index.store.EMBED_AT_ONCE", TOGETHER)
    monkeypatch.setattr("index.store.EMBED_BETWEEN_REPORTS", AT_ONCE)
    lines = [json.dumps({"id": str(number), "text": tunnel(number)}) for number in range(PASSAGES)]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines))
    return file


def start_rebuild(library: Library, file: Path) -> "subprocess.Popen[str]":
    """Start a rebuild in another process, which encodes a batch for each line it is sent."""
    command = [sys.executable, "-c", REBUILD, str(library.folder), str(file), str(TOGETHER), str(AT_ONCE)]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert started.stdout and started.stdout.readline() == "encoding\n"
    return started


def step(process: "subprocess.Popen[str]") -> str:
    """Let it encode one batch, and return what it says next."""
    assert process.stdin and process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


@pytest.mark.slow
def test_the_old_library_answers_until_the_new_one_is_complete(library: Library, many: Path) -> None:
    library.sync(many)
    with start_rebuild(library, many) as rebuild:
        said = "encoding"
        while said == "encoding":
            assert library.search("tunnel 77", k=1)[0].article.id == "77"
            said = step(rebuild)
        assert said == str(PASSAGES)
    with pytest.raises(LibraryMismatch, match="built with another embedding model other, now word-hash"):
        library.search("tunnel 77")
    with Library.open(library.folder, embedder=WordHashEmbedder(model="other")) as new:
        assert new.search("tunnel 77", k=1)[0].article.id == "77" and new.check().problems == ()


def test_a_killed_rebuild_leaves_the_old_library_and_is_taken_up_again(library: Library, many: Path) -> None:
    library.sync(many)
    with start_rebuild(library, many) as rebuild:
        for _ in range(TOGETHER // AT_ONCE + 2):  # more than are stored together
            assert step(rebuild) == "encoding"
        os.kill(rebuild.pid, signal.SIGKILL)
    assert library.search("tunnel 77", k=1)[0].article.id == "77" and library.check().problems == ()
    assert library.sync(many).unchanged == PASSAGES
    with Library.open(library.folder, embedder=WordHashEmbedder(model="other"), rebuild=True) as new:
        assert new.sync(many, rebuild=True).passages == PASSAGES - TOGETHER
        assert new.check().problems == () and new.search("tunnel 77", k=1)[0].article.id == "77"


@pytest.mark.slow
def test_what_is_removed_between_two_rebuilds_leaves_no_vector(library: Library, many: Path) -> None:
    library.sync(many)
    with start_rebuild(library, many) as rebuild:
        for _ in range(TOGETHER // AT_ONCE + 2):
            assert step(rebuild) == "encoding"
        os.kill(rebuild.pid, signal.SIGKILL)
    many.write_text("\n".join(many.read_text().splitlines()[50:]))
    assert library.sync(many).removed == 50
    with Library.open(library.folder, embedder=WordHashEmbedder(model="other"), rebuild=True) as new:
        new.sync(many, rebuild=True)
        assert new.check().problems == ()


@pytest.mark.slow
def test_a_process_goes_on_seeing_changes_after_a_rebuild_elsewhere(library: Library, articles: Path) -> None:
    library.sync(articles)
    assert library.search("bridge")
    run = "import sys; from index import Library; from tests.fakes import WordHashEmbedder\n"
    run += "with Library.open(sys.argv[1], embedder=WordHashEmbedder(), rebuild=True) as other:\n"
    run += "    other.sync(sys.argv[2], rebuild=len(sys.argv) > 3)"
    command = [sys.executable, "-c", run, str(library.folder), str(articles)]
    subprocess.run([*command, "rebuild"], check=True, cwd=ROOT)
    assert library.search("bridge")
    (articles / "new.txt").write_text("A lighthouse was sold.")
    subprocess.run(command, check=True, cwd=ROOT)
    hits = library.search("Was the lighthouse sold?")
    assert hits[0].article.id == "new.txt" and len(hits) == 3


def test_a_rebuild_with_the_same_model_is_not_noticed(library: Library, many: Path) -> None:
    library.sync(many)
    assert library.search("tunnel 77", k=1)[0].article.id == "77"
    with Library.open(library.folder, embedder=WordHashEmbedder()) as other:
        other.sync(many, rebuild=True)
    assert library.search("tunnel 77", k=1)[0].article.id == "77" and library.check().problems == ()


def test_articles_from_elsewhere_are_rebuilt_too(library: Library, articles: Path, tmp_path: Path) -> None:
    kept, lost = tmp_path / "kept.txt", tmp_path / "lost.txt"
    kept.write_text("A tunnel is planned.")
    lost.write_text("A lighthouse was sold.")
    library.sync(articles, kept, lost)
    lost.unlink()  # as on a disk that is not there today
    library.close()
    with Library.open(library.folder, embedder=WordHashEmbedder(max_pieces=30), rebuild=True) as rebuilt:
        report = rebuilt.sync(articles, rebuild=True)
        assert (report.removed, report.passages) == (0, 4)
        for question in ("Was the lighthouse sold?", "Is a tunnel planned?"):
            assert Chatbot(rebuilt).ask(question).citations
        assert rebuilt.check().problems == ()
