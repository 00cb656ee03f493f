"""Passage vectors in Chroma: a local folder or a server, behind one class. The only file that imports chromadb.

Chroma is derived from the catalog and can always be rebuilt from it. Vectors are always passed in, so Chroma's own
embedder (which would be downloaded) is never asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.catalog import StoredPassage
from index.errors import InputError, LibraryError
from index.filter import Filter, days_of

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

BATCH = 1000  # passages per request; Chroma takes at most about 5,000


@dataclass(frozen=True, slots=True)
class VectorMatch:
    """A passage near the query; `similarity` is the cosine, from -1 to 1."""

    passage_id: str
    similarity: float


class Vectors:
    """One Chroma collection."""

    def __init__(self, place: str | Path, collection: str) -> None:
        """`place` is a folder, or the URL of a Chroma server; raises `LibraryError` if it can't be opened."""
        from chromadb.errors import ChromaError

        self._place = str(place)
        try:
            self._client = _connect(self._place)
            self._collection = self._client.get_or_create_collection(
                collection, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        except (ChromaError, ValueError, OSError) as error:
            raise LibraryError(f"{place}: Chroma can't be opened ({_one_line(error)}); {self._advice()}") from error

    def _advice(self) -> str:
        if self._place.startswith("http"):
            return "start the server (chroma run), or leave --chroma out"
        return "run onrecord check --repair"

    def upsert(self, passages: Sequence[StoredPassage], vectors: NDArray[np.float32]) -> None:
        """Store the vectors, shape (passages, dimensions), with what a search filters by."""
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            self._collection.upsert(
                ids=[stored.passage.id for stored in batch],
                embeddings=vectors[start : start + BATCH],
                metadatas=[_metadata(stored) for stored in batch],
            )

    def query(self, vector: NDArray[np.float32], limit: int, allowed: Filter) -> list[VectorMatch]:
        """Return the passages nearest to a vector, best first."""
        found = self._collection.query(
            query_embeddings=vector[None, :], n_results=limit, where=_where(allowed), include=["distances"]
        )
        distances = cast(list[list[float]], found["distances"])[0]
        return [VectorMatch(key, 1 - distance) for key, distance in zip(found["ids"][0], distances, strict=True)]

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those passages that have one."""
        if not passage_ids:
            return {}
        found = self._collection.get(ids=list(passage_ids), include=["embeddings"])
        return dict(zip(found["ids"], cast(Any, found["embeddings"]), strict=True))

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors; ids without one are passed over."""
        for start in range(0, len(passage_ids), BATCH):
            self._collection.delete(ids=list(passage_ids[start : start + BATCH]))

    def ids(self) -> set[str]:
        """Return the ids of all passages that have a vector."""
        found: set[str] = set()
        while page := self._collection.get(limit=BATCH * 10, offset=len(found), include=[])["ids"]:
            found.update(page)
        return found

    def close(self) -> None:
        """Let go of the folder or the connection."""
        close = getattr(self._client, "close", None)
        if close:
            close()


def _connect(place: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not place.startswith(("http://", "https://")):
        return chromadb.PersistentClient(place, settings=settings)
    url = urlsplit(place)
    if not url.hostname:
        raise InputError(f"{place}: not a server's address; write it like http://localhost:8000")
    ssl = url.scheme == "https"
    return chromadb.HttpClient(url.hostname, url.port or (443 if ssl else 8000), ssl=ssl, settings=settings)


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
