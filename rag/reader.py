"""Which sentences answer the question, and does any?

A `Reader` gives each sentence of the found passages a score, and the whole a confidence. This first one takes
likeness: in meaning (cosine of the question with the sentence, and with its passage) and in words (the share of the
question's words that the sentence has). Weights and calibration were chosen on CLAPNQ and MultiHop-RAG questions.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from index import Embedder, Hit, Sentence
from index.english import stop_words
from index.filter import Filter
from rag.answer import Quote

SENTENCE_WEIGHT, PASSAGE_WEIGHT, WORD_WEIGHT = 0.35, 0.55, 0.10
CONFIDENCE_SLOPE, CONFIDENCE_MIDPOINT = 13.0, 0.49  # of the logistic curve from the best score to confidence

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a found passage; `score` (0 to 1) says how well it answers."""

    hit: Hit
    sentence: Sentence
    score: float

    @property
    def quote(self) -> Quote:
        """The sentence as a quote: a slice of its article, never anything else."""
        start, end = self.sentence.start, self.sentence.end
        return Quote(self.hit.article.id, start, end, self.hit.article.text[start:end])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles have on a question: all sentences read, best first, and the confidence that they answer it."""

    sentences: tuple[EvidenceSentence, ...]
    confidence: float

    @property
    def quotable(self) -> tuple[EvidenceSentence, ...]:
        """The sentences that can stand as an answer: no questions, no headings."""
        return tuple(sentence for sentence in self.sentences if is_statement(sentence.quote.text))

    def during(self, allowed: Filter) -> "Evidence":
        """Return it without the sentences that speak of other times only."""
        near = (one for one in self.sentences if not one.sentence.times or allowed.speaks_of_it(one.sentence.times))
        return replace(self, sentences=tuple(near))


class Reader(Protocol):
    """Scores sentences for a question."""

    def read(self, question: str, hits: Sequence[Hit]) -> Evidence:
        """Read passages, best first."""
        ...


class SimilarityReader:
    """Scores by likeness to the question."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(self, question: str, hits: Sequence[Hit]) -> Evidence:
        """Read passages; no passages give no evidence and confidence 0."""
        pairs = [(hit, sentence) for hit in hits for sentence in hit.passage.sentences]
        if not pairs:
            return Evidence((), 0.0)
        texts = [hit.article.text[sentence.start : sentence.end] for hit, sentence in pairs]
        cosines = self._embedder.encode(texts) @ self._embedder.encode_query(question)
        asked = content_stems(question)
        scored = [
            EvidenceSentence(hit, sentence, _score(float(cosine), hit.similarity, _share(asked, content_stems(text))))
            for (hit, sentence), text, cosine in zip(pairs, texts, cosines, strict=True)
        ]
        scored.sort(key=lambda sentence: sentence.score, reverse=True)
        return Evidence(tuple(scored), _confidence(scored[0].score))


def _score(cosine: float, passage_cosine: float, word_share: float) -> float:
    score = SENTENCE_WEIGHT * cosine + PASSAGE_WEIGHT * passage_cosine + WORD_WEIGHT * word_share
    return min(max(score, 0.0), 1.0)


def _confidence(best_score: float) -> float:
    return 1 / (1 + math.exp(-CONFIDENCE_SLOPE * (best_score - CONFIDENCE_MIDPOINT)))


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / len(asked) if asked else 0.0


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that say something about the subject.

    >>> sorted(content_stems("Did Russia supply the drones?"))
    ['drone', 'russia', 'suppli']
    """
    words = (word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in words if word not in stop_words())


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    from nltk.stem.porter import PorterStemmer

    return str(PorterStemmer().stem(word))


def is_statement(text: str) -> bool:
    """Tell a sentence that says something from a question or a heading (no stop, and In Title Case)."""
    if text.rstrip("\"”'’) ").endswith("?") or len(text.split()) < 3:
        return False
    if text.rstrip("\"”'’) ")[-1:] in ".!…":
        return True
    long_words = [word for word in _WORD.findall(text) if len(word) > 4]
    return any(word.islower() for word in long_words)
