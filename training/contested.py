"""Fit which answer spans make a contest: `python -m training.contested EVALUATION…`, a table on stdout.

Each EVALUATION is a folder of articles and gold questions, some contested. Every figure of a set is from limits that
were chosen on the others; before stands what is found without answer spans. A false alarm weighs as much as four
contested questions that go unseen.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import fmean

from benchmarks.tables import table
from index import Library
from index.scope import Scope
from rag.contest import find_contest
from rag.contest.spans import SpanLimits
from rag.evaluation.gold import read_gold
from rag.notices import Noticed
from rag.reader import EvidenceSentence, TrainedReader
from rag.retriever import Retriever, keyword_margin, worth_reading
from rag.settings import Settings
from rag.sides import bearing_on_it
from rag.standalone import standalone_question
from training.data import read_lines

FALSE_ALARM = 4.0  # its weight, that of a contested question being 1
WITHOUT = SpanLimits(of_best=2.0)  # which none reaches
GRID = [SpanLimits(*one) for one in product((0.1, 0.2, 0.3, 0.45, 0.6, 0.75), (0.5, 0.75, 0.8, 0.85, 0.9, 0.95))]


@dataclass(frozen=True, slots=True)
class WeighedQuestion:
    """A question, whether it is contested, and the sentences that bear on it; none where it is declined."""

    question: str
    contested: bool
    bearing: Sequence[EvidenceSentence]

    def is_found(self, limits: SpanLimits) -> bool:
        """Tell whether it is seen as contested."""
        return len(find_contest(self.question, self.bearing, limits)) > 1


@dataclass(frozen=True, slots=True)
class Rates:
    """The share found of contested questions, None where a set has none, and of the others."""

    found: float | None
    false: float

    def __str__(self) -> str:
        return f"{'-' if self.found is None else f'{self.found:.2f}'} / {self.false:.2f}"


def main() -> None:
    """Print what is chosen for each set by the others, and what that comes to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("evaluation", type=Path, nargs="+")
    sets: dict[str, list[WeighedQuestion]] = defaultdict(list)
    for folder in options.parse_args().evaluation:
        for part, one in read_questions(folder):
            sets[part].append(one)
    if sum(any(one.contested for one in asked) for asked in sets.values()) < 2:
        raise SystemExit("each set is measured by what others choose: name two or more with contested questions")
    rates = {name: {limits: rates_of(asked, limits) for limits in (WITHOUT, *GRID)} for name, asked in sets.items()}
    rows = []
    for name, mine in rates.items():
        best = chosen_on([other for name_, other in rates.items() if name_ != name])
        limits = f"{best.probability}, {best.of_best}"
        rows.append((name, str(len(sets[name])), str(mine[WITHOUT]), str(mine[best]), limits))
    print(table(("found / false", "questions", "before", "held out", "limits"), rows))
    shipped = chosen_on(list(rates.values()))
    told = ", ".join(f"{name} {mine[shipped]}" for name, mine in rates.items())
    print(f"over all: {shipped.probability}, {shipped.of_best}: {told}")


def read_questions(folder: Path) -> Iterator[tuple[str, WeighedQuestion]]:
    """Yield the questions of a folder as OnRecord reads them, each with the name of its set."""
    settings, gold = Settings(), next(folder.glob("gold.jsonl*"))
    parts = [line.get("part", "") for line in read_lines(gold)] if gold.suffix == ".gz" else []
    with tempfile.TemporaryDirectory() as scratch, Library.open(Path(scratch, "library")) as library:
        library.sync(next(folder.glob("articles.jsonl*")), as_is=True)
        retriever, reader = Retriever(library, pool=settings.pool), TrainedReader(library.embedder)
        for number, one in enumerate(read_gold(gold)):
            question = library.mend_spelling(standalone_question(one.question, one.history))
            hits = retriever.retrieve(question, Scope())
            near = worth_reading(hits, most=settings.passages, least_score=settings.least_score)
            evidence = reader.read(question, near, keyword_margin(hits))
            bearing: Sequence[EvidenceSentence] = ()
            if evidence.answerability >= settings.answer_threshold:
                bearing = bearing_on_it(Noticed.of(evidence, library).without(evidence), settings)
            part = parts[number] if parts else ""
            yield f"{folder.name} {part}".strip(), WeighedQuestion(question, bool(one.contested), bearing)


def rates_of(asked: Sequence[WeighedQuestion], limits: SpanLimits) -> Rates:
    """Return what is found in a set within some limits."""
    contested = [one.is_found(limits) for one in asked if one.contested]
    return Rates(
        fmean(contested) if contested else None, fmean(one.is_found(limits) for one in asked if not one.contested)
    )


def chosen_on(sets: Sequence[Mapping[SpanLimits, Rates]]) -> SpanLimits:
    """Return the limits that find most for what they alarm of, all sets weighing alike."""

    def worth(limits: SpanLimits) -> float:
        found = [one[limits].found for one in sets]
        false = [one[limits].false for one in sets]
        return fmean(share for share in found if share is not None) - FALSE_ALARM * fmean(false)

    return max(GRID, key=worth)


if __name__ == "__main__":
    main()
