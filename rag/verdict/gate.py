"""How much support a sentence needs: what the judge of meaning reads, and the limits that its answer is held against.

The limits stand in `gate.json`, fitted by `training.gate` over many sets of claims. A weighted sum of more (words in
common, contradiction, the sides by rule) was fitted first, and did not pay where it had not been fitted
(docs/experiments.md): so support alone decides, and the rules of `rag.verdict.rules` stand beside it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from index import Time
from rag.reader.entailment import Judgement
from rag.verdict.rules import Record

FILE = Path(__file__).with_name("gate.json")


@dataclass(frozen=True, slots=True)
class Gate:
    """Probabilities of support: with less than `least` a sentence is not borne out, from `sure` on it surely is.

    A sentence with a smaller share than `near` of its words in its quotes may say it in its own. There a "not" or a
    "may" more or less tells little, if the support is `undoubted` or more.

    Where its passages have another name or number in the place of one of its own with a probability of `refuted` or
    more, it is not borne out (`rag.verdict.asking`).
    """

    least: float
    sure: float
    near: float
    undoubted: float
    refuted: float

    def lets_pass(self, share: float, supports: float) -> bool:
        """Tell whether a sentence may have another "not" or "may" than its quotes, as so little of it is theirs."""
        return share < self.near and supports >= self.undoubted


@cache
def shipped() -> Gate:
    """Return the gate in the package."""
    return Gate(**json.loads(FILE.read_text(encoding="utf-8")))


def save(gate: Gate, file: Path) -> None:
    """Write a gate, rounded."""
    rounded = {name: round(value, 3) for name, value in asdict(gate).items()}
    file.write_text(json.dumps(rounded) + "\n", encoding="utf-8")


def evidence_of(record: Record) -> list[str]:
    """Return what the judge of meaning reads, one after the other: whichever supports a sentence best counts.

    The quotes together; each alone; and together with what their articles say of themselves and which days they mean.
    """
    together = " ".join(record.quotes)
    days = (f"That was on {_written(time)}." for time in record.times if time.first == time.last)
    given = " ".join((*(f"{title}." for title in record.titles), together, *dict.fromkeys(days)))
    return list(dict.fromkeys((together, *record.quotes, given)))


def _written(time: Time) -> str:
    day = date.fromisoformat(time.first)
    return f"{day:%A}, {day.day} {day:%B %Y}"


def best(found: Sequence[Judgement]) -> Judgement:
    """Return the judgement by which a sentence is supported best."""
    return max(found, key=lambda one: one.supports)
