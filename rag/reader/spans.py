"""Which words of a text answer a question: its answer span, found by a network in the package.

A span is read from what is quoted anyway, so it can only narrow down what is on the record already. It lies within one
sentence, or one item of a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedding import packaged_tokenizer
from index.language.sentences import split_sentences
from rag.reader.answer_type import question_in_short
from rag.reader.networks import Packed, pack, run

MOST_PIECES = 30  # word pieces of a span; longer ones answer "why", and are whole sentences
_KEPT = 1000  # an answer that grows has the same quotes many times


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Characters `[start, end)` of a text, and how sure it is (0 to 1) that they answer, and not nothing does."""

    start: int
    end: int
    probability: float


@lru_cache(maxsize=_KEPT)
def answer_span(question: str, title: str, text: str) -> AnswerSpan | None:
    """Find in a text of an article with that title the span that answers best; None in an empty text.

    What was read of late is known. Any thread may call. Of several questions the last is meant.
    """
    question = question_in_short(question)
    asked, about, told = packaged_tokenizer().encode_batch([question, title, text], add_special_tokens=False)
    packed = pack(asked.ids, about.ids, [told.ids])
    ((logits,),) = run("spans", [packed])
    return _best(logits[0], packed, told.offsets, text)


def _best(
    logits: NDArray[np.float32], packed: Packed, offsets: Sequence[tuple[int, int]], text: str
) -> AnswerSpan | None:
    """Return the best span of a text by the logits of its pieces, (pieces, 2), of which the first stands for none."""
    first, end = packed.spans[0]
    count = min(end - first, len(offsets))
    if count <= 0:
        return None
    starts, ends = logits[first : first + count, 0], logits[first : first + count, 1]
    sums = starts[:, None] + ends[None, :]
    within = np.array(_sentences_of(offsets[:count], text))
    allowed = np.triu(within[:, None] == within[None, :]) & ~np.triu(np.ones_like(sums, dtype=bool), MOST_PIECES)
    allowed &= within[:, None] >= 0
    if not allowed.any():
        return None
    begins, stops = map(int, np.unravel_index(np.where(allowed, sums, -np.inf).argmax(), sums.shape))
    best = sums[begins, stops]
    others = np.exp(np.append(sums[allowed], logits[0].sum()) - best).sum()
    return AnswerSpan(offsets[begins][0], offsets[stops][1], float(1 / others))


def _sentences_of(pieces: Sequence[tuple[int, int]], text: str) -> list[int]:
    """Return the number of the sentence that each piece stands in, -1 for what is in none, like a list's marks."""
    sentences = [(one.start, one.end) for one in split_sentences(text)]
    return [
        next((at for at, (first, last) in enumerate(sentences) if first <= start and end <= last), -1)
        for start, end in pieces
    ]
