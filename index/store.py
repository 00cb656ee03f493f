"""Catalog and vectors, kept in step: what is pending gets its vectors, what is gone loses them.

The library records what built it (its stamp). A rebuild with something else writes a collection of its own, inside
one transaction of the catalog: other processes use the old state until the new one is complete, and a rebuild that
was interrupted finds the vectors it had already made.
"""

import hashlib
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index import cleaning, copies, passages, times
from index.catalog import CATALOG, Catalog
from index.embedder import PACKAGED_MODEL, Embedder, load_embedder
from index.errors import LibraryError, LibraryMismatch
from index.lock import write_lock
from index.passages import embedding_text
from index.vectors import Vectors

EMBED_AT_ONCE = 1024  # passages; long enough to sort by length well, short enough to lose little in a crash
SAMPLES = 8  # vectors that are read when a library is opened; Chroma counts also those whose file is gone
EMBED_BETWEEN_REPORTS = 128  # passages; a few seconds' work

PLACE, FOLDER = "place of the vectors", "its folder"  # in the stamp
MODEL, PIECES = "embedding model", "word pieces read"  # in the stamp
BUILT_WITH = "built with"  # the fact that holds the stamp
GENERATION = "generation"  # the fact that counts the rebuilds


def recorded_embedder(folder: Path) -> Embedder:
    """Return the embedding model that a library was built with; the packaged one where that is unknown."""
    if not (folder / CATALOG).exists():
        return Embedder()
    try:
        with closing(Catalog(folder / CATALOG)) as catalog:
            stamp = json.loads(catalog.fact(BUILT_WITH) or "{}")
    except LibraryError:  # damaged, as whoever opens it will be told
        return Embedder()
    return load_embedder(stamp.get(MODEL, PACKAGED_MODEL), max_pieces=stamp.get(PIECES))


@dataclass(slots=True)
class _Opened:
    """An open collection; `known_complete` once it had a vector for each passage."""

    vectors: Vectors
    known_complete: bool = False


