"""Which sentences answer the question, and does any?

A `Reader` gives each sentence of the found passages its relevance, the probability that it belongs to the answer, and
the whole its answerability, the probability that it is answered at all. The one in use goes by the trained network and
by similarity together; another can take its place in `Chatbot`, as another `rag.verdict.ClaimJudge` can where claims
are judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index import Embedder, Hit, Sentence, Time
from index.embedding import PACKAGED_MODEL
from rag.quote import Quote, Slice
from rag.reader.calibration import Calibration, shipped
from rag.reader.features import MOST_COSINES, FeatureReader, Text

__all__ = ["Evidence", "EvidenceSentence", "Reader", "TrainedReader", "joined"]


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a found passage, and its relevance (0 to 1)."""

    hit: Hit
    sentence: Sentence
    relevance: float

    @property
    def quote(self) -> Quote:
        """The sentence as a quote: slices of its article, never anything else."""
        text, start, end = self.hit.article.text, self.sentence.start, self.sentence.end
        lead = tuple(Slice(one.start, one.end, text[one.start : one.end]) for one in self.sentence.lead)
        return Quote(self.hit.article.id, start, end, text[start:end], lead)

    @property
    def said(self) -> str:
        """The sentence as it is read: an item behind the line that introduces it, a row with its columns' names."""
        return self.sentence.said_in(self.hit.article.text)

    def follows(self, other: "EvidenceSentence") -> bool:
        """Tell whether it stands behind another of its article, with nothing but white space between them."""
        is_behind = other.hit.article.id == self.hit.article.id and other.sentence.end <= self.sentence.start
        return is_behind and not self.hit.article.text[other.sentence.end : self.sentence.start].strip()


def joined(sentences: Sequence[EvidenceSentence]) -> EvidenceSentence:
    """Return neighbours, in their order, as the one sentence that is quoted."""
    span = replace(
        sentences[0].sentence,
        end=sentences[-1].sentence.end,
        times=tuple(time for one in sentences for time in one.sentence.times),
    )
    return replace(sentences[0], sentence=span, relevance=max(one.relevance for one in sentences))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles have on a question: all sentences read, best first, and its answerability (0 to 1)."""

    sentences: tuple[EvidenceSentence, ...]
    answerability: float

    @property
    def quotable(self) -> tuple[EvidenceSentence, ...]:
        """The sentences that can stand as an answer: no questions, no headings, no line that only introduces others."""
        return tuple(one for one in self.sentences if one.sentence.is_statement_in(one.hit.article.text))


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
    said = [one.said_in(text) if one.is_entry else text[one.start : one.end] for one in sentences]
    return Text(
        hit.article.title,
        tuple(said),
        hit.similarity if knows_cosine else None,
        tuple(sentence.is_entry for sentence in sentences),
        f"{hit.article.source or ''}\n{text}",
        tuple(_times_in(one, said) for one, said in zip(sentences, said, strict=True)),
    )


def _times_in(sentence: Sentence, said: str) -> tuple[Time, ...]:
    """Return the times of a sentence with their offsets in what is read of it, at whose end it stands."""
    shift = len(said) - sentence.end
    return tuple(replace(one, start=one.start + shift, end=one.end + shift) for one in sentence.times)
