"""Catalog and vectors, kept in step: what is pending gets its vectors, what is gone loses them.

The library records what built it (its stamp). A rebuild with something else writes a collection of its own, inside
one transaction of the catalog: other processes use the old state until the new one is complete, and a rebuild that
was interrupted finds the vectors it had already made.
"""

import hashlib
import json
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.address import Address, without_userinfo
from index.change_stamp import ChangeStamp
from index.embedding import passages
from index.embedding.embedder import PACKAGED_MODEL, Embedder, load_embedder
from index.embedding.passages import embedding_text
from index.errors import LibraryError, LibraryMismatch
from index.language import times
from index.reading import cleaning
from index.storing import copies
from index.storing.catalog import CATALOG, Catalog
from index.storing.lock import write_lock
from index.vectors.vectors import Vectors

_FIX = "run: onrecord check --repair"
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
    """An open collection; `known_to_fit` the catalog, `known_complete` once it had a vector for each passage."""

    vectors: Vectors
    known_to_fit: bool = False
    known_complete: bool = False


class Store:
    """The files of a library. Safe to share between threads; callers hold the write lock to change anything."""

    def __init__(self, folder: Path, embedder: Embedder, chroma: Address | None, *, rebuild: bool) -> None:
        """Open or create; raises `LibraryMismatch` when built with something else, unless it is to be rebuilt."""
        self.folder = folder
        self.embedder = embedder
        self.chroma = chroma
        self.catalog = Catalog(folder / CATALOG)
        self._change = ChangeStamp(self.catalog)
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

    @property
    def place(self) -> str:
        """Where the vectors are, as it may be shown."""
        return self.chroma.url if self.chroma else str(self.folder)

    @cached_property
    def _stamp(self) -> str:
        """What decides how articles become vectors, and where those are."""
        return json.dumps(
            {
                PLACE: self.chroma.url if self.chroma else FOLDER,
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
                place = without_userinfo(old[PLACE])
                fix = "leave --chroma out" if place == FOLDER else f"say --chroma {place}"
                raise LibraryMismatch(
                    f"{self.folder}: its vectors are in {place}; {fix}, "
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
    def last_change(self) -> str:
        """The stamp of the last change of the vectors."""
        return self._change.last

    @property
    def unchecked_vectors(self) -> Vectors:
        """The vectors, whether they belong to this catalog or not."""
        return self._current().vectors

    @property
    def vectors(self) -> Vectors:
        """The vectors as they are now; raises `LibraryError` if they are not those of this catalog."""
        return self._fitting().vectors

    def _fitting(self) -> "_Opened":
        opened = self._current()
        if not opened.known_to_fit and not self._is_rebuilding:  # a rebuild takes up those of an interrupted one
            if not self._change.agrees(opened.vectors):
                raise LibraryError(self.misfit)
            opened.known_to_fit = True
        return opened

    @property
    def misfit(self) -> str:
        """What to say of vectors that are not those of this catalog."""
        return f"{self.place}: catalog and vectors are not of one time, as after half a restore; {_FIX}"

    def fits(self) -> bool:
        """Tell whether the vectors are those of this catalog."""
        return self._change.agrees(self.unchecked_vectors)

    def complete_vectors(self) -> Vectors:
        """The vectors, if there is one for each passage; without, a search would find nothing and say nothing."""
        opened = self._fitting()
        if not opened.known_complete:
            missing = self.catalog.count_passages("indexed") - opened.vectors.count()
            samples = self.catalog.some_passage_ids(SAMPLES)
            missing = max(missing, len(samples) - len(opened.vectors.get(samples)))
            if missing > 0:
                raise LibraryError(self._lost(missing))
            opened.known_complete = True
        return opened.vectors

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of these passages, but of those that have gone meanwhile.

        Raises `LibraryError` if one has lost its vector.
        """
        found = self.vectors.get(passage_ids)
        if missing := [key for key in passage_ids if key not in found]:
            lost = [stored.passage.id for stored in self.catalog.passages(missing)]  # the others have just gone
            found |= self.vectors.get(lost)  # or have just come back
            lost = [stored.passage.id for stored in self.catalog.passages(lost) if stored.passage.id not in found]
            if lost:
                raise LibraryError(self._lost(len(lost)))
        return found

    def _lost(self, count: int) -> str:
        return f"{self.place}: {count} passages have lost their vectors; {_FIX}"

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
            stamp = self._change.begin(self.vectors)
            self.vectors.upsert(batch, np.stack([vectors[stored.passage.id] for stored in batch]), stamp)
            with self.catalog.transaction():
                self.catalog.make_indexed(dict.fromkeys(stored.article.id for stored in batch))
                self._change.confirm(stamp)
            self.delete_stale()  # many of them would crowd out the others in a search

    def delete_stale(self) -> None:
        """Delete the vectors that no passage needs any more."""
        self.delete_vectors(self.catalog.stale_vectors())

    def delete_vectors(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors that no passage needs."""
        if not passage_ids:
            return
        stamp = self._change.begin(self.vectors)
        self.vectors.delete(passage_ids, stamp)
        with self.catalog.transaction():
            self.catalog.forget_stale(passage_ids)
            self._change.confirm(stamp)

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
                self.delete_vectors(list(self.vectors.ids() - self.catalog.passage_ids("indexed")))
        finally:
            self._is_rebuilding = False
            self.close_vectors()
        self.drop_leftovers()

    def drop_leftovers(self) -> None:
        """Delete what is left in Chroma of older generations, and of rebuilds that were given up."""
        self.vectors.drop_others(self._prefix)
