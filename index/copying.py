"""The articles of one library in another, which may have another embedding model: none of their files is read."""

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import replace

from index.folders import write_lock
from index.reporting import Progress, SyncReport
from index.store import Store
from index.waiting import embed_waiting


class Copying(ABC):
    """What a library takes from another one."""

    @property
    @abstractmethod
    def _store(self) -> Store: ...

    def take_articles(self, other: "Copying", *, progress: Progress | None = None) -> SyncReport:
        """Take in all articles of another library as they are stored there, cut and embedded as they are here.

        What comes of an article here of the same id is what comes of a change to it; one that was set aside here stays
        aside. Raises `LibraryLocked` when another process writes here.
        """
        store, theirs = self._store, other._store.catalog.articles
        counts, aside = Counter[str](), 0
        with write_lock(store.folder), store.precedence.giving_way():
            store.catalog.complete()
            store.notice_lost()  # raises for vectors that are not of this catalog, before anything is changed
            for read in filter(None, map(theirs.as_read, theirs.ids())):
                if store.catalog.left_out.path_of(read.article.id) is not None:
                    aside += 1
                else:
                    counts[store.catalog.articles.store(read, store.cut)] += 1
            report = embed_waiting(store, progress, None)
        added, updated, unchanged = map(counts.__getitem__, ("added", "updated", "unchanged"))
        return replace(report, added=added, updated=updated, unchanged=unchanged, aside=aside)
