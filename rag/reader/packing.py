"""Word pieces → what the networks read. Training packs its examples with the same code.

All texts stand in one row, `[CLS] question [SEP] title [SEP] sentence [SEP] sentence [SEP] …`, and beside it stands
which part each piece is of, and where each sentence lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_PIECES = 384  # a passage of 254 word pieces, a [SEP] behind each sentence, question and title
MAX_QUESTION, MAX_TITLE = 64, 32
CLS, SEP, PAD = 101, 102, 0


@dataclass(frozen=True, slots=True)
class Packed:
    """One input: word pieces, the part each is of (0 question, 1 passage), and where each sentence lies in them."""

    pieces: list[int]
    parts: list[int]
    spans: list[tuple[int, int]]


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
