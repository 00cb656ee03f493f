"""Faults of the disk: what is damaged or missing is found, said in a line, and mended as far as it can be."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import Library, LibraryError, LibraryLocked
from tests.conftest import ROOT
from tests.fakes import DIMENSIONS, WordHashEmbedder
from tests.test_folder_lock import HOLDER

ARTICLES = 120


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles enough for a catalog of many pages and a Chroma index of several files."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(ARTICLES):
        sentences = (f"Tunnel {number} has lamp{number * part} and door{number + part}." for part in range(16))
        (folder / f"{number}.txt").write_text(" ".join(sentences))
    return folder


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed library of them."""
    place = tmp_path_factory.mktemp("built") / "library"
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(folder)
    return place


@pytest.fixture
def closed(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "library"))


def spoil(file: Path, start: float, end: float) -> None:
    """Overwrite a part of a file, given in shares of its length."""
    raw = bytearray(file.read_bytes())
    first, last = int(len(raw) * start), int(len(raw) * end)
    raw[first:last] = b"x" * (last - first)
    file.write_bytes(raw)


def run(code: str, *arguments: object) -> str:
    """Run code in a process of its own: Chroma keeps what it has read of a folder for the life of a process."""
    start = "import sys\nfrom index import *\nfrom tests.fakes import WordHashEmbedder\n"
    command = [sys.executable, "-c", start + code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


SEARCH = """
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    library.search("tunnel 77", k=3)
"""
CHECK = """
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    report = library.check(repair=True)
    print(report.problems)
    print(report.repaired, library.check().problems)
    print(len(library.search("tunnel 77", k=3)), library.search("tunnel 77", k=1)[0].article.id)
"""


@pytest.mark.parametrize(
    "damage",
    [
        "vectors spoilt",
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in (
                "folder gone",
                "database spoilt",
                "index gone",
                "database cut",
                "vectors cut",
                "header emptied",
                "names cut",
            )
        ),
    ],
)
def test_a_damaged_chroma_is_noticed_and_made_anew(closed: Path, damage: str) -> None:
    chroma = closed / "chroma"
    (index,) = (path for path in chroma.iterdir() if path.is_dir())
    match damage:
        case "folder gone":
            shutil.rmtree(chroma)
        case "index gone":
            shutil.rmtree(index)
        case "vectors spoilt":
            spoil(index / "data_level0.bin", 0.2, 0.9)
        case "database spoilt":
            spoil(chroma / "chroma.sqlite3", 0.1, 0.2)
        case "header emptied":
            os.truncate(index / "header.bin", 0)
        case _:
            parts = {"vectors": "data_level0.bin", "names": "index_metadata.pickle"}
            file = index / parts[damage.split()[0]] if damage != "database cut" else chroma / "chroma.sqlite3"
            os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run(SEARCH, closed)
    crashes = failed.value.returncode == -signal.SIGSEGV  # Chroma may take the process with it
    assert crashes or "onrecord check --repair" in failed.value.stderr
    problems, repaired, found = run(CHECK, closed).splitlines()
    assert problems != "()"
    assert repaired == "True ()" and found == "3 77.txt"


SEARCH_TWICE = """
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    for query in ("tunnel 77", "lamp 5"):
        try:
            print(len(library.search(query, k=3)))
        except LibraryError as error:
            print(error)
"""


