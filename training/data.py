"""Training records → packed examples: windows as long as our passages, hard negatives, questions as typed."""

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from index.embedding import PASSAGE_PIECES
from index.language.words import stop_words
from rag.reader.entailment import pack_claim
from rag.reader.networks import Packed, pack

NO_TITLE = 0.15  # of the passages lose their title, as articles may have none

EXAMPLE = pack(range(1000, 1010), (2000, 2001), [range(3000, 3020), range(4000, 4030), range(5000, 5010)])
CLAIM_LABELS = ("supports", "contradicts", "neither", "not_supported")


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A question, a passage in sentences, and which of them hold the answer."""

    set: str
    question: str
    title: str
    sentences: tuple[str, ...]
    labels: tuple[int, ...]

    @property
    def answerable(self) -> bool:
        """Whether any sentence answers."""
        return any(self.labels)


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim, its evidence, and whether the evidence supports it (one of `CLAIM_LABELS`, or "unknown")."""

    set: str
    evidence: str
    claim: str
    label: str


def read_records(path: Path) -> list[LabelledPassage]:
    """Read `answers.*.jsonl.gz`."""
    return [record_of(line) for line in read_lines(path)]


def read_claims(path: Path) -> list[LabelledClaim]:
    """Read `claims.*.jsonl.gz`."""
    return [claim_of(line) for line in read_lines(path)]


def record_of(line: Mapping[str, Any]) -> LabelledPassage:
    """Return a record as it stands in a file, whatever else stands there."""
    return LabelledPassage(
        line["set"], line["question"], line["title"] or "", tuple(line["sentences"]), tuple(line["labels"])
    )


def claim_of(line: Mapping[str, Any]) -> LabelledClaim:
    """Return a claim as it stands in a file, whatever else stands there."""
    return LabelledClaim(line["set"], line["evidence"], line["claim"], line["label"])


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a .jsonl.gz file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write objects as a .jsonl.gz file."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


class Packer:
    """Texts → `Packed`, with the word pieces of every text kept."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._ids = cache(lambda text: tuple(tokenizer.encode(text, add_special_tokens=False).ids))

    def record(self, record: LabelledPassage) -> Packed:
        """Pack a record whose sentences fit."""
        sentences = [self._ids(sentence) for sentence in record.sentences]
        return pack(self._ids(record.question), self._ids(record.title), sentences)

    def claim(self, claim: LabelledClaim) -> Packed:
        """Pack a claim with its evidence."""
        return pack_claim(self._ids(claim.claim), self._ids(claim.evidence))

    def read_windows(self, path: Path) -> list[LabelledPassage]:
        """Read `answers.*.jsonl.gz` as passages no longer than our own."""
        return [window for record in read_records(path) for window in self.windows(record)]

    def windows(self, record: LabelledPassage) -> list[LabelledPassage]:
        """Return the record as passages of whole sentences, none longer than our own passages are."""
        cut: list[list[int]] = [[]]
        room = PASSAGE_PIECES
        for number, sentence in enumerate(record.sentences):
            pieces = len(self._ids(sentence))
            if pieces > room and cut[-1]:
                cut.append([])
                room = PASSAGE_PIECES
            cut[-1].append(number)
            room -= pieces
        return [
            replace(
                record,
                sentences=tuple(record.sentences[n] for n in numbers),
                labels=tuple(record.labels[n] for n in numbers),
            )
            for numbers in cut
        ]


class Negatives:
    """Passages near a question that do not answer it, by TF-IDF among the records of the same set."""

    def __init__(self, records: Sequence[LabelledPassage], *, near: int = 12, same: float = 0.4) -> None:
        """Look at the `near` best of each question; one as like the right one as `same` may be an edition of it."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._candidates: dict[str, list[LabelledPassage]] = {}
        for name in sorted({record.set for record in records}):
            asked = [record for record in records if record.set == name and record.answerable]
            passages = list({record.sentences: record for record in records if record.set == name}.values())
            if not asked:
                continue
            vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
            told = vectorizer.fit_transform(" ".join((one.title, *one.sentences)) for one in passages)
            right = vectorizer.transform(" ".join((one.title, *one.sentences)) for one in asked)
            similarity = (vectorizer.transform(one.question for one in asked) @ told.T).toarray()
            twins = (right @ told.T).toarray()
            for row, record in enumerate(asked):
                best = similarity[row].argsort()[::-1][:near]
                self._candidates[record.question] = [passages[n] for n in best if twins[row, n] < same]

    def draw(self, record: LabelledPassage, randomness: random.Random) -> LabelledPassage | None:
        """Return the question with a near but wrong passage; None if there is none."""
        if not (candidates := self._candidates.get(record.question)):
            return None
        other = randomness.choice(candidates)
        return replace(other, set=record.set, question=record.question, labels=(0,) * len(other.sentences))


def draw_epoch(
    records: Sequence[LabelledPassage],
    negatives: Negatives,
    randomness: random.Random,
    *,
    kept: Mapping[str, float],
    negative_share: float,
) -> list[LabelledPassage]:
    """Return the records of one epoch, as they are asked.

    Of a set the share in `kept`, or all of it; and `negative_share` of the answerable questions once more, of a near
    but wrong passage.
    """
    drawn: list[LabelledPassage] = []
    for record in records:
        if randomness.random() >= kept.get(record.set, 1.0):
            continue
        drawn.append(record)
        if record.answerable and randomness.random() < negative_share:
            drawn += filter(None, [negatives.draw(record, randomness)])
    return [as_asked(record, randomness) for record in drawn]


def as_asked(record: LabelledPassage, randomness: random.Random) -> LabelledPassage:
    """Return the record with its question as somebody types it, and sometimes without the title."""
    question = as_typed(record.question, randomness)
    return replace(record, question=question, title="" if randomness.random() < NO_TITLE else record.title)


def as_typed(question: str, randomness: random.Random) -> str:
    """Return the question in one of the ways people type it: as it is, in lower case, as keywords, with a slip."""
    way = randomness.random()
    if way < 0.6:
        return question
    question = question.rstrip("? ").lower()
    if way < 0.8:
        return question
    words = question.split()
    if way < 0.9:
        return " ".join(word for word in words if word not in stop_words()) or question
    place = randomness.randrange(len(words))
    words[place] = _slip(words[place], randomness)
    return " ".join(words)


def _slip(word: str, randomness: random.Random) -> str:
    """Swap two letters, or leave one out."""
    if not re.fullmatch(r"[a-z]{4,}", word):
        return word
    at = randomness.randrange(1, len(word) - 1)
    if randomness.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]
