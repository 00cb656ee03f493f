"""A folder is changed whole or not at all: a copy of it is changed, which then takes its place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
        folder.rename(_old(folder))
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Finish or undo a replacement that was cut off."""
    folder = folder.resolve()
    if _old(folder).exists() and not folder.exists():  # only a finished copy makes the folder give way
        _copy(folder).rename(folder)
    for left in (_old(folder), _copy(folder)):
        if left.exists():
            shutil.rmtree(left, ignore_errors=True)


def _copy(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.copy")


def _old(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.old")
