"""Adding articles from the page: how far it is, then what it did, as HTML."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import escape
from queue import Empty, SimpleQueue

from index import Library, OnRecordError, SyncProgress, SyncReport

FAULTS_SHOWN = 20
POLL_S = 0.5  # while a sync has nothing new to tell


def syncing_html(library: Library, path: str) -> Iterator[str]:
    """Sync a path in a thread of its own; yield how far it is, then what it did."""
    if not path:
        return
    reached: SimpleQueue[SyncProgress] = SimpleQueue()
    with ThreadPoolExecutor(1) as thread:
        yield '<progress></progress><p class="aside">Reading …</p>'
        syncing = thread.submit(library.sync, os.path.expanduser(path), progress=reached.put)
        while not syncing.done():
            with suppress(Empty):
                at = reached.get(timeout=POLL_S)
                yield f'<progress value="{at.share:.3f}"></progress><p class="aside">{escape(str(at))}</p>'
    try:
        yield _report_html(syncing.result())
    except OnRecordError as error:
        yield f'<p class="note">{escape(str(error))}</p>'


def _report_html(report: SyncReport) -> str:
    counts = f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed"
    faults = "".join(f"<li>{escape(str(fault))}</li>" for fault in report.faults[:FAULTS_SHOWN])
    skipped = f'<p class="aside">{report.skipped:,} skipped:</p><ul>{faults}</ul>' if report.skipped else ""
    return f'<p class="aside">Done: {counts}, {report.unchanged:,} unchanged.</p>{skipped}'
