"""The threshold of silence, fitted to gold questions: from which confidence on is a question to be answered?

A threshold answers a share of the answerable questions (coverage) and of the unanswerable ones (false answers). Fitted
is, of all thresholds that tell the questions apart differently, the one with the most coverage minus false answers
(Youden 1950), or with the most coverage among those that keep false answers below a limit. It stands in the middle
between the two confidences that it parts. The interval holds 95% of what 1,000 samples lead to that draw as many
questions of either kind anew (a bootstrap). How well the choice serves questions that it has not seen is told by
leaving each question out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.silence import auroc
from rag.evaluation.summary import SAMPLES, SEED, WITHIN, Interval, wilson
from rag.settings import Settings

SHOWN = tuple(step / 10 for step in range(1, 10))  # thresholds of the curve
FEWEST = 20  # questions of either kind; a threshold fitted to fewer is hardly more than chance

_Confidences = NDArray[np.float64]
_Truths = NDArray[np.bool_]  # of each question, whether it is answerable


@dataclass(frozen=True, slots=True)
class AskedGold:
    """A gold question that was asked: whether it is answerable, and how sure the reader was."""

    is_answerable: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold answers: which share of the answerable questions, and of the others; with intervals if known."""

    threshold: float
    coverage: float
    false_answers: float
    coverage_within: Interval | None = None
    false_within: Interval | None = None


@dataclass(frozen=True, slots=True)
class ThresholdFit:
    """The threshold that was chosen, and what speaks for it.

    `unseen` is what thresholds answer that were fitted without the question (its `threshold` is that chosen).
    """

    chosen: AtThreshold
    within: Interval
    unseen: AtThreshold
    curve: tuple[AtThreshold, ...]
    answerable: int
    unanswerable: int
    auroc: float


def fit_threshold(asked: Sequence[AskedGold], *, most_false: float | None = None) -> ThresholdFit | None:
    """Fit the threshold; `most_false` is the largest share of unanswerable questions that may be answered.

    None where no threshold keeps to that. There must be questions of either kind.

    >>> asked = [AskedGold(True, sure) for sure in (0.9, 0.7, 0.4)] + [AskedGold(False, sure) for sure in (0.5, 0.1)]
    >>> fit_threshold(asked).chosen.threshold, fit_threshold(asked, most_false=0.5).chosen.coverage
    (0.6, 1.0)
    """
    confidence = np.array([one.confidence for one in asked])
    answerable = np.array([one.is_answerable for one in asked])
    threshold = _chosen(confidence, answerable, most_false)
    if threshold is None:
        return None
    counts = np.ones((1, len(asked)))
    curve = {*SHOWN, float(Settings().answer_threshold), threshold}
    return ThresholdFit(
        _at(threshold, confidence >= threshold, answerable),
        _interval(confidence, answerable, most_false),
        _at(threshold, _unseen(confidence, answerable, most_false), answerable),
        tuple(_at(one, confidence >= one, answerable) for one in sorted(curve)),
        int(answerable.sum()),
        int((~answerable).sum()),
        round(float(auroc(confidence, answerable, counts)[0]), 4),
    )


def _chosen(confidence: _Confidences, answerable: _Truths, most_false: float | None) -> float | None:
    """Return the best threshold, None where each answers more unanswerable questions than it may."""
    values = np.unique(confidence)
    coverage, false = (
        1 - np.searchsorted(np.sort(confidence[which]), values) / max(1, which.sum())  # the share from each value on
        if which.any()
        else np.zeros(len(values))
        for which in (answerable, ~answerable)
    )
    allowed = np.ones(len(values), bool) if most_false is None else (false <= most_false + 1e-12) & (coverage > 0)
    if not allowed.any():
        return None
    gain = np.where(allowed, coverage - false if most_false is None else coverage, -np.inf)
    below = np.concatenate([[0.0], values[:-1]])
    thresholds = np.where(np.arange(len(values)) > 0, (below + values) / 2, 0.0)
    best = np.flatnonzero(gain >= gain.max() - 1e-12)
    shipped = float(Settings().answer_threshold)
    if most_false is None:  # of several that are as good, the nearest to the shipped one
        return round(float(thresholds[min(best, key=lambda at: abs(thresholds[at] - shipped))]), 5)
    return round(float(thresholds[best[-1]]), 5)  # as few false answers as that coverage allows


def _interval(confidence: _Confidences, answerable: _Truths, most_false: float | None) -> Interval:
    random, found = np.random.default_rng(SEED), []
    kinds = np.flatnonzero(answerable), np.flatnonzero(~answerable)
    for _ in range(SAMPLES):
        drawn = np.concatenate([random.choice(kind, len(kind)) for kind in kinds])
        chosen = _chosen(confidence[drawn], answerable[drawn], most_false)
        found.append(1.0 if chosen is None else chosen)
    low, high = np.percentile(found, WITHIN)
    return round(float(low), 4), round(float(high), 4)


def _unseen(confidence: _Confidences, answerable: _Truths, most_false: float | None) -> _Truths:
    """Return which questions a threshold answers that was fitted to all the others."""
    answered = np.zeros(len(confidence), bool)
    for one in range(len(confidence)):
        others = np.arange(len(confidence)) != one
        chosen = _chosen(confidence[others], answerable[others], most_false)
        answered[one] = chosen is not None and confidence[one] >= chosen
    return answered


def _at(threshold: float, answered: _Truths, answerable: _Truths) -> AtThreshold:
    right, false = int(answered[answerable].sum()), int(answered[~answerable].sum())
    of_right, of_false = int(answerable.sum()), int((~answerable).sum())
    shares = round(right / of_right, 4), round(false / of_false, 4)
    return AtThreshold(threshold, *shares, wilson(right, of_right), wilson(false, of_false))
