"""Adding articles from the page: one sync at a time, behind whatever the page shows meanwhile; how far it is, as HTML.

It goes on when the page is loaded anew, and ends at a safe point when it is cancelled, or the program ends.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from index import Backlog, InputError, Library, OnRecordError, SyncProgress
from index.reading import find_files
from page.first import counted
from page.outcome import report_html
from page.sentence import as_sentence
from page.uploads import Taken
from page.waiting import gone_html

NOTHING_WAITS = "Nothing waits to be read."


@dataclass(frozen=True, slots=True)
class SyncState:
    """A sync that was begun: how far it is, or what came of it."""

    html: str
    is_running: bool = True


class Syncing:
    """The syncs of a library from its page."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self.latest = SyncState("", is_running=False)

    def begin(self, path: str, taken: Sequence[Taken] = ()) -> None:
        """Begin to sync a path, where some files have just been `taken`; raises `InputError` while another one runs."""
        if not path:
            raise InputError("Name a folder or file of articles first.")
        self._begin(lambda: self._read([os.path.expanduser(path)], taken=taken))

    def read_on(self) -> None:
        """Begin to read what earlier syncs did not come to; raises `InputError` for nothing, or while one runs."""
        backlog = self._library.backlog()
        if not backlog:
            raise InputError(NOTHING_WAITS)
        self._begin(lambda: self._read_on(backlog))

    def forget(self, path: str) -> None:
        """Begin to forget a path that an earlier sync did not come to the end of, with all that came from it.

        Raises `InputError` for any other path, or while a sync runs.
        """
        if path not in [one.path for one in self._library.backlog().paths]:
            raise InputError(NOTHING_WAITS)
        self._begin(lambda: self._read([path], gone=True))

    def _begin(self, act: Callable[[], Iterator[str]]) -> None:
        """Begin what tells, in HTML, of one thing after another that it has done."""
        with self._lock:
            self.check_idle()
            self._cancelled.clear()
            self.latest = SyncState(_progress_html(None))
            # No daemon, or the end of Python would cut it off; it ends by itself then.
            self._thread = threading.Thread(target=self._run, args=[act])
            self._thread.start()

    def check_idle(self) -> None:
        """Raise `InputError` while a sync runs."""
        if self.latest.is_running:
            raise InputError("Articles are being added already; wait until that is done, or cancel it.")

    def cancel(self) -> None:
        """End the sync that runs, at the next safe point."""
        self._cancelled.set()

    def close(self) -> None:
        """End the sync that runs, and wait for that."""
        self.cancel()
        if self._thread:
            self._thread.join()

    def _run(self, act: Callable[[], Iterator[str]]) -> None:
        told, failed = "", _note_html("OnRecord failed; the terminal says why.")
        try:
            for part in act():
                told += part
            failed = ""
        finally:
            self.latest = SyncState(told + failed, is_running=False)

    def _read(
        self, paths: Sequence[str], *, as_is: bool = False, gone: bool = False, taken: Sequence[Taken] = ()
    ) -> Iterator[str]:
        told: Any = {"progress": self._tell, "cancelled": self._is_cancelled}
        try:
            taken = [replace(one, back=self._bring_back(one)) for one in taken]
            report = self._library.sync(*paths, as_is=as_is, gone=gone, **told)
            yield report_html(report, os.path.commonpath(paths), taken)
        except OnRecordError as error:
            yield _note_html(as_sentence(str(error)))

    def _bring_back(self, taken: Taken) -> int:
        """Bring back what was removed of a file that is added again, and tell how many articles that was."""
        path = str(taken.path.resolve())
        back = [one for one in self._library.set_aside_articles() if one.path == path]
        for one in back:
            self._library.bring_back(one.id)
        return len(back)

    def _read_on(self, backlog: Backlog) -> Iterator[str]:
        """Read all that is still there; of what is not, say so. Then make the vectors that are still missing."""
        there: dict[bool, list[str]] = {}
        for one in backlog.paths:
            try:
                find_files(Path(one.path))
                there.setdefault(one.as_is, []).append(one.path)
            except InputError:
                if os.path.exists(one.path):  # emptied; of what is gone is told beside the button
                    yield gone_html(one.path)
        for as_is, alike in there.items():
            yield from self._read(alike, as_is=as_is)
        if not self._is_cancelled() and (waiting := self._library.backlog().articles):
            try:
                report = self._library.embed_waiting(progress=self._tell, cancelled=self._is_cancelled)
                done = counted(max(waiting - self._library.backlog().articles, 0), "article")
                begun = "Cancelled" if report.cancelled else "Done"
                yield f'<p class="aside">{begun}: {done} that waited can be found now.</p>'
            except OnRecordError as error:
                yield _note_html(as_sentence(str(error)))

    def _tell(self, at: SyncProgress) -> None:
        self.latest = SyncState(_progress_html(at))

    def _is_cancelled(self) -> bool:
        return self._cancelled.is_set() or not threading.main_thread().is_alive()


def _note_html(line: str) -> str:
    return f'<p class="note">{escape(line)}</p>'


def _progress_html(at: SyncProgress | None) -> str:
    share = f' value="{at.share:.3f}"' if at else ""
    return f'<progress{share} aria-label="Adding articles"></progress><p class="aside">{at or "Reading …"}</p>'
