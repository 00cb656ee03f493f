"""Does the library hold what it should, and can it be mended?

The vectors can always be made again from the catalog. A damaged catalog is made again from the rows that can still
be read; what could not is named, and the damaged file is kept beside the new one.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace

from index.errors import LibraryError, LibraryLocked
from index.salvage import MOST_NAMED, Salvage
from index.store import Store
from index.storing import article_of
from index.vectors import delete_folder, fault_of

LEAST_ROOM = 10_000_000  # bytes on the disk; with less, Chroma may fail for no fault of its files


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
    """Compare catalog and vectors, and mend what differs if asked to; the caller holds the write lock.

    Vectors that can't be read, or are spoilt, are all made anew.
    """
    if faults := store.catalog.faults():
        return CheckReport(0, 0, tuple(f"the catalog is damaged: {fault}" for fault in faults))
    lost = _missing(store, salvaged)
    salvaged = salvaged and replace(salvaged, missing=lost)
    problems = [str(salvaged)] if salvaged else []
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
    repaired = repair and bool(problems)
    return CheckReport(store.catalog.articles.count(), len(needed), tuple(problems), repaired, lost)


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
        fault = fault_of(store.vectors)
        return (set(), fault) if fault else (store.vectors.ids(), None)
    except LibraryError as error:
        if store.chroma or isinstance(error, LibraryLocked):
            raise
        return set(), str(error)
