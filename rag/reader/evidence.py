"""Which sentences answer the question, and does any?

A `Reader` gives each sentence of the found passages the probability that it belongs to the answer, and the whole a
confidence that it is answered at all. The one in use goes by the trained network and by likeness together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from index import Embedder, Hit, Sentence
from index.embedding.embedder import PACKAGED_MODEL
from index.language.words import is_statement
from index.scope import Scope
from rag.answer import Quote
from rag.reader.calibration import Calibration, shipped
from rag.reader.features import MOST_COSINES, FeatureReader, Text


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a found passage; `score` (0 to 1) is the probability that it belongs to the answer."""

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

    def during(self, scope: Scope) -> "Evidence":
        """Return it without the sentences that speak of other times only."""
        near = (one for one in self.sentences if not one.sentence.times or scope.speaks_of_it(one.sentence.times))
        return replace(self, sentences=tuple(near))


class Reader(Protocol):
    """Scores sentences for a question."""

    def read(self, question: str, hits: Sequence[Hit], lead: float = 0.0) -> Evidence:
        """Read passages, best first; `lead` is that of the first in keyword score (see `rag.retriever`)."""
        ...


class TrainedReader:
    """Reads with the network in the package. Safe to share between threads."""

    def __init__(
        self, embedder: Embedder, calibration: Calibration | None = None, most_cosines: int | None = MOST_COSINES
    ) -> None:
        """`embedder` is the one that the passages were found with; `most_cosines` as of `FeatureReader`."""
        self._knows_cosines = embedder.model == PACKAGED_MODEL
        self._features = FeatureReader(embedder if self._knows_cosines else Embedder(), most_cosines)
        self._calibration = calibration or shipped()

    def read(self, question: str, hits: Sequence[Hit], lead: float = 0.0) -> Evidence:
        """Read passages; no passages give no evidence and confidence 0."""
        if not hits:
            return Evidence((), 0.0)
        scored: list[EvidenceSentence] = []
        passages = [text_of(hit, knows_cosine=self._knows_cosines) for hit in hits]
        found = self._features.read(question, passages)
        for hit, features in zip(hits, found, strict=True):
            scores = self._calibration.probabilities(features).tolist()
            scored += map(EvidenceSentence, [hit] * len(scores), hit.passage.sentences, scores)
        scored.sort(key=lambda sentence: sentence.score, reverse=True)
        quotable = [features[one.are_statements] for one, features in zip(passages, found, strict=True)]
        return Evidence(tuple(scored), self._calibration.answered(np.concatenate(quotable), lead))


def text_of(hit: Hit, *, knows_cosine: bool) -> Text:
    """Return a found passage as it is read; `knows_cosine` if it was found with the packaged embedding model."""
    text, sentences = hit.article.text, hit.passage.sentences
    return Text(
        hit.article.title,
        tuple(text[sentence.start : sentence.end] for sentence in sentences),
        hit.similarity if knows_cosine else None,
    )
