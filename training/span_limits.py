"""Fit how sure a span must be: `python -m training.span_limits DATA`, tables on stdout.

DATA is the folder of spans.*. A span is right when it shares half of its words with one that people chose (word F1).
Each limit is the lowest probability above which so many spans are right, over all sets that the network has learnt from
or not; the figures of a set are from limits that were chosen without it. Texts that do not answer count as wrong.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from rag.reader.spans import AnswerSpan, answer_span
from training.span_data import TAUGHT, LabelledSpan, cut_out, read_spans

SHARES = (0.8, 0.85)  # that are to be right: of the words in bold, and of what stands in short
PER_SET, FEWEST, HALF = 250, 20, 0.5
SILENT_SHARE = 0.5  # of the questions are asked of sentences beside the answer, too


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """What was found in a text: how sure, how many words of it people chose, and whether there is an answer."""

    set: str
    probability: float
    word_f1: float
    answerable: bool

    @property
    def is_right(self) -> bool:
        """Whether it has half of its words in common with an answer."""
        return self.word_f1 >= HALF


def main() -> None:
    """Print what is found, by set, and the limits."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    found = found_in(options.parse_args().data)
    sets = sorted({one.set for one in found}, key=lambda name: (name not in TAUGHT, name))
    print("| set | learnt from | texts | word F1 | right | AUROC of an answer | in bold, right | in short, right |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for name in sets:
        others = [one for one in found if one.set != name]
        print(_row(name, [one for one in found if one.set == name], [limit_of(others, part) for part in SHARES]))
    print("limits over all sets:", ", ".join(f"{limit_of(found, part):.3f}" for part in SHARES))


def found_in(data: Path) -> list[FoundSpan]:
    """Return what is found in texts as long as quotes, of at most so many questions of each set."""
    randomness = random.Random(0)
    records = read_spans(data / "spans.dev.jsonl.gz")
    taken: Counter[str] = Counter()
    asked: list[LabelledSpan] = []
    for record in randomness.sample(records, len(records)):
        taken[record.set] += 1
        if taken[record.set] > PER_SET:
            continue
        asked += filter(None, [cut_out(record, randomness)])
        if record.answers and randomness.random() < SILENT_SHARE:
            asked += filter(None, [cut_out(record, randomness, silent=True)])
    return [_found(one, answer_span(one.question, one.title, one.text)) for one in asked]


def limit_of(found: Sequence[FoundSpan], share: float) -> float:
    """Return the lowest probability above which such a share of spans is right, all sets weighing alike."""
    sizes = Counter(one.set for one in found)
    by_surest = sorted(found, key=lambda one: -one.probability)
    weights = np.array([1 / sizes[one.set] for one in by_surest])
    right = np.cumsum(weights * [one.is_right for one in by_surest]) / np.cumsum(weights)
    enough = [n for n in range(FEWEST, len(found)) if right[n] >= share]
    return by_surest[enough[-1]].probability if enough else 1.0


def _row(name: str, found: Sequence[FoundSpan], limits: Sequence[float]) -> str:
    answerable = [one for one in found if one.answerable]
    f1, right = (np.mean([getattr(one, what) for one in answerable] or [np.nan]) for what in ("word_f1", "is_right"))
    has_both = 0 < len(answerable) < len(found)
    auroc = (
        f"{roc_auc_score([one.answerable for one in found], [one.probability for one in found]):.2f}"
        if has_both
        else "-"
    )
    shares = []
    for limit in limits:
        above = [one for one in found if one.probability >= limit]
        shares.append(
            f"{len(above) / len(found):.2f}, {np.mean([float(one.is_right) for one in above] or [np.nan]):.2f}"
        )
    learnt = "yes" if name in TAUGHT else "no"
    return f"| {name} | {learnt} | {len(found)} | {f1:.2f} | {right:.2f} | {auroc} | {' | '.join(shares)} |"


def _found(record: LabelledSpan, span: AnswerSpan | None) -> FoundSpan:
    said = record.text[span.start : span.end] if span else ""
    f1 = max((word_f1(said, record.text[start:end]) for start, end in record.answers), default=0.0)
    return FoundSpan(record.set, span.probability if span else 0.0, f1, bool(record.answers))


def word_f1(said: str, wanted: str) -> float:
    """Return how much two texts have in common, by their words but "a", "an" and "the", as SQuAD measures it.

    >>> word_f1("the old mill", "mill")
    0.6666666666666666
    """
    one, other = (Counter(re.sub(r"\b(?:a|an|the)\b", " ", text.lower()).split()) for text in (said, wanted))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


if __name__ == "__main__":
    main()
