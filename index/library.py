"""The library: the door to everything in `index`.

It owns a folder: the catalog (SQLite) and, unless a Chroma server is named, the vectors (Chroma). One Library serves
any number of threads; any number of processes may read, also while one writes.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Unpack

from index.copying import Copying
from index.embedding import Embedder
from index.errors import InputError, LibraryError, LibraryMismatch, check_path, check_query, check_text
from index.folders import is_written, write_lock
from index.health import CheckReport, check
from index.identity import check_place, embedder_of, server_at
from index.lists import Lists
from index.own_settings import OwnSettings
from index.reading import Article, Notice, Removed, resolved_roots
from index.reporting import Cancelled, Progress, SyncReport
from index.salvage import Salvage, salvage
from index.scope import Scope, ScopeOptions
from index.search import Finder, Hit, find_settled
from index.store import Store
from index.storing import Backlog
from index.sync import Sync
from index.waiting import embed_waiting

MOST_HITS = 1_000_000


class Library(Lists, OwnSettings, Copying):
    """Articles that can be searched. Open it with `Library.open`; close it, or use it in a `with` statement."""

    def __init__(self, store: Store, salvaged: Salvage | None = None) -> None:
        self._kept = store
        self._salvaged = salvaged
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
        Without an `embedder`, it is what the library was built with (see `embedder_of`), or the packaged one.
        Raises `InputError` for a folder that is no library, `LibraryMismatch` when it was built with something else
        (unless the next sync is to `rebuild` it), `LibraryError` for a damaged one (unless `repair` mends its catalog).
        """
        folder = check_path(folder)
        check_text(chroma=chroma, optional=True)
        server = None if chroma is None else server_at(chroma)
        check_place(folder, must_exist=must_exist, repair=repair)
        try:
            embedder = embedder_of(folder, embedder, rebuild=rebuild)
            _ = embedder.max_pieces, embedder.dimensions  # no library is made for a model that can't be had
            folder.mkdir(parents=True, exist_ok=True)
            salvaged = salvage(folder, embedder) if repair else None
            try:
                return cls(Store(folder, embedder, server, rebuild=rebuild), salvaged)
            except LibraryMismatch as error:
                raise LibraryMismatch(f"{salvaged}; {error}" if salvaged else str(error)) from error
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
        cancelled: Cancelled | None = None,
    ) -> SyncReport:
        """Mirror files and folders: add what is new, update what changed, remove what is gone from below them.

        Articles from elsewhere stay. What can't be read is skipped, reported, and stays as it was. `as_is` switches
        cleaning off; `rebuild` reads, cuts and embeds every article anew, and other processes find the old library
        until the new one is complete. It ends soon once `cancelled` returns True, and what it has not come to waits for
        the next one (a rebuild leaves all as it was). Raises `InputError` for a path that does not exist or a folder
        without files (unless all below it is said to be `gone`), `LibraryLocked` when another process writes.
        """
        store = self._store
        scope = resolved_roots(paths)
        with write_lock(self.folder), store.precedence.giving_way():
            run = Sync(store, scope, as_is=as_is, gone=gone, progress=progress, cancelled=cancelled)
            return run.run(rebuild=rebuild)

    def embed_waiting(self, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> SyncReport:
        """Make the vectors that articles wait for, and read no file; `cancelled` and what it raises as of `sync`."""
        with write_lock(self.folder), self._store.precedence.giving_way():
            return embed_waiting(self._store, progress, cancelled)

    def remove(self, article_id: str) -> None:
        """Remove one article; raises `InputError` when there is none of that id.

        The file it was read from brings it back when that changes, or at a rebuild.
        """
        check_text(article_id=article_id)
        store = self._store
        with write_lock(self.folder):
            _ = store.vectors  # raises if they are not those of this catalog
            if not store.catalog.articles.remove(article_id):
                raise _no_such(article_id)
            store.delete_stale()

    def set_aside(self, article_id: str) -> None:
        """Take an article out of the library until it is brought back; no sync takes it up meanwhile."""
        check_text(article_id=article_id)
        store = self._store
        with write_lock(self.folder):
            if not store.set_aside(article_id):
                raise _no_such(article_id)

    def bring_back(self, article_id: str) -> None:
        """Put back an article that was set aside; where others wait to be read, it waits with them."""
        check_text(article_id=article_id)
        store = self._store
        with write_lock(self.folder):
            if not store.bring_back(article_id):
                raise InputError(f"{article_id}: no such article was set aside, or its file holds it no longer")

    # Look-up

    def search(self, query: str, k: int = 10, **within: Unpack[ScopeOptions]) -> list[Hit]:
        """Return the `k` passages that fit a query best, by meaning (cosine) and by words (BM25), best first.

        `since`, `until`, `source` and `during` as of `ScopeOptions`. The query is mended by `mend_spelling`.
        """
        return self.find(query, k, Scope.of(**within))

    def find(self, query: str, k: int, scope: Scope) -> list[Hit]:
        """Return what `search` does, of a scope."""
        check_query(query)
        if not isinstance(k, int) or not 1 <= k <= MOST_HITS:
            raise InputError(f"k = {k!r}: ask for 1 to {MOST_HITS:,} passages, in a whole number")
        with self.asking():
            query = self.mend_spelling(query)
            return find_settled(self._store, query, self.embedder.encode_query(query), k, scope)

    def asking(self) -> AbstractContextManager[None]:
        """Go before a sync that is under way, here or in another process: it pauses meanwhile."""
        return self._store.precedence.asking()

    @property
    def finder(self) -> Finder:
        """The searches that `search` fuses, each on its own, for measuring."""
        return Finder(self._store)

    def mend_spelling(self, question: str) -> str:
        """Return a question with each word that no article has, nor the packaged model, as an article spells it."""
        check_text(question=question)
        return self._store.catalog.spelling.mend(question)

    def article(self, article_id: str) -> Article:
        """Return one article; raises `InputError` when there is none of that id."""
        check_text(article_id=article_id)
        if (found := self._store.catalog.articles.get(article_id)) is None:
            raise _no_such(article_id)
        return found

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        return iter(self._store.catalog.articles)

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, and why; raises `InputError` when there is no such article."""
        self.article(article_id)
        return self._store.catalog.articles.removed_from(article_id)

    def notices_of(self, article_id: str) -> tuple[Notice, ...]:
        """Return what an article says of itself (corrected, withdrawn), then what others of its source say of it."""
        return self._store.catalog.notices.of(self.article(article_id))

    def backlog(self) -> Backlog:
        """Return what waits to be read after a sync that was cut off, or during one; quick, as it is asked often."""
        is_under_way = is_written(self.folder)  # before the rest, so that one that ends meanwhile leaves nothing
        articles, waiting = self._store.catalog.articles, self._store.catalog.unfinished
        counts = articles.count_pending(), articles.count()
        return waiting.backlog(*counts, self.folder.absolute(), is_under_way=is_under_way)

    def has_indexed_articles(self) -> bool:
        """Tell whether there is anything to search; not while the first sync is under way."""
        return self._store.catalog.passages.any_indexed()

    def __len__(self) -> int:
        """Count the articles."""
        return self._store.catalog.articles.count()

    # Health

    def check(self, *, repair: bool = False) -> CheckReport:
        """Compare catalog and vectors, with `repair` mend them; raises `LibraryLocked` when another process writes."""
        salvaged, self._salvaged = self._salvaged, None
        return check(self._store, repair=repair, salvaged=salvaged)


def _no_such(article_id: str) -> InputError:
    return InputError(f"{article_id}: no such article; list them with: onrecord articles")
