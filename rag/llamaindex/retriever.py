"""The passages of a library, for any engine of LlamaIndex."""

import asyncio
from typing import Unpack

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.callbacks import CallbackManager
from llama_index.core.schema import NodeWithScore, QueryBundle

from index import InputError, Library
from index.scope import Scope, ScopeOptions
from rag.llamaindex.nodes import passage_node
from rag.retriever import Retriever
from rag.settings import Settings


class OnRecordRetriever(BaseRetriever):
    """Finds passages by meaning and by words, of a story's copies only the best one's. Safe to share between threads.

    A node's `text` is `article.text[start_char_idx:end_char_idx]`, its id stays as long as its article does, its score
    is from 0 to 1, and its metadata has `article` (the id), `title`, `source`, `published` and `url`, as far as known.
    """

    def __init__(
        self,
        library: Library,
        *,
        k: int = 6,
        callback_manager: CallbackManager | None = None,
        **within: Unpack[ScopeOptions],
    ) -> None:
        """Find the `k` best passages, within `since`, `until`, `source` and `during` (see `index.scope.ScopeOptions`).

        Raises `InputError` for what is no number of passages, and no date.
        """
        super().__init__(callback_manager=callback_manager)
        if not isinstance(k, int) or k < 1:
            raise InputError(f"k = {k!r}: ask for one passage or more, in a whole number")
        self._k = k
        self._scope = Scope.of(**within)
        self._retriever = Retriever(library, pool=max(k, Settings().pool))

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._retriever.retrieve(query_bundle.query_str, self._scope)
        return [passage_node(hit) for hit in hits[: self._k]]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)
