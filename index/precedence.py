"""Questions go first: who asks holds a lock that all who ask share, and a sync pauses while anybody holds it.

Both may be in one process or in several. It is no more than a courtesy: where the file can't be locked nobody waits,
a process that is killed lets go of it, and where questions never end, a sync has half of the time.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

from index.folders import is_locked

LONGEST_PAUSE_S = 1.0  # of a sync, which then goes on for as long, whoever asks
POLL_S = 0.01

_pause: ContextVar[Callable[[], None] | None] = ContextVar("pause", default=None)


def pause_of_work() -> Callable[[], None] | None:
    """Return what is to be called before each step of what this thread does, in whichever thread; None if nothing."""
    return _pause.get()


def give_way() -> None:
    """Pause, if what this thread does is to give way to questions."""
    if pause := pause_of_work():
        pause()


class Precedence:
    """The precedence of questions over the sync of one library. Safe to share between threads and processes."""

    def __init__(self, library: Path) -> None:
        self._file = library / "questions.lock"
        self._goes_on_until = 0.0  # of the monotonic clock
        self._looking = Lock()  # two threads that look at once would take each other for who asks

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Go first meanwhile."""
        opened = None
        with suppress(ImportError, OSError):  # on Windows; in a folder that can't be written to
            import fcntl

            opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o666)
            with suppress(OSError):  # just now a sync looks whether anybody asks
                fcntl.flock(opened, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if opened is not None:
                os.close(opened)

    @contextmanager
    def giving_way(self) -> Iterator[None]:
        """Have all that this thread does meanwhile pause at each `give_way`."""
        token = _pause.set(self.pause)
        try:
            yield
        finally:
            _pause.reset(token)

    def pause(self) -> None:
        """Wait until nobody asks, or for so long that a sync goes on all the same."""
        latest = time.monotonic() + LONGEST_PAUSE_S
        while (now := time.monotonic()) >= self._goes_on_until and self._is_asked():
            if now >= latest:
                self._goes_on_until = now + LONGEST_PAUSE_S
                return
            time.sleep(POLL_S)

    def _is_asked(self) -> bool:
        with self._looking:
            return is_locked(self._file, alone=False)
