"""OnRecord with a language model that writes: what its sentences point at are quotes."""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.onrecord_quotes import reply_of
from benchmarks.peers.reply import Given

__all__ = ["NAME", "open_peer", "reply_of"]

NAME = "OnRecord, language model"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what answers a question."""
    from index import Library
    from rag import open_chatbot

    with Library.open(given.folder) as library:
        library.sync(given.file, as_is=True)
    return open_chatbot(library=given.folder, llm=f"gguf:{given.gguf}").ask
