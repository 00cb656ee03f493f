"""Catalog and vectors that are not of one time are noticed, whichever half was put back, and never by mistake."""

import json
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import Library, LibraryError, SyncReport
from tests.conftest import ROOT
from tests.fakes import WordHashEmbedder


def copy_half(half: str, source: Path, target: Path) -> None:
    """Put one half of a library, its catalog or its vectors, in the place of another's."""
    for old in [*target.glob(f"{half}*")]:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in source.glob(f"{half}*"):
        (shutil.copytree if new.is_dir() else shutil.copy)(new, target / new.name)


@pytest.fixture
def place(tmp_path: Path, articles: Path) -> Path:
    """The folder of a library of today, beside that of yesterday."""
    place = tmp_path / "library"
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(articles)
    shutil.copytree(place, tmp_path / "yesterday")
    (articles / "bridge.md").write_text("---\ntitle: The bridge\nsource: Other Daily\n---\nThe bridge was sold.\n")
    (articles / "tunnel.txt").write_text("A tunnel is planned.")
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(articles)
    return place


@pytest.mark.parametrize("half", ["chroma", "catalog"])
def test_half_of_a_backup_is_noticed_and_mended(tmp_path: Path, place: Path, articles: Path, half: str) -> None:
    copy_half(half, tmp_path / "yesterday", place)
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        before = [article.text for article in library.articles()]
        said = "catalog and vectors are not of one time, as after half a restore; run: onrecord check --repair"
        for change in (lambda: library.sync(articles), lambda: library.remove("bridge.md")):
            with pytest.raises(LibraryError, match=said):
                change()
        with pytest.raises(LibraryError, match=said):
            library.search("bridge")
        assert [article.text for article in library.articles()] == before
        assert any(said in problem for problem in library.check().problems)
        assert library.check(repair=True).repaired and library.check().problems == ()
        sold = library.search("bridge sold", k=5)
        assert ("The bridge was sold." in {hit.text for hit in sold}) is (half == "chroma")
        library.sync(articles)
        assert library.search("bridge sold", k=1)[0].text == "The bridge was sold."
        assert [hit.article.id for hit in library.search("bridge", source="other daily")] == ["bridge.md"]
        assert library.check().problems == ()


def test_half_of_a_backup_is_noticed_by_a_rebuilt_library(tmp_path: Path, place: Path, articles: Path) -> None:
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(articles, rebuild=True)
    copy_half("chroma", tmp_path / "yesterday", place)
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        with pytest.raises(LibraryError, match="run: onrecord check --repair"):
            library.search("bridge")
        assert library.check(repair=True).repaired and library.check().problems == ()
        assert library.search("bridge sold", k=1)[0].text == "The bridge was sold."


@pytest.mark.parametrize("half", ["chroma", "catalog"])
def test_half_of_a_backup_under_an_open_library_is_noticed(
    tmp_path: Path, place: Path, articles: Path, half: str
) -> None:
    said = "catalog and vectors are not of one time, as after half a restore; run: onrecord check --repair"
    with Library.open(place, embedder=WordHashEmbedder()) as library, ThreadPoolExecutor(1) as another_thread:

        def found(query: str) -> list[str]:
            here, there = library.search(query), another_thread.submit(library.search, query).result()
            assert here == there and len(library) == another_thread.submit(len, library).result()
            return [hit.article.id for hit in here]

        assert found("tunnel planned")[0] == "tunnel.txt" and len(library) == 3
        copy_half(half, tmp_path / "yesterday", place)
        for act in (lambda: found("tunnel"), lambda: library.sync(articles), lambda: library.remove("bridge.md")):
            with pytest.raises(LibraryError, match=said):
                act()
        with Library.open(place, embedder=WordHashEmbedder()) as other:  # as in another terminal
            assert other.check(repair=True).repaired
            other.sync(articles)
        assert found("tunnel planned")[0] == "tunnel.txt" and len(library) == 3
        copy_half("", tmp_path / "yesterday", place)
        assert found("tunnel planned") == found("bridge closed in March")[::-1] and len(library) == 2
        assert library.sync(articles) == SyncReport(added=1, updated=1, unchanged=1, passages=2)


def test_vectors_put_back_without_the_note_of_changes_are_noticed(tmp_path: Path, place: Path) -> None:
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        assert library.search("tunnel")
        shutil.rmtree(place / "chroma")
        shutil.copytree(tmp_path / "yesterday" / "chroma", place / "chroma")
        with pytest.raises(LibraryError, match="not of one time, as after half a restore"):
            library.search("tunnel")


