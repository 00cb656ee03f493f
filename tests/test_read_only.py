"""A library on a disk that can only be read can be asked, and says so when it is to be changed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from tests.conftest import ROOT
from tests.fakes import WordHashEmbedder

ASK = """
import sys
from pathlib import Path
from index import Library, OnRecordError
from tests.fakes import WordHashEmbedder

with Library.open(sys.argv[1], embedder=WordHashEmbedder(), must_exist=True) as library:
    print([hit.article.id for hit in library.search("Was the bridge closed?", k=2)], len(library), library.backlog())
    for change in (lambda: library.sync(sys.argv[2]), lambda: library.remove("bridge.md"), library.check):
        try:
            change()
        except OnRecordError as error:
            print(error)
    print([hit.article.id for hit in library.search("Was the bridge closed?", k=2)])
"""
FOUND = "['bridge.md', 'harbor.txt']"


@pytest.fixture
def place(articles: Path) -> Iterator[Path]:
    """The folder of a closed library, where everybody can come."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    with Library.open(folder / "library", embedder=WordHashEmbedder()) as library:
        library.sync(articles)
    yield folder / "library"
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700)
    shutil.rmtree(folder)


def assert_asked_and_not_changed(command: list[str], place: Path, articles: Path, temporary: Path) -> None:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, ASK, str(place), str(articles)], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert done.returncode == 0, done.stderr
    first, *refused, last = done.stdout.splitlines()
    assert first.strip() == f"{FOUND} 2" and last == FOUND
    assert len(refused) == 3
    assert all(f"{place}: can't be written to (" in said and "choose another --library" in said for said in refused)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert not list(temporary.iterdir())


def test_on_a_read_only_mount(place: Path, articles: Path, tmp_path: Path) -> None:
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"'
    if subprocess.run(["unshare", "-m", "sh", "-c", mount, str(place)], capture_output=True).returncode:
        pytest.skip("a read-only mount can only be made by the superuser")
    command = ["unshare", "-m", "sh", "-c", f'{mount} && shift 0 && exec "$1" -c "$2" "$3" "$4"', str(place)]
    assert_asked_and_not_changed([*command, sys.executable], place, articles, tmp_path / "temporary")


# The superuser may write everywhere, unless that right is taken from the process.
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]


@pytest.mark.parametrize("log", ["no log", "a log"])
def test_without_the_right_to_write(place: Path, articles: Path, tmp_path: Path, log: str) -> None:
    command = [] if os.geteuid() else WITHOUT_RIGHTS
    if command and (not shutil.which("setpriv") or subprocess.run([*command, "true"], capture_output=True).returncode):
        pytest.skip("the superuser can't give up his rights here")
    if log == "a log":  # as a process leaves it that was killed
        kept = place.parent / "kept"
        with Library.open(place, embedder=WordHashEmbedder()) as library:
            library._store.catalog.record_fact("some", "fact")
            shutil.copytree(place, kept)
        shutil.rmtree(place)
        kept.rename(place)
        (place / "catalog.sqlite3-shm").unlink()
        assert (place / "catalog.sqlite3-wal").stat().st_size
    for path in [place, *place.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert_asked_and_not_changed([*command, sys.executable, "-c"], place, articles, tmp_path / "temporary")


ASK_TWICE = """
import sys
from index import Library
from tests.fakes import WordHashEmbedder

with Library.open(sys.argv[1], embedder=WordHashEmbedder(), must_exist=True) as library:
    for _ in range(2):
        print(library.search("Was the bridge closed?", k=1)[0].text, len(library), flush=True)
        sys.stdin.readline()
"""


def test_what_others_write_is_seen(place: Path, articles: Path) -> None:
    command = [] if os.geteuid() else WITHOUT_RIGHTS
    if not command:
        pytest.skip("nobody here may write where the reader may not")
    for path in [place, *place.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o444)
    place.chmod(0o555)
    with subprocess.Popen(
        [*command, sys.executable, "-c", ASK_TWICE, str(place)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin and reader.stdout
        assert reader.stdout.readline() == "The bridge was closed in March. 2\n"
        (articles / "bridge.md").write_text("---\ntitle: The bridge\n---\nThe bridge was closed in April.\n")
        (articles / "tunnel.txt").write_text("A tunnel is planned.")
        with Library.open(place, embedder=WordHashEmbedder()) as library:
            library.sync(articles)
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "The bridge was closed in April. 3\n"
        reader.stdin.close()
