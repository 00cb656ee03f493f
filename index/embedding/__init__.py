"""Passages that fit the embedding model, and their vectors."""

from index.embedding.embedder import (
    PACKAGED_MODEL,
    PASSAGE_PIECES,
    Embedder,
    Network,
    packaged_tokenizer,
    packaged_words,
)
from index.embedding.passages import Passage, embedding_text, passage_text, split_passages, whole_passage
from index.embedding.sentence_model import load_embedder

__all__ = [
    "PACKAGED_MODEL",
    "PASSAGE_PIECES",
    "Embedder",
    "Network",
    "Passage",
    "embedding_text",
    "load_embedder",
    "packaged_tokenizer",
    "packaged_words",
    "passage_text",
    "split_passages",
    "whole_passage",
]
