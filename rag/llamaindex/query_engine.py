"""Answers on the record, for whatever asks a query engine of LlamaIndex."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import asdict
from typing import Any, Unpack

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.callbacks import CallbackManager, CBEventType, EventPayload
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.scope import Scope, ScopeOptions
from rag.answer import Answer
from rag.chatbot import Chatbot
from rag.llamaindex.nodes import citation_node


class OnRecordQueryEngine(BaseQueryEngine):
    """Answers from a library, by `Chatbot.stream`. Safe to share between threads.

    The response has the answer's text, a source node for each quote, with its offsets in its article (see
    `OnRecordRetriever`) and its `number` in the text, and as metadata `status`, `confidence`, `short_answer`,
    `positions`, and the whole record as JSON in `answer`. Where the articles do not say, there are no source nodes, and
    what comes nearest is in the record.

    With `streaming`, the response is there at once and its words come once they can't change any more: until its last
    sentence is judged, all that a model wrote may still be replaced by the quotes. Source nodes and metadata are filled
    in before the first word. What grows meanwhile goes to `on_partial`, which is called with each state of the answer,
    in the thread that asks, and may show it as something that will be replaced.
    """

    def __init__(
        self,
        chatbot: Chatbot,
        *,
        streaming: bool = False,
        on_partial: Callable[[Answer], None] | None = None,
        callback_manager: CallbackManager | None = None,
        **within: Unpack[ScopeOptions],
    ) -> None:
        """Answer within `since`, `until`, `source` and `during`; raises `InputError` for what is no date."""
        super().__init__(callback_manager=callback_manager)
        Scope.of(**within)
        self._chatbot = chatbot
        self._streaming = streaming
        self._on_partial = on_partial
        self._within = within

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _query(self, query_bundle: QueryBundle) -> Response | StreamingResponse:
        with self._told(query_bundle) as event:
            response = self._streamed(query_bundle) if self._streaming else _response(self._ask(query_bundle))
            event.on_end(payload={EventPayload.RESPONSE: response})
        return response

    async def _aquery(self, query_bundle: QueryBundle) -> Response | AsyncStreamingResponse:
        with self._told(query_bundle) as event:
            response: Response | AsyncStreamingResponse
            if self._streaming:
                response = self._streamed_async(query_bundle)
            else:
                response = _response(await asyncio.to_thread(self._ask, query_bundle))
            event.on_end(payload={EventPayload.RESPONSE: response})
        return response

    def _told(self, query_bundle: QueryBundle) -> Any:
        return self.callback_manager.event(CBEventType.QUERY, payload={EventPayload.QUERY_STR: query_bundle.query_str})

    def _ask(self, query_bundle: QueryBundle) -> Answer:
        """Return the whole answer, and tell how it grows."""
        for answer in self._chatbot.stream(query_bundle.query_str, **self._within):  # noqa: B007 (the last is returned)
            if self._on_partial:
                self._on_partial(answer)
        return answer

    def _streamed(self, query_bundle: QueryBundle) -> StreamingResponse:
        nodes: list[NodeWithScore] = []
        metadata: dict[str, Any] = {}

        def words() -> Iterator[str]:
            yield from _told_in(self._ask(query_bundle), nodes, metadata)

        return StreamingResponse(words(), nodes, metadata)  # type: ignore[arg-type]

    def _streamed_async(self, query_bundle: QueryBundle) -> AsyncStreamingResponse:
        nodes: list[NodeWithScore] = []
        metadata: dict[str, Any] = {}

        async def words() -> AsyncGenerator[str, None]:
            for word in _told_in(await asyncio.to_thread(self._ask, query_bundle), nodes, metadata):
                yield word

        return AsyncStreamingResponse(words(), nodes, metadata)


def _response(answer: Answer) -> Response:
    return Response(answer.text, [citation_node(one) for one in answer.citations], _metadata(answer))


def _told_in(answer: Answer, nodes: list[NodeWithScore], metadata: dict[str, Any]) -> Iterator[str]:
    """Fill in what stands beside an answer, and yield its words."""
    nodes += [citation_node(one) for one in answer.citations]
    metadata |= _metadata(answer)
    yield from re.findall(r"\s*\S+|\s+", answer.text)


def _metadata(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "confidence": answer.confidence,
        "short_answer": answer.short_answer.text if answer.short_answer else None,
        "positions": [asdict(one) for one in answer.positions],
        "answer": answer.to_json(),
    }
