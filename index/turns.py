"""Processes take turns at a folder, and each learns whether another has changed it since its own last turn."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryError, LibraryLocked

WAIT_S = 60.0  # longer than any turn
POLL_S = 0.005


class Turns:
    """The turns of one process at a folder. The operating system ends a turn with its process, however that ends."""

    def __init__(self, folder: Path) -> None:
        """Two small files are kept beside the folder."""
        from filelock import FileLock

        self._folder = folder
        self._lock = FileLock(folder.with_name(f"{folder.name}.lock"), timeout=WAIT_S, poll_interval=POLL_S)
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
                f"{self._lock.lock_file}: can't be opened ({error}); free some space, or give yourself access to it"
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
