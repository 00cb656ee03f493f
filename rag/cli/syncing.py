"""`onrecord sync` and `onrecord watch`: files mirrored into the library, once or as often as they change."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from index import InputError, Library, LibraryLocked, SyncReport, load_embedder
from index.errors import EmbeddingFailed
from index.plain_text import one_line
from index.reading import find_files, not_read_line
from index.storing import CATALOG
from index.watching import watch as follow
from rag.cli.output import print_json, progress_bar


def sync(options: Namespace) -> int:
    """Mirror files into the library; exit 1 when anything was skipped."""
    show = progress_bar()
    with _open_library(options, rebuild=options.rebuild) as library:
        report = library.sync(
            *options.paths,
            as_is=options.as_is,
            rebuild=options.rebuild,
            gone=options.gone,
            progress=lambda at: show(at.share, str(at)),
        )
    for fault in report.faults:
        print(f"skipped: {fault}", file=sys.stderr)
    if options.json:
        print_json(_as_json(report))
    else:
        print("\n".join(_lines(report)))
    return 1 if report.skipped else 0


def watch(options: Namespace) -> int:
    """Mirror files into the library whenever they change, until Ctrl-C."""
    paths = [Path(path) for path in options.paths]
    with _open_library(options) as library, suppress(KeyboardInterrupt):
        print(f"following {one_line(' '.join(options.paths))} (end it with Ctrl-C)", file=sys.stderr)
        follow(paths, _Mirror(library, options).run, besides=library.folder, stop=Event())
    return 0


class _Mirror:
    """Syncs again and again; tells what changed, and once of each thing what is wrong."""

    def __init__(self, library: Library, options: Namespace) -> None:
        self._library = library
        self._options = options
        self._faults: list[str] = []
        self._is_first = True

    def run(self) -> bool:
        """Sync; return False where that has to be tried again: a path or server is gone, or another writes."""
        try:
            report = self._library.sync(*self._options.paths, as_is=self._options.as_is)
        except (InputError, LibraryLocked, EmbeddingFailed) as error:
            self._complain([f"onrecord: {error}"])
            return False
        self._complain([f"skipped: {fault}" for fault in report.faults])
        if self._is_first or report.added or report.updated or report.removed:
            self._is_first = False
            when = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
            said = json.dumps({"time": when, **_as_json(report)}) if self._options.json else "; ".join(_lines(report))
            print(said if self._options.json else f"{when}  {said}", flush=True)
        return True

    def _complain(self, faults: Sequence[str]) -> None:
        for fault in faults:
            if fault not in self._faults:
                print(fault, file=sys.stderr, flush=True)
        self._faults = list(faults)


def _open_library(options: Namespace, *, rebuild: bool = False) -> Library:
    if not (options.library / CATALOG).exists():
        for path in filter(None, options.paths):
            find_files(Path(path))  # raises before a library is made for nothing
    embedder = load_embedder(options.embedding) if options.embedding else None
    return Library.open(options.library, embedder=embedder, chroma=options.chroma, rebuild=rebuild)


def _as_json(report: SyncReport) -> dict[str, Any]:
    told = asdict(report) | {"faults": [{"path": str(one.path), "reason": one.reason} for one in report.faults]}
    told["not_read"] = dict(report.not_read)
    return {name: value for name, value in told.items() if name not in ("files", "cancelled")}  # the page's


def _lines(report: SyncReport) -> list[str]:
    counts = f"{report.added} added, {report.updated} updated, {report.removed} removed, {report.unchanged} unchanged, "
    counts += f"{report.skipped} skipped; {report.passages} passages embedded"
    if report.aside:
        counts += f"; {report.aside} removed in the page stay out"
    others = not_read_line(dict(report.not_read))
    return [counts, *filter(None, (others, report.without_a_date))]
