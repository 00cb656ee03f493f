"""The locks of a library: of its writer, and of a folder that processes use one at a time.

The operating system frees a lock with the process that holds it, however that ends.
"""

import errno
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from index.errors import LibraryError, LibraryLocked

WRITER_WAIT_S = 1.0
WAIT_S = 60.0  # longer than any holds a folder
POLL_S = 0.005

_WRITE_LOCK = "write.lock"

FolderState = tuple[bytes, int]  # its last change, and the number of its database in the file system


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold a library's write lock; raises `LibraryLocked`, which tells who has it, or `LibraryError` without access."""
    from filelock import FileLock, Timeout

    holder = folder / f"{_WRITE_LOCK}.holder"
    lock = FileLock(folder / _WRITE_LOCK, timeout=WRITER_WAIT_S)
    try:
        lock.acquire()
    except Timeout as error:
        who = ""
        with suppress(OSError):  # it may have ended just now
            who = holder.read_text()
        raise LibraryLocked(f"{folder}: {who or 'another process'} is writing to it; wait until it is done") from error
    except OSError as error:
        raise LibraryError(
            f"{folder}: can't be written to ({error.strerror or error}); give yourself access to it, "
            "or choose another --library"
        ) from error
    try:
        with suppress(OSError):  # on a full disk the lock holds all the same
            holder.write_text(f"process {os.getpid()} (since {datetime.now().astimezone():%Y-%m-%d %H:%M:%S})")
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def is_locked(file: Path, *, alone: bool = True) -> bool:
    """Tell whether somebody holds the lock of a file just now: `alone`, or also together with others.

    Where that can't be told (on Windows, without the file, on a file system without locks), nobody does.
    """
    try:
        import fcntl

        opened = os.open(file, os.O_RDONLY if alone else os.O_RDWR)
    except (ImportError, OSError):
        return False
    try:
        fcntl.flock(opened, (fcntl.LOCK_SH if alone else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(opened)
    return False


def is_written(folder: Path) -> bool:
    """Tell whether a process, this one included, holds a library's write lock just now."""
    return is_locked(folder / _WRITE_LOCK)


class FolderLock:
    """The lock of a folder, for one process; it learns whether another has changed the folder since it last had it."""

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
            yield self.state != self._seen
            self._seen = self.state
        finally:
            self._lock.release()

    def note_change(self) -> None:
        """Let all know of a change: while it is held, and before the change, since the process may be killed then."""
        new = self._last_change.with_name(f"{self._last_change.name}.new")
        new.write_bytes(uuid.uuid4().bytes)
        os.replace(new, self._last_change)

    @property
    def state(self) -> FolderState:
        """What is another when somebody has changed the folder, or put one in its place."""
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
