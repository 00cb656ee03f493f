"""What scores come to over all questions, how sure that is, and whether one run is better than another.

The metrics are the means of the scores (see `rag.evaluation.metrics`), `abstention_*` (saying that the articles do not
say, where they do not), `auroc` of `confidence` for answerable against unanswerable questions, `contested_*`, and times
in seconds (`total_s_p50`, …). The 95% interval of a share of counts, so many right of so many, is Wilson's, which holds
for few questions too, and where all are right or none; any other is where 95% of 1,000 samples lie that draw as many
questions anew (a bootstrap). That of a change draws the same questions for both runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.metrics import YES_OR_NO, Scored

PERCENTILES = (50, 95)
TIMES = ("retrieve_s", "read_s", "first_token_s", "total_s")
SAMPLES = 1000
WITHIN = (2.5, 97.5)  # percentiles of the samples
SEED = 0  # the same questions give the same interval

Interval = tuple[float, float]
_Counts = NDArray[np.float64]  # samples × questions: how often each was drawn
_Detected = tuple[NDArray[np.bool_], NDArray[np.bool_]]  # of each question: whether it is so, and whether it was found
_Measured = Mapping[str, NDArray[np.float64]]  # a value for each sample; not a number where nothing was measured


@dataclass(frozen=True, slots=True)
class MetricChange:
    """By how much a metric changed over the questions that two runs share, and the interval of that."""

    value: float
    interval: Interval

    @property
    def is_sure(self) -> bool:
        """Whether it is more than the choice of questions explains."""
        low, high = self.interval
        return low > 0 or high < 0


def summary(scored: Sequence[Scored]) -> dict[str, float]:
    """Return the metrics over all questions; one that nothing was measured for is absent."""
    metrics = {"questions": float(len(scored))}
    metrics |= {name: float(value[0]) for name, value in _measured(scored, np.ones((1, len(scored)))).items()}
    for time in TIMES:
        values = [getattr(one.answer.timings, time) for one in scored]
        metrics |= {f"{time}_p{percent}": float(np.percentile(values, percent)) for percent in PERCENTILES}
    return {name: round(value, 4) for name, value in metrics.items() if not np.isnan(value)}


def intervals(scored: Sequence[Scored]) -> dict[str, Interval]:
    """Return the intervals of those metrics that are shares or means; one question tells nothing of others."""
    if len(scored) < 2:
        return {}
    drawn = _within(_measured(scored, _draws(len(scored))))
    return drawn | {name: wilson(right, of) for name, (right, of) in _counts(scored).items()}


def wilson(right: int, of: int) -> Interval:
    """Return the 95% interval of a share, of counts (Wilson 1927).

    >>> wilson(9, 10)
    (0.5958, 0.9821)
    """
    from scipy.stats import binomtest  # takes a second to import

    found = binomtest(right, of).proportion_ci(method="wilson")
    return round(float(found.low), 4), round(float(found.high), 4)


def _counts(scored: Sequence[Scored]) -> dict[str, tuple[int, int]]:
    """Return those metrics that are shares of counts: how many are right, of how many."""
    counts = {}
    for name in dict.fromkeys(name for one in scored for name in one.scores):
        if name in YES_OR_NO:
            values = [one.scores[name] for one in scored if name in one.scores]
            counts[name] = (int(sum(values)), len(values))
    silent, contested = _truths(scored)
    for name, (truth, found) in {"abstention": silent, "contested": contested}.items():
        if truth.any():
            right = int((truth & found).sum())
            counts |= {f"{name}_recall": (right, int(truth.sum())), f"{name}_precision": (right, int(found.sum()))}
    return {name: (right, of) for name, (right, of) in counts.items() if of}


def changes(scored: Sequence[Scored], before: Sequence[Scored]) -> dict[str, MetricChange]:
    """Return how metrics changed from an earlier run, over the questions that are the same in both."""
    earlier = {one.gold: one for one in before}
    pairs = [(one, earlier[one.gold]) for one in scored if one.gold in earlier]
    if not pairs:
        return {}
    counts = np.vstack([np.ones((1, len(pairs))), _draws(len(pairs))])
    now, then = (_measured([pair[which] for pair in pairs], counts) for which in (0, 1))
    found = {name: now[name] - then[name] for name in now if name in then}
    limits = _within({name: values[1:] for name, values in found.items()})
    return {name: MetricChange(round(float(found[name][0]), 4), limits[name]) for name in limits}


def _draws(questions: int) -> _Counts:
    even = np.full(questions, 1 / questions)
    return np.array(np.random.default_rng(SEED).multinomial(questions, even, SAMPLES), np.float64)


def _within(measured: _Measured) -> dict[str, Interval]:
    found = {}
    for name, values in measured.items():
        if len(known := values[~np.isnan(values)]):
            low, high = np.percentile(known, WITHIN)
            found[name] = (round(float(low), 4), round(float(high), 4))
    return found


def _measured(scored: Sequence[Scored], counts: _Counts) -> dict[str, NDArray[np.float64]]:
    """Return each metric for each sample of the questions."""
    metrics = {}
    for name in dict.fromkeys(name for one in scored for name in one.scores):
        known = np.array([name in one.scores for one in scored])
        values = np.array([one.scores.get(name, 0.0) for one in scored])
        metrics[_metric(name)] = _share(counts @ (values * known), counts @ known)
    (unanswerable, silent), contested = _truths(scored)
    answerable = ~unanswerable
    metrics |= _detection("abstention", unanswerable, silent, counts)
    if answerable.any() and not answerable.all():
        metrics["auroc"] = auroc(np.array([one.answer.confidence for one in scored]), answerable, counts)
    return metrics | _detection("contested", *contested, counts)


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


def _has_status(scored: Sequence[Scored], status: str) -> NDArray[np.bool_]:
    return np.array([one.answer.status == status for one in scored])


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _detection(
    name: str, truth: NDArray[np.bool_], found: NDArray[np.bool_], counts: _Counts
) -> dict[str, NDArray[np.float64]]:
    """Return precision, recall and F1 of finding what is there; nothing when there is nothing to find."""
    if not truth.any():
        return {}
    right, of_truth, of_found = (counts @ which.astype(np.float64) for which in (truth & found, truth, found))
    precision = np.where(of_found > 0, _share(right, of_found), np.where(of_truth > 0, 0.0, np.nan))
    f1 = _share(2 * right, of_truth + of_found)
    return {f"{name}_precision": precision, f"{name}_recall": _share(right, of_truth), f"{name}_f1": f1}


def auroc(confidence: NDArray[np.float64], answerable: NDArray[np.bool_], counts: _Counts) -> NDArray[np.float64]:
    """Return how often an answerable question gets more confidence than another; a tie counts as half.

    `confidence` and `answerable` are of each question; `counts`, (draws, questions), tells how often each is drawn.
    """
    order = np.argsort(confidence, kind="stable")
    starts = np.flatnonzero(np.diff(confidence[order], prepend=-1.0))  # of each run of equals
    yes, no = (np.add.reduceat((counts * which)[:, order], starts, axis=1) for which in (answerable, ~answerable))
    below = np.cumsum(no, axis=1) - no
    return _share((yes * (below + no / 2)).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1))
