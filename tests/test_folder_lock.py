"""The lock of a folder: one process at a time, and each learns what the others did."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import LibraryError, LibraryLocked
from index.folders import FolderLock

HOLDER = """
import sys, time
from pathlib import Path
from index.folders import FolderLock
with FolderLock(Path(sys.argv[1])).hold():
    print("held", flush=True)
    time.sleep(60)
"""


def test_each_learns_once_that_another_has_changed_something(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path / "folder"), FolderLock(tmp_path / "folder")
    for lock in (one, other):
        with lock.hold():
            pass
    with one.hold():
        one.note_change()
    for lock, is_changed in ((one, False), (other, True), (other, False)):
        with lock.hold() as found:
            assert found is is_changed


def test_who_failed_while_holding_it_is_told_of_the_change_again(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path / "folder"), FolderLock(tmp_path / "folder")
    with one.hold():
        one.note_change()
    with pytest.raises(RuntimeError), other.hold():
        raise RuntimeError("the folder could not be opened anew")
    with other.hold() as is_changed:
        assert is_changed


def test_a_killed_process_lets_go_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.folders.WAIT_S", 0.1)
    lock = FolderLock(tmp_path / "folder")
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "folder")], stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryLocked, match="folder: another process is busy with it"), lock.hold():
            pass
        holder.kill()
    with lock.hold() as is_changed:
        assert not is_changed


def test_no_access_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "folder.lock").mkdir()
    with pytest.raises(
        LibraryError, match=r"folder\.lock: can't be opened .*; free some space, or give yourself access"
    ):
        with FolderLock(tmp_path / "folder").hold():
            pass


@pytest.mark.parametrize("rubbish", [b"\xff\xfe", b""])
def test_any_content_of_the_file_of_changes_will_do(tmp_path: Path, rubbish: bytes) -> None:
    lock = FolderLock(tmp_path / "folder")
    (tmp_path / "folder.changed").write_bytes(rubbish)
    with lock.hold() as is_changed:
        assert is_changed is bool(rubbish)
    with lock.hold() as is_changed:
        assert not is_changed