class Store:
    """The files of a library. Safe to share between threads; callers hold the write lock to change anything."""

    def __init__(self, folder: Path, embedder: Embedder, chroma: str | None, *, rebuild: bool) -> None:
        """Open or create; raises `LibraryMismatch` when built with something else, unless it is to be rebuilt."""
        self.folder = folder
        self.embedder = embedder
        self.chroma = chroma
        self.catalog = Catalog(folder / CATALOG)
        self._opened: dict[str, _Opened] = {}  # by the name of the collection
        self._is_rebuilding = False
        self._lock = threading.RLock()
        if self.catalog.fact(BUILT_WITH) is None:
            with write_lock(folder), self.catalog.transaction():
                if self.catalog.fact(BUILT_WITH) is None:  # else another process made the library just now
                    self.catalog.record_fact("id", uuid.uuid4().hex[:12])
                    self.catalog.record_fact(GENERATION, "0")
                    self.catalog.record_fact(BUILT_WITH, self._stamp)
        elif not rebuild:
            self.check_stamp()

    def close(self) -> None:
        """Let go of the files."""
        self.catalog.close()
        self.close_vectors()

    def close_vectors(self) -> None:
        """Let go of the vectors; they are opened again when they are asked for."""
        with self._lock:
            while self._opened:
                self._opened.popitem()[1].vectors.close()

    @cached_property
    def _stamp(self) -> str:
        """What decides how articles become vectors, and where those are."""
        return json.dumps(
            {
                PLACE: self.chroma.rstrip("/") if self.chroma else FOLDER,
                MODEL: self.embedder.model,
                PIECES: self.embedder.max_pieces,
                "cutter": passages.VERSION,
                "cleaner": cleaning.VERSION,
                "copies": copies.VERSION,
                "times": times.VERSION,
            }
        )

    def check_stamp(self) -> None:
        """Raise `LibraryMismatch` if the library was built with something else than would be used now."""
        recorded = self.catalog.fact(BUILT_WITH) or "{}"
        if recorded != self._stamp:
            old, new = json.loads(recorded), json.loads(self._stamp)
            if old.get(PLACE, new[PLACE]) != new[PLACE]:
                fix = "leave --chroma out" if old[PLACE] == FOLDER else f"say --chroma {old[PLACE]}"
                raise LibraryMismatch(
                    f"{self.folder}: its vectors are in {old[PLACE]}; {fix}, "
                    f"or make them anew with: onrecord sync PATH --rebuild --library {self.folder}"
                )
            changed = ", ".join(f"{key} {old.get(key)}, now {new[key]}" for key in new if old.get(key) != new[key])
            chosen = f" --embedding {new[MODEL]}" if old.get(MODEL) != new[MODEL] else ""
            raise LibraryMismatch(
                f"{self.folder}: built with another {changed}; "
                f"run: onrecord sync PATH --rebuild{chosen} --library {self.folder}"
            )

    # Vectors

    @property
    def generation(self) -> str:
        """The number of the last rebuild, 0 if there was none."""
        return self.catalog.fact(GENERATION) or "0"

    @property
    def _prefix(self) -> str:
        return f"onrecord-{self.catalog.fact('id')}-"

    def _current(self) -> "_Opened":
        """Open the collection of this generation."""
        with self._lock:
            stamp = hashlib.sha256((self.catalog.fact(BUILT_WITH) or "").encode()).hexdigest()[:8]
            name = f"{self._prefix}{stamp}-{self.generation}"
            if name not in self._opened:
                self.check_stamp()
                if not self._is_rebuilding:
                    self.close_vectors()  # of an older generation, which nobody needs any more
                self._opened[name] = _Opened(Vectors(self.chroma or self.folder / "chroma", name))
            return self._opened[name]

    @property
    def vectors(self) -> Vectors:
        """The vectors as they are now."""
        return self._current().vectors

    def complete_vectors(self) -> Vectors:
        """The vectors, if there is one for each passage; without, a search would find nothing and say nothing."""
        opened = self._current()
        if not opened.known_complete:
            missing = self.catalog.count_passages("indexed") - opened.vectors.count()
            samples = self.catalog.some_passage_ids(SAMPLES)
            missing = max(missing, len(samples) - len(opened.vectors.get(samples)))
            if missing > 0:
                place = self.chroma or self.folder
                raise LibraryError(f"{place}: {missing} passages have lost their vectors; run: onrecord check --repair")
            opened.known_complete = True
        return opened.vectors

    # Change

    def index_pending(self) -> Iterator[tuple[int, int]]:
        """Embed and store what has no vectors yet, from this sync or from one that was interrupted.

        Yield how many passages are embedded, of how many to embed. A vector that is there already is kept.
        """
        done, total = 0, self.catalog.count_passages("pending")
        while batch := self.catalog.pending(EMBED_AT_ONCE):
            vectors = self.vectors.get([stored.passage.id for stored in batch])
            new = [stored for stored in batch if stored.passage.id not in vectors]
            new.sort(key=lambda stored: stored.passage.end - stored.passage.start)  # texts of one length pad least
            total -= len(batch) - len(new)
            for start in range(0, len(new), EMBED_BETWEEN_REPORTS):
                some = new[start : start + EMBED_BETWEEN_REPORTS]
                made = self.embedder.encode([embedding_text(one.article, one.passage) for one in some])
                vectors |= zip([stored.passage.id for stored in some], made, strict=True)
                done += len(some)
                yield done, total
            self.vectors.upsert(batch, np.stack([vectors[stored.passage.id] for stored in batch]))
            self.catalog.make_indexed({stored.article.id for stored in batch})

    def delete_stale(self) -> None:
        """Delete the vectors that no passage needs any more."""
        if stale := self.catalog.stale_vectors():
            self.vectors.delete(stale)
            self.catalog.forget_stale(stale)

    def notice_lost(self) -> None:
        """Make the articles pending whose passages have lost their vectors."""
        if self.catalog.count_passages("indexed") > self.vectors.count():
            self.catalog.make_pending(self.catalog.passage_ids("indexed") - self.vectors.ids())

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Make the changes inside a new generation, which replaces the old one at the end, whole or not at all."""
        self._is_rebuilding = True
        try:
            with self.catalog.transaction():
                self.catalog.record_fact(GENERATION, str(int(self.generation) + 1))
                self.catalog.record_fact(BUILT_WITH, self._stamp)
                yield
                # What an interrupted rebuild has left of articles that have changed since.
                self.vectors.delete(list(self.vectors.ids() - self.catalog.passage_ids("indexed")))
        finally:
            self._is_rebuilding = False
            self.close_vectors()
        self.drop_leftovers()

    def drop_leftovers(self) -> None:
        """Delete what is left in Chroma of older generations, and of rebuilds that were given up."""
        self.vectors.drop_others(self._prefix)