@pytest.mark.slow
def test_an_index_without_its_paths_is_noticed_and_made_anew(closed: Path) -> None:
    (data,) = (closed / "chroma").glob("*/data_level0.bin")
    raw, record = bytearray(data.read_bytes()), 4 + 4 * 64 + 4 * DIMENSIONS + 8  # neighbors, vector, name
    for start in range(0, len(raw) // record * record, record):
        raw[start : start + 4] = bytes(4)  # neighbors
    data.write_bytes(raw)
    for said in run(SEARCH_TWICE, closed).splitlines():
        assert "vectors; run: onrecord check --repair" in said and ": a search finds " in said
    problems, repaired, found = run(CHECK, closed).splitlines()
    assert ": a search finds " in problems and repaired == "True ()" and found == "3 77.txt"


def test_a_spoilt_catalog_is_made_anew_from_what_can_be_read(closed: Path, folder: Path) -> None:
    spoil(closed / "catalog.sqlite3", 0.3, 0.35)
    with pytest.raises(LibraryError, match="catalog is damaged"):
        with Library.open(closed, embedder=WordHashEmbedder()) as library:
            for article in library.articles():
                library.search(article.text)
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        report = library.check(repair=True)
        assert report.repaired and "the catalog was damaged" in report.problems[0]
        restored = len(library)
        assert ARTICLES * 0.5 < restored < ARTICLES
        assert (
            f"{restored} articles could be read from it, " in report.problems[0] and "could not (" in report.problems[0]
        )
        for article in library.articles():
            assert article.text == Path(article.path).read_text()
        assert library.check().problems == ()
        assert library.sync(folder).added == ARTICLES - restored
    assert next(closed.glob("damaged-*.sqlite3")).stat().st_size > 0


@pytest.mark.slow
def test_a_catalog_that_is_no_database_any_more(closed: Path, folder: Path) -> None:
    spoil(closed / "catalog.sqlite3", 0, 1)
    with pytest.raises(LibraryError, match="catalog is damaged .* run: onrecord check --repair"):
        Library.open(closed, embedder=WordHashEmbedder())
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        report = library.check()
        assert f"0 articles could be read from it, {ARTICLES} could not (" in report.problems[0]
        assert "there may be more" in report.problems[0] and len(report.lost) == ARTICLES
        assert library.sync(folder).added == ARTICLES and len(library.search("tunnel 77", k=3)) == 3


@pytest.mark.parametrize(
    "damage", [pytest.param(one, marks=pytest.mark.slow) for one in ("header spoilt", "end cut off")]
)
def test_a_catalog_whose_header_is_wrong_is_read_all_the_same(closed: Path, damage: str) -> None:
    file = closed / "catalog.sqlite3"
    if damage == "header spoilt":
        file.write_bytes(b"x" * 100 + file.read_bytes()[100:])
    else:
        os.truncate(file, file.stat().st_size // 2)
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        assert len(library) == ARTICLES if damage == "header spoilt" else ARTICLES * 0.5 < len(library) < ARTICLES
        assert library.check(repair=True).problems and library.check().problems == ()
    assert not list(closed.glob("*.copy*"))


@pytest.mark.parametrize(
    "share", [1 / 2, *(pytest.param(one, marks=pytest.mark.slow) for one in (1 / 50, 1 / 3, 2 / 3))]
)
def test_all_that_a_cut_catalog_has_lost_is_told(closed: Path, folder: Path, share: float) -> None:
    file = closed / "catalog.sqlite3"
    os.truncate(file, int(file.stat().st_size * share))
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        report = library.check(repair=True)
        lost = {file.name for file in folder.iterdir()} - {article.id for article in library.articles()}
        assert lost and lost <= set(report.lost)
        assert f"{len(report.lost)} could not (" in report.problems[0] and "there may be more" in report.problems[0]
        assert library.check().problems == () and library.check().lost == ()
        assert library.sync(folder).added == len(lost)


@pytest.mark.slow
def test_what_is_beyond_doubt_is_not_doubted(closed: Path) -> None:
    """Damage of the keyword index loses no article."""
    with closing(sqlite3.connect(closed / "catalog.sqlite3")) as catalog, catalog:
        catalog.execute("UPDATE words_data SET block = x'00' WHERE id > 10")
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        report = library.check(repair=True)
        assert "the catalog was damaged" in report.problems[0] and "there may be more" not in report.problems[0]
        assert report.lost == () and len(library) == ARTICLES and library.check().problems == ()


@pytest.mark.slow
def test_an_emptied_catalog_is_damage(closed: Path, folder: Path) -> None:
    os.truncate(closed / "catalog.sqlite3", 0)
    with pytest.raises(LibraryError, match="the catalog is empty; run: onrecord check --repair"):
        Library.open(closed, embedder=WordHashEmbedder())
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        assert "it is empty" in library.check(repair=True).problems[0]
        assert library.sync(folder).added == ARTICLES


@pytest.mark.slow
def test_a_lost_catalog_is_made_anew_by_a_sync(closed: Path, folder: Path) -> None:
    (closed / "catalog.sqlite3").unlink()
    with Library.open(closed, embedder=WordHashEmbedder()) as library:
        assert library.sync(folder).added == ARTICLES and library.check().problems == ()


def test_salvaged_articles_keep_their_vectors(closed: Path) -> None:
    spoil(closed / "catalog.sqlite3", 0.3, 0.35)
    embedder = WordHashEmbedder()
    with Library.open(closed, embedder=embedder, repair=True) as library:
        library.check(repair=True)
        assert embedder.encoded == 0 and library.search("tunnel 299", k=1)


def test_a_sound_library_is_left_alone_by_repair(closed: Path) -> None:
    before = (closed / "catalog.sqlite3").read_bytes()
    with Library.open(closed, embedder=WordHashEmbedder(), repair=True) as library:
        assert library.check(repair=True).problems == ()
    assert (closed / "catalog.sqlite3").read_bytes() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by the superuser")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


FILL = """
import os
with open(sys.argv[1], "wb", buffering=0) as filler:
    try:
        while True:
            filler.write(b"x" * 4096)
    except OSError:
        pass
"""


@pytest.mark.slow
def test_on_a_full_disk_the_old_library_still_answers(small_disk: Path, articles: Path, tmp_path: Path) -> None:
    place = small_disk / "library"
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(articles)
    more = [{"id": str(number), "text": f"Tunnel {number} was opened: {'z' * 4000}."} for number in range(3000)]
    (tmp_path / "more.jsonl").write_text("\n".join(map(json.dumps, more)))
    refused = run(
        """
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    try:
        library.sync(sys.argv[2])
    except LibraryError as error:
        print(error)
    print(library.search("bridge closed", k=1)[0].article.id)
""",
        place,
        tmp_path / "more.jsonl",
    ).splitlines()
    assert "see to the disk" in refused[0] or "check the disk" in refused[0]
    assert refused[1] == "bridge.md"
    run("exec(sys.argv[2])", small_disk / "filler", FILL)
    answered = run(
        """
with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    print(library.search("bridge closed", k=1)[0].article.id)
""",
        place,
    )
    assert answered.split() == ["bridge.md"]
    subprocess.run(["mount", "-o", "remount,size=40m", small_disk], check=True)
    (tmp_path / "more.jsonl").write_text(json.dumps(more[0]))
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "more.jsonl")
        assert library.check(repair=True) and library.check().problems == ()
        assert len(library) == 3


def test_vectors_that_another_process_holds_are_not_made_anew(
    library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync(articles)
    folder = library.folder / "chroma"
    before = sorted(folder.rglob("*"))
    library.close()
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        monkeypatch.setattr("index.folders.WAIT_S", 0.1)
        with Library.open(library.folder, embedder=WordHashEmbedder()) as opened:
            with pytest.raises(LibraryLocked, match="another process is busy with it"):
                opened.check(repair=True)
        holder.kill()
    assert before and sorted(folder.rglob("*")) == before
    with Library.open(library.folder, embedder=WordHashEmbedder()) as opened:
        assert opened.check().problems == ()
