"""A check of a library keeps no sync waiting, and is not led astray by one."""

from pathlib import Path

import pytest

import index.health
from index import Library, LibraryLocked
from index.folders import write_lock
from index.store import Store
from tests.fakes import WordHashEmbedder


@pytest.fixture
def library(tmp_path: Path, articles: Path) -> Library:
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(articles)
    return Library.open(tmp_path / "library", embedder=WordHashEmbedder())


def during_each_check(monkeypatch: pytest.MonkeyPatch, library: Library, file: Path, times: int) -> None:
    """Have another sync a changed file in the middle of a check, so many times."""
    original, left = index.health._stored_vectors, [times]

    def look(store: Store) -> tuple[set[str], str | None]:
        found = original(store)
        if left[0]:
            left[0] -= 1
            file.write_text(f"The tunnel is closed for {left[0]} days.")
            with Library.open(library.folder, embedder=WordHashEmbedder()) as other:
                other.sync(file)
        return found

    monkeypatch.setattr("index.health._stored_vectors", look)


def test_a_sync_may_begin_while_a_library_is_checked(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(library)
    during_each_check(monkeypatch, library, tmp_path / "tunnel.txt", 1)
    with library:
        found = library.check()
        assert found.problems == () and found.articles == before + 1


def test_what_is_written_to_without_end_is_not_checked(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    during_each_check(monkeypatch, library, tmp_path / "tunnel.txt", index.health.MOST_CHECKS)
    with library, pytest.raises(LibraryLocked, match="written to again and again; check it when that is over"):
        library.check()


def test_a_sync_that_is_under_way_is_waited_for_by_who_checks(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.folders.WRITER_WAIT_S", 0.1)
    with library:
        with write_lock(library.folder), pytest.raises(LibraryLocked, match="is writing to it; wait until it is done"):
            library.check()
        assert library.check().problems == ()
