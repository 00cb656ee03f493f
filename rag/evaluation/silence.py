"""How well silence and confidence tell what the articles answer, for many samples of the questions at once.

`counts`, (samples, questions), tells how often each sample draws each question; all ones is the questions themselves.
scikit-learn has the same measures for one sample (tests hold these against it), which for a thousand takes minutes.
"""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Values = NDArray[np.float64]  # one for each sample; not a number where nothing was measured
Flags = NDArray[np.bool_]  # one for each question


def share(part: Values, whole: Values) -> Values:
    """Return a part of a whole, not a number where there is none."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def detection(name: str, truth: Flags, found: Flags, counts: Counts) -> dict[str, Values]:
    """Return precision, recall and F1 of finding what is there; nothing when there is nothing to find."""
    if not truth.any():
        return {}
    right, of_truth, of_found = (counts @ which.astype(np.float64) for which in (truth & found, truth, found))
    precision = np.where(of_found > 0, share(right, of_found), np.where(of_truth > 0, 0.0, np.nan))
    f1 = share(2 * right, of_truth + of_found)
    return {f"{name}_precision": precision, f"{name}_recall": share(right, of_truth), f"{name}_f1": f1}


def auroc(confidence: NDArray[np.float64], answerable: Flags, counts: Counts) -> Values:
    """Return how often an answerable question gets more confidence than another; a tie counts as half."""
    yes, no = _by_rank(confidence, counts * answerable, counts * ~answerable)
    below = np.cumsum(no, axis=1) - no
    return share((yes * (below + no / 2)).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1))


def average_precision(confidence: NDArray[np.float64], unanswerable: Flags, counts: Counts) -> Values:
    """Return the average precision of finding what is unanswerable by its low confidence."""
    found, all_ = _by_rank(confidence, counts * unanswerable, counts)
    so_far = np.cumsum(all_, axis=1)
    precision = np.cumsum(found, axis=1) / np.where(so_far > 0, so_far, 1)
    return share((found * precision).sum(axis=1), found.sum(axis=1))


def risk_area(confidence: NDArray[np.float64], loss: NDArray[np.float64], answered: Flags, counts: Counts) -> Values:
    """Return the mean of the risks as ever less confidence is taken; answers of one confidence are taken at once."""
    given, lost = _by_rank(-confidence, counts * answered, counts * answered * loss)
    so_far = np.cumsum(given, axis=1)
    risks = np.cumsum(lost, axis=1) / np.where(so_far > 0, so_far, 1)
    return share((given * risks).sum(axis=1), so_far[:, -1])


def _by_rank(by: NDArray[np.float64], *counted: Counts) -> list[Counts]:
    """Return what is counted, summed up over questions that are equal in what they are ordered by."""
    order = np.argsort(by, kind="stable")
    starts = np.flatnonzero(np.diff(by[order], prepend=-np.inf))
    return [np.add.reduceat(one[:, order], starts, axis=1) for one in counted]
