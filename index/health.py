"""Does the library hold what it should, and can it be mended?

The vectors can always be made again from the catalog. A damaged catalog is made again from the rows that can still
be read; what could not is named, and the damaged file is kept beside the new one.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.errors import LibraryDamaged, LibraryError, LibraryLocked
from index.folders import write_lock
from index.salvage import MOST_NAMED, Salvage
from index.store import Store
from index.storing import article_of
from index.swapping import delete_folder
from index.vectors import BATCH, Vectors, open_vectors

LEAST_ROOM = 10_000_000  # bytes on the disk; with less, Chroma may fail for no fault of its files
SAMPLES = 32  # vectors that are searched for
SEARCHED = 100  # of the nearest vectors: among many that are alike, a narrower search of a sound index may miss one
NEAR = 0.999  # the cosine of a vector and itself, or another that is as good
MOST_CHECKS = 3  # of a library that others write to
BUSY = 75  # exit status of the process that reads all vectors, where another is busy with them


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `Library.check` found; `problems` is empty when all is well.

    `lost` names the articles that a repair could not read from a damaged catalog, or that only the vectors know of,
    unless they were removed on purpose; a sync reads them from their files.
    """

    articles: int
    passages: int
    problems: tuple[str, ...]
    repaired: bool = False
    lost: tuple[str, ...] = ()


def check(store: Store, *, repair: bool, salvaged: Salvage | None) -> CheckReport:
    """Compare catalog and vectors, and mend what differs if asked to; raises `LibraryLocked` when another writes.

    Vectors that can't be read, or are spoilt, are all made anew. Unless it mends, a sync may begin meanwhile: what it
    has written is looked at again.
    """
    if repair or salvaged:
        with write_lock(store.folder):
            return _compare(store, repair=repair, salvaged=salvaged)
    for _ in range(MOST_CHECKS):
        with write_lock(store.folder):  # nobody is in the middle of a change
            before = store.catalog.changes
        report = _compare(store, repair=False, salvaged=None)
        if before == store.catalog.changes:
            return report
    raise LibraryLocked(f"{store.folder}: it is written to again and again; check it when that is over")


def _compare(store: Store, *, repair: bool, salvaged: Salvage | None) -> CheckReport:
    if faults := store.catalog.faults():
        return CheckReport(0, 0, tuple(f"the catalog is damaged: {fault}" for fault in faults))
    lost = _missing(store, salvaged)
    problems = [str(replace(salvaged, missing=lost))] if salvaged else []
    if lost and not salvaged:
        problems.append(f"articles that only the vectors know of: {len(lost)} ({', '.join(lost[:MOST_NAMED])})")
    stored, fault = _stored_vectors(store)
    if fault:
        problems.append(fault)
        if repair:
            _make_room_for_new_vectors(store)
    needed = store.catalog.passages.ids("indexed")
    if pending := store.catalog.passages.count("pending"):
        problems.append(f"{pending} passages wait for their vectors (an interrupted sync)")
    if missing := needed - stored:
        problems.append(f"{len(missing)} passages have no vector")
    if orphans := stored - needed - store.catalog.passages.ids("pending"):
        problems.append(f"{len(orphans)} vectors belong to no passage")
    if repair and problems:
        store.catalog.articles.make_pending(missing)
        store.delete_vectors(list(orphans))
        for _ in store.index_pending():
            pass
        store.delete_stale()
        store.drop_leftovers()
    return CheckReport(store.catalog.articles.count(), len(needed), tuple(problems), repair and problems != [], lost)


def _missing(store: Store, salvaged: Salvage | None) -> tuple[str, ...]:
    """Return the ids of the articles that a repair could not read, with those that only the vectors know of.

    The vectors are asked where the catalog is not what it was: made anew, or from another time than they are.
    """
    named = set(salvaged.missing) if salvaged else set()
    with suppress(LibraryError):
        if salvaged or not store.fits():
            named.update(map(article_of, store.unchecked_vectors.ids() - set(store.catalog.passages.stale())))
    return tuple(sorted(named - set(store.catalog.articles.ids())))


