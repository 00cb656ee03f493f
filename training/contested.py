"""Fit which answers make a contest: `python -m training.contested EVALUATION…`, tables on stdout.

Each EVALUATION is a folder of articles and gold questions, some contested. First the limits of answer spans are fitted,
then, beside what is shipped of these, those of reports. Every figure of a set is from limits that were chosen on the
others; before stands what is found without. A false alarm weighs as much as four contested questions that go unseen.
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
from rag.contest.reports import ReportLimits
from rag.contest.spans import SPAN_LIMITS, SpanLimits
from rag.evaluation.gold import read_gold
from rag.notices import Noticed
from rag.reader import EvidenceSentence, TrainedReader
from rag.retriever import Retriever, keyword_margin, worth_reading
from rag.settings import Settings
from rag.sides import bearing_on_it
from rag.standalone import standalone_question
from training.data import read_lines

FALSE_ALARM = 4.0  # its weight, that of a contested question being 1
NO_SPANS, NO_REPORTS = SpanLimits(of_best=2.0), ReportLimits(of_best=2.0)  # which none reaches
SPANS = [SpanLimits(*one) for one in product((0.1, 0.2, 0.3, 0.45, 0.6, 0.75), (0.5, 0.75, 0.8, 0.85, 0.9, 0.95))]
REPORTS = [ReportLimits(*one) for one in product((0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9), (0.2, 0.3, 0.4, 0.5, 0.65, 0.8))]

Limits = tuple[SpanLimits, ReportLimits]


@dataclass(frozen=True, slots=True)
class WeighedQuestion:
    """A question, whether it is contested, and the sentences that bear on it; none where it is declined."""

    question: str
    contested: bool
    bearing: Sequence[EvidenceSentence]

    def is_found(self, limits: Limits) -> bool:
        """Tell whether it is seen as contested."""
        return len(find_contest(self.question, self.bearing, *limits)) > 1


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
    if alike := [name for name, asked in sets.items() if all(one.contested for one in asked)]:
        raise SystemExit(f"without an uncontested question no false alarm can be seen: {', '.join(alike)}")
    _print_fit("spans", sets, (NO_SPANS, NO_REPORTS), [(one, NO_REPORTS) for one in SPANS])
    _print_fit("reports", sets, (SPAN_LIMITS, NO_REPORTS), [(SPAN_LIMITS, one) for one in REPORTS])


def _print_fit(
    what: str, sets: Mapping[str, Sequence[WeighedQuestion]], without: Limits, choices: Sequence[Limits]
) -> None:
    """Print what the others choose for each set, what that comes to, and what is chosen over all."""
    rates = {name: rates_of(asked, (without, *choices)) for name, asked in sets.items()}
    rows = []
    for name, mine in rates.items():
        best = chosen_on([other for other_name, other in rates.items() if other_name != name], choices)
        rows.append((name, str(len(sets[name])), str(mine[without]), str(mine[best]), _in_figures(what, best)))
    print(table((f"{what}: found / false", "questions", "before", "held out", "limits"), rows))
    shipped = chosen_on(list(rates.values()), choices)
    told = ", ".join(f"{name} {mine[shipped]}" for name, mine in rates.items())
    print(f"over all: {_in_figures(what, shipped)}: {told}\n", flush=True)


def _in_figures(what: str, limits: Limits) -> str:
    mine = limits[0] if what == "spans" else limits[1]
    return f"{mine.probability}, {mine.of_best}"


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


def rates_of(asked: Sequence[WeighedQuestion], choices: Sequence[Limits]) -> dict[Limits, Rates]:
    """Return what is found in a set within each of some limits; question by question, as what was read is kept."""
    found = [[one.is_found(limits) for limits in choices] for one in asked]
    rates = {}
    for limits, seen in zip(choices, zip(*found, strict=True), strict=True):
        contested = [is_found for is_found, one in zip(seen, asked, strict=True) if one.contested]
        others = [is_found for is_found, one in zip(seen, asked, strict=True) if not one.contested]
        rates[limits] = Rates(fmean(contested) if contested else None, fmean(others))
    return rates


def chosen_on(sets: Sequence[Mapping[Limits, Rates]], choices: Sequence[Limits]) -> Limits:
    """Return the limits that find most for what they alarm of, all sets weighing alike."""

    def worth(limits: Limits) -> float:
        found = [one[limits].found for one in sets]
        false = [one[limits].false for one in sets]
        return fmean(share for share in found if share is not None) - FALSE_ALARM * fmean(false)

    return max(choices, key=worth)


if __name__ == "__main__":
    main()
