"""Passage vectors in Chroma: a local folder or a server, behind one class. The only file that imports chromadb.

Chroma is derived from the catalog and can always be rebuilt from it. Vectors are always passed in, so Chroma's own
embedder (which would be downloaded) is never asked.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.catalog import StoredPassage
from index.dates import days_of
from index.errors import InputError, LibraryError
from index.filter import Filter

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

T = TypeVar("T")

BATCH = 1000  # passages per request; Chroma takes at most about 5,000
RETRIES = 5  # while another process writes, a read can fail between two of its files
RETRY_WAIT_S = 0.1


@dataclass(frozen=True, slots=True)
class VectorMatch:
    """A passage near the query; `similarity` is the cosine, from -1 to 1."""

    passage_id: str
    similarity: float


class Vectors:
    """One Chroma collection. Safe to share between threads.

    A folder that another process has written to must be opened anew (`reopen`): Chroma keeps its index in memory,
    does not look at the files again (https://github.com/chroma-core/chroma/issues/3792), and would even write the
    old state over the new one.
    """

    def __init__(self, place: str | Path, collection: str) -> None:
        """`place` is a folder, or the URL of a Chroma server; raises `LibraryError` if it can't be opened."""
        self._place = str(place)
        self._name = collection
        self._lock = threading.RLock()
        self._client, self._collection = self._open()

    def _open(self) -> "tuple[Client, Collection]":
        from chromadb.api.shared_system_client import SharedSystemClient

        try:
            client = _connect(self._place)
            collection = client.get_or_create_collection(
                self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        except _failures() as error:
            # Chroma would hand out the half-opened folder again.
            SharedSystemClient._identifier_to_system.pop(self._place, None)
            raise LibraryError(
                f"{self._place}: Chroma can't be opened ({_one_line(error)}); {self._advice()}"
            ) from error
        return client, collection

    def reopen(self) -> None:
        """See what another process has written; a server sees to that itself."""
        if not self._place.startswith("http"):
            with self._lock:
                self._client.close()
                self._client, self._collection = self._open()

    def _read(self, read: "Callable[[Collection], T]") -> T:
        """Read, and again from a freshly opened folder when that fails; raises `LibraryError` in the end."""
        with self._lock:
            for attempt in range(RETRIES):
                try:
                    return read(self._collection)
                except _failures() as error:
                    failure = error
                time.sleep(RETRY_WAIT_S * attempt)
                self.reopen()
            raise LibraryError(
                f"{self._place}: Chroma can't be read ({_one_line(failure)}); {self._advice()}"
            ) from failure

    def _write(self, write: "Callable[[Collection], None]") -> None:
        with self._lock:
            try:
                write(self._collection)
            except _failures() as error:
                raise LibraryError(
                    f"{self._place}: Chroma can't be written to ({_one_line(error)}); mend that and sync again"
                ) from error

    def _advice(self) -> str:
        if self._place.startswith("http"):
            return "start the server (chroma run), or leave --chroma out"
        if not os.access(Path(self._place).parent, os.W_OK):
            return "Chroma needs to write there; give yourself access to it"
        return "run onrecord check --repair"

    def upsert(self, passages: Sequence[StoredPassage], vectors: NDArray[np.float32]) -> None:
        """Store the vectors, shape (passages, dimensions), with what a search filters by."""
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            records: dict[str, Any] = {
                "ids": [stored.passage.id for stored in batch],
                "embeddings": vectors[start : start + BATCH],
                "metadatas": [_metadata(stored) for stored in batch],
            }
            self._write(partial(_upsert, records=records))

    def query(self, vector: NDArray[np.float32], limit: int, allowed: Filter) -> list[VectorMatch]:
        """Return the passages nearest to a vector, best first."""
        found = self._read(
            lambda collection: collection.query(
                query_embeddings=vector[None, :], n_results=limit, where=_where(allowed), include=["distances"]
            )
        )
        distances = cast(list[list[float]], found["distances"])[0]
        return [VectorMatch(key, 1 - distance) for key, distance in zip(found["ids"][0], distances, strict=True)]

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those passages that have one."""
        if not passage_ids:
            return {}
        found = self._read(lambda collection: collection.get(ids=list(passage_ids), include=["embeddings"]))
        return dict(zip(found["ids"], cast(Any, found["embeddings"]), strict=True))

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors; ids without one are passed over."""
        for start in range(0, len(passage_ids), BATCH):
            self._write(partial(_delete, ids=list(passage_ids[start : start + BATCH])))

    def count(self) -> int:
        """Count the vectors."""
        return self._read(lambda collection: collection.count())

    def ids(self) -> set[str]:
        """Return the ids of all passages that have a vector."""
        found: set[str] = set()
        while page := self._read(partial(_page_of_ids, offset=len(found))):
            found.update(page)
        return found

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self._client.close()


def _connect(place: str) -> "Client":
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not place.startswith(("http://", "https://")):
        return cast("Client", chromadb.PersistentClient(place, settings=settings))
    url = urlsplit(place)
    if not url.hostname:
        raise InputError(f"{place}: not a server's address; write it like http://localhost:8000")
    ssl = url.scheme == "https"
    port = url.port or (443 if ssl else 8000)
    return cast("Client", chromadb.HttpClient(url.hostname, port, ssl=ssl, settings=settings))


def _failures() -> tuple[type[Exception], ...]:
    """What Chroma raises when it can't do its work, here or over HTTP."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    return ChromaError, HTTPError, OSError, ValueError


def _upsert(collection: "Collection", *, records: dict[str, Any]) -> None:
    collection.upsert(**records)


def _delete(collection: "Collection", *, ids: list[str]) -> None:
    collection.delete(ids=ids)


def _page_of_ids(collection: "Collection", *, offset: int) -> list[str]:
    return collection.get(limit=BATCH * 10, offset=offset, include=[])["ids"]


def _metadata(stored: StoredPassage) -> dict[str, str | int]:
    article = stored.article
    metadata: dict[str, str | int] = {"article": article.id}
    if article.source:
        metadata["source"] = article.source.casefold()
    if article.published:
        days = days_of(article.published)
        metadata |= {"first_day": days.first, "last_day": days.last}
    return metadata


def _where(allowed: Filter) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if allowed.since is not None:
        conditions.append({"last_day": {"$gte": allowed.since}})
    if allowed.until is not None:
        conditions.append({"first_day": {"$lte": allowed.until}})
    if allowed.source is not None:
        conditions.append({"source": allowed.source})
    return {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
