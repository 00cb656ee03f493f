"""A yardstick's figures: what was measured here, and what its makers and others published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table

DRAWS = 300  # of the bootstrap

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, how sure it is (95%, by a bootstrap over the rows) and where it is from."""

    who: str
    value: float
    source: str
    interval: tuple[float, float] | None = None


def figures_table(measure: str, ours: Sequence[Figure], published: Sequence[Figure]) -> str:
    """Return ours and the published ones as a table, the best first."""
    rows = [
        (
            one.who,
            f"{one.value:.3f}",
            f"{one.interval[0]:.3f}-{one.interval[1]:.3f}" if one.interval else "-",
            one.source,
        )
        for one in sorted((*ours, *published), key=lambda one: -one.value)
    ]
    return table(("", measure, "95% interval", "source"), rows)


def interval_of(measure: Callable[[Rows], float], rows: int) -> tuple[float, float]:
    """Return where 95% of the measure's values lie on rows drawn anew, as many as there are."""
    randomness = np.random.default_rng(0)
    values = np.array([measure(randomness.integers(0, rows, rows)) for _ in range(DRAWS)])
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return float(low), float(high)
