"""LlamaIndex's `CitationQueryEngine`: a language model answers and points at numbered sources.

What it shows are the sources that its answer points at, as a reader would open them; where it points at none, all that
it was given. Its confidence is the similarity of the best source, since it gives no other.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.peers.llamaindex import best_score, pieces_of
from benchmarks.peers.reply import Given, Reply, cited

NAME = "LlamaIndex CitationQueryEngine"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what answers a question."""
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.query_engine import CitationQueryEngine
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.llms.openai_like import OpenAILike
    from llama_index.vector_stores.chroma import ChromaVectorStore

    documents = [Document(id_=one["id"], text=one["text"], metadata={"title": one["title"]}) for one in given.articles]
    store = ChromaVectorStore.from_params("articles", persist_dir=given.folder)
    index = VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=HuggingFaceEmbedding(model_name=given.model, device="cpu"),
    )
    writer = OpenAILike(
        model="gguf",
        api_base=given.llm,
        api_key="none",
        is_chat_model=True,
        context_window=8192,
        max_tokens=400,
        temperature=0.0,
        timeout=3600,
        max_retries=0,
    )
    return CitationQueryEngine.from_args(index, llm=writer, similarity_top_k=3, citation_chunk_size=512).query


def reply_of(said: Any) -> Reply:
    """Return the sources that the answer points at."""
    pieces = pieces_of(said.source_nodes)
    sources = [replace(one, text=re.sub(r"\ASource \d+:\n", "", one.text).strip(), start=None) for one in pieces]
    return Reply(cited(str(said), sources), best_score(said.source_nodes))
