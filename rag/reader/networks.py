"""The reader's network: question, title and passage in, a score for every sentence and one for the passage out.

Or a claim and its evidence in, and out comes whether the evidence supports it.

Two small BERTs (the body of all-MiniLM-L6-v2, trained further, see training/MODEL_CARD.md), as int8 ONNX. They read the
vectors that the packaged model has for word pieces, so that these need not be shipped again. All is loaded when first
needed, without torch. Training packs its examples with the same `pack`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding.network import Network, packaged_tokenizer, packaged_words

WEIGHTS = Path(__file__).parent / "weights"
MAX_PIECES = 384  # a passage of 254 word pieces, a [SEP] behind each sentence, question and title
MAX_QUESTION, MAX_TITLE, MAX_CLAIM = 64, 32, 160
UNREAD = -7.0  # the logit of a sentence that there was no room for: about the least seen of those read
CLS, SEP, PAD = 101, 102, 0
INPUTS = {"answers": ("words", "mask", "parts", "pooling"), "claims": ("words", "mask", "parts")}


@dataclass(frozen=True, slots=True)
class Packed:
    """One input: word pieces, the part each is of (0 question, 1 passage), and where each sentence lies in them."""

    pieces: list[int]
    parts: list[int]
    spans: list[tuple[int, int]]


def pack(question: Sequence[int], title: Sequence[int], sentences: Sequence[Sequence[int]]) -> Packed:
    """Put word pieces together.

    [CLS] question [SEP] title [SEP] sentence [SEP] sentence [SEP] …

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


def pack_claim(claim: Sequence[int], evidence: Sequence[int]) -> Packed:
    """Put a claim in the question's place and its evidence in that of a passage without title, as one sentence."""
    asked = [CLS, *claim[:MAX_CLAIM], SEP]
    pieces = [*asked, SEP, *evidence, SEP][:MAX_PIECES]
    return Packed(pieces, [0] * len(asked) + [1] * (len(pieces) - len(asked)), [(len(asked) + 1, len(pieces))])


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


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits of one passage: of each of its sentences, and of "this passage answers the question"."""

    sentences: NDArray[np.float32]
    passage: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probable it is that evidence supports a claim, contradicts it, or does neither; they sum to 1."""

    supports: float
    contradicts: float
    neither: float


def read_passages(question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[Reading]:
    """Read passages, each a title and the passage's sentences. Any thread may call."""
    asked, *rest = _pieces([question, *(text for title, texts in passages for text in (title, *texts))])
    pieces = iter(rest)
    packed = [pack(asked, next(pieces), [next(pieces) for _ in texts]) for _, texts in passages]
    return [
        Reading(np.where([end > start for start, end in one.spans], sentences[0], UNREAD), float(passage[0]))
        for one, (sentences, passage) in zip(packed, _run(packed, "answers"), strict=True)
    ]


def judge_claims(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    """Judge claims, each evidence and a claim. Any thread may call."""
    pieces = iter(_pieces([text for claim in claims for text in claim]))
    packed = [pack_claim(evidence=next(pieces), claim=next(pieces)) for _ in claims]
    logits = (claim[0] for (claim,) in _run(packed, "claims"))
    return [Judgement(*(np.exp(each - each.max()) / np.exp(each - each.max()).sum()).tolist()) for each in logits]


def _pieces(texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in packaged_tokenizer().encode_batch(list(texts), add_special_tokens=False)]


def _run(packed: Sequence[Packed], task: str) -> list[list[NDArray[np.float32]]]:
    return _network(task).run([_inputs(one, task) for one in packed])


def _inputs(packed: Packed, task: str) -> dict[str, NDArray[Any]]:
    pieces, mask, parts, pooling = collate([packed])
    known = {"words": packaged_words()[pieces], "mask": mask, "parts": parts, "pooling": pooling}
    return {name: known[name] for name in INPUTS[task]}


@cache
def _network(name: str) -> Network:
    return Network(WEIGHTS / f"{name}.onnx")
