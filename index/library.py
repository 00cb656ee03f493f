"""The library: the door to everything in `index`.

It owns a folder: the catalog (SQLite) and, unless a Chroma server is named, the vectors (Chroma). One Library serves
any number of threads; any number of processes may read, also while one writes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from index.address import Address
from index.embedding.embedder import Embedder
from index.embedding.passages import Passage
from index.errors import InputError, LibraryDamaged, LibraryError, LibraryMismatch
from index.health import CheckReport, check
from index.inputs import check_path, check_query, check_text
from index.reading.articles import Article
from index.reading.cleaning import Removed
from index.salvage import Rescue, rescue
from index.scope import Scope, ScopeOptions
from index.store import Store, recorded_embedder
from index.storing.backlog import Backlog
from index.storing.catalog import CATALOG, StoredPassage
from index.storing.lock import write_lock
from index.sync import Progress, Sync, SyncReport

MOST_HITS = 1_000_000
MOST_SEARCHES = 4  # until no other process has changed the library meanwhile
SMALLEST_POOL = 20  # passages that each of the two searches finds before they are fused
SMALLEST_POOL_OF_A_TIME = 100  # the same where some of them will turn out to speak of other times
KEYWORD_SHARE = 0.2  # of the fused score, the rest is the cosine; between the best of CLAPNQ (0.15) and MultiHop (0.4)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found.

    `similarity` is the cosine of question and passage, `keyword_score` its BM25 as a share of the best one's (0 to 1),
    `score` the two fused; hits come best first. Articles with the same `story` are copies of one text.
    """

    article: Article
    passage: Passage
    similarity: float
    keyword_score: float
    score: float
    story: str

    @property
    def text(self) -> str:
        """The passage, as it stands in its article."""
        return self.article.text[self.passage.start : self.passage.end]


