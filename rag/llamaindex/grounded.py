"""What other engines answer, held against the nodes that they answered from."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import (
    RESPONSE_TYPE,
    AsyncStreamingResponse,
    PydanticResponse,
    Response,
)
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import BaseNode, MetadataMode, NodeWithScore, QueryBundle

from index import Article, Hit, InputError
from index.embedding import whole_passage
from index.reading import iso_date
from rag.verdict.grounding import Grounded, with_numbers
from rag.verdict.plain_texts import ground_on

NOTHING_BORNE_OUT = "The sources do not bear out what was answered."


class GroundedQueryEngine(BaseQueryEngine):
    """Asks another engine, and returns what its own source nodes bear out of its answer; see `ground_response`."""

    def __init__(
        self, inner: BaseQueryEngine, *, strict: bool = True, callback_manager: CallbackManager | None = None
    ) -> None:
        super().__init__(callback_manager=callback_manager or inner.callback_manager)
        self._inner = inner
        self._strict = strict

    def _get_prompt_modules(self) -> PromptMixinType:
        return {"inner": self._inner}

    def _query(self, query_bundle: QueryBundle) -> Response:
        return ground_response(self._inner.query(query_bundle), question=query_bundle.query_str, strict=self._strict)

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        response = await self._inner.aquery(query_bundle)
        if isinstance(response, AsyncStreamingResponse):
            response = await response.get_response()
        return await asyncio.to_thread(ground_response, response, question=query_bundle.query_str, strict=self._strict)


def ground_response(response: RESPONSE_TYPE, *, question: str = "", strict: bool = True) -> Response:
    """Return of a response what its own source nodes bear out, each sentence with the numbers of its quotes.

    Markers in it (`[1]`) point at its source nodes, in their order. `metadata["grounded"]` has the `draft` as it was,
    its `sentences`, each with a verdict, reasons and the numbers of its quotes, the `quotes`, of which each `text` is
    `[start:end]` of its node's text, and what was `rejected`; all other metadata and the source nodes are as they were.
    Unless `strict`, the sentences that are not borne out stay in the text. A stream is read to its end first.

    Raises `InputError` for a response of fields instead of sentences, and for a stream that must be awaited.
    """
    if isinstance(response, PydanticResponse):
        raise InputError("a response that fills in fields has no sentences; ground one of an engine without output_cls")
    if isinstance(response, AsyncStreamingResponse):
        raise InputError("this stream must be awaited: ground what `await response.get_response()` returns")
    whole = response if isinstance(response, Response) else response.get_response()
    draft = whole.response or ""
    grounded = ground_on(draft, _hits(whole.source_nodes), question=question)
    shown = [one for one in grounded.sentences if one.is_borne_out or not strict]
    metadata = {**(whole.metadata or {}), "grounded": _record(draft, grounded)}
    return Response(with_numbers(shown) or NOTHING_BORNE_OUT, whole.source_nodes, metadata)


def _hits(nodes: Sequence[NodeWithScore]) -> list[Hit]:
    """Return nodes as passages, each of a number of its own: a node may be there twice."""
    articles = [_article(one.node) for one in nodes]
    passages = (replace(whole_passage(one), id=str(number)) for number, one in enumerate(articles))
    return [
        Hit(article, passage, 0.0, 0.0, 0.0, article.id) for article, passage in zip(articles, passages, strict=True)
    ]


def _article(node: BaseNode) -> Article:
    """Return a node as an article, with what its metadata tells of it."""
    told = {name: str(value) for name, value in node.metadata.items() if isinstance(value, str | date)}
    text = node.get_content(metadata_mode=MetadataMode.NONE)
    published = iso_date(told.get("published", ""))
    return Article(node.node_id, told.get("title", ""), text, source=told.get("source"), published=published)


def _record(draft: str, grounded: Grounded) -> dict[str, Any]:
    quotes = [
        {"number": one.number, "node": one.quote.article, "start": one.quote.start, "end": one.quote.end}
        | {"text": one.quote.text}
        for one in grounded.citations
    ]
    return {
        "draft": draft,
        "sentences": [asdict(one) for one in grounded.sentences],
        "quotes": quotes,
        "rejected": [asdict(one) for one in grounded.rejected],
    }
