"""Texts → vectors, with a model that is loaded when the first vector is needed.

The default is all-MiniLM-L6-v2 in int8, from a package (`index.embedding.packaged`). Any other model of
sentence-transformers on this machine will do (`index.embedding.sentence_model`).
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedding import packaged
from index.embedding.packaged import MAX_PIECES, packaged_tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2-int8"
PASSAGE_PIECES = MAX_PIECES - 2  # the longest passage, for other models too: a reader must see it whole


class Embedder:
    """The packaged model: unit vectors for texts. Safe to share between threads.

    Fewer texts than `texts_at_once` are not worth a call of their own, where many wait.
    """

    texts_at_once = 1

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        """`model` is the name under which a library records what its vectors were made with."""
        self.model = model
        self.encode_query = lru_cache(maxsize=256)(self._encode_query)

    @property
    def named(self) -> str:
        """What `--embedding` is given for it, without any key."""
        return self.model

    @property
    def dimensions(self) -> int | None:
        """The length of its vectors, where the model's name alone does not settle that."""
        return None

    @cached_property
    def max_pieces(self) -> int:
        """How many word pieces of a passage are read."""
        return PASSAGE_PIECES

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """Return, per text, the end offset (in characters) of each of its word pieces."""
        encodings = packaged_tokenizer().encode_batch(list(texts), add_special_tokens=False)
        return [[end for _, end in encoding.offsets] for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per passage or sentence, shape (texts, dimensions)."""
        return packaged.encode(texts)

    def _encode_query(self, question: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encode([question])[0]
        return vector
