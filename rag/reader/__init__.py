"""Which sentences answer the question, and does any?

A `Reader` gives each sentence of the found passages its relevance, the probability that it belongs to the answer, and
the whole its answerability, the probability that it is answered at all. The one in use goes by the trained network and
by similarity together; another can take its place in `Chatbot`, as another `rag.verdict.ClaimJudge` can where claims
are judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index import Embedder, Hit, Sentence
from index.embedding import PACKAGED_MODEL
from index.language.words import is_statement
from index.scope import Scope
from rag.answer import Quote
from rag.reader.calibration import Calibration, shipped
from rag.reader.features import MOST_COSINES, FeatureReader, Text

__all__ = ["Evidence", "EvidenceSentence", "Reader", "TrainedReader"]


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a found passage, and its relevance (0 to 1)."""

    hit: Hit
    sentence: Sentence
    relevance: float

    @property
    def quote(self) -> Quote:
        """The sentence as a quote: a slice of its article, never anything else."""
        start, end = self.sentence.start, self.sentence.end
        return Quote(self.hit.article.id, start, end, self.hit.article.text[start:end])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles have on a question: all sentences read, best first, and its answerability (0 to 1)."""

    sentences: tuple[EvidenceSentence, ...]
    answerability: float

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

    def read(self, question: str, hits: Sequence[Hit], margin: float = 0.0) -> Evidence:
        """Read passages, best first; `margin` is that of the first in keyword score (see `rag.retriever`)."""
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

    def read(self, question: str, hits: Sequence[Hit], margin: float = 0.0) -> Evidence:
        """Read passages; no passages give no evidence and answerability 0."""
        if not hits:
            return Evidence((), 0.0)
        passages = [text_of(hit, knows_cosine=self._knows_cosines) for hit in hits]
        features = self._features.read(question, passages)
        relevance = iter(self._calibration.relevance(features).tolist())
        read = [EvidenceSentence(hit, one, next(relevance)) for hit in hits for one in hit.passage.sentences]
        read.sort(key=lambda one: one.relevance, reverse=True)
        quotable = features.of([can_be for one in passages for can_be in one.are_statements])
        return Evidence(tuple(read), self._calibration.answerability(quotable, margin))


def text_of(hit: Hit, *, knows_cosine: bool) -> Text:
    """Return a found passage as it is read; `knows_cosine` if it was found with the packaged embedding model."""
    text, sentences = hit.article.text, hit.passage.sentences
    return Text(
        hit.article.title,
        tuple(text[sentence.start : sentence.end] for sentence in sentences),
        hit.similarity if knows_cosine else None,
    )
