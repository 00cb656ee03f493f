"""LlamaIndex over Chroma with their defaults: chunks of 1,024 tokens, the nearest two."""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.reply import Given, Reply, ShownPiece

NAME = "LlamaIndex + Chroma, chunks"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what finds chunks for a question."""
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    documents = [Document(id_=one["id"], text=one["text"], metadata={"title": one["title"]}) for one in given.articles]
    store = ChromaVectorStore.from_params("articles", persist_dir=given.folder)
    index = VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=HuggingFaceEmbedding(model_name=given.model, device="cpu"),
    )
    return index.as_retriever().retrieve


def reply_of(said: Any) -> Reply:
    """Return the chunks found; its confidence is the score of the best."""
    return Reply(pieces_of(said), best_score(said))


def pieces_of(nodes: Any) -> tuple[ShownPiece, ...]:
    """Return LlamaIndex's nodes as pieces of the articles that they are of."""
    return tuple(ShownPiece(one.node.ref_doc_id, one.node.text, one.node.start_char_idx) for one in nodes)


def best_score(nodes: Any) -> float:
    """Return the score of the best of LlamaIndex's nodes."""
    return max((float(one.score or 0.0) for one in nodes), default=0.0)
