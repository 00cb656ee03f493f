"""Passages that fit the embedding model, and their vectors."""

from index.embedding.embedder import PACKAGED_MODEL, PASSAGE_PIECES, Embedder
from index.embedding.loading import load_embedder
from index.embedding.network import Network
from index.embedding.packaged import encode_quickly, packaged_tokenizer, packaged_words
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
    "encode_quickly",
    "load_embedder",
    "packaged_tokenizer",
    "packaged_words",
    "passage_text",
    "split_passages",
    "whole_passage",
]
