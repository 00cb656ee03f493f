"""The real reader, which reads the same passages for the same question once: for what is tested behind the reading."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

from index import Embedder, Hit, Library
from rag import Chatbot
from rag.reader import Evidence, Reader, TrainedReader


class RememberingReader:
    """Says what another reader said. Safe to share between threads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._said: dict[tuple[Any, ...], Evidence] = {}
        self._lock = Lock()

    def read(self, question: str, hits: Sequence[Hit], margin: float = 0.0) -> Evidence:
        asked = (question, *((hit.article, hit.passage, hit.similarity) for hit in hits), margin)
        with self._lock:
            if asked not in self._said:
                self._said[asked] = self._reader.read(question, hits, margin)
            return self._said[asked]


@cache
def reader_for(embedder: Embedder) -> Reader:
    return RememberingReader(TrainedReader(embedder))


def quick_chatbot(library: Library, **options: Any) -> Chatbot:
    """Return a chatbot over a library, which remembers what it read of any like it."""
    return Chatbot(library, reader=reader_for(library.embedder), **options)
