"""Folders that change whole or not at all: a change is made in a copy, which then takes the folder's place.

The copy is made while the folder is locked, and changed while others use the folder as it is. No file is shared with
it: Chroma writes into those it has. A file system that has reflinks copies no data (btrfs, XFS).
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from index.folders import FolderLock

_AT_ONCE = 2**30  # bytes that the system is asked to copy in one call


def copy_beside(folder: Path) -> Path:
    """Copy a folder to where its change can be made, without what is left of an earlier one; raises `OSError`."""
    recover(folder)
    folder = folder.resolve()  # a link stays one
    copy, _ = _beside(folder)
    try:
        shutil.copytree(folder, copy, copy_function=_clone)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def discard(copy: Path) -> None:
    """Delete a copy that is not to take its folder's place."""
    shutil.rmtree(copy, ignore_errors=True)


def write_through(copy: Path) -> None:
    """Have the disk hold what is in a copy, else a power cut might leave it empty once the old one is gone."""
    for file in copy.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def atomic_swap(folder: Path) -> None:
    """Put the changed copy of a folder in its place; when the process is killed on the way, `finish_swap` tidies up.

    Raises `OSError` where the system does not let go of files that others have open.
    """
    folder.resolve().rename(_beside(folder.resolve())[1])
    finish_swap(folder)


def finish_swap(folder: Path) -> None:
    """Finish a swap that was cut off, and leave alone a copy that is still being changed; raises `OSError`."""
    folder = folder.resolve()
    whole = whole_folder(folder)
    if whole != folder:
        whole.rename(folder)
    _delete(_beside(folder)[1])


def recover(folder: Path) -> None:
    """Finish or undo a change that was cut off, for who may write; raises `OSError` without access."""
    finish_swap(folder)
    _delete(_beside(folder.resolve())[0])


def whole_folder(folder: Path) -> Path:
    """Return the folder that `recover` would leave in the place of this one, where it may not."""
    folder = folder.resolve()
    copy, old = _beside(folder)
    if old.exists() and not folder.exists():
        return copy if copy.exists() else old  # only a finished copy makes the folder give way
    return folder


def delete_folder(folder: Path) -> None:
    """Delete a folder while it is locked, so that other processes open what comes in its place."""
    lock = FolderLock(folder)
    with lock.hold():
        lock.note_change()
        with suppress(OSError):
            recover(folder)
        shutil.rmtree(folder.resolve(), ignore_errors=True)


def _beside(folder: Path) -> tuple[Path, Path]:
    """Return where its copy lies, and where it itself lies for the moment between two names."""
    return folder.with_name(f"{folder.name}.copy"), folder.with_name(f"{folder.name}.old")


def _delete(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def _clone(source: str, target: str) -> None:
    """Copy a file, by the file system itself where it can: of one with reflinks no data are read or written."""
    if hasattr(os, "copy_file_range"):  # on Linux
        with suppress(OSError), open(source, "rb") as old, open(target, "wb") as new:
            while os.copy_file_range(old.fileno(), new.fileno(), _AT_ONCE):
                pass
            if os.fstat(new.fileno()).st_size == os.fstat(old.fileno()).st_size:
                return
    shutil.copyfile(source, target)
