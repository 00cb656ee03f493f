"""The networks: packed word pieces in, logits out.

Two small BERTs (the body of all-MiniLM-L6-v2, trained further, see training/MODEL_CARD.md), as int8 ONNX: one reads
passages for answers, one judges claims (`rag.verdict.entailment`). They read the vectors that the packaged model has
for word pieces, so that these need not be shipped again. All is loaded when first needed, without torch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Network, packaged_tokenizer, packaged_words
from rag.reader.packing import Packed, collate, pack

WEIGHTS = Path(__file__).parent / "weights"
INPUTS = {"answers": ("words", "mask", "parts", "pooling"), "claims": ("words", "mask", "parts")}
UNREAD = -7.0  # the logit of a sentence that there was no room for: about the least seen of those read


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits of one passage: of each of its sentences (sentences,), and of "this passage answers the question"."""

    sentences: NDArray[np.float32]
    passage: float


def read_passages(question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[Reading]:
    """Read passages, each a title and the passage's sentences. Any thread may call."""
    asked, *rest = word_pieces([question, *(text for title, texts in passages for text in (title, *texts))])
    pieces = iter(rest)
    packed = [pack(asked, next(pieces), [next(pieces) for _ in texts]) for _, texts in passages]
    return [
        Reading(np.where([end > start for start, end in one.spans], sentences[0], UNREAD), float(passage[0]))
        for one, (sentences, passage) in zip(packed, run("answers", packed), strict=True)
    ]


def word_pieces(texts: Sequence[str]) -> list[list[int]]:
    """Return the word pieces of each text, by number."""
    return [encoding.ids for encoding in packaged_tokenizer().encode_batch(list(texts), add_special_tokens=False)]


def run(task: str, packed: Sequence[Packed]) -> list[list[NDArray[np.float32]]]:
    """Return what the network for a task (a key of `INPUTS`) gives for each input. Any thread may call."""
    return _network(task).run([_inputs(one, task) for one in packed])


def _inputs(packed: Packed, task: str) -> dict[str, NDArray[Any]]:
    pieces, mask, parts, pooling = collate([packed])
    known = {"words": packaged_words()[pieces], "mask": mask, "parts": parts, "pooling": pooling}
    return {name: known[name] for name in INPUTS[task]}


@cache
def _network(task: str) -> Network:
    return Network(WEIGHTS / f"{task}.onnx")
