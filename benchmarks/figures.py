"""What the benchmarks measure, as samples by which runs can be compared, beside the bare encoder's of that moment.

A machine is quick today and slow tomorrow, and so is its encoder: a time is held against what the bare encoder took for
the same texts, or for the same question, just before or after. What no encoder tells (memory, sizes) stands as it is.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "ONRECORD_FIGURES"  # in the environment: where a part of `python -m benchmarks` leaves what it has measured
_NAMES = {"name", "unit", "samples", "encoder"}


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something measured, the less the better: `samples` in a `unit`, for each one of the bare `encoder`, if any."""

    name: str
    unit: str
    samples: tuple[float, ...]
    encoder: tuple[float, ...] = ()

    @classmethod
    def of(cls, name: str, unit: str, samples: Iterable[float], encoder: Iterable[float] = ()) -> "Measurement":
        """Make one of any numbers, those of numpy among them."""
        return cls(name, unit, tuple(map(float, samples)), tuple(map(float, encoder)))

    @property
    def median(self) -> float:
        """Its median, in its unit."""
        return float(np.median(self.samples))

    @property
    def compared(self) -> NDArray[np.float64]:
        """What two runs are compared by: how many times the encoder's, where there is one."""
        taken = np.array(self.samples)
        return taken / np.array(self.encoder) if self.encoder else taken

    @property
    def ratio(self) -> float | None:
        """The median of how many times the encoder's it is; None without one."""
        return float(np.median(self.compared)) if self.encoder else None


def record(*figures: Measurement) -> None:
    """Leave figures for who runs all benchmarks; do nothing when a script is run on its own."""
    if place := os.environ.get(FILE):
        write_figures(Path(place), [*read_figures(Path(place)), *figures])


def write_figures(file: Path, figures: Sequence[Measurement], **about: Any) -> None:
    """Write them as JSON, with what else is to be known of the run."""
    file.write_text(json.dumps({**about, "figures": [asdict(one) for one in figures]}, indent=1) + "\n")


def read_figures(file: Path) -> list[Measurement]:
    """Read what `write_figures` wrote, nothing of an empty file; ends the program for what is none."""
    try:
        text = file.read_text()
        figures = [_read(one) for one in json.loads(text)["figures"]] if text else []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{file}: not what `python -m benchmarks --json FILE` writes ({error})") from error
    return figures


def _read(value: dict[str, Any]) -> Measurement:
    if set(value) != _NAMES or not value["samples"] or len(value["encoder"]) not in (0, len(value["samples"])):
        raise ValueError(f"a figure has {', '.join(sorted(_NAMES))}, and as many of the encoder as samples")
    return Measurement.of(**value)
