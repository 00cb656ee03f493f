"""The articles of one library in another, which may have another embedding model: none of their files is read."""

from abc import ABC, abstractmethod

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

        What comes of an article here of the same id is what comes of a change to it. Raises `LibraryLocked` when
        another process writes here.
        """
        store, theirs = self._store, other._store.catalog.articles
        with write_lock(store.folder):
            for read in filter(None, map(theirs.as_read, theirs.ids())):
                store.catalog.articles.store(read, store.cut)
            return embed_waiting(store, progress, None)
