"""Did it get slower? Two runs of the benchmarks, compared by what the bare encoder took in each.

A change counts when it is larger than both runs' noise: each median has a standard error, estimated from the median
absolute deviation of its samples, as outliers are many where other programs run, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Measurement
from benchmarks.tables import table

LEAST = 0.10  # of the old median: a smaller change is none, however sure
ERRORS = 3.0  # standard errors of the two together
OF_FEW = 0.10  # the standard error, as a share, of a median of fewer samples than say anything of their spread
FEWEST = 4
_TO_DEVIATION = 1.4826  # from the median absolute deviation to a normal distribution's standard deviation
_OF_MEDIAN = 1.2533  # the standard error of a median, in those of a mean

Trend = Literal["slower", "faster", "as before", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure in both runs, or in one: `factor` is new by old, of which `noise` may be chance."""

    name: str
    verdict: Trend
    factor: float | None = None
    noise: float | None = None


def differences(old: Sequence[Measurement], new: Sequence[Measurement]) -> list[Difference]:
    """Compare figures of the same name; those that got slower come first, those of one run only last."""
    before, after = ({one.name: one for one in figures} for figures in (old, new))
    found = [_difference(before[name], after[name]) for name in after if name in before]
    found.sort(key=lambda one: -(one.factor or 0) if one.verdict == "slower" else 0)
    found += [Difference(name, "new") for name in after if name not in before]
    return found + [Difference(name, "gone") for name in before if name not in after]


def _difference(old: Measurement, new: Measurement) -> Difference:
    if old.unit != new.unit or bool(old.encoder) != bool(new.encoder):
        return Difference(new.name, "new")  # it is measured in another way
    factor = float(np.median(new.compared) / max(float(np.median(old.compared)), 1e-12))
    noise = max(LEAST, ERRORS * float(np.hypot(_error(old.compared), _error(new.compared))))
    verdict: Trend = "slower" if factor > 1 + noise else "faster" if factor < 1 / (1 + noise) else "as before"
    return Difference(new.name, verdict, factor, noise)


def _error(samples: NDArray[np.float64]) -> float:
    """Return the standard error of the median, as a share of it."""
    if len(samples) < FEWEST:
        return OF_FEW
    median = float(np.median(samples))
    deviation = _TO_DEVIATION * float(np.median(np.abs(samples - median)))
    return _OF_MEDIAN * deviation / float(np.sqrt(len(samples))) / max(median, 1e-12)


def differences_table(found: Sequence[Difference]) -> str:
    """Return the Markdown table."""
    rows = [
        (one.name, one.verdict, "" if one.factor is None else f"{one.factor:.2f}", _percent(one.noise)) for one in found
    ]
    return table(("compared with the baseline", "verdict", "new / old", "noise"), rows)


def _percent(noise: float | None) -> str:
    return "" if noise is None else f"±{noise:.0%}"
