"""Other engines of LlamaIndex, held against the nodes that they answered from."""

import asyncio
from datetime import date, datetime
from typing import Any

import pytest
from llama_index.core import MockEmbedding, VectorStoreIndex
from llama_index.core.base.response.schema import (
    AsyncStreamingResponse,
    PydanticResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode

from index import InputError
from onrecord.llamaindex import GroundedQueryEngine, ground_response
from rag.llamaindex.grounded import NOTHING_BORNE_OUT
from tests.scripted_llm import ScriptedLLM

QUESTION = "What was opened, and what was closed?"
NODES = [
    TextNode(id_="a", text="The harbor of Lund opened in May 2024. It has nine docks."),
    TextNode(id_="b", text="Workers closed the bridge in Osk on Monday.", metadata={"published": "2025-06-18"}),
]
DRAFT = "The harbor of Lund opened in May 2024 [1]. It has ten docks [1]. The bridge was closed on 16 June 2025 [2]."


def index_of_nodes() -> VectorStoreIndex:
    return VectorStoreIndex(NODES, embed_model=MockEmbedding(embed_dim=8))


def citing(*replies: str) -> CitationQueryEngine:
    return CitationQueryEngine.from_args(index_of_nodes(), llm=ScriptedLLM(replies=list(replies)), similarity_top_k=2)


def assert_quotes_stand(response: Response) -> list[dict[str, Any]]:
    texts = {one.node_id: one.node.get_content(MetadataMode.NONE) for one in response.source_nodes}
    grounded = (response.metadata or {})["grounded"]
    for quote in grounded["quotes"]:
        assert texts[quote["node"]][quote["start"] : quote["end"]] == quote["text"]
    sentences: list[dict[str, Any]] = grounded["sentences"]
    return sentences


@pytest.mark.parametrize("published", ["2025-06-18", date(2025, 6, 18), datetime(2025, 6, 18, 7, 30)])
def test_a_node_may_tell_its_date_as_text_or_date(published: str | date) -> None:
    node = TextNode(text=NODES[1].text, metadata={"published": published})
    response = ground_response(Response("The bridge was closed on 16 June 2025 [1].", [NodeWithScore(node=node)]))
    assert str(response) == "The bridge was closed on 16 June 2025.[1]"


def test_what_a_citation_engine_wrote_is_held_against_its_nodes() -> None:
    order = [one.node.get_content()[:14] for one in citing().retrieve(QueryBundle(QUESTION))]
    draft = DRAFT if order[0].startswith("The harbor") else DRAFT.translate(str.maketrans("12", "21"))
    response = GroundedQueryEngine(citing(draft)).query("What was opened and closed?")
    assert isinstance(response, Response)
    sentences = assert_quotes_stand(response)
    assert [one["verdict"] for one in sentences] == ["quoted", "unsupported", "supported"]
    assert sentences[1]["reasons"] == ("number ten is in no quote",)
    assert "ten docks" not in str(response)
    assert str(response).startswith("The harbor of Lund opened in May 2024.[1]")
    assert (response.metadata or {})["grounded"]["draft"] == draft


def test_a_draft_without_markers_may_be_kept_whole() -> None:
    synthesizer = get_response_synthesizer(llm=ScriptedLLM(replies=["The harbor has nine docks. It is blue."]))
    inner = RetrieverQueryEngine(index_of_nodes().as_retriever(similarity_top_k=2), synthesizer)
    response = GroundedQueryEngine(inner, strict=False).query("How many docks?")
    assert [one["verdict"] for one in assert_quotes_stand(response)] == ["supported", "uncited"]  # type: ignore[arg-type]
    assert str(response) == "The harbor has nine docks.[1] It is blue."


def test_nothing_borne_out_is_said() -> None:
    response = ground_response(Response("It is blue.", [NodeWithScore(node=one) for one in NODES], {"kept": 1}))
    assert str(response) == NOTHING_BORNE_OUT
    assert (response.metadata or {})["kept"] == 1
    assert str(ground_response(Response(None))) == NOTHING_BORNE_OUT


def test_streams_are_read_to_their_end() -> None:
    def words() -> Any:
        yield from ["The harbor ", "of Lund opened ", "in May 2024."]

    nodes = [NodeWithScore(node=one) for one in (*NODES, NODES[0])]  # one twice, as sub-questions have it
    grounded = ground_response(StreamingResponse(words(), nodes))
    assert [one["verdict"] for one in assert_quotes_stand(grounded)] == ["quoted"]

    async def ask() -> Any:
        synthesizer = get_response_synthesizer(
            llm=ScriptedLLM(replies=["The harbor has nine docks."]), streaming=True, use_async=True
        )
        inner = RetrieverQueryEngine(index_of_nodes().as_retriever(similarity_top_k=2), synthesizer)
        return await GroundedQueryEngine(inner).aquery("How many docks?")

    assert str(asyncio.run(ask())) == "The harbor has nine docks.[1]"


def test_what_has_no_sentences_is_refused() -> None:
    async def words() -> Any:
        yield "It opened."

    with pytest.raises(InputError, match="output_cls"):
        ground_response(PydanticResponse(None))
    with pytest.raises(InputError, match="await"):
        ground_response(AsyncStreamingResponse(words()))


def test_prompts_of_the_inner_engine_can_be_seen() -> None:
    assert any(name.startswith("inner:response_synthesizer") for name in GroundedQueryEngine(citing()).get_prompts())
