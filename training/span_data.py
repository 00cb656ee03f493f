"""Records of `spans.*.jsonl.gz` → texts as long as our quotes, each with the words in it that answer, or none."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from index.language.sentences import split_sentences
from rag.reader.networks import Packed, pack
from training.data import NO_TITLE, as_typed, read_lines

TAUGHT = ("squad1", "squad2_a", "qed", "fairytaleqa", "squad1_mismatch", "qed_mismatch")  # whose licences let anyone
MOST_NEIGHBOURS = 2  # sentences beside the one that answers
SILENT_SHARE = 0.35  # of the answerable questions are asked once more, of sentences beside the answer

PackedSpan = tuple[Packed, tuple[int, int]]  # the first and the last piece of the answer; twice 0, [CLS], for none


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A question and a text, and which characters `[start, end)` of it answer: the first is meant to be found.

    The others are as good; there are none where the text does not answer.
    """

    set: str
    question: str
    title: str
    text: str
    answers: tuple[tuple[int, int], ...]


def read_spans(path: Path, sets: Sequence[str] | None = None) -> list[LabelledSpan]:
    """Read records whole; answers in several parts are left out."""
    lines = (line for line in read_lines(path) if (sets is None or line["set"] in sets) and not line.get("parts"))
    return [span_of(line) for line in lines]


def span_of(line: Mapping[str, Any]) -> LabelledSpan:
    """Return a record as it stands in a file."""
    answers = tuple((one["start"], one["end"]) for one in line["answers"])
    return LabelledSpan(line["set"], line["question"], line["title"] or "", line["passage"], answers)


def cut_out(record: LabelledSpan, randomness: random.Random, *, silent: bool = False) -> LabelledSpan | None:
    """Return a record with some neighbouring sentences of its text: with its first answer, or, `silent`, with none.

    None where there are no such sentences.
    """
    sentences = [(one.start, one.end) for one in split_sentences(record.text)]
    wanted = None if silent or not record.answers else record.answers[0]
    if wanted:
        fitting = [n for n, (start, end) in enumerate(sentences) if start < wanted[1] and wanted[0] < end]
    else:
        answers = {record.text[start:end].casefold() for start, end in record.answers}
        texts = [record.text[start:end].casefold() for start, end in sentences]
        fitting = [n for n, text in enumerate(texts) if not any(answer in text for answer in answers)]
    if not fitting:
        return None
    first, last = (fitting[0], fitting[-1]) if wanted else (randomness.choice(fitting),) * 2
    for _ in range(randomness.randint(0, MOST_NEIGHBOURS)):
        beside = [n for n in (first - 1, last + 1) if 0 <= n < len(sentences) and (wanted or n in fitting)]
        if beside:
            chosen = randomness.choice(beside)
            first, last = min(first, chosen), max(last, chosen)
    start, end = sentences[first][0], sentences[last][1]
    inside = [(one - start, other - start) for one, other in record.answers if wanted and start <= one and other <= end]
    if wanted and not inside:
        return None
    return replace(record, text=record.text[start:end], answers=tuple(inside))


def drawn_spans(records: Sequence[LabelledSpan], randomness: random.Random) -> Iterator[LabelledSpan]:
    """Yield the texts of one epoch, with their questions as somebody types them, and some without their title."""
    for record in records:
        asked = [cut_out(record, randomness)]
        if record.answers and randomness.random() < SILENT_SHARE:
            asked.append(cut_out(record, randomness, silent=True))
        for one in filter(None, asked):
            title = "" if randomness.random() < NO_TITLE else one.title
            yield replace(one, question=as_typed(one.question, randomness), title=title)


class SpanPacker:
    """Texts → `Packed`, and the pieces of the answer in it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, record: LabelledSpan) -> PackedSpan:
        """Pack a record; an answer that there is no room for counts as none."""
        asked, title, text = self._tokenizer.encode_batch(
            [record.question, record.title, record.text], add_special_tokens=False
        )
        packed = pack(asked.ids, title.ids, [text.ids])
        first, end = packed.spans[0]
        if not record.answers:
            return packed, (0, 0)
        start, stop = record.answers[0]
        inside = [first + n for n, (a, b) in enumerate(text.offsets) if a < stop and start < b and first + n < end - 1]
        return packed, (inside[0], inside[-1]) if inside else (0, 0)
