"""One writer at a time, and a second one is told who the first is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from index.errors import LibraryError, LibraryLocked

WAIT_S = 1.0


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the write lock of a library's folder; the operating system frees it when its process ends, however it ends.

    Raises `LibraryLocked`, with process id and start of the holder, when another process holds it, `LibraryError` where
    nothing can be written.
    """
    from filelock import FileLock, Timeout

    holder = folder / "write.lock.holder"
    lock = FileLock(folder / "write.lock", timeout=WAIT_S)
    try:
        lock.acquire()
    except Timeout as error:
        who = ""
        with suppress(OSError):  # it may have ended just now
            who = holder.read_text()
        who = who or "another process"
        raise LibraryLocked(f"{folder}: {who} is writing to it; wait until it is done") from error
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
