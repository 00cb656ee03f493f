"""What a run is held to: least and most values of metrics, and that a metric is not worse than it was.

A check that can't be made, for want of something to measure, has failed: it never passes unseen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from index import InputError
from index.plain_text import one_line
from rag.evaluation.comparing import Comparison
from rag.evaluation.definitions import Metric


@dataclass(frozen=True, slots=True)
class Limit:
    """The least value that a metric may have, or the `most`."""

    metric: Metric
    value: float
    is_most: bool = False

    @classmethod
    def parse(cls, text: str, option: str, *, is_most: bool = False) -> "Limit":
        """Read `quote_f1=0.6`; raises `InputError`, also where less is better and the least is given, or the reverse.

        >>> Limit.parse("hit@5=0.9", "--fail-under")
        Limit(metric=Metric(name='hit', at=5), value=0.9, is_most=False)
        """
        name, _, value = text.partition("=")
        example = "total_s_p95=3" if is_most else "quote_f1=0.6"
        try:
            number = float(value)
        except ValueError as error:
            raise InputError(f"{option} {one_line(text)}: write it like {example}") from error
        if not isfinite(number):
            raise InputError(f"{option} {one_line(text)}: no number to hold a metric to; write it like {example}")
        metric = parsed(name, option)
        if metric.definition.less_is_better != is_most:
            other, why = ("--fail-under", "more") if is_most else ("--fail-over", "less")
            raise InputError(f"{option} {metric}: of this metric {why} is better; use {other} {metric}={value}")
        return cls(metric, number, is_most)

    def __str__(self) -> str:
        return f"{self.metric} at {'most' if self.is_most else 'least'} {self.value:g}"


def parsed(name: str, option: str) -> Metric:
    """Read the metric that an option names; raises `InputError`, which names the option."""
    try:
        return Metric.parse(name)
    except InputError as error:
        raise InputError(f"{option} {error}") from error


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """What was asked of a run, whether it is so, and what to say of it."""

    asked: str
    has_passed: bool
    told: str


def checks(
    metrics: Mapping[str, float], limits: Sequence[Limit], no_worse: Sequence[Metric], comparison: Comparison | None
) -> list[LimitCheck]:
    """Hold the metrics of a run to limits, and to those of the run before it."""
    return [
        *(_within(metrics.get(str(limit.metric)), limit) for limit in limits),
        *(_no_worse(metric, comparison) for metric in no_worse),
    ]


def _within(value: float | None, limit: Limit) -> LimitCheck:
    if value is None:
        return LimitCheck(str(limit), False, f"{limit.metric} was not measured: no answer tells it")
    has_passed = value <= limit.value if limit.is_most else value >= limit.value
    side = ("at most" if limit.is_most else "at least") if has_passed else ("above" if limit.is_most else "below")
    return LimitCheck(str(limit), has_passed, f"{limit.metric} is {value:g}, {side} {limit.value:g}")


def _no_worse(metric: Metric, comparison: Comparison | None) -> LimitCheck:
    asked = f"{metric} no worse"
    change = comparison.changed.get(str(metric)) if comparison else None
    if change is None:
        return LimitCheck(asked, False, f"{metric} can't be compared: fewer than two questions of both runs tell it")
    low, high = change.interval
    said = f"{change.value:+g} ({low:+g} to {high:+g})"
    if change.is_worse:
        return LimitCheck(asked, False, f"{metric} is worse than before: {said}")
    return LimitCheck(asked, True, f"{metric} is not surely worse than before: {said}")
