"""Chroma's index is saved in a copy of the folder, so that no moment is a bad one to be killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import Library
from index.swapping import atomic_swap, copy_beside, discard, finish_swap, recover, write_through
from index.vectors.folder import NEVER
from index.vectors.vectors import HNSW
from tests.fakes import WordHashEmbedder

MOST_UNSAVED = 50
ARTICLES = 60

SYNC_KILLED_AT = """
import os, shutil, signal, sys
from pathlib import Path
import index.vectors.folder
from index import Library
from tests.fakes import WordHashEmbedder

index.vectors.folder.MOST_UNSAVED = int(sys.argv[3])
owner, name, calls = {"shutil": shutil, "Path": Path}[sys.argv[4]], sys.argv[5], int(sys.argv[6])
original = getattr(owner, name)

def killed_at_last(*given, **named):
    global calls
    if Path(given[0]).name.startswith("chroma"):
        calls -= 1
    if calls == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*given, **named)

setattr(owner, name, killed_at_last)
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    library.sync(sys.argv[2])
"""


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """More articles than may be unsaved, in one file."""
    monkeypatch.setattr("index.vectors.folder.MOST_UNSAVED", MOST_UNSAVED)
    monkeypatch.setattr("index.vectors.vectors.BATCH", MOST_UNSAVED)
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(json.dumps({"id": f"n{n}", "text": f"Bridge {n} is open."}) for n in range(ARTICLES)))
    return file


def saved_files(folder: Path) -> list[Path]:
    return list((folder / "chroma").glob("*/index_metadata.pickle"))


@pytest.mark.parametrize(
    ("owner", "name", "calls"),
    [
        pytest.param("shutil", "copytree", 1, marks=pytest.mark.slow),  # before there is a copy
        pytest.param("Path", "rename", 1, marks=pytest.mark.slow),  # when Chroma has saved its index in the copy
        ("Path", "rename", 2),  # when neither folder has the name
        pytest.param("shutil", "rmtree", 1, marks=pytest.mark.slow),  # when the old folder is still there
    ],
)
def test_killed_while_saving(tmp_path: Path, articles: Path, owner: str, name: str, calls: int) -> None:
    place = tmp_path / "library"
    given = (str(place), str(articles), str(MOST_UNSAVED), owner, name, str(calls))
    killed = subprocess.run([sys.executable, "-c", SYNC_KILLED_AT, *given], capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        assert len(library.search("bridge 7", k=3)) in (0, 3)  # 0 when it was killed before anything was stored
        report = library.sync(articles)
        assert not report.skipped and library.check().problems == ()
        assert library.search("bridge 55", k=1)[0].article.id.endswith("n55")
    assert {path.name for path in place.iterdir() if path.name.startswith("chroma")} == {
        "chroma",
        "chroma.changed",
        "chroma.lock",
    }


def test_many_changes_are_saved_so_that_the_next_process_need_not_take_them_up(tmp_path: Path, articles: Path) -> None:
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        (tmp_path / "few.md").write_text("The tunnel is closed.")
        library.sync(tmp_path / "few.md")
        assert saved_files(library.folder) == []
        library.sync(articles)
        assert len(saved_files(library.folder)) == 1
        assert library.check().problems == ()


def test_without_room_for_a_copy_nothing_is_lost(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    copytree = shutil.copytree
    monkeypatch.setattr("index.swapping.shutil.copytree", no_room)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(articles)
        assert saved_files(library.folder) == [] and library.check().problems == ()
    monkeypatch.setattr("index.swapping.shutil.copytree", copytree)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        assert library.search("bridge 55", k=1)[0].article.id.endswith("n55")
        articles.write_text(articles.read_text().replace("Bridge 55", "Tunnel 55"))
        library.sync(articles)
        assert len(saved_files(library.folder)) == 1 and library.check().problems == ()


def test_a_library_that_chroma_itself_saved_is_so_no_longer(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.folder.FolderVectors._hnsw", HNSW)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(articles)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        assert library.search("bridge 55", k=1)[0].article.id.endswith("n55")
        collection = library._store.vectors._collection
        assert collection and collection.configuration_json["hnsw"]["sync_threshold"] == NEVER


def test_a_folder_stays_as_it_is_until_its_copy_takes_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").write_text("old")
    copy = copy_beside(folder)
    (copy / "file").write_text("new")
    finish_swap(folder)  # as whoever opens it to read does meanwhile
    assert (folder / "file").read_text() == "old" and (copy / "file").read_text() == "new"
    discard(copy)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    (copy_beside(folder) / "file").write_text("new")
    atomic_swap(folder)
    assert (folder / "file").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_files_are_copied_whole_with_and_without_the_help_of_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, text = tmp_path / "folder", bytes(range(256)) * 5000
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "file").write_bytes(text)
    (folder / "empty").touch()

    def not_here(*_: object) -> int:
        raise OSError(22, "Invalid argument")

    def cut_off(source: int, target: int, _: int) -> int:
        return os.write(target, os.read(source, 1000)) if os.fstat(target).st_size < 5000 else 0

    for kind in (getattr(os, "copy_file_range", not_here), not_here, cut_off):
        monkeypatch.setattr("os.copy_file_range", kind, raising=False)
        copy = copy_beside(folder)
        assert (copy / "below" / "file").read_bytes() == text and (copy / "empty").read_bytes() == b""


def test_what_is_found_stays_so_while_a_sync_saves(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "few.md").write_text("The tunnel is closed.")
    found: list[str] = []

    def look(copy: Path) -> None:
        """Ask as the page and as another process would, when all but the swap is done."""
        with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as other:
            found.extend(hit.text for asked in (library, other) for hit in asked.search("tunnel", k=1))
        write_through(copy)

    monkeypatch.setattr("index.folders.WAIT_S", 0.5)
    monkeypatch.setattr("index.vectors.folder.write_through", look)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "few.md")
        library.sync(articles)
        assert found == ["The tunnel is closed."] * 2
        assert len(saved_files(library.folder)) == 1 and library.check().problems == ()
        assert library.search("bridge 55", k=1)[0].article.id.endswith("n55")


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ({"folder.old": "old"}, "old"),
        ({"folder.old": "old", "folder.copy": "new"}, "new"),
        ({"folder": "old", "folder.copy": "new"}, "old"),
        ({"folder": "new", "folder.old": "old"}, "new"),
    ],
)
def test_one_whole_folder_is_left_whatever_was_cut_off(tmp_path: Path, left: dict[str, str], kept: str) -> None:
    for name, text in left.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(text)
    recover(tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert (tmp_path / "folder" / "file").read_text() == kept


def test_what_is_in_the_way_of_a_copy_is_removed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.copy").write_text("no folder")
    (tmp_path / "folder.old").symlink_to(tmp_path / "nowhere")
    recover(tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    folder, link = tmp_path / "disk" / "folder", tmp_path / "link"
    folder.mkdir(parents=True)
    link.symlink_to(folder)
    (copy_beside(link) / "file").write_text("new")
    atomic_swap(link)
    assert link.is_symlink() and (folder / "file").read_text() == "new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["disk", "file", "folder", "link"]
