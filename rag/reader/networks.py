"""The networks: word pieces packed in, logits out. Training packs its examples with the same code.

Three small BERTs (the body of all-MiniLM-L6-v2, trained further, see training/MODEL_CARD.md), as int8 ONNX: one reads
passages for answers, one finds the words that answer (`rag.reader.spans`), one judges claims
(`rag.reader.entailment`). They read the vectors that the packaged model has
for word pieces, so that these need not be shipped again. All is loaded when first needed, without torch.

All texts stand in one row, `[CLS] question [SEP] title [SEP] sentence [SEP] sentence [SEP] …`, and beside it stands
which part each piece is of, and where each sentence lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Network, encode_quickly, packaged_tokenizer, packaged_words

WEIGHTS = Path(__file__).parent / "weights"
INPUTS = {
    "answers": ("words", "mask", "parts", "pooling"),
    "claims": ("words", "mask", "parts"),
    "spans": ("words", "mask", "parts"),
}
MAX_PIECES = 384  # a passage of 254 word pieces, a [SEP] behind each sentence, question and title
MAX_QUESTION, MAX_TITLE = 64, 32
CLS, SEP, PAD = 101, 102, 0
_LOADING = Lock()
UNREAD = -7.0  # the logit of a sentence that there was no room for: about the least seen of those read


@dataclass(frozen=True, slots=True)
class Packed:
    """One input: word pieces, the part each is of (0 question, 1 passage), and where each sentence lies in them."""

    pieces: list[int]
    parts: list[int]
    spans: list[tuple[int, int]]


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


def load_networks() -> None:
    """Load what an answer without a model takes, else done when first needed. Any thread may call."""
    for task in INPUTS:
        _network(task)
    encode_quickly([""])


def _network(task: str) -> Network:
    with _LOADING:  # once, however many threads wait for it
        return _loaded(task)


@cache
def _loaded(task: str) -> Network:
    return Network(WEIGHTS / f"{task}.onnx")


def pack(question: Sequence[int], title: Sequence[int], sentences: Sequence[Sequence[int]]) -> Packed:
    """Put word pieces together.

    Of a long question the end is read, where a follow-up stands. What goes beyond `MAX_PIECES` is left out; a sentence
    left out whole has an empty span.

    >>> packed = pack([7], [8], [[9, 9], [5]])
    >>> packed.pieces
    [101, 7, 102, 8, 102, 9, 9, 102, 5, 102]
    >>> packed.spans
    [(5, 8), (8, 10)]
    """
    pieces = [CLS, *question[-MAX_QUESTION:], SEP]
    asked = len(pieces)
    pieces += [*title[:MAX_TITLE], SEP]
    spans = []
    for sentence in sentences:
        start = len(pieces)
        pieces += [*sentence, SEP]
        spans.append((min(start, MAX_PIECES), min(len(pieces), MAX_PIECES)))
    pieces = pieces[:MAX_PIECES]
    return Packed(pieces, [0] * asked + [1] * (len(pieces) - asked), spans)


def collate(batch: Sequence[Packed]) -> tuple[NDArray[Any], ...]:
    """Return what the network's inputs are made of, padded to one length.

    Word pieces, which of them are real, the part each is of: (batch, pieces). For each sentence the weights of a mean
    over its pieces: (batch, sentences, pieces).
    """
    longest = max(len(one.pieces) for one in batch)
    most = max(len(one.spans) for one in batch)
    pieces = np.full((len(batch), longest), PAD, dtype=np.int64)
    mask = np.zeros((len(batch), longest), dtype=np.int64)
    parts = np.zeros((len(batch), longest), dtype=np.int64)
    pooling = np.zeros((len(batch), most, longest), dtype=np.float32)
    for row, one in enumerate(batch):
        length = len(one.pieces)
        pieces[row, :length] = one.pieces
        mask[row, :length] = 1
        parts[row, :length] = one.parts
        for number, (start, end) in enumerate(one.spans):
            if end > start:
                pooling[row, number, start:end] = 1 / (end - start)
    return pieces, mask, parts, pooling
