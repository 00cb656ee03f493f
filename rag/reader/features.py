"""What the reader's decisions are taken on: of each sentence of a passage, a few numbers.

The trained network alone is not the best reader, nor is likeness alone; a calibrated sum of both is (see
training/MODEL_CARD.md). Training fits the sum on the very numbers made here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Embedder
from index.language.words import content_stems, is_statement, share_of_words
from rag.reader.answer_type import value_wanted
from rag.reader.networks import Reading, read_passages

FEATURES = (
    "network: sentence",  # logit
    "network: passage",  # logit
    "cosine: sentence",  # 0 where it was not measured
    "cosine: passage",
    "words: sentence",  # share of the question's words
    "words: passage",
    "found first",  # 1 for all sentences of the passage that the search ranks first, else 0
    "value wanted: missing",  # 1 if the question wants a number or a date and the sentence has none, else 0
)

# Encoding a sentence takes time, and those that the network likes least are not quoted, however near they are.
MOST_COSINES = 16

Features = NDArray[np.float64]  # (sentences, features)


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as it is read: its article's title, and its sentences in order.

    `cosine` is that of the passage with the question, where a search with the packaged model has measured it.
    """

    title: str
    sentences: tuple[str, ...]
    cosine: float | None = None

    @property
    def are_statements(self) -> list[bool]:
        """Which of its sentences can stand as an answer: no questions, no headings."""
        return [is_statement(text) for text in self.sentences]

    @property
    def whole(self) -> str:
        """All of it, as it is embedded."""
        return f"{self.title}\n{' '.join(self.sentences)}"


class FeatureReader:
    """Reads passages with the network, and measures their likeness to the question. Safe to share between threads."""

    def __init__(self, embedder: Embedder, most_cosines: int | None = MOST_COSINES) -> None:
        """`embedder` is the packaged model: cosines of others mean something else.

        Only of the `most_cosines` quotable sentences that the network likes best, the cosine is measured; of all, if
        None.
        """
        self._embedder = embedder
        self._most_cosines = most_cosines

    def read(self, question: str, passages: Sequence[Text]) -> list[Features]:
        """Return the features of each passage's sentences; the passages come as the search ranks them."""
        asked, has_value = content_stems(question), value_wanted(question)
        readings = read_passages(question, [(one.title, one.sentences) for one in passages])
        cosines = iter(self._cosines_of_likely(question, passages, readings))
        features = []
        for rank, (passage, reading) in enumerate(zip(passages, readings, strict=True)):
            count = len(passage.sentences)
            said = [content_stems(text) for text in passage.sentences]
            said_in_all = content_stems(passage.title).union(*said)
            cosine = passage.cosine if passage.cosine is not None else self._cosines(question, [passage.whole])[0]
            columns = (
                reading.sentences,
                np.full(count, reading.passage),
                [next(cosines) for _ in passage.sentences],
                np.full(count, cosine),
                [share_of_words(asked, stems) for stems in said],
                np.full(count, share_of_words(asked, said_in_all)),
                np.full(count, rank == 0),
                [has_value is not None and not has_value(text) for text in passage.sentences],
            )
            features.append(np.column_stack(columns).astype(np.float64))
        return features

    def _cosines_of_likely(
        self, question: str, passages: Sequence[Text], readings: Sequence[Reading]
    ) -> NDArray[np.float32]:
        texts = [text for one in passages for text in one.sentences]
        liked = np.concatenate([one.sentences for one in readings])
        can_be_quoted = np.concatenate([one.are_statements for one in passages])
        likely = np.lexsort((-liked, ~can_be_quoted))[: self._most_cosines]  # what can be quoted comes first
        cosines = np.zeros(len(texts), dtype=np.float32)
        cosines[likely] = self._cosines(question, [texts[which] for which in likely])
        return cosines

    def _cosines(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.encode(texts) @ self._embedder.encode_query(question)
