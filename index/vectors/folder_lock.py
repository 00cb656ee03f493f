"""Processes take turns at a folder, and each learns whether another has changed it since its own last turn."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import LibraryError, LibraryLocked

WAIT_S = 60.0  # longer than any turn
POLL_S = 0.005


class Turns:
    """The turns of one process at a folder. The operating system ends a turn with its process, however that ends."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Two small files are kept beside the folder; `read_only` takes turns where they can't be written."""
        from filelock import FileLock

        self._folder = folder
        file = folder.with_name(f"{folder.name}.lock")
        self._lock = _ReaderLock(file) if read_only else FileLock(file, timeout=WAIT_S, poll_interval=POLL_S)
        self._lock_file = file
        self._last_change = folder.with_name(f"{folder.name}.changed")
        self._seen = b""

    @contextmanager
    def take(self) -> Iterator[bool]:
        """Take a turn; tell whether the folder has been changed since the last one that went well.

        Raises `LibraryLocked` when another process does not end its turn, `LibraryError` without access.
        """
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout as error:
            raise LibraryLocked(f"{self._folder}: another process is busy with it; wait, or end that") from error
        except OSError as error:
            raise LibraryError(
                f"{self._lock_file}: can't be opened ({error}); free some space, or give yourself access to it"
            ) from error
        try:
            yield self._read_last_change() != self._seen
            self._seen = self._read_last_change()
        finally:
            self._lock.release()

    def note_change(self) -> None:
        """Let all know of a change: in a turn, and before the change, since the process may be killed on the way."""
        new = self._last_change.with_name(f"{self._last_change.name}.new")
        new.write_bytes(uuid.uuid4().bytes)
        os.replace(new, self._last_change)

    def _read_last_change(self) -> bytes:
        try:
            return self._last_change.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise LibraryError(f"{self._last_change}: can't be read ({error}); remove it") from error


class _ReaderLock:
    """The same lock, shared with other readers, for who may not write to its file; none if there is no such file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: int | None = None

    def acquire(self) -> None:
        """Raises `filelock.Timeout` when another process does not let go of it."""
        from filelock import Timeout

        with suppress(OSError):
            self._opened = os.open(self._file, os.O_RDONLY)
        if self._opened is None:
            return
        deadline = time.monotonic() + WAIT_S
        while not _lock_shared(self._opened):
            if time.monotonic() > deadline:
                self.release()
                raise Timeout(str(self._file))
            time.sleep(POLL_S)

    def release(self) -> None:
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None


def _lock_shared(opened: int) -> bool:
    """Take a shared lock, if nobody holds another; tell whether that went well, as it does where there are no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
