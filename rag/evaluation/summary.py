"""What scores come to over all questions, and how sure that is.

The metrics are the means of the scores, and what only all questions together tell: silence, disagreement, times, costs
(see `rag.evaluation.definitions`). The 95% interval of a share of counts, so many right of so many, is Wilson's, which
holds for few questions too, and where all are right or none; any other is where 95% of 1,000 samples lie that draw as
many questions anew (a bootstrap). Times and memory have none: the choice of questions is the least of what moves them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.definitions import DEFINITIONS, PERCENTILES, TIMES, Metric
from rag.evaluation.metrics import Scored
from rag.evaluation.silence import Counts, Flags, Values, auroc, average_precision, detection, risk_area, share

SAMPLES = 1000
WITHIN = (2.5, 97.5)  # percentiles of the samples
SEED = 0  # the same questions give the same interval

Interval = tuple[float, float]
_Detected = tuple[Flags, Flags]  # of each question: whether it is so, and whether it was found


def summary(scored: Sequence[Scored], more: Sequence[Metric] = ()) -> dict[str, float]:
    """Return the metrics over all questions, `more` among them; one that nothing was measured for is absent."""
    metrics = {"questions": float(len(scored))}
    metrics |= {name: float(value[0]) for name, value in measured(scored, np.ones((1, len(scored))), more).items()}
    for time in TIMES:
        values = [getattr(one.answer.timings, time) for one in scored]
        metrics |= {f"{time}_p{percent}": float(np.percentile(values, percent)) for percent in PERCENTILES}
    if memory := max(one.peak_memory_mb for one in scored):
        metrics["peak_memory_mb"] = memory
    return {name: round(value, 4) for name, value in metrics.items() if not np.isnan(value)}


def intervals(scored: Sequence[Scored], more: Sequence[Metric] = ()) -> dict[str, Interval]:
    """Return the intervals of those metrics that are shares or means; one question tells nothing of others."""
    if len(scored) < 2:
        return {}
    alone = told_by_one(scored, more)
    sampled = measured(scored, draws(len(scored)), more)
    drawn = within({name: values for name, values in sampled.items() if name not in alone})
    return drawn | {name: wilson(right, of) for name, (right, of) in _counts(scored, more).items()}


def told_by_one(scored: Sequence[Scored], more: Sequence[Metric] = ()) -> set[str]:
    """Return the metrics that a single question tells, so that samples of it show nothing."""
    return {name for name, each in _each(scored, more).items() if (~np.isnan(each)).sum() < 2}


def wilson(right: int, of: int) -> Interval:
    """Return the 95% interval of a share, of counts (Wilson 1927).

    >>> wilson(9, 10)
    (0.5958, 0.9821)
    """
    from scipy.stats import binomtest  # takes a second to import

    found = binomtest(right, of).proportion_ci(method="wilson")
    return round(float(found.low), 4), round(float(found.high), 4)


def draws(questions: int) -> Counts:
    """Return how often each of 1,000 samples draws each question."""
    even = np.full(questions, 1 / questions)
    return np.array(np.random.default_rng(SEED).multinomial(questions, even, SAMPLES), np.float64)


def within(sampled: Mapping[str, Values]) -> dict[str, Interval]:
    """Return where 95% of the samples of each metric lie."""
    found = {}
    for name, values in sampled.items():
        if len(known := values[~np.isnan(values)]):
            low, high = np.percentile(known, WITHIN)
            found[name] = (round(float(low), 4), round(float(high), 4))
    return found


def measured(scored: Sequence[Scored], counts: Counts, more: Sequence[Metric] = ()) -> dict[str, Values]:
    """Return each metric for each sample of the questions."""
    metrics = {}
    for name, one in _each(scored, more).items():
        known = ~np.isnan(one)
        metrics[name] = share(counts @ np.where(known, one, 0.0), counts @ known)
    (unanswerable, silent), contested = _truths(scored)
    answerable = ~unanswerable
    metrics |= detection("abstention", unanswerable, silent, counts)
    for name, (which, of) in _errors(unanswerable, silent).items():
        if of.any():
            metrics[name] = share(counts @ which, counts @ of)
    confidence = np.array([one.answer.confidence for one in scored])
    if answerable.any() and unanswerable.any():
        metrics["auroc"] = auroc(confidence, answerable, counts)
        metrics["auprc"] = average_precision(confidence, unanswerable, counts)
    if not silent.all():
        loss = 1 - np.array([one.quality for one in scored])
        metrics["aurc"] = risk_area(confidence, loss, ~silent, counts)
    return metrics | detection("contested", *contested, counts)


def _each(scored: Sequence[Scored], more: Sequence[Metric]) -> dict[str, NDArray[np.float64]]:
    """Return the metrics that are means: a value for each question, not a number where it has none."""
    names = dict.fromkeys(name for one in scored for name in one.scores)
    names = {name: None for name in names if _metric(name).partition("@")[0] in DEFINITIONS}  # a later version has more
    each = {_metric(name): [one.scores.get(name) for one in scored] for name in names}
    each |= {str(metric): [one.score(metric) for one in scored] for metric in more if metric.is_of_ranking}
    each["quality"] = [one.quality for one in scored]
    each["follow_up_quality"] = [one.quality if one.gold.history else None for one in scored]
    for tokens in ("prompt_tokens", "completion_tokens"):
        each[tokens] = [getattr(one.answer.usage, tokens) if one.answer.prompt else None for one in scored]
    values = {name: np.array(of_each, dtype=np.float64) for name, of_each in each.items()}
    return {name: of_each for name, of_each in values.items() if not np.isnan(of_each).all()}


def _counts(scored: Sequence[Scored], more: Sequence[Metric]) -> dict[str, tuple[int, int]]:
    """Return those metrics that are shares of counts: how many are right, of how many."""
    counts = {}
    for name, each in _each(scored, more).items():
        if Metric.parse(name).definition.counts:
            counts[name] = (int(np.nansum(each)), int((~np.isnan(each)).sum()))
    silent, contested = _truths(scored)
    for name, (truth, found) in {"abstention": silent, "contested": contested}.items():
        if truth.any():
            right = int((truth & found).sum())
            counts |= {f"{name}_recall": (right, int(truth.sum())), f"{name}_precision": (right, int(found.sum()))}
    errors = {name: (int(which.sum()), int(of.sum())) for name, (which, of) in _errors(*silent).items()}
    return {name: (right, of) for name, (right, of) in (counts | errors).items() if of}


def _errors(unanswerable: Flags, silent: Flags) -> dict[str, _Detected]:
    """Return the questions that are answered or met with silence wrongly, and those that might have been."""
    return {
        "false_answers": (unanswerable & ~silent, unanswerable),
        "false_refusals": (~unanswerable & silent, ~unanswerable),
    }


def _metric(score: str) -> str:
    """Return what a score is called over all questions."""
    return "mrr" if score == "reciprocal_rank" else score


def _truths(scored: Sequence[Scored]) -> tuple[_Detected, _Detected]:
    """Return of which questions silence is right, and which are contested, each beside the answers that say so."""
    unanswerable = np.array([not one.gold.answerable for one in scored])
    is_judged = np.array([one.gold.contested is not None for one in scored])
    contested = np.array([bool(one.gold.contested) for one in scored])
    said = _has_status(scored, "contested") & is_judged
    return (unanswerable, _has_status(scored, "not_found")), (contested, said)


def _has_status(scored: Sequence[Scored], status: str) -> Flags:
    return np.array([one.answer.status == status for one in scored])
