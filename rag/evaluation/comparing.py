"""Is one run better than another? Of the questions that both have: by how much, how surely, and which of them.

The interval of a change draws the same questions for both runs (a paired bootstrap), so what is hard for both cancels.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from index import InputError
from rag.evaluation.conditions import Conditions
from rag.evaluation.definitions import TIMES, Metric
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.metrics import WRONG, Scored
from rag.evaluation.summary import Interval, draws, measured, summary, told_by_one, within

LEAST_CHANGE = 0.01  # of the quality of an answer

ChangeKind = Literal["broken", "fixed", "better", "worse"]


@dataclass(frozen=True, slots=True)
class MetricChange:
    """By how much a metric changed over the questions that two runs share, and the interval of that."""

    value: float
    interval: Interval
    less_is_better: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it is more than the choice of questions explains."""
        low, high = self.interval
        return low > 0 or high < 0

    @property
    def is_worse(self) -> bool:
        """Whether it is surely a change for the worse."""
        return self.is_sure and (self.value > 0) == self.less_is_better


def changes(scored: Sequence[Scored], before: Sequence[Scored], more: Sequence[Metric] = ()) -> dict[str, MetricChange]:
    """Return how metrics changed from an earlier run, over the questions that are the same in both."""
    pairs = _pairs(scored, before)
    if not pairs:
        return {}
    counts = np.vstack([np.ones((1, len(pairs))), draws(len(pairs))])
    now, then = (measured([pair[which] for pair in pairs], counts, more) for which in (0, 1))
    alone = set[str]().union(*(told_by_one([pair[which] for pair in pairs], more) for which in (0, 1)))
    found = {name: now[name] - then[name] for name in now if name in then and name not in alone}
    limits = within({name: values[1:] for name, values in found.items()})
    return {
        name: MetricChange(round(float(found[name][0]), 4), limits[name], Metric.parse(name).definition.less_is_better)
        for name in limits
        if not np.isnan(found[name][0])
    }


def _pairs(scored: Sequence[Scored], before: Sequence[Scored]) -> list[tuple[Scored, Scored]]:
    earlier = {one.gold: one for one in before}
    return [(one, earlier[one.gold]) for one in scored if one.gold in earlier]


@dataclass(frozen=True)
class Baseline:
    """An earlier run: its metrics, and where its file has them its questions, and under which conditions it was."""

    metrics: Mapping[str, float]
    questions: tuple[Scored, ...] = ()
    conditions: Conditions | None = None

    @classmethod
    def read(cls, report: Any, file: Path, questions: Sequence[GoldQuestion]) -> "Baseline":
        """Read what `evaluate --json` wrote, of earlier versions too, which kept no gold; raises `InputError`.

        Those answers are held against the gold questions of the same id and the same words.
        """
        golds = {(one.id, one.question): json.loads(json.dumps(one.to_json())) for one in questions}
        try:
            metrics = {str(name): float(value) for name, value in report["metrics"].items()}
            kept = []
            for one in report.get("questions", ()):
                gold = one["gold"] if "gold" in one else golds.get((one["id"], one["answer"]["question"]))
                kept += [Scored.from_json({**one, "gold": gold})] if gold else []
            conditions = Conditions.from_json(report.get("conditions"))
            return cls(metrics, tuple(kept), conditions)
        except InputError as error:
            raise InputError(f"{file}: {error}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{file}: holds no metrics; give the file that evaluate --json wrote") from error


@dataclass(frozen=True)
class Comparison:
    """A run beside an earlier one, question by question."""

    before: Baseline
    scored: tuple[Scored, ...]
    changed: Mapping[str, MetricChange]
    conditions: Conditions | None = None

    @classmethod
    def of(
        cls,
        scored: Sequence[Scored],
        before: Baseline,
        conditions: Conditions | None = None,
        more: Sequence[Metric] = (),
    ) -> "Comparison":
        """Compare a run with an earlier one."""
        shared = [then for _, then in _pairs(scored, before.questions)]
        if shared and len(shared) == before.metrics.get("questions", len(before.questions)):
            before = replace(before, metrics={**summary(shared, more), **before.metrics})  # what nobody asked for then
        elif before.questions:  # what all of them came to is no match for some
            before = replace(before, metrics=summary(shared, more) if shared else {})
        return cls(before, tuple(scored), changes(scored, before.questions, more), conditions)

    @cached_property
    def pairs(self) -> list[tuple[Scored, Scored]]:
        """The questions that both runs have, now and before."""
        return _pairs(self.scored, self.before.questions)

    @cached_property
    def kinds(self) -> dict[str, ChangeKind]:
        """What became of each question whose answer changed, by its id: fixed, broken, or better or worse in part."""
        kinds: dict[str, ChangeKind] = {}
        for now, then in self.pairs:
            gain = now.quality - then.quality
            by_judge = "judged_right" in now.scores and "judged_right" in then.scores
            is_wrong, was_wrong = (one.is_wrong if by_judge else one.quality < WRONG for one in (now, then))
            if is_wrong != was_wrong:
                kinds[now.gold.id] = "broken" if is_wrong else "fixed"
            elif abs(gain) >= LEAST_CHANGE:
                kinds[now.gold.id] = "better" if gain > 0 else "worse"
        return kinds

    def of_kind(self, kind: ChangeKind) -> list[Scored]:
        """Return the questions that became so."""
        return [one for one in self.scored if self.kinds.get(one.gold.id) == kind]

    @property
    def told(self) -> str:
        """How many questions became what, in a sentence."""
        fixed, broken, better, worse = (len(self.of_kind(kind)) for kind in ("fixed", "broken", "better", "worse"))
        asked = f"{len(self.pairs):,} question{'s' * (len(self.pairs) != 1)}"
        beside = f"Beside the earlier run, over the {asked} that both have"
        return f"{beside}: {fixed} fixed, {broken} broken, {better} better and {worse} worse in part."

    @cached_property
    def was(self) -> dict[str, Scored]:
        """What each question was in the earlier run, by its id."""
        return {now.gold.id: then for now, then in self.pairs}

    @property
    def differences(self) -> list[str]:
        """What else differs: the conditions of the two runs, and questions that are not in both."""
        told = self.conditions.differences(self.before.conditions) if self.conditions and self.before.conditions else []
        apart = len(self.scored) - len(self.pairs)
        if apart:
            told.append(f"{apart} of {len(self.scored)} questions are not in the earlier run, or had other gold there")
        left = len(self.before.questions) - len(self.pairs)
        if left:
            earlier = f"{left} of {len(self.before.questions)} questions of the earlier run"
            told.append(f"{earlier} are not in this one, or have other gold here")
        return told

    def value_before(self, name: str) -> float | None:
        """Return what a metric was, None where it can't be compared: times that were taken otherwise."""
        if name.rpartition("_p")[0] in TIMES and _jobs(self.conditions) != _jobs(self.before.conditions):
            return None
        return self.before.metrics.get(name)

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain JSON values."""
        return {
            "questions": len(self.pairs),
            "differences": self.differences,
            **{kind: [one.gold.id for one in self.of_kind(kind)] for kind in get_args(ChangeKind)},
            "changes": {
                name: {"value": one.value, "interval": one.interval, "is_sure": one.is_sure}
                for name, one in self.changed.items()
            },
        }


def _jobs(conditions: Conditions | None) -> int:
    """Return how many questions were asked at a time, which earlier versions did one by one."""
    return conditions.jobs if conditions else 1
