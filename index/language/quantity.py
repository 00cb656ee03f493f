"""A quantity with its unit, in whatever form that is written, and when one quantity says another."""

import re
from dataclasses import dataclass, replace

from index.language.numbers import ROUNDED
from index.language.units import ALWAYS_TOLD, CUSTOMARY, IN_BASE, ORDINAL, TIMES

TELLING = 2.0  # how many times more "more than 5,000" may be
PART_ROUNDED, PERCENT_ROUNDED = 1.5, 0.5  # percent by which "a third" may round a percentage, and "33 percent" a third
CONVERTED = 0.02  # how far 25 miles may be from 40 km, as a share
LOOK_BACK = 24  # characters in which "more than" stands before a number

Measure = tuple[float, str | None]

_ROUND = re.compile(r"\b(?:about|around|roughly|approximately|nearly|almost|some|close to|an estimated)\s+\S?$", re.I)
_BOUNDS = {
    "least": re.compile(r"\b(?:over|more than|at least|exceed\w*|above)\s+\S?$", re.I),
    "most": re.compile(r"\b(?:under|less than|fewer than|at most|up to|below)\s+\S?$", re.I),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the span `[start, end)` of its text: its value, its unit (None if it has none known), how written.

    By how it is written it may be from `least` to `most`: "9,500" from 9,450 to 9,550, "more than 5,000" up to twice as
    much. It `is_rounded` when the text says so ("about 5,000"); `bound` is "least" for "more than", "most" for "under",
    "many" for "thousands". `others` are the values and units that it may be read as, too: "400 m" may be 400 million.
    """

    start: int
    end: int
    value: float
    unit: str | None
    written: str
    least: float
    most: float
    is_rounded: bool = False
    bound: str | None = None
    others: tuple[Measure, ...] = ()

    @property
    def readings(self) -> list["Quantity"]:
        """All that it may be, each as a quantity that is only that."""
        readings = ((self.value, self.unit), *self.others)
        return [replace(self, value=value, unit=unit, others=()) for value, unit in readings]

    def is_in(self, known: "Quantity") -> bool:
        """Tell whether a known quantity says this one: the same, or what this one rounds or sets a bound to."""
        if self.others or known.others:
            return any(one.is_in(other) for one in self.readings for other in known.readings)
        if "%" in (self.unit, known.unit) and (self.is_part or known.is_part) and self.value != known.value:
            return self._says(known.in_percent, self.in_percent, PART_ROUNDED if self.is_part else PERCENT_ROUNDED)
        if self.unit == TIMES and known.unit == "%":
            return known.value in (100 * self.value, abs(100 * (self.value - 1)))  # doubled: by 100 percent
        if known.unit in (ORDINAL, TIMES) and self.unit != known.unit:
            return False
        if self.unit != known.unit and _in_base(self.unit)[0] == _in_base(known.unit)[0] is not None:
            return self._is_as_much(known)  # "three hundred years", "three centuries"
        if self.unit != known.unit and self.unit and (known.unit or self.unit in ALWAYS_TOLD):
            return False
        return self._says(known.value, self.value, 1e-12 * abs(known.value), known.bound)

    def _says(self, known: float, value: float, slack: float, bound: str | None = None) -> bool:
        if "many" in (self.bound, bound) and self.bound != bound:
            return bound != "many" and self.least <= known <= self.most
        if self.bound and bound:
            return self.bound == bound and abs(value - known) <= slack
        if self.bound == "least":
            return value <= known <= TELLING * value
        if self.bound == "most":
            return value / TELLING <= known <= value
        return abs(value - known) <= (ROUNDED * abs(known) if self.is_rounded else slack)

    def _is_as_much(self, known: "Quantity") -> bool:
        """Tell whether a known quantity says this one in another unit of its kind: metres say about how many feet."""
        times = _in_base(known.unit)[1] / _in_base(self.unit)[1]
        is_rounded = (self.unit in CUSTOMARY) != (known.unit in CUSTOMARY)
        slack = (CONVERTED if is_rounded else 1e-9) * abs(known.value * times)
        return self._says(known.value * times, self.value, slack, known.bound)

    @property
    def is_part(self) -> bool:
        """Whether it is a part of something, in words: "half", "a third"."""
        return self.unit is None and 0 < self.value < 1 and not self.written[:1].isdigit()

    @property
    def in_percent(self) -> float:
        """The value of a part as a percentage; any other as it is."""
        return 100 * self.value if self.is_part else self.value

    @property
    def is_amount(self) -> bool:
        """Whether it tells how much or how many, not which ("third") or how many times ("doubled")."""
        return self.unit not in (ORDINAL, TIMES)


def _in_base(unit: str | None) -> tuple[str | None, float]:
    return IN_BASE.get(unit or "", (unit, 1))


def quantity_at(
    text: str, span: tuple[int, int], value: float, unit: str | None, *, slack: float = 0.0, many: float = 0.0
) -> Quantity:
    """Return the quantity at a span, with the bound that the words before it set.

    Its last figure leaves it open by `slack`; `many` is how many times as many "thousands" may be.
    """
    start, end = span
    said = text[max(0, start - LOOK_BACK) : start]
    bound = "many" if many else next((bound for bound, words in _BOUNDS.items() if words.search(said)), None)
    least, most = {
        "many": (value, many * value),
        "least": (value, TELLING * value),
        "most": (value / TELLING, value),
        None: (value - slack, value + slack),
    }[bound]
    is_rounded = not bound and _ROUND.search(said) is not None
    return Quantity(start, end, value, unit, text[start:end], least, most, is_rounded, bound)