class Library:
    """Articles that can be searched. Open it with `Library.open`; close it, or use it in a `with` statement."""

    def __init__(self, store: Store, rescued: Rescue | None = None) -> None:
        self._kept = store
        self._rescued = rescued
        self._process = os.getpid()
        self._is_closed = False

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        embedder: Embedder | None = None,
        chroma: str | None = None,
        must_exist: bool = False,
        rebuild: bool = False,
        repair: bool = False,
    ) -> "Library":
        """Open the library in a folder, made when missing; `chroma` is the address of a server that holds the vectors.

        A key or password in it (http://:KEY@host) is sent, and never stored. What can only be read can be asked.

        Without an `embedder`, it is opened with the model that it was built with, a new one with the packaged model.
        Raises `InputError` for a folder that is no library, `LibraryMismatch` when it was built with something else
        (unless the next sync is to `rebuild` it), `LibraryError` when it is damaged (unless `repair`, which makes a
        damaged catalog anew from what can still be read).
        """
        folder = check_path(folder)
        check_text(chroma=chroma, optional=True)
        server = None if chroma is None else _server_at(chroma)
        catalog = folder / CATALOG
        if catalog.exists() and catalog.stat().st_size == 0 and (folder / "chroma").exists() and not repair:
            raise LibraryDamaged(f"{catalog}: the catalog is empty; run: onrecord check --repair --library {folder}")
        if not catalog.exists():
            if must_exist:
                raise InputError(f"{folder}: no library here; make it with: onrecord sync PATH --library {folder}")
            if folder.exists() and (not folder.is_dir() or not _is_left_over(folder)):
                raise InputError(f"{folder}: not a library, and not empty; choose another folder for --library")
        try:
            embedder = embedder or recorded_embedder(folder)
            _ = embedder.max_pieces  # raises for a model that can't be loaded, before a library is made for nothing
            folder.mkdir(parents=True, exist_ok=True)
            rescued = rescue(folder, embedder) if repair else None
            try:
                return cls(Store(folder, embedder, server, rebuild=rebuild), rescued)
            except LibraryMismatch as error:
                raise LibraryMismatch(f"{rescued}; {error}" if rescued else str(error)) from error
        except OSError as error:
            raise InputError(f"{folder}: can't be used as a library ({error}); choose another --library") from error

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. A closed library can't be used any more; open it anew."""
        if not self._is_closed and self._process == os.getpid():  # a forked process leaves them to its parent
            self._kept.close()
        self._is_closed = True

    @property
    def _store(self) -> Store:
        """The files; raises `LibraryError` when they may not be used."""
        if self._process != os.getpid():
            raise LibraryError(
                f"{self.folder}: opened by process {self._process}, from which this one was forked; "
                "start your processes by spawn or forkserver, and open the library in each"
            )
        if self._is_closed:
            raise LibraryError(f"{self.folder}: this library is closed; open it anew")
        return self._kept

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._kept.folder

    @property
    def embedder(self) -> Embedder:
        """What turns its passages, and the questions, into vectors."""
        return self._kept.embedder

    # Change

    def sync(
        self,
        *paths: str | Path,
        as_is: bool = False,
        rebuild: bool = False,
        gone: bool = False,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Mirror files and folders: add what is new, update what changed, remove what is gone from below them.

        Articles from elsewhere stay. What can't be read is skipped, reported, and stays as it was. `as_is` switches
        cleaning off; `rebuild` reads, cuts and embeds every article anew, and other processes find the old library
        until the new one is complete. Raises `InputError` for a path that does not exist or a folder without files
        (unless all below it is said to be `gone`), `LibraryLocked` when another process writes.
        """
        if not paths or "" in paths:
            raise InputError("nothing to sync; give a file or folder of articles")
        store = self._store
        try:
            given = {check_path(path).resolve() for path in paths}
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
            raise InputError(f"{' '.join(map(str, paths))}: can't be followed ({error}); give another path") from error
        scope = sorted(path for path in given if not any(path.is_relative_to(other) for other in given - {path}))
        with write_lock(self.folder):
            run = Sync(store, scope, as_is=as_is, gone=gone, progress=progress)
            if not rebuild:
                return run.run()
            with store.rebuilding():
                return run.run(rebuild=True)

    def remove(self, article_id: str) -> None:
        """Remove one article; raises `InputError` when there is none of that id.

        The file it was read from brings it back when that changes, or at a rebuild.
        """
        check_text(article_id=article_id)
        store = self._store
        with write_lock(self.folder):
            _ = store.vectors  # raises if they are not those of this catalog
            if not store.catalog.remove(article_id):
                raise _no_such(article_id)
            store.delete_stale()

    # Look-up

    def search(self, query: str, k: int = 10, **within: Unpack[ScopeOptions]) -> list[Hit]:
        """Return the `k` passages that fit a query best, by meaning (cosine) and by words (BM25), best first.

        `since`, `until`, `source` and `during` as of `ScopeOptions`. The query is searched for as `mend_spelling`
        returns it.
        """
        return self.find(query, k, Scope.of(**within))

    def find(self, query: str, k: int, scope: Scope) -> list[Hit]:
        """Return what `search` does, of a scope."""
        check_query(query)
        if not isinstance(k, int) or not 1 <= k <= MOST_HITS:
            raise InputError(f"k = {k!r}: ask for 1 to {MOST_HITS:,} passages, in a whole number")
        query = self.mend_spelling(query)
        vector = self.embedder.encode_query(query)
        for _ in range(MOST_SEARCHES - 1):
            state = self._state()
            try:
                hits = self._search(query, vector, k, scope)
            except LibraryError:
                if state == self._state():
                    raise
                continue
            if state == self._state():
                return hits
        return self._search(query, vector, k, scope)

    def _state(self) -> tuple[str, str]:
        """What another process may change in the middle of a search, which then misses what was moved meanwhile."""
        return self._store.generation, self._store.last_change

    def _search(self, query: str, vector: NDArray[np.float32], k: int, scope: Scope) -> list[Hit]:
        pool = max(k, SMALLEST_POOL if scope.times_from is None else SMALLEST_POOL_OF_A_TIME)
        vectors = self._store.complete_vectors()
        similarity = {match.passage_id: match.similarity for match in vectors.query(vector, pool, scope)}
        keyword = {match.passage_id: match.score for match in self._store.catalog.keywords.search(query, pool, scope)}
        others = [passage_id for passage_id in keyword if passage_id not in similarity]
        similarity |= {key: float(vector @ found) for key, found in self._store.vectors_of(others).items()}
        best = max(keyword.values(), default=1.0) or 1.0
        hits = [
            _hit(stored, similarity[stored.passage.id], keyword.get(stored.passage.id, 0.0) / best)
            for stored in self._store.catalog.passages(list(similarity))
            if scope.speaks_of_it(stored.passage.times)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:k]

    def mend_spelling(self, question: str) -> str:
        """Return a question with each word that no article has, nor the packaged model, as an article spells it."""
        check_text(question=question)
        return self._store.catalog.spelling.mend(question)

    def article(self, article_id: str) -> Article:
        """Return one article; raises `InputError` when there is none of that id."""
        check_text(article_id=article_id)
        found = self._store.catalog.article(article_id)
        if found is None:
            raise _no_such(article_id)
        return found

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        return self._store.catalog.articles()

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, and why; raises `InputError` when there is no such article."""
        self.article(article_id)
        return self._store.catalog.removed_from(article_id)

    def copies_of(self, article_id: str) -> list[str]:
        """Return the ids of the other articles that are copies of this one's text."""
        check_text(article_id=article_id)
        return [key for key in self._store.catalog.story(article_id) if key != article_id]

    def backlog(self) -> Backlog:
        """Return what waits to be read after a sync that was cut off, or during one; quick, as it is asked often."""
        catalog = self._store.catalog
        return catalog.unfinished.backlog(catalog.count_pending(), catalog.count_articles(), self.folder.absolute())

    def has_indexed_articles(self) -> bool:
        """Tell whether there is anything to search; not while the first sync is under way."""
        return self._store.catalog.has_indexed_passages()

    def __len__(self) -> int:
        """Count the articles."""
        return self._store.catalog.count_articles()

    # Health

    def check(self, *, repair: bool = False) -> CheckReport:
        """Compare catalog and vectors; with `repair`, make what is missing and delete what is left over.

        Raises `LibraryLocked` when another process writes.
        """
        store = self._store
        with write_lock(self.folder):
            rescued, self._rescued = self._rescued, None
            return check(store, repair=repair, rescued=rescued)


def _server_at(address: str) -> Address:
    try:
        return Address.parse(address)
    except InputError as error:
        raise InputError(f"--chroma {error}") from error


def _is_left_over(folder: Path) -> bool:
    """Tell whether a folder holds nothing but what a library leaves when its catalog is lost."""
    own = ("catalog.sqlite3", "chroma", "damaged-", "spare", "write.lock")
    return all(path.name.startswith(own) for path in folder.iterdir())


def _hit(stored: StoredPassage, similarity: float, keyword: float) -> Hit:
    score = (1 - KEYWORD_SHARE) * similarity + KEYWORD_SHARE * keyword
    return Hit(stored.article, stored.passage, similarity, keyword, score, stored.story)


def _no_such(article_id: str) -> InputError:
    return InputError(f"{article_id}: no such article; list them with: onrecord articles")
