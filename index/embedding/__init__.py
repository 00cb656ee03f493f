"""Passages that fit the embedding model, and their vectors."""

from index.embedding.embedder import (
    PACKAGED_MODEL,
    PASSAGE_PIECES,
    Embedder,
    Network,
    packaged_tokenizer,
    packaged_words,
)
from index.embedding.loading import load_embedder
from index.embedding.passages import Passage, embedding_text, passage_text, split_passages, whole_passage
from index.embedding.server_model import ServerModel

__all__ = [
    "PACKAGED_MODEL",
    "PASSAGE_PIECES",
    "Embedder",
    "Network",
    "Passage",
    "ServerModel",
    "embedding_text",
    "load_embedder",
    "packaged_tokenizer",
    "packaged_words",
    "passage_text",
    "split_passages",
    "whole_passage",
]
