"""Turns at a folder: one process at a time, and each learns what the others did."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import LibraryError, LibraryLocked
from index.vectors.folder_lock import Turns

HOLDER = """
import sys, time
from pathlib import Path
from index.vectors.folder_lock import Turns
with Turns(Path(sys.argv[1])).take():
    print("taken", flush=True)
    time.sleep(60)
"""


def test_each_learns_once_that_another_has_changed_something(tmp_path: Path) -> None:
    one, other = Turns(tmp_path / "folder"), Turns(tmp_path / "folder")
    for turns in (one, other):
        with turns.take():
            pass
    with one.take():
        one.note_change()
    for turns, is_changed in ((one, False), (other, True), (other, False)):
        with turns.take() as found:
            assert found is is_changed


def test_a_turn_that_went_wrong_is_told_of_the_change_again(tmp_path: Path) -> None:
    one, other = Turns(tmp_path / "folder"), Turns(tmp_path / "folder")
    with one.take():
        one.note_change()
    with pytest.raises(RuntimeError), other.take():
        raise RuntimeError("the folder could not be opened anew")
    with other.take() as is_changed:
        assert is_changed


def test_a_killed_process_ends_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.folder_lock.WAIT_S", 0.1)
    turns = Turns(tmp_path / "folder")
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "folder")], stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"taken\n"
        with pytest.raises(LibraryLocked, match="folder: another process is busy with it"), turns.take():
            pass
        holder.kill()
    with turns.take() as is_changed:
        assert not is_changed


def test_no_access_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "folder.lock").mkdir()
    with pytest.raises(
        LibraryError, match=r"folder\.lock: can't be opened .*; free some space, or give yourself access"
    ):
        with Turns(tmp_path / "folder").take():
            pass


@pytest.mark.parametrize("rubbish", [b"\xff\xfe", b""])
def test_any_content_of_the_file_of_changes_will_do(tmp_path: Path, rubbish: bytes) -> None:
    turns = Turns(tmp_path / "folder")
    (tmp_path / "folder.changed").write_bytes(rubbish)
    with turns.take() as is_changed:
        assert is_changed is bool(rubbish)
    with turns.take() as is_changed:
        assert not is_changed
