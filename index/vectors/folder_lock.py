"""One process at a time uses a folder, and each learns whether another has changed it since it last had it."""

import errno
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import LibraryError, LibraryLocked

WAIT_S = 60.0  # longer than any holds it
POLL_S = 0.005


class FolderLock:
    """The lock of a folder, for one process. The operating system frees it with its process, however that ends."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Two small files are kept beside the folder; `read_only` does without writing to them."""
        from filelock import FileLock

        self._folder = folder
        file = folder.with_name(f"{folder.name}.lock")
        self._lock = _ReaderLock(file) if read_only else FileLock(file, timeout=WAIT_S, poll_interval=POLL_S)
        self._lock_file = file
        self._last_change = folder.with_name(f"{folder.name}.changed")
        self._database = folder / "chroma.sqlite3"  # which who uses it holds open, so that no other gets its number
        self._seen = b"", 0

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """Hold it; tell whether the folder has been changed since this was last held and all went well.

        Raises `LibraryLocked` when another process does not let go of it, `LibraryError` without access.
        """
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout as error:
            raise LibraryLocked(f"{self._folder}: another process is busy with it; wait, or end that") from error
        except OSError as error:
            raise LibraryError(f"{self._lock_file}: can't be opened ({error}); {_fix(error)}") from error
        try:
            yield self._state() != self._seen
            self._seen = self._state()
        finally:
            self._lock.release()

    def note_change(self) -> None:
        """Let all know of a change: while it is held, and before the change, since the process may be killed then."""
        new = self._last_change.with_name(f"{self._last_change.name}.new")
        new.write_bytes(uuid.uuid4().bytes)
        os.replace(new, self._last_change)

    def _state(self) -> tuple[bytes, int]:
        """Return what another has when it changes the folder, or puts one in its place."""
        change, number = b"", 0
        try:
            with suppress(FileNotFoundError):
                number = self._database.stat().st_ino
            with suppress(FileNotFoundError):
                change = self._last_change.read_bytes()
        except OSError as error:
            raise LibraryError(f"{self._last_change}: can't be read ({error}); {_fix(error)}") from error
        return change, number


def _fix(error: OSError) -> str:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "let this process open more files (ulimit -n)"
    return "free some space, or give yourself access to it"


class _ReaderLock:
    """The same lock, shared with other readers, for who may not write to its file; none if there is no such file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: int | None = None

    def acquire(self) -> None:
        """Raises `filelock.Timeout` when another process does not let go of it."""
        from filelock import Timeout

        try:
            import fcntl

            self._opened = os.open(self._file, os.O_RDONLY)
        except (ImportError, OSError):  # on Windows; without a file
            return
        deadline = time.monotonic() + WAIT_S
        while True:
            try:
                fcntl.flock(self._opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    self.release()
                    raise Timeout(str(self._file)) from None
                time.sleep(POLL_S)
            except OSError:  # a file system without locks
                return

    def release(self) -> None:
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None
