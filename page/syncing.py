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

from index import Backlog, FileOutcome, InputError, Library, OnRecordError, Skipped, SyncProgress, SyncReport
from index.plain_text import one_line
from index.reading import find_files, not_read_line
from index.reading.articles import OR_AS_IS
from page.first import counted
from page.sentence import as_sentence
from page.uploads import Taken
from page.waiting import gone_html

FILES_SHOWN = 200
FILE_COUNTS = ("added", "updated", "unchanged")
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
            report = self._library.sync(*paths, as_is=as_is, gone=gone, **told)
            yield report_html(report, os.path.commonpath(paths), taken)
        except OnRecordError as error:
            yield _note_html(as_sentence(str(error)))

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


def report_html(report: SyncReport, path: str, taken: Sequence[Taken] = ()) -> str:
    """Return what a sync did, in all and by file: of those that were read, or `taken` in."""
    begun = "Cancelled; what was not read waits for the next time" if report.cancelled else "Done"
    lines = _of_files(report, path) if not taken else _of_taken(report, taken)
    shown = "".join(f"<li>{escape(line)}</li>" for line in lines[:FILES_SHOWN])
    more = f"<li>and {counted(len(lines) - FILES_SHOWN, 'more line')}</li>" if len(lines) > FILES_SHOWN else ""
    here, before = _apart(report, taken)
    told = f"{begun}: {counts_line(here)}"
    if before != SyncReport():
        told += f" Of what came here before: {counts_line(before)}"
    return f'<p class="aside">{escape(told)}</p>' + (f"<ul>{shown}{more}</ul>" if lines else "")


def _apart(report: SyncReport, taken: Sequence[Taken]) -> tuple[SyncReport, SyncReport]:
    """Return what a sync did with the files that were `taken`, and with others: they are synced with all before them.

    Where the report does not tell of each file that was taken, the first is of all.
    """
    paths = {str(one.path.resolve()) for one in taken}
    files = [file for file in report.files if file.path in paths]
    faults = [str(fault.path) for fault in report.faults if str(fault.path) in paths]
    if any(one.is_new and str(one.path.resolve()) not in {*faults, *(file.path for file in files)} for one in taken):
        return report, SyncReport()
    added, updated, unchanged = (sum(getattr(file, what) for file in files) for what in FILE_COUNTS)
    here = replace(report, added=added, updated=updated, removed=0, unchanged=unchanged, skipped=len(faults))
    return here if taken else report, SyncReport(report.added - added, report.updated - updated, report.removed)


def counts_line(report: SyncReport) -> str:
    """Return what a sync did in all, in a line."""
    counts = f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed"
    counts += f", {report.unchanged:,} unchanged."
    if report.skipped:
        counts += f" {report.skipped:,} skipped."
    if report.aside:
        counts += f" {report.aside:,} that you removed {'stays' if report.aside == 1 else 'stay'} out."
    if report.not_read:
        counts += f" {not_read_line(dict(report.not_read))}."
    if report.undated:
        counts += f" {report.without_a_date}."
    return counts


def _of_files(report: SyncReport, path: str) -> list[str]:
    root = str(Path(path).resolve())

    def named(file: str | Path) -> str:
        return one_line(str(file).removeprefix(root).lstrip(os.sep) or Path(file).name)

    faults = [f"{named(fault.path)}: {_reason(fault)}" for fault in report.faults]
    return faults + [f"{named(file.path)}: {_outcome(file)}" for file in report.files if _brought(file)]


def _of_taken(report: SyncReport, taken: Sequence[Taken]) -> list[str]:
    files = {file.path: file for file in report.files}
    faults: dict[str, list[Skipped]] = {}
    for fault in report.faults:
        faults.setdefault(str(fault.path), []).append(fault)
    lines = []
    for one in taken:
        path = str(one.path.resolve())
        said = [_reason(fault) for fault in faults.get(path, [])]
        if path in files and (_brought(files[path]) or not said):
            said.insert(0, _outcome(files[path]))
        elif not said:
            said.append(_untold(one, report))
        if one.is_new and one.path.name != Path(one.name.replace("\\", "/")).name:
            said.append(f"kept as {one.path.name}")
        lines.append(f"{one_line(one.name)}: {'; '.join(said)}")
    return lines


def _reason(fault: Skipped) -> str:
    """Return why a file was skipped, without an option that the page does not have.

    >>> _reason(Skipped(Path("a.txt"), f"nothing in it; remove it{OR_AS_IS}"))
    'nothing in it; remove it'
    """
    return one_line(fault.reason).removesuffix(OR_AS_IS)


def _untold(one: Taken, report: SyncReport) -> str:
    """Return what is known of a file of which the sync tells nothing."""
    if not one.is_new:
        return "this file was here before"
    return "not read yet" if report.cancelled else "taken in; more files were read than are told one by one"


def _brought(file: FileOutcome) -> int:
    return file.added + file.updated + file.unchanged


def _outcome(file: FileOutcome) -> str:
    """Return what a file brought in words.

    >>> _outcome(FileOutcome("a.txt", added=1)), _outcome(FileOutcome("a.csv", added=20, unchanged=3))
    ('added', '20 added, 3 unchanged')
    """
    there = [(number, what) for what in FILE_COUNTS if (number := getattr(file, what))]
    if len(there) == 1 and there[0][0] == 1:
        return there[0][1]
    return ", ".join(f"{number:,} {what}" for number, what in there) or "you removed it before; it stays out"