def test_a_catalog_that_is_taken_away_is_not_made_anew(place: Path) -> None:
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        assert library.search("tunnel")
        (place / "catalog.sqlite3").rename(place / "kept")
        with pytest.raises(LibraryError, match="the catalog is gone; put it back, or make it anew with: onrecord sync"):
            library.search("tunnel")
        assert not (place / "catalog.sqlite3").exists()
        (place / "kept").rename(place / "catalog.sqlite3")
        assert library.search("tunnel", k=1)[0].article.id == "tunnel.txt"


def test_a_change_begun_in_one_catalog_is_not_confirmed_in_another(tmp_path: Path, place: Path) -> None:
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        change = library._store._change
        stamp = change.begin(library._store.vectors)
        copy_half("catalog", tmp_path / "yesterday", place)
        with pytest.raises(LibraryError, match="put in the place of another one during the sync; sync again"):
            change.confirm(stamp)


SYNC_KILLED_AT = """
import os, signal, sys
from index import Library
from index.vectors.vectors import Vectors
from tests.fakes import WordHashEmbedder

def killed(self, *given):
    if sys.argv[3] == "after":
        upsert(self, *given)
    os.kill(os.getpid(), signal.SIGKILL)

upsert, Vectors.upsert = Vectors.upsert, killed
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    library.sync(sys.argv[2])
"""


@pytest.mark.parametrize("moments", [["after"], pytest.param(["before", "after", "before"], marks=pytest.mark.slow)])
def test_a_kill_between_catalog_and_vectors_is_no_false_alarm(place: Path, articles: Path, moments: list[str]) -> None:
    for number, moment in enumerate(moments):
        (articles / f"new-{number}.txt").write_text(f"Ferry {number} sailed.")
        (articles / "bridge.md").write_text(f"The bridge was sold {number} times.")
        command = [sys.executable, "-c", SYNC_KILLED_AT, str(place), str(articles), moment]
        killed = subprocess.run(command, capture_output=True, cwd=ROOT)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        with Library.open(place, embedder=WordHashEmbedder()) as library:
            assert library.search("bridge", k=1)[0].article.id == "bridge.md"
            assert library._store.fits()
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(articles)
        assert (
            library.search(f"ferry {number}", k=1)[0].article.id == f"new-{number}.txt"
            and library.check().problems == ()
        )


def test_a_passage_is_not_dropped_for_want_of_its_vector(library: Library, tmp_path: Path) -> None:
    """The loss of one vector of many is not noticed when a library is opened, but when its passage is found."""
    file = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": str(number), "text": f"Tunnel {number} opened."}) for number in range(200)]
    file.write_text("\n".join(lines))
    library.sync(file)
    assert library.search("tunnel 77")
    vectors = library._store.vectors
    vectors.delete([key for key in vectors.ids() if key.startswith("77#")])
    with pytest.raises(LibraryError, match="1 passages have lost their vectors; run: onrecord check --repair"):
        library.search("77")
    assert library.check(repair=True).repaired and library.search("77", k=1)[0].article.id == "77"


@pytest.mark.parametrize("asked_for", ["a search", "one vector"])
def test_a_vector_that_is_seen_after_its_passage_is_waited_for(
    library: Library, tmp_path: Path, asked_for: str
) -> None:
    """As while another process syncs, when Chroma may show what it wrote a moment later than the catalog does."""
    file = tmp_path / "two.jsonl"
    file.write_text("\n".join(json.dumps({"id": word, "text": f"A {word} opened."}) for word in ("tunnel", "ferry")))
    library.sync(file)
    store = library._store
    stored = store.catalog.passages.get([*store.catalog.passages.ids("indexed")])
    late = [one for one in stored if one.article.id == "ferry"]
    keys = [one.passage.id for one in late]
    stamp, kept = store.vectors.stamp(), np.stack([*store.vectors.get(keys).values()])
    store.vectors.delete(keys)
    seen_late = threading.Timer(0.1, store.vectors.upsert, (late, kept, stamp))
    seen_late.start()
    try:
        if asked_for == "a search":
            assert library.search("ferry", k=1)[0].article.id == "ferry"
        else:
            assert [*store.vectors_of(keys)] == keys
    finally:
        seen_late.join()


@pytest.mark.parametrize("repair", [False, True])
def test_what_only_the_vectors_know_of_is_named(place: Path, tmp_path: Path, repair: bool) -> None:
    copy_half("catalog", tmp_path / "yesterday", place)
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        report = library.check(repair=repair)
    assert report.lost == ("tunnel.txt",)
    assert any("articles that only the vectors know of: 1 (tunnel.txt)" in one for one in report.problems)
