"""Catalog and vectors, kept in step: what is pending gets its vectors, what is gone loses them.

The library records what built it. A rebuild with something else writes a collection of its own, inside one transaction
of the catalog: others use the old state until the new one is complete; an interrupted one finds the vectors it made.
"""

import hashlib
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.address import Address
from index.completeness import missing_vectors, once_settled
from index.embedding import Embedder, Passage, embedding_text, split_passages
from index.errors import LibraryError
from index.folders import write_lock
from index.identity import BUILT_WITH, ChangeStamp, built_with, check_built_with, record_built_with, record_server
from index.precedence import Precedence
from index.reading import Article
from index.storing import CATALOG, Catalog
from index.vectors import Vectors, open_vectors

_FIX = "run: onrecord check --repair"
EMBED_AT_ONCE = 1024  # passages; long enough to sort by length well, short enough to lose little in a crash
EMBED_BETWEEN_REPORTS = 32  # passages; who cancels waits for as many
GENERATION = "generation"  # the fact that counts the rebuilds

Stamps = tuple[str, str, str | None]  # of the generation, the catalog and the vectors


class Store:
    """The files of a library. Safe to share between threads; callers hold the write lock to change anything."""

    def __init__(self, folder: Path, embedder: Embedder, chroma: Address | None, *, rebuild: bool) -> None:
        """Open or create; raises `LibraryMismatch` when built with something else, unless it is to be rebuilt."""
        self.folder = folder
        self.embedder = embedder
        self.chroma = chroma
        self.precedence = Precedence(folder)
        self.catalog = Catalog(folder / CATALOG)
        self._change = ChangeStamp(self.catalog)
        self._opened: dict[str, Vectors] = {}  # by the name of the collection
        self._complete_at: Stamps | None = None
        self._is_rebuilding = False
        self._lock = threading.RLock()
        if self.catalog.fact(BUILT_WITH) is None:
            with write_lock(folder), self.catalog.transaction():
                if self.catalog.fact(BUILT_WITH) is None:  # else another process made the library just now
                    self.catalog.record_fact("id", uuid.uuid4().hex[:12])
                    self.catalog.record_fact(GENERATION, "0")
                    record_built_with(self.catalog, self.embedder, self._built_with)
        elif not rebuild:
            check_built_with(folder, self.catalog, self._built_with, embedder.named)

    def close(self) -> None:
        """Let go of the files."""
        self.catalog.close()
        self.close_vectors()

    def close_vectors(self) -> None:
        """Let go of the vectors; they are opened again when they are asked for."""
        with self._lock:
            while self._opened:
                self._opened.popitem()[1].close()

    @property
    def place(self) -> str:
        """Where the vectors are, as it may be shown."""
        return self.chroma.url if self.chroma else str(self.folder)

    @cached_property
    def _built_with(self) -> str:
        return built_with(self.embedder, self.chroma)

    @property
    def generation(self) -> str:
        """The number of the last rebuild, 0 if there was none."""
        return self.catalog.fact(GENERATION) or "0"

    @property
    def fingerprint(self) -> str:
        """What it was built with, and its last change."""
        return "\n".join((self.catalog.fact(BUILT_WITH) or "", self.generation, self._change.last))

    @property
    def _prefix(self) -> str:
        return f"onrecord-{self.catalog.fact('id')}-"

    @property
    def unchecked_vectors(self) -> Vectors:
        """The vectors of this generation, whether they belong to this catalog or not."""
        with self._lock:
            recorded = hashlib.sha256((self.catalog.fact(BUILT_WITH) or "").encode()).hexdigest()[:8]
            name = f"{self._prefix}{recorded}-{self.generation}"
            if name not in self._opened:
                check_built_with(self.folder, self.catalog, self._built_with, self.embedder.named)
                if not self._is_rebuilding:
                    self.close_vectors()  # of an older generation, which nobody needs any more
                self._opened[name] = open_vectors(self.chroma or self.folder / "chroma", name)
            return self._opened[name]

    @property
    def stamps(self) -> Stamps:
        """What a sync, or a hand that puts a backup back, may change in the middle of a search, which is then wrong."""
        return self.generation, self._change.last, self.unchecked_vectors.stamp()

    @property
    def vectors(self) -> Vectors:
        """The vectors as they are now; raises `LibraryError` if they are not those of this catalog."""
        if not self._is_rebuilding and not self.fits():  # a rebuild takes up those of an interrupted one
            raise LibraryError(self.misfit)
        return self.unchecked_vectors

    @property
    def misfit(self) -> str:
        """What to say of vectors that are not those of this catalog."""
        return f"{self.place}: catalog and vectors are not of one time, as after half a restore; {_FIX}"

    def fits(self) -> bool:
        """Tell whether the vectors are those of this catalog."""
        return self._change.agrees(self.unchecked_vectors)

    def complete_vectors(self) -> Vectors:
        """The vectors, if there is one for each passage; without, a search would find nothing and say nothing."""
        if (stamps := self.stamps) != self._complete_at:
            if missing := once_settled(lambda: missing_vectors(self.catalog, self.vectors)):
                raise LibraryError(self._lost(missing))
            self._complete_at = stamps
        return self.unchecked_vectors

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of the passages that have not just gone; raises `LibraryError` if one can't be found."""
        found = self.unchecked_vectors.get_recent(passage_ids)

        def count_missing() -> int:
            missing = [one for one in passage_ids if one not in found]
            kept = [stored.passage.id for stored in self.catalog.passages.get(missing)]  # the others have just gone
            found.update(self.unchecked_vectors.get(kept))  # or have just come back
            return sum(one not in found for one in kept)

        if missing := once_settled(count_missing):
            raise LibraryError(self._lost(missing))
        return found

    def _lost(self, count: int) -> str:
        return f"{self.place}: {count} passages have lost their vectors; {_FIX}"

    def index_pending(self) -> Iterator[tuple[int, int]]:
        """Embed and store what has no vectors yet, from this sync or from one that was interrupted.

        Yield how many passages are embedded, of how many to embed. A vector that is there already is kept.
        """
        done, total = 0, self.catalog.passages.count("pending")
        while batch := self.catalog.passages.pending(EMBED_AT_ONCE):
            vectors = self.vectors.get([stored.passage.id for stored in batch])
            new = [stored for stored in batch if stored.passage.id not in vectors]
            new.sort(key=lambda stored: stored.passage.end - stored.passage.start)  # texts of one length pad least
            total -= len(batch) - len(new)
            at_once = max(EMBED_BETWEEN_REPORTS, self.embedder.texts_at_once)
            for start in range(0, len(new), at_once):
                some = new[start : start + at_once]
                made = self.embedder.encode([embedding_text(one.article, one.passage) for one in some])
                vectors |= zip([stored.passage.id for stored in some], made, strict=True)
                done += len(some)
                yield done, total
            stamp = self._change.begin(self.vectors)
            self.vectors.upsert(batch, np.stack([vectors[stored.passage.id] for stored in batch]), stamp)
            with self.catalog.transaction():
                self.catalog.articles.make_indexed(dict.fromkeys(stored.article.id for stored in batch))
                record_server(self.catalog, self.embedder)
                self._change.confirm(stamp)
            self.delete_stale()  # many of them would crowd out the others in a search

    def delete_stale(self) -> None:
        """Delete the vectors that no passage needs any more."""
        self.delete_vectors(self.catalog.passages.stale())

    def delete_vectors(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors that no passage needs."""
        if not passage_ids:
            return
        stamp = self._change.begin(self.vectors)
        self.vectors.delete(passage_ids, stamp)
        with self.catalog.transaction():
            self.catalog.passages.forget_stale(passage_ids)
            self._change.confirm(stamp)

    def set_aside(self, article_id: str) -> bool:
        """Take an article out, and keep it as it was stored last; tell whether it was there."""
        _ = self.vectors  # raises if they are not those of this catalog
        self.catalog.complete()
        read = self.catalog.articles.as_read(article_id)
        if read:
            with self.catalog.transaction():
                self.catalog.left_out.keep(read)
                self.catalog.articles.remove(article_id)
            self.delete_stale()
        return read is not None

    def bring_back(self, article_id: str) -> bool:
        """Put an article back that was set aside, and embed it unless others wait for that; tell whether it was."""
        _ = self.vectors
        read = self.catalog.left_out.get(article_id)
        if read:
            with self.catalog.transaction():
                self.catalog.articles.store(read, self.cut)
                self.catalog.left_out.drop(article_id)
            if self.catalog.articles.count_pending() == 1:
                for _ in self.index_pending():
                    pass
        return read is not None

    def cut(self, article: Article) -> Sequence[Passage]:
        """Cut an article into passages that the embedding model reads whole."""
        return split_passages(article, self.embedder, self.embedder.max_pieces)

    def notice_lost(self) -> None:
        """Make the articles pending whose passages have lost their vectors."""
        if self.catalog.passages.count("indexed") > self.vectors.count():
            self.catalog.articles.make_pending(self.catalog.passages.ids("indexed") - self.vectors.ids())

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Make the changes inside a new generation, which replaces the old one at the end, whole or not at all."""
        self._is_rebuilding = True
        try:
            with self.catalog.transaction():
                self.catalog.record_fact(GENERATION, str(int(self.generation) + 1))
                record_built_with(self.catalog, self.embedder, self._built_with)
                yield
                # What an interrupted rebuild has left of articles that have changed since.
                self.delete_vectors(list(self.vectors.ids() - self.catalog.passages.ids("indexed")))
        finally:
            self._is_rebuilding = False
            self.close_vectors()
        self.drop_leftovers()

    def drop_leftovers(self) -> None:
        """Delete what is left in Chroma of older generations, and of rebuilds that were given up."""
        self.vectors.drop_others(self._prefix)
