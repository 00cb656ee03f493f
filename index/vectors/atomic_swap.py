"""A folder is changed whole or not at all: a copy of it is changed, which then takes its place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.vectors.folder_lock import Turns


@contextmanager
def replacement(folder: Path) -> Iterator[Path]:
    """Yield a copy of a folder; changed by the caller, and let go of, it takes the folder's place.

    The folder stays as it is when the caller fails, and when the process is killed in between; `settle` then tidies.
    Raises `OSError` without room for a copy, and where the system does not let go of files that others have open.
    """
    settle(folder)
    folder = folder.resolve()  # a link stays one
    copy = _copy(folder)
    try:
        shutil.copytree(folder, copy)
        yield copy
        _flush(copy)
        folder.rename(_old(folder))
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Finish or undo a replacement that was cut off; raises `OSError` without access."""
    folder = folder.resolve()
    copy, old = _copy(folder), _old(folder)
    if old.exists() and not folder.exists():
        (copy if copy.exists() else old).rename(folder)  # only a finished copy makes the folder give way
    for left in (old, copy):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def whole_folder(folder: Path) -> Path:
    """Return the folder that `settle` would leave in the place of this one, where it may not."""
    folder = folder.resolve()
    copy, old = _copy(folder), _old(folder)
    if old.exists() and not folder.exists():
        return copy if copy.exists() else old
    return folder


def delete_folder(folder: Path) -> None:
    """Delete a folder in a turn at it, so that other processes open what comes in its place."""
    turns = Turns(folder)
    with turns.take():
        turns.note_change()
        with suppress(OSError):
            settle(folder)
        shutil.rmtree(folder.resolve(), ignore_errors=True)


def _flush(folder: Path) -> None:
    """Have all files written to the disk, or a power cut might leave them empty once the old ones are gone."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def _copy(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.copy")


def _old(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.old")
