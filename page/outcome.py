"""What came of a sync, as HTML: in all, and of each file that was read or taken in."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from index import FileOutcome, Skipped, SyncReport
from index.plain_text import one_line
from index.reading import not_read_line
from index.reading.articles import OR_AS_IS
from page.first import counted
from page.uploads import Taken

FILES_SHOWN = 200
FILE_COUNTS = ("added", "updated", "unchanged")


def report_html(report: SyncReport, path: str, taken: Sequence[Taken] = ()) -> str:
    """Return what a sync did, in all and by file: of those that were read, or `taken` in."""
    begun = "Cancelled; what was not read waits for the next time" if report.cancelled else "Done"
    lines = _of_taken(report, taken) if taken else _of_files(report, path)
    shown = "".join(f"<li>{escape(line)}</li>" for line in lines[:FILES_SHOWN])
    more = f"<li>and {counted(len(lines) - FILES_SHOWN, 'more line')}</li>" if len(lines) > FILES_SHOWN else ""
    here, before = _apart(report, taken) if taken else (report, SyncReport())
    told = f"{begun}: {counts_line(here)}"
    if back := sum(one.back for one in taken):
        told += f" {back:,} that you had removed {'is' if back == 1 else 'are'} back."
    if before != SyncReport():
        told += f" Of what came here before: {_changes(before)}."
    return f'<p class="aside">{escape(told)}</p>' + (f"<ul>{shown}{more}</ul>" if lines else "")


def _apart(report: SyncReport, taken: Sequence[Taken]) -> tuple[SyncReport, SyncReport]:
    """Return what a sync did with the files that were `taken`, and what it changed of others, which it reads as well.

    Where the report does not tell of each file that was taken, the first is of all.
    """
    paths = {str(one.path.resolve()) for one in taken}
    files = [file for file in report.files if file.path in paths]
    told = {file.path for file in files} | {str(fault.path) for fault in report.faults}
    if any(one.is_new and str(one.path.resolve()) not in told for one in taken):
        return report, SyncReport()
    added, updated, unchanged = (sum(getattr(file, what) for file in files) for what in FILE_COUNTS)
    of_others = sum(str(fault.path) not in paths for fault in report.faults)  # of a thousand of one file, all count
    not_read = Counter[str]()
    for file in files:
        not_read.update(dict(file.not_read))
    here = replace(
        report,
        added=added,
        updated=updated,
        removed=0,
        unchanged=unchanged,
        skipped=report.skipped - of_others,
        aside=0,
        not_read=tuple(not_read.most_common()),
        undated=tuple(one for one in report.undated if one.path in paths),
    )
    return here, SyncReport(report.added - added, report.updated - updated, report.removed)


def counts_line(report: SyncReport) -> str:
    """Return what a sync did in all, in a line."""
    counts = f"{_changes(report)}, {report.unchanged:,} unchanged."
    if report.skipped:
        counts += f" {report.skipped:,} skipped."
    if report.aside:
        counts += f" {report.aside:,} that you removed {'stays' if report.aside == 1 else 'stay'} out."
    if report.not_read:
        counts += f" {not_read_line(dict(report.not_read))}."
    if report.undated:
        counts += f" {report.without_a_date}."
    return counts


def _changes(report: SyncReport) -> str:
    return f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed"


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
        if one.back:
            said.append("what you had removed of it is back")
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
    >>> _outcome(FileOutcome("a.zip", not_read=((".jpg", 14),)))
    '14 other files were not read: .jpg 14'
    """
    there = [(number, what) for what in FILE_COUNTS if (number := getattr(file, what))]
    if len(there) == 1 and there[0][0] == 1:
        return there[0][1]
    if not there and file.not_read:
        return not_read_line(dict(file.not_read))
    return ", ".join(f"{number:,} {what}" for number, what in there) or "you removed it before; it stays out"
