"""verbatim-rag in its best mode without a model hub: dense search in Milvus Lite, spans chosen by a language model.

Its own span extractor (`ModelSpanExtractor`) and its sparse encoder come from a hub only. Spans are matched loosely, as
its makers do where they measure. Needs a Python of its own (see docs/benchmarks.md).
"""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.reply import Given, Reply, ShownPiece

NAME = "verbatim-rag, language model"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what answers a question."""
    from verbatim_core.extractors import LLMSpanExtractor
    from verbatim_rag import VerbatimIndex, VerbatimRAG
    from verbatim_rag.embedding_providers import SentenceTransformersProvider
    from verbatim_rag.llm_client import LLMClient
    from verbatim_rag.schema import DocumentSchema
    from verbatim_rag.vector_stores import LocalMilvusStore

    client = LLMClient(model="gguf", api_base=given.llm, api_key="none", temperature=0.0)
    index = VerbatimIndex(
        vector_store=LocalMilvusStore(db_path=f"{given.folder}/index.db", enable_sparse=False),
        dense_provider=SentenceTransformersProvider(given.model),
    )
    index.add_documents_bulk(
        [
            DocumentSchema(id=one["id"], title=one["title"], content=one["text"], metadata={"article": one["id"]})
            for one in given.articles
        ]
    )
    rag = VerbatimRAG(
        index,
        llm_client=client,
        extractor=LLMSpanExtractor(llm_client=client, span_match_mode="fuzzy"),
        template_mode="static",
    )
    return lambda question: rag.query(question, return_search_results=True)


def reply_of(said: Any) -> Reply:
    """Return the spans cited; its confidence is the score of the best passage, and nothing where it cites none."""
    response, results = said
    shows = tuple(
        ShownPiece(results[one.doc_index].metadata["article"], one.text)  # what it finds has lost the document's id
        for one in response.structured_answer.citations
    )
    return Reply(shows, max((float(one.score) for one in results), default=0.0) if shows else 0.0)
