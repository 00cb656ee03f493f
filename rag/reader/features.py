"""What the reader's decisions are taken on: of each sentence found, a few numbers.

The trained network alone is not the best reader, nor is similarity alone; a calibrated sum of both is (see
training/MODEL_CARD.md). Training fits the sum on the very numbers made here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from index import Embedder, Time
from index.embedding import encode_quickly
from index.language.statements import is_statement
from index.language.words import content_stems, share_of_words
from rag.reader.answer_type import asked_stems, value_wanted
from rag.reader.holders import asked_office
from rag.reader.names import asked_names, lacks_all
from rag.reader.networks import read_passages
from rag.reader.years import counted_year, is_of_other_year

# Encoding a sentence takes time, and those that the network likes least are not quoted, however near they are.
MOST_COSINES = 16

Column = NDArray[np.float64]  # (sentences,)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Of each of some sentences, in order: every array is (sentences,)."""

    sentence_logit: Column  # of the network: the sentence answers
    passage_logit: Column  # of the network: its passage answers
    sentence_cosine: Column  # of the question's similarity to the sentence; 0 where it was not measured
    passage_cosine: Column  # of its similarity to the passage
    sentence_words: Column  # the share of the question's words that the sentence has, 0 to 1
    passage_words: Column  # the share that the passage and its title have
    found_first: Column  # 1 in the passage that the search ranks first, else 0
    value_missing: Column  # 1 if the question expects a number or a date and the sentence has none, else 0
    names_missing: Column  # 1 if its article has none of the question's names, or it is of another year or office

    def __len__(self) -> int:
        return len(self.sentence_logit)

    def of(self, chosen: Sequence[bool]) -> "Features":
        """Return those of the sentences chosen."""
        return Features(*(getattr(self, name)[np.array(chosen, dtype=bool)] for name in NAMES))


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as it is read: its article's title, and its sentences in order.

    `cosine` is that of the passage with the question, where a search with the packaged model has measured it. `entries`
    tells, where it is given, which sentences are items or rows, and say something with what introduces them. `article`
    is what else is known of it: its source, and all its text; `times` are those that each sentence speaks of, if known,
    with their offsets in it.
    """

    title: str
    sentences: tuple[str, ...]
    cosine: float | None = None
    entries: tuple[bool, ...] = ()
    article: str = ""
    times: tuple[tuple[Time, ...], ...] = ()

    @property
    def text(self) -> str:
        """The passage as it is embedded: its title, and its sentences."""
        return f"{self.title}\n{' '.join(self.sentences)}"

    @property
    def are_statements(self) -> list[bool]:
        """Which of its sentences can stand as an answer: no questions, no headings."""
        entries = self.entries or (False,) * len(self.sentences)
        return [is_entry or is_statement(text) for text, is_entry in zip(self.sentences, entries, strict=True)]


class FeatureReader:
    """Reads passages with the network, and measures how similar they are to the question. Any thread may use it."""

    def __init__(self, embedder: Embedder, most_cosines: int | None = MOST_COSINES) -> None:
        """`embedder` is the packaged model: cosines of others mean something else.

        Only of the `most_cosines` quotable sentences that the network likes best, the cosine is measured; of all, if
        None.
        """
        self._embedder = embedder
        self._most_cosines = most_cosines

    def read(self, question: str, passages: Sequence[Text]) -> Features:
        """Return the features of all sentences of the passages, which come as the search ranks them."""
        asked, has_value = asked_stems(question), value_wanted(question)
        names = asked_names(question)
        readings = read_passages(question, [(one.title, one.sentences) for one in passages])
        logits = np.concatenate([one.sentences for one in readings])
        texts = [text for one in passages for text in one.sentences]
        said = [[content_stems(text) for text in one.sentences] for one in passages]
        said_in_all = [content_stems(one.title).union(*stems) for one, stems in zip(passages, said, strict=True)]

        def of_passages(values: Sequence[float]) -> Column:
            return np.repeat(np.array(values, dtype=np.float64), [len(one.sentences) for one in passages])

        return Features(
            sentence_logit=logits.astype(np.float64),
            passage_logit=of_passages([one.passage for one in readings]),
            sentence_cosine=self._cosines_of_likely(question, passages, logits),
            passage_cosine=of_passages([self._cosine(question, one) for one in passages]),
            sentence_words=np.array([share_of_words(asked, stems) for one in said for stems in one]),
            passage_words=of_passages([share_of_words(asked, stems) for stems in said_in_all]),
            found_first=of_passages([rank == 0 for rank in range(len(passages))]),
            value_missing=np.array([has_value is not None and not has_value(text) for text in texts], dtype=np.float64),
            names_missing=np.maximum(
                of_passages([float(lacks_all(names, one.text, one.article)) for one in passages]),
                _are_of_others(question, passages),
            ),
        )

    def _cosine(self, question: str, passage: Text) -> float:
        if passage.cosine is not None:
            return passage.cosine
        return float(self._embedder.encode([passage.text])[0] @ self._embedder.encode_query(question))

    def _cosines_of_likely(self, question: str, passages: Sequence[Text], logits: NDArray[np.float32]) -> Column:
        texts = [text for one in passages for text in one.sentences]
        can_be_quoted = np.concatenate([one.are_statements for one in passages])
        likely = np.lexsort((-logits, ~can_be_quoted))[: self._most_cosines]  # what can be quoted comes first
        cosines = np.zeros(len(texts))
        vectors = encode_quickly([texts[which] for which in likely])
        cosines[likely] = vectors @ self._embedder.encode_query(question)
        return cosines


def _are_of_others(question: str, passages: Sequence[Text]) -> Column:
    """Return 1 for each sentence that tells of another year or another's office than is asked for, else 0."""
    year, office = counted_year(question), asked_office(question)
    return np.array(
        [
            (year is not None and is_of_other_year(year, one.title, text, times))
            or (office is not None and office.is_of_other(text, one.article))
            for one in passages
            for text, times in zip(one.sentences, one.times or ((),) * len(one.sentences), strict=True)
        ],
        dtype=np.float64,
    )
