"""A folder that the library follows while the page is open: what changes there is taken in without being asked for."""

import os
import threading
import time
from html import escape
from pathlib import Path

from index import InputError, Library, LibraryLocked, OnRecordError, SyncReport
from index.plain_text import one_line
from index.watching import watch
from page.outcome import counts_line


class _Stop(threading.Event):
    """Is set, too, when the program ends: a thread that is waited for then can't be told otherwise."""

    def is_set(self) -> bool:
        return super().is_set() or not threading.main_thread().is_alive()


class Watching:
    """Follows one path at a time, in a thread of its own. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._stop = _Stop()
        self._thread: threading.Thread | None = None
        self._path = ""
        self._said = ""

    @property
    def html(self) -> str:
        """What is followed, and what came of it last; empty where nothing is."""
        with self._lock:
            return f"Following <b>{escape(one_line(self._path))}</b>. {escape(self._said)}" if self._path else ""

    def begin(self, path: str) -> None:
        """Follow a path instead of what is followed; raises `InputError` when there is none such."""
        if not path or not os.path.exists(found := os.path.expanduser(path)):
            raise InputError(f"{path}: no such file or folder" if path else "Name a folder or file of articles first.")
        self.end()
        with self._lock:
            self._path, self._said, self._stop = path, "Reading …", _Stop()
            # No daemon, or the end of Python would cut a sync off; it ends by itself then.
            self._thread = threading.Thread(target=self._run, args=[Path(found), self._stop])
            self._thread.start()

    def end(self) -> None:
        """Follow nothing any more; what is being synced ends at a safe point."""
        with self._lock:
            self._stop.set()
            thread, self._thread, self._path = self._thread, None, ""
        if thread:
            thread.join()

    def _run(self, path: Path, stop: _Stop) -> None:
        def mirror() -> bool:
            try:
                self._tell(self._library.sync(path, cancelled=stop.is_set))
            except (InputError, LibraryLocked) as error:  # the path is gone, or articles are being added: it may pass
                self._said = str(error)
                return False
            return True

        try:
            watch([path], mirror, besides=self._library.folder, stop=stop)
        except OnRecordError as error:
            self._said = f"It can't be followed any more: {error}"

    def _tell(self, report: SyncReport) -> None:
        if report.added or report.updated or report.removed or not self._said[:1].isdigit():
            self._said = f"{time.strftime('%H:%M')}: {counts_line(report)}"
