"""OnRecord in LlamaIndex, with the framework's own engines, selectors, synthesizers and callbacks around it."""

import asyncio
import json
from typing import Any

import pytest
from llama_index.core.base.response.schema import (
    AsyncStreamingResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.callbacks import CallbackManager, CBEventType, LlamaDebugHandler
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import (
    RetrieverQueryEngine,
    RouterQueryEngine,
    SubQuestionQueryEngine,
)
from llama_index.core.question_gen import LLMQuestionGenerator
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.selectors import LLMSingleSelector
from llama_index.core.tools import QueryEngineTool

from index import InputError, Library
from onrecord.llamaindex import OnRecordQueryEngine, OnRecordRetriever
from rag import Answer, Chatbot
from tests.scripted_llm import ScriptedLLM

QUESTION = "Who built the Bushehr plant?"


def assert_to_the_letter(nodes: list[NodeWithScore], library: Library) -> None:
    for one in nodes:
        node = one.node
        assert isinstance(node, TextNode)
        article = library.article(node.metadata["article"])
        assert article.text[node.start_char_idx : node.end_char_idx] == node.text
        assert node.ref_doc_id == article.id
        assert node.metadata["title"] == article.title


# The retriever


def test_nodes_are_passages_to_the_letter(seeds_library: Library) -> None:
    nodes = OnRecordRetriever(seeds_library, k=3).retrieve(QUESTION)
    assert len(nodes) == 3
    assert_to_the_letter(nodes, seeds_library)
    scores = [one.score or 0.0 for one in nodes]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 1
    assert [one.node_id for one in nodes] == [
        one.node_id for one in OnRecordRetriever(seeds_library).retrieve(QUESTION)[:3]
    ]
    seen = nodes[0].node.get_content(MetadataMode.LLM)
    assert nodes[0].node.metadata["title"] in seen
    assert "url:" not in seen


def test_a_retriever_keeps_to_dates_and_sources(seeds_library: Library) -> None:
    source = next(one.source for one in seeds_library.articles() if one.source)
    nodes = OnRecordRetriever(seeds_library, source=source).retrieve("Iran and Russia")
    assert {one.node.metadata["source"] for one in nodes} == {source}
    assert OnRecordRetriever(seeds_library, until="1990").retrieve("Iran and Russia") == []


@pytest.mark.parametrize("options", [{"k": 0}, {"k": 2.5}, {"since": "someday"}])
def test_a_retriever_refuses_what_can_not_be_asked_for(options: Any, seeds_library: Library) -> None:
    with pytest.raises(InputError):
        OnRecordRetriever(seeds_library, **options)


def test_a_stock_engine_answers_from_our_passages(seeds_library: Library) -> None:
    retriever = OnRecordRetriever(seeds_library, k=2)
    engine = RetrieverQueryEngine(retriever, get_response_synthesizer(llm=MockLLM()))
    response = engine.query(QUESTION)
    assert isinstance(response, Response)
    assert_to_the_letter(response.source_nodes, seeds_library)
    passage = response.source_nodes[0].node.get_content()
    assert passage in str(response)  # a MockLLM repeats what it was asked
    assert [one.node_id for one in asyncio.run(engine.aretrieve(QueryBundle(QUESTION)))] == [
        one.node_id for one in response.source_nodes
    ]


# The query engine


def test_an_answer_is_a_response(seeds_bot: Chatbot) -> None:
    response = OnRecordQueryEngine(seeds_bot).query(QUESTION)
    answer = seeds_bot.ask(QUESTION)
    assert isinstance(response, Response)
    assert str(response) == answer.text
    assert_to_the_letter(response.source_nodes, seeds_bot.library)
    told = [(one.node.metadata["number"], one.text, one.score) for one in response.source_nodes]
    assert told == [(one.number, one.quote.text, one.score) for one in answer.citations]
    metadata = response.metadata or {}
    assert (metadata["status"], metadata["confidence"]) == ("answered", answer.confidence)
    assert metadata["short_answer"] == (answer.short_answer and answer.short_answer.text)
    assert Answer.from_json(json.loads(json.dumps(metadata["answer"]))).citations == answer.citations


def test_sides_and_silence_are_told_in_metadata(seeds_bot: Chatbot) -> None:
    engine = OnRecordQueryEngine(seeds_bot)
    contested = engine.query("Did Syria's Assad government fall?").metadata or {}
    assert contested["status"] == "contested"
    assert len(contested["positions"]) > 1
    silent = engine.query("Who won the chess olympiad in 1974?")
    assert (silent.metadata or {})["status"] == "not_found"
    assert silent.source_nodes == []


def test_an_engine_keeps_to_dates(seeds_bot: Chatbot) -> None:
    response = OnRecordQueryEngine(seeds_bot, until="1990").query(QUESTION)
    assert (response.metadata or {})["status"] == "not_found"
    with pytest.raises(InputError):
        OnRecordQueryEngine(seeds_bot, since="someday")
    with pytest.raises(InputError, match="empty"):
        OnRecordQueryEngine(seeds_bot).query(" ")


def test_an_answer_is_awaited(seeds_bot: Chatbot) -> None:
    engine = OnRecordQueryEngine(seeds_bot)

    async def both() -> tuple[Any, Any]:
        return await asyncio.gather(engine.aquery(QUESTION), engine.aquery("What did Putin offer?"))

    first, second = asyncio.run(both())
    assert str(first) == str(engine.query(QUESTION))
    assert str(second) != str(first)


def _with_model(bot: Chatbot, *replies: str) -> Chatbot:
    return bot.using(ScriptedLLM(replies=list(replies)))


def test_a_stream_has_only_words_that_stay(seeds_bot: Chatbot) -> None:
    grown: list[Answer] = []
    engine = OnRecordQueryEngine(
        _with_model(seeds_bot, "France built it [1.1]. They left in 1850 [1.1]."),
        streaming=True,
        on_partial=grown.append,
    )
    response = engine.query(QUESTION)
    assert isinstance(response, StreamingResponse)
    assert grown == []  # nothing is asked before the first word is
    words = iter(response.response_gen)
    first = next(words)
    assert len(grown) > 1
    assert (response.metadata or {})["status"] == grown[-1].status
    assert_to_the_letter(response.source_nodes, seeds_bot.library)
    assert first + "".join(words) == grown[-1].text
    assert "France" not in grown[-1].text  # what the model wrote was replaced, and no word of it was streamed


def test_a_stream_is_awaited(seeds_bot: Chatbot) -> None:
    engine = OnRecordQueryEngine(seeds_bot, streaming=True)

    async def read() -> tuple[str, Response]:
        response = await engine.aquery(QUESTION)
        assert isinstance(response, AsyncStreamingResponse)
        words = [word async for word in response.async_response_gen()]
        assert len(words) > 3
        return "".join(words), await response.get_response()

    text, whole = asyncio.run(read())
    assert text == str(whole) == seeds_bot.ask(QUESTION).text
    assert whole.source_nodes
    assert (whole.metadata or {})["status"] == "answered"


def test_callbacks_hear_of_both(seeds_bot: Chatbot) -> None:
    heard = LlamaDebugHandler(print_trace_on_end=False)
    manager = CallbackManager([heard])
    OnRecordQueryEngine(seeds_bot, callback_manager=manager).query(QUESTION)
    OnRecordRetriever(seeds_bot.library, callback_manager=manager).retrieve(QUESTION)
    ((_, answered),) = heard.get_event_pairs(CBEventType.QUERY)
    ((_, found),) = heard.get_event_pairs(CBEventType.RETRIEVE)
    assert answered.payload
    assert isinstance(answered.payload["response"], Response)
    assert found.payload
    assert len(found.payload["nodes"]) == 6


def test_it_is_a_tool_that_a_router_chooses(seeds_bot: Chatbot) -> None:
    ours = QueryEngineTool.from_defaults(OnRecordQueryEngine(seeds_bot), name="news", description="news articles")
    retriever = OnRecordRetriever(seeds_bot.library)
    stock = RetrieverQueryEngine(retriever, get_response_synthesizer(llm=MockLLM()))
    other = QueryEngineTool.from_defaults(stock, name="other", description="something else")
    chooser = ScriptedLLM(replies=['[{"choice": 1, "reason": "it is news"}]'])
    router = RouterQueryEngine(LLMSingleSelector.from_defaults(llm=chooser), [ours, other], llm=MockLLM())
    assert str(router.query(QUESTION)) == seeds_bot.ask(QUESTION).text
    assert ours.call(QUESTION).content == seeds_bot.ask(QUESTION).text


def test_it_answers_sub_questions(seeds_bot: Chatbot) -> None:
    tool = QueryEngineTool.from_defaults(OnRecordQueryEngine(seeds_bot), name="news", description="news articles")
    asked = [{"sub_question": QUESTION, "tool_name": "news"}]
    reply = "```json\n" + json.dumps({"items": asked}) + "\n```"
    generator = LLMQuestionGenerator.from_defaults(llm=ScriptedLLM(replies=[reply]))
    engine = SubQuestionQueryEngine.from_defaults(
        [tool],
        llm=MockLLM(),
        question_gen=generator,
        response_synthesizer=get_response_synthesizer(llm=MockLLM()),
        verbose=False,
        use_async=False,
    )
    response = engine.query("Compare what was built.")
    quoted = [one for one in response.source_nodes if "article" in one.node.metadata]
    assert quoted
    assert_to_the_letter(quoted, seeds_bot.library)
