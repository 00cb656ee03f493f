"""OnRecord without its reader: the passages that `Library.search` finds."""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.reply import Given, Reply, ShownPiece

NAME = "OnRecord without its reader"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what finds passages for a question."""
    from index import Library

    library = Library.open(given.folder)
    library.sync(given.file, as_is=True)
    return library.search


def reply_of(said: Any) -> Reply:
    """Return the passages found; its confidence is the score of the best."""
    pieces = tuple(ShownPiece(hit.article.id, hit.text, hit.passage.start) for hit in said)
    return Reply(pieces, max((hit.score for hit in said), default=0.0))
