"""The vectors of passages in a collection of Chroma's: how they are stored and found, and what fails.

Chroma is derived from the catalog and can always be rebuilt from it. Vectors are always passed in, so Chroma's own
embedder (which would be downloaded) is never asked.
"""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged, LibraryError
from index.recent import RecentVectors
from index.scope import EVERYTHING, Scope
from index.storing import StoredPassage
from index.vectors.chroma import failures, said
from index.vectors.metadata import metadata_of, where

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

T = TypeVar("T")
Change = Callable[["Collection"], object]

# Chroma's own 16 neighbors leave islands: of clusters of seven near-equal passages, it missed one in ten to four.
# A search keeps 200 on its way, so that to return all of them takes hardly longer.
HNSW: "CreateHNSWConfiguration" = {"space": "cosine", "max_neighbors": 32, "ef_search": 200}
BATCH = 1000  # passages per request; Chroma takes at most about 5,000
PAGE = 10 * BATCH  # ids per request
RETRIES = 5  # a server may be restarting, and what a folder was opened with may be out of date
RETRY_WAIT_S = 0.1
SURELY_FOUND = 20  # of the nearest vectors; who asks for thousands may miss some that no other is near to
RECENT = 10_000  # vectors kept at hand, 15 MB of 384 dimensions: who asks within a scope mostly does so again
STAMP = "change"  # of the last change, in the collection's metadata (see `index.identity`)


