"""A folder is changed whole or not at all: a copy of it is changed, which then takes its place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.vectors.folder_lock import FolderLock


@contextmanager
def atomic_swap(folder: Path) -> Iterator[Path]:
    """Yield a copy of a folder; changed by the caller, and let go of, it takes the folder's place.

    The folder stays as it is when the caller fails, and when the process is killed in between; `recover` tidies up.
    Raises `OSError` without room for a copy, and where the system does not let go of files that others have open.
    """
    recover(folder)
    folder = folder.resolve()  # a link stays one
    copy, old = _beside(folder)
    try:
        shutil.copytree(folder, copy)
        yield copy
        for file in copy.rglob("*"):
            if file.is_file():
                with file.open("rb+") as opened:
                    os.fsync(opened.fileno())  # else a power cut might leave it empty once the old one is gone
        folder.rename(old)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    recover(folder)


def recover(folder: Path) -> None:
    """Finish or undo a swap that was cut off; raises `OSError` without access."""
    folder = folder.resolve()
    whole = whole_folder(folder)
    if whole != folder:
        whole.rename(folder)
    for left in _beside(folder):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def whole_folder(folder: Path) -> Path:
    """Return the folder that `recover` would leave in the place of this one, where it may not."""
    folder = folder.resolve()
    copy, old = _beside(folder)
    if old.exists() and not folder.exists():
        return copy if copy.exists() else old  # only a finished copy makes the folder give way
    return folder


def _beside(folder: Path) -> tuple[Path, Path]:
    """Return where its copy lies, and where it itself lies for the moment between two names."""
    return folder.with_name(f"{folder.name}.copy"), folder.with_name(f"{folder.name}.old")


def delete_folder(folder: Path) -> None:
    """Delete a folder while it is locked, so that other processes open what comes in its place."""
    lock = FolderLock(folder)
    with lock.hold():
        lock.note_change()
        with suppress(OSError):
            recover(folder)
        shutil.rmtree(folder.resolve(), ignore_errors=True)
