"""An embedder that needs no trained model. Nothing heavy is imported here, since processes that tests start need it."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index import Embedder

DIMENSIONS = 256


class WordHashEmbedder(Embedder):
    """Texts with the same words are near: each word hashes to a dimension. A word piece is a word or a sign."""

    def __init__(self, max_pieces: int = 60, model: str = "word-hash") -> None:
        super().__init__(model)
        self.__dict__["max_pieces"] = max_pieces
        self.encoded = 0

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        return [[match.end() for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        vectors = np.full((len(texts), DIMENSIONS), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
