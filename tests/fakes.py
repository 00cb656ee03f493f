"""Stand-ins that implement the real interfaces, for tests that need no trained model."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from pydantic import PrivateAttr

from index import Embedder
from index.embedding.embedder import Vectors

DIMENSIONS = 256


class WordHashEmbedder(Embedder):
    """Texts with the same words are near: each word hashes to a dimension. A word piece is a word or a sign."""

    def __init__(self, max_pieces: int = 60, model: str = "word-hash") -> None:
        super().__init__(model)
        self.__dict__["max_pieces"] = max_pieces
        self.encoded = 0

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        return [[match.end() for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        vectors = np.full((len(texts), DIMENSIONS), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


class ScriptedLLM(CustomLLM):
    """Says what it was told to say, a reply a call, and remembers what it was asked."""

    replies: list[str]
    prompts: list[str] = []
    _next: int = PrivateAttr(default=0)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        *_, last = self.stream_complete(prompt)
        return last

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        self.prompts.append(prompt)
        reply = self.replies[self._next]
        self._next += 1
        for end in range(1, len(reply) + 1):
            yield CompletionResponse(text=reply[:end], delta=reply[end - 1])