def _make_room_for_new_vectors(store: Store) -> None:
    if store.chroma:
        store.unchecked_vectors.drop()
        return
    if shutil.disk_usage(store.folder).free < LEAST_ROOM or not os.access(store.folder, os.W_OK):
        raise LibraryError(f"{store.folder}: no room to make the vectors anew; free some space, and give access to it")
    store.close_vectors()
    delete_folder(store.folder / "chroma")


def _stored_vectors(store: Store) -> tuple[set[str], str | None]:
    """Return the ids of the vectors in Chroma, or what is wrong with them.

    Raises `LibraryError` for a server that can't say, and `LibraryLocked` when another process holds them.
    """
    try:
        if not store.fits():
            return set(), store.misfit
        fault = _fault_of(store.vectors)
        return (set(), fault) if fault else (store.vectors.ids(), None)
    except LibraryError as error:
        if store.chroma or isinstance(error, LibraryLocked):
            raise
        return set(), str(error)


def _fault_of(vectors: Vectors) -> str | None:
    """Read every vector; return what is wrong with them, or None when all is well.

    Chroma counts vectors whose file is cut off. Other damage of an index crashes the process that reads it, so a
    folder with a saved one is read by one of its own. Raises `LibraryLocked` when another process is busy with the
    folder, `LibraryError` when this one is killed.
    """
    if vectors.is_server:
        return _spoilt(vectors)
    if not any(Path(vectors.place).glob("*/index_metadata.pickle")):
        with closing(open_vectors(Path(vectors.place), vectors.collection)) as stored:  # as it is on the disk
            return _spoilt(stored)
    code = "import sys; from index.health import report_fault; report_fault(*sys.argv[1:])"
    # Ours first, and not the current folder, which may hold an index.py of its user's.
    places = os.pathsep.join(dict.fromkeys([str(Path(__file__).parents[1]), *filter(None, sys.path)]))
    command = [sys.executable, "-P", "-c", code, vectors.place, vectors.collection]
    read = subprocess.run(command, env=os.environ | {"PYTHONPATH": places}, capture_output=True, text=True)
    said = (read.stderr.strip() or "Chroma crashes when it reads this").splitlines()[-1]
    if read.returncode == 0:
        return None
    if read.returncode == BUSY:
        raise LibraryLocked(said)
    if read.returncode in (-signal.SIGKILL, -signal.SIGTERM):
        raise LibraryError(f"{vectors.place}: the check was killed, perhaps for want of memory; try again")
    return said if said.startswith(vectors.place) else f"{vectors.place}: {said}"


def report_fault(place: str, collection: str) -> None:
    """Read every vector of a folder, and end this process with what is wrong with them, 0 if nothing, or `BUSY`."""
    try:
        sys.exit(_spoilt(open_vectors(Path(place), collection)))
    except LibraryError as error:
        sys.stderr.write(str(error))
        sys.exit(BUSY if isinstance(error, LibraryLocked) else 1)


def _spoilt(vectors: Vectors) -> str | None:
    ids = sorted(vectors.ids())
    for start in range(0, len(ids), BATCH):
        found = vectors.get(ids[start : start + BATCH])
        if len(found) < len(ids[start : start + BATCH]):
            return "vectors are missing"
        if not np.allclose(np.linalg.norm(np.stack(list(found.values())), axis=1), 1, atol=0.01):
            return "vectors are spoilt"
    samples = vectors.get(ids[:: len(ids) // SAMPLES + 1])
    try:
        best = [max(vectors.query(vector, SEARCHED).values()) for vector in samples.values()]
    except LibraryDamaged as error:
        return str(error)
    is_lost = sum(cosine < NEAR for cosine in best) > len(best) / 2  # a few may lie where no path of the index leads
    return "a search does not find what is stored" if is_lost else None
