"""OnRecord as it comes: its reader chooses the quotes, and no language model is asked."""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.reply import Given, Reply, ShownPiece

NAME = "OnRecord"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what answers a question."""
    from index import Library
    from rag import open_chatbot

    with Library.open(given.folder) as library:
        library.sync(given.file, as_is=True)
    return open_chatbot(library=given.folder).ask


def reply_of(said: Any) -> Reply:
    """Return the quotes of the answer."""
    slices = ((one.quote.article, part) for one in said.citations for part in one.quote.slices)
    return Reply(tuple(ShownPiece(article, part.text, part.start) for article, part in slices), said.confidence)