class Vectors(ABC):
    """One Chroma collection. Safe to share between threads, and a folder between processes.

    `place` is the folder, or the address of the server without what may be a key in it; `is_server` tells which. A
    collection that does not exist holds no vectors, and is made by the first that is stored. All methods raise
    `LibraryError` when Chroma fails.
    """

    is_server: bool
    _hnsw = HNSW
    _secrets: tuple[str, ...] = ()  # that no message may show
    _client: "Client"
    _collection: "Collection | None"

    def __init__(self, place: str, collection: str) -> None:
        self.place, self.collection = place, collection
        self._lock = threading.RLock()
        self._recent = RecentVectors(most=RECENT)

    @property
    @abstractmethod
    def _fix(self) -> str:
        """What to do when it can't be opened or read."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the folder or the connection."""

    def _hold(self) -> AbstractContextManager[None]:
        """Have the collection as others have left it, and keep them away where they would disturb."""
        return nullcontext()

    def _note_change(self) -> None:  # noqa: B027 (a server tells by itself)
        """Let others know of a change that is about to be made."""

    @abstractmethod
    def _prepare_retry(self) -> None:
        """Do what may help after a failed reading."""

    def _find(self, client: "Client") -> "Collection | None":
        """Return the collection, or None if there is none yet."""
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            return client.get_collection(self.collection, embedding_function=None)
        return None

    def _fail(self, how: str, error: BaseException, fix: str | None = None) -> NoReturn:
        """Raise it as ours; the original, which may hold a key, does not stand in a traceback then."""
        told = f"{self.place}: Chroma {how} ({said(error, self._secrets)}); {fix or self._fix}"
        raise LibraryError(told) from (None if self._secrets else error)

    def _read(self, read: "Callable[[Collection], T]", empty: T) -> T:
        """Read, again when that fails; return `empty` where there is no collection."""
        from httpx import TimeoutException

        with self._hold():
            for attempt in range(RETRIES):
                if attempt:
                    time.sleep(RETRY_WAIT_S * (attempt - 1))
                    self._prepare_retry()
                try:
                    self._collection = self._collection or self._find(self._client)
                    return read(self._collection) if self._collection else empty
                except failures(of_server=self.is_server) as error:
                    failure = error
                if isinstance(failure, TimeoutException):  # a server was waited for long enough already
                    break
            self._fail("can't be read", failure)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        try:
            with self._lock, self._hold():
                yield
        except failures(of_server=self.is_server) as error:
            fix = "see to the disk and your access to it, and sync again"
            self._fail("can't be written to", error, fix)

    @abstractmethod
    def _change(self, change: Change, size: int, stamp: str | None) -> None:
        """Make a change of so many vectors, which is known by a stamp from then on."""

    def _prepared(self, stamp: str | None) -> "tuple[Collection, dict[str, Any]]":
        """Return the collection, made when there is none yet, and its metadata with the stamp of its next change."""
        hnsw: Any = {"hnsw": self._hnsw}
        make = self._client.get_or_create_collection
        self._collection = self._collection or make(self.collection, embedding_function=None, configuration=hnsw)
        return self._collection, dict(self._collection.metadata or {}) | ({} if stamp is None else {STAMP: stamp})

    def stamp(self) -> str | None:
        """Return the stamp of the last change, which is empty before the first; None when nothing is stored at all."""

        def stamp(_: "Collection") -> str | None:
            self._collection = self._find(self._client)  # as it is now: on a server, others may have changed it
            return str((self._collection.metadata or {}).get(STAMP, "")) if self._collection else None

        return self._read(stamp, None)

    def upsert(self, passages: Sequence[StoredPassage], vectors: NDArray[np.float32], stamp: str | None = None) -> None:
        """Store the vectors, shape (passages, dimensions), with what a search filters by; `stamp` names the change."""
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            upsert = methodcaller(
                "upsert",
                ids=[stored.passage.id for stored in batch],
                embeddings=vectors[start : start + BATCH],
                metadatas=[metadata_of(stored) for stored in batch],
            )
            self._change(upsert, len(batch), stamp)

    def delete(self, passage_ids: Sequence[str], stamp: str | None = None) -> None:
        """Delete vectors, ids without one are passed over; `stamp` names the change."""
        self._recent.forget(passage_ids)
        for start in range(0, len(passage_ids), BATCH):
            batch = list(passage_ids[start : start + BATCH])
            self._change(methodcaller("delete", ids=batch), len(batch), stamp)

    def query(self, vector: NDArray[np.float32], limit: int, *, scope: Scope = EVERYTHING) -> dict[str, float]:
        """Return the cosines (-1 to 1) of the passages nearest to a vector, by their ids, best first.

        Chroma looks at each passage to find those in a `scope`.
        """
        condition = where(scope)

        def query(collection: "Collection") -> dict[str, float]:
            found = collection.query(
                query_embeddings=vector[None, :], n_results=limit, where=condition, include=["distances"]
            )
            distances = cast(list[list[float]], found["distances"])[0]
            if condition is None and len(distances) < min(limit, SURELY_FOUND):
                count = collection.count()
                if len(distances) < count:
                    fix = "run: onrecord check --repair"
                    raise LibraryDamaged(f"{self.place}: a search finds {len(distances)} of {count} vectors; {fix}")
            return {key: 1 - distance for key, distance in zip(found["ids"][0], distances, strict=True)}

        return self._read(query, {})

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those passages that have one."""

        def get(collection: "Collection") -> dict[str, NDArray[np.float32]]:
            found = collection.get(ids=list(passage_ids), include=["embeddings"])
            return dict(zip(found["ids"], cast(Any, found["embeddings"]), strict=True))

        return self._read(get, {}) if passage_ids else {}

    def get_recent(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the same, of those asked for of late without a look at Chroma: what an id stands for never changes."""
        known = self._recent.known(passage_ids)
        found = known | self.get([key for key in passage_ids if key not in known])
        self._recent.keep(found)
        return found

    def count(self) -> int:
        """Count the vectors."""
        return self._read(lambda collection: collection.count(), 0)

    def ids(self) -> set[str]:
        """Return the ids of all passages that have a vector."""
        found: set[str] = set()
        none: dict[str, list[str]] = {"ids": []}
        while True:
            page = self._read(methodcaller("get", limit=PAGE, offset=len(found), include=[]), none)
            if found.issuperset(page["ids"]):
                return found
            found.update(page["ids"])

    def drop(self) -> None:
        """Delete this collection, with all its vectors."""
        with self._changing():
            self._note_change()
            if self._collection:
                self._client.delete_collection(self.collection)
                self._collection = None

    def drop_others(self, prefix: str) -> None:
        """Delete all other collections whose names start so."""
        with self._changing():
            self._note_change()
            for name in self._names():
                if name.startswith(prefix) and name != self.collection:
                    self._client.delete_collection(name)

    def names(self) -> list[str]:
        """Return the names of all collections there."""
        with self._hold():
            return self._names()

    def _names(self) -> list[str]:
        return [collection.name for collection in self._client.list_collections()]
