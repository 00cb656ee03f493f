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
from index.language.tables import Span
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


@dataclass(frozen=True, slots=True)
class AnsweredAt:
    """How probable it is that an answer lies at some places of a text, or at others, and at which of these most."""

    own: float
    other: float
    likeliest: Span | None


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


@lru_cache(maxsize=_KEPT)
def answered_at(question: str, text: str, own: tuple[Span, ...], others: tuple[Span, ...]) -> AnsweredAt | None:
    """Find at which of some places of a text its answer to a question lies; None if it is too long to be read to them.

    An answer over places of both kinds is at its `own` ones. Any thread may call.
    """
    asked, told = packaged_tokenizer().encode_batch([question, text], add_special_tokens=False)
    packed = pack(asked.ids, (), [told.ids])
    ((logits,),) = run("spans", [packed])
    probabilities = _probabilities(logits[0], packed, told.offsets, text)
    pieces = np.array(told.offsets[: len(probabilities)]).reshape(-1, 2)
    if any(place.end > pieces[:, 1].max(initial=0) for place in own):
        return None

    def over(places: Sequence[Span]) -> NDArray[np.bool_]:
        found = np.zeros_like(probabilities, dtype=bool)
        for place in places:
            found |= (pieces[:, None, 0] < place.end) & (pieces[None, :, 1] > place.start)
        return found

    of_own = over(own)
    elsewhere = probabilities * ~of_own
    likeliest = max(others, key=lambda one: elsewhere[over([one])].sum(), default=None)
    return AnsweredAt(float(probabilities[of_own].sum()), float(elsewhere[over(others)].sum()), likeliest)


def _best(
    logits: NDArray[np.float32], packed: Packed, offsets: Sequence[tuple[int, int]], text: str
) -> AnswerSpan | None:
    """Return the best span of a text by the logits of its pieces, (pieces, 2), of which the first stands for none."""
    probabilities = _probabilities(logits, packed, offsets, text)
    if not probabilities.any():
        return None
    first, last = map(int, np.unravel_index(probabilities.argmax(), probabilities.shape))
    return AnswerSpan(offsets[first][0], offsets[last][1], float(probabilities[first, last]))


def _probabilities(
    logits: NDArray[np.float32], packed: Packed, offsets: Sequence[tuple[int, int]], text: str
) -> NDArray[np.float32]:
    """Return how probable each span of a text's pieces is, (pieces, pieces) by its first and last one; 0 for none."""
    first, end = packed.spans[0]
    count = min(end - first, len(offsets))
    starts, ends = logits[first : first + count, 0], logits[first : first + count, 1]
    sums = starts[:, None] + ends[None, :]
    within = np.array(_sentences_of(offsets[:count], text), dtype=int)
    allowed = np.triu(within[:, None] == within[None, :]) & ~np.triu(np.ones_like(sums, dtype=bool), MOST_PIECES)
    allowed &= within[:, None] >= 0
    none = logits[0].sum()
    highest = sums[allowed].max(initial=none)
    odds = np.where(allowed, np.exp(np.minimum(sums - highest, 0)), 0)
    probabilities: NDArray[np.float32] = odds / (odds.sum() + np.exp(none - highest))
    return probabilities


def _sentences_of(pieces: Sequence[tuple[int, int]], text: str) -> list[int]:
    """Return the number of the sentence that each piece stands in, -1 for what is in none, like a list's marks."""
    sentences = [(one.start, one.end) for one in split_sentences(text)]
    return [
        next((at for at, (first, last) in enumerate(sentences) if first <= start and end <= last), -1)
        for start, end in pieces
    ]
