"""A library on a disk that can only be read, as a backup or a share may be, is read from a copy that can be written.

SQLite and Chroma write when they read: a shared memory, a log, what others have left to be taken up.
"""

import os
import shutil
import tempfile
import threading
import weakref
from contextlib import suppress
from pathlib import Path

from index.errors import LibraryError

MOST_TRIES = 5  # to copy what another process does not change meanwhile


def is_read_only(*paths: Path) -> bool:
    """Tell whether one of these files and folders exists and can't be written to."""
    return any(path.exists() and not os.access(path, os.W_OK) for path in paths)


def state_of(*paths: Path) -> tuple[int, ...]:
    """Return what changes when another process writes: numbers, times, sizes of files, also of those in folders."""
    state: list[int] = []
    for file in (file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])):
        with suppress(OSError):  # it may not exist, or not any more
            stat = file.stat()
            state += stat.st_ino, stat.st_mtime_ns, stat.st_size
    return tuple(state)


class TemporaryCopy:
    """A copy in a temporary folder, gone when it is let go of, or with the process. Safe to share between threads."""

    def __init__(self, place: Path) -> None:
        """`place` is what errors name."""
        self._place = place
        self._lock = threading.Lock()
        self._state: tuple[int, ...] = ()
        self._delete: weakref.finalize[[Path, int], TemporaryCopy] | None = None
        self._folder = place

    def of(self, *sources: Path, anew: bool = False) -> Path:
        """Return a folder with copies of those that exist, as they were at one moment; the last if none has changed.

        Raises `LibraryError` without room for it.
        """
        with self._lock:
            if self._delete is None or anew or self._state != state_of(*sources):
                for _ in range(MOST_TRIES):
                    self._state = state_of(*sources)
                    self._copy(sources)
                    if self._state == state_of(*sources):
                        break
            return self._folder

    def _copy(self, sources: tuple[Path, ...]) -> None:
        self.delete()
        self._folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        self._delete = weakref.finalize(self, _delete, self._folder, os.getpid())
        try:
            for source in sources:
                _copy(source, self._folder / source.name)
        except OSError as error:
            self.delete()
            raise LibraryError(
                f"{self._place}: can only be read, and not be copied to {tempfile.gettempdir()} for that ({error}); "
                "free some space there, or give yourself access to it"
            ) from error

    def delete(self) -> None:
        """Let go of it, if there is one."""
        if self._delete:
            self._delete()
            self._delete = None


def _copy(source: Path, target: Path) -> None:
    """Copy what is in files, not who may change them."""
    if source.is_dir():
        target.mkdir()
        for path in source.iterdir():
            _copy(path, target / path.name)
    elif source.exists():
        shutil.copyfile(source, target)


def _delete(folder: Path, process: int) -> None:
    if process == os.getpid():  # and not one that was forked from it
        shutil.rmtree(folder, ignore_errors=True)
