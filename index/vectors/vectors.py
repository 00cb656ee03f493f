"""Passage vectors in Chroma: a local folder or a server, behind one class. The only file that imports chromadb.

Chroma is derived from the catalog and can always be rebuilt from it. Vectors are always passed in, so Chroma's own
embedder (which would be downloaded) is never asked.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from index.address import Address
from index.errors import LibraryError
from index.read_only import TemporaryCopy, is_read_only
from index.scope import Scope
from index.storing.catalog import StoredPassage
from index.vectors import server
from index.vectors.atomic_swap import replacement, settle, whole_folder
from index.vectors.faults import failures, is_silence, said
from index.vectors.folder import forget, name_of_its_own, open_folder, refuse_after_fork
from index.vectors.folder_lock import Turns
from index.vectors.metadata import metadata_of, where
from index.vectors.reserve import SpareRoom

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

T = TypeVar("T")

# Chroma's own 16 neighbors leave islands: of clusters of seven near-equal passages, it missed one in ten to four.
HNSW: "CreateHNSWConfiguration" = {"space": "cosine", "max_neighbors": 32, "ef_search": 200}
BATCH = 1000  # passages per request; Chroma takes at most about 5,000
RETRIES = 5  # a server may be restarting, and what a folder was opened with may be out of date
RETRY_WAIT_S = 0.1

# Of a folder, Chroma is never to save the index by itself: it writes over the files of the last one, and when it is
# killed on the way, no vector can be read any more (https://github.com/chroma-core/chroma/issues/7678).
NEVER, AT_ONCE = 2**31 - 1, 2  # changes between two saves, as Chroma's `sync_threshold`
HNSW_OF_FOLDER: "CreateHNSWConfiguration" = {**HNSW, "sync_threshold": NEVER}
STAMP = "change"  # of the last change, in the collection's metadata (see `index.change_stamp`)
UNSAVED = "unsaved"  # changes since the last save, in the collection's metadata; Chroma takes them up at each opening
MOST_UNSAVED = 200  # or, of many vectors, a share of them: each save copies them all
MOST_UNSAVED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class VectorMatch:
    """A passage near the query; `similarity` is the cosine, from -1 to 1."""

    passage_id: str
    similarity: float


class Vectors:
    """One Chroma collection. Safe to share between threads, and a folder between processes, which take turns at it.

    A folder that another process has written to is opened anew: Chroma keeps its index in memory, and does not look at
    the files again (https://github.com/chroma-core/chroma/issues/3792). Even to read, it takes a turn, since Chroma
    then takes up what others have logged.

    `place` is the folder, or the address of the server without what may be a key in it; `is_server` tells which.
    """

    def __init__(self, place: str | Path | Address, collection: str) -> None:
        """`place` is a folder, or the address of a Chroma server; raises `LibraryError` if it can't be opened.

        A collection that does not exist holds no vectors, and is made by the first that is stored. A folder that can't
        be written to is copied to a temporary one.
        """
        if not isinstance(place, Address):
            refuse_after_fork(Path(place))
        self._address = place if isinstance(place, Address) else None
        self.place = self._address.url if self._address else str(place)
        self.collection = collection
        self.is_server = self._address is not None
        self._is_read_only = not self.is_server and any(
            is_read_only(path) for path in (Path(self.place), Path(self.place).parent)
        )
        self._copy: TemporaryCopy | None = None
        self._spare = SpareRoom(Path(self.place).parent / "spare")
        self._can_save = True  # until that has failed
        self._lock = threading.RLock()
        self._turns = None if self.is_server else Turns(Path(self.place), read_only=self._is_read_only)
        with self._turns.take() if self._turns else nullcontext():
            self._client, self._collection = self._open()

    def _open(self) -> "tuple[Client, Collection | None]":
        if self.is_server:
            return self._open_once(self.place)
        if self._is_read_only:
            folder = whole_folder(Path(self.place))
            self._let_go_of_copy()
            self._copy = TemporaryCopy([folder], Path(self.place))
            return self._open_once(str(self._copy.folder / folder.name))
        try:
            settle(Path(self.place))
        except OSError as error:
            raise LibraryError(f"{self.place}: can't be opened ({error}); {self._advice()}") from error
        try:
            opened = self._open_once(self.place)
        except LibraryError:
            if not self._spare.give_up():
                raise
            opened = self._open_once(self.place)
        self._spare.take()
        return opened

    def _open_once(self, place: str, save_after: int = NEVER) -> "tuple[Client, Collection | None]":
        """Open the server, or a folder in which Chroma saves its index after so many changes."""
        from chromadb.errors import NotFoundError

        collection = None
        name = place if self.is_server else name_of_its_own(place)
        try:
            client = server.connect(self._address) if self._address else open_folder(name)
            with suppress(NotFoundError):
                collection = client.get_collection(self.collection, embedding_function=None)
            if collection and not self.is_server:
                _save_after(save_after, collection)
        except failures(of_server=self.is_server) as error:
            forget(name)
            raise LibraryError(f"{place}: Chroma can't be opened ({self._told(error)}); {self._advice()}") from error
        return client, collection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Take a turn at the folder, as the others have left it; a server sees to that itself."""
        if self._turns is None:
            yield
            return
        with self._lock, self._turns.take() as is_changed:
            if is_changed:
                self._reopen()
            yield

    def _reopen(self) -> None:
        self._client.close()
        self._client, self._collection = self._open()

    def _read(self, read: "Callable[[Collection], T]", empty: T) -> T:
        """Read, and again from a freshly opened folder when that fails; raises `LibraryError` in the end."""
        with self._turn():
            for attempt in range(RETRIES):
                try:
                    found = read(self._collection) if self._collection else empty
                    if attempt and not self.is_server:
                        self._spare.take()
                    return found
                except failures(of_server=self.is_server) as error:
                    failure = error
                if is_silence(failure):
                    break
                time.sleep(RETRY_WAIT_S * attempt)
                if not self.is_server:
                    self._reopen()
                    self._spare.give_up()  # on a full disk Chroma may want the room to take up what is logged
            raise LibraryError(
                f"{self.place}: Chroma can't be read ({self._told(failure)}); {self._advice()}"
            ) from failure

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Take a turn to change something; raises `LibraryError` when Chroma fails."""
        with self._lock, self._turn():
            try:
                if self._turns:
                    self._turns.note_change()
                yield
            except failures(of_server=self.is_server) as error:
                raise LibraryError(
                    f"{self.place}: Chroma can't be written to ({self._told(error)}); "
                    "see to the disk and your access to it, and sync again"
                ) from error

    def _write(self, write: "Callable[[Collection], None]", changes: int, stamp: str | None) -> None:
        with self._changing():
            if self._collection is None:
                hnsw = HNSW if self.is_server else HNSW_OF_FOLDER
                self._collection = self._client.get_or_create_collection(
                    self.collection, embedding_function=None, configuration={"hnsw": hnsw}
                )
            before = dict(self._collection.metadata or {})
            after = before | ({STAMP: stamp} if stamp is not None else {})
            if self.is_server:
                write(self._collection)
                if after != before:
                    self._collection.modify(metadata=after)
                return
            unsaved = cast(int, before.get(UNSAVED, 0)) + changes
            is_due = unsaved >= max(MOST_UNSAVED, MOST_UNSAVED_SHARE * self._collection.count())
            if not (is_due and self._can_save and self._write_and_save(write, after)):
                write(self._collection)
                self._collection.modify(metadata=after | {UNSAVED: unsaved})

    def _write_and_save(self, write: "Callable[[Collection], None]", metadata: dict[str, Any]) -> bool:
        """Write to a copy of the folder, where Chroma saves its index; tell whether that has taken the folder's place.

        Else nothing is written: there is no room for a copy, or the system does not let the folder go (it is a disk of
        its own, or files of it are open and that matters). That is not tried again.
        """
        expected: tuple[type[Exception], ...] = (LibraryError, *failures(of_server=False))
        self._client.close()
        try:
            with replacement(Path(self.place)) as copy:
                client, collection = self._open_once(str(copy), save_after=AT_ONCE)
                with closing(client):
                    assert collection is not None
                    write(collection)
                    collection.count()  # takes up what is logged, and so saves it
                    collection.modify(metadata=metadata | {UNSAVED: 0})
                    _save_after(NEVER, collection)
        except expected:
            self._can_save = False
        finally:
            self._client, self._collection = self._open()
        return self._can_save

    def _told(self, error: Exception) -> str:
        return said(error, self._address.secrets if self._address else ())

    def _advice(self) -> str:
        if self.is_server:
            return "start the server (chroma run), or leave --chroma out"
        if not os.access(Path(self.place).parent, os.W_OK):
            return "Chroma needs to write there; give yourself access to it"
        return "run onrecord check --repair"

    def stamp(self) -> str | None:
        """Return the stamp of the last change, which is empty before the first; None when nothing is stored at all."""

        def stamp(collection: "Collection") -> str | None:
            if self.is_server:  # others may have changed it
                collection = self._client.get_collection(self.collection, embedding_function=None)
            return str((collection.metadata or {}).get(STAMP, ""))

        return self._read(stamp, None)

    def upsert(self, passages: Sequence[StoredPassage], vectors: NDArray[np.float32], stamp: str | None = None) -> None:
        """Store the vectors, shape (passages, dimensions), with what a search filters by; `stamp` names the change."""
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            records: dict[str, Any] = {
                "ids": [stored.passage.id for stored in batch],
                "embeddings": vectors[start : start + BATCH],
                "metadatas": [metadata_of(stored) for stored in batch],
            }
            self._write(partial(_upsert, records=records), len(batch), stamp)

    def query(self, vector: NDArray[np.float32], limit: int, scope: Scope) -> list[VectorMatch]:
        """Return the passages nearest to a vector, best first."""

        def query(collection: "Collection") -> list[VectorMatch]:
            found = collection.query(
                query_embeddings=vector[None, :], n_results=limit, where=where(scope), include=["distances"]
            )
            distances = cast(list[list[float]], found["distances"])[0]
            return [VectorMatch(key, 1 - distance) for key, distance in zip(found["ids"][0], distances, strict=True)]

        return self._read(query, [])

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those passages that have one."""

        def get(collection: "Collection") -> dict[str, NDArray[np.float32]]:
            found = collection.get(ids=list(passage_ids), include=["embeddings"])
            return dict(zip(found["ids"], cast(Any, found["embeddings"]), strict=True))

        return self._read(get, {}) if passage_ids else {}

    def delete(self, passage_ids: Sequence[str], stamp: str | None = None) -> None:
        """Delete vectors, ids without one are passed over; `stamp` names the change."""
        for start in range(0, len(passage_ids), BATCH):
            batch = list(passage_ids[start : start + BATCH])
            self._write(partial(_delete, ids=batch), len(batch), stamp)

    def count(self) -> int:
        """Count the vectors."""
        return self._read(lambda collection: collection.count(), 0)

    def ids(self) -> set[str]:
        """Return the ids of all passages that have a vector."""
        found: set[str] = set()
        none: list[str] = []
        while page := self._read(partial(_page_of_ids, offset=len(found)), none):
            found.update(page)
        return found

    def drop(self) -> None:
        """Delete this collection, with all its vectors."""
        with self._changing():
            if self._collection:
                self._client.delete_collection(self.collection)
                self._collection = None

    def drop_others(self, prefix: str) -> None:
        """Delete all other collections whose names start so."""
        with self._changing():
            for name in self._names():
                if name.startswith(prefix) and name != self.collection:
                    self._client.delete_collection(name)

    def names(self) -> list[str]:
        """Return the names of all collections there."""
        with self._turn():
            return self._names()

    def _names(self) -> list[str]:
        return [collection.name for collection in self._client.list_collections()]

    def close(self) -> None:
        """Let go of the folder or the connection."""
        for session in server.sessions(self._client) if self.is_server else ():
            session.close()
        self._client.close()
        self._let_go_of_copy()

    def _let_go_of_copy(self) -> None:
        if self._copy:
            self._copy.delete()
            self._copy = None


def _save_after(changes: int, collection: "Collection") -> None:
    if collection.configuration_json["hnsw"]["sync_threshold"] != changes:
        collection.modify(configuration={"hnsw": {"sync_threshold": changes}})


def _upsert(collection: "Collection", *, records: dict[str, Any]) -> None:
    collection.upsert(**records)


def _delete(collection: "Collection", *, ids: list[str]) -> None:
    collection.delete(ids=ids)


def _page_of_ids(collection: "Collection", *, offset: int) -> list[str]:
    return collection.get(limit=BATCH * 10, offset=offset, include=[])["ids"]
