"""The values that a sentence states, and when two of them can both be right.

Values agree unless they exclude each other: a year agrees with a day of it, "9,500" with "about 9,460", a surname with
a full name. Units are not converted: numbers of different units agree. Two names of one thing ("Burma", "Myanmar") are
two values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from index.language import facts
from index.language.demonyms import are_forms
from index.language.times import Time
from index.language.units import ALWAYS_TOLD, TIME_UNITS
from index.reading import iso_span
from rag.reader import EvidenceSentence

_COMPARED = ALWAYS_TOLD | TIME_UNITS  # numbers of other units are compared as if they had none

Kind = Literal["date", "number", "name", "words"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written.

    A date or number may be anything from `least` to `most` (of dates, days since the year 1); a name or other `words`
    are kept folded; the unit of a number stands in their place. In the sentence it is the span `[start, end)`. A number
    that `is_open` may be another, too: "400 m" is of metres or millions. The `level` of a place tells a town from a
    country it may lie in, where a place is asked for.
    """

    kind: Kind
    text: str
    words: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 0.0
    start: int = 0
    end: int = 0
    is_open: bool = False
    level: int = 0

    def agrees(self, other: "Value") -> bool:
        """Tell whether two values can both be right, as those of different kinds can.

        >>> one, other = next(names_in("Ada Lovelace wrote it.")), next(names_in("It was Lovelace."))
        >>> one.agrees(other), one.agrees(next(names_in("It was Charles Babbage.")))
        (True, False)
        """
        if self.kind != other.kind or self.is_open != other.is_open or self.level != other.level:
            return True
        words, others = set(self.words), set(other.words)
        if self.kind in ("date", "number"):  # kilometers and miles agree, a share and a number of things too
            is_of_others = words != others and ((words and others) or "%" in words | others)
            return bool(is_of_others) or (self.least <= other.most and other.least <= self.most)
        if words <= others or others <= words:
            return True
        if _is_short_for(self.words, other.words) or _is_short_for(other.words, self.words):
            return True
        of_one_country = any(are_forms(word, rival) for word in words for rival in others)  # Russia, Russian President
        return self.kind == "name" and (self.words[-1] == other.words[-1] or of_one_country)

    def is_said_by(self, other: "Value") -> bool:
        """Tell whether another value says the same, as far as can be seen."""
        return self.kind == other.kind and self.level == other.level and self.agrees(other)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the value that it states for what was asked."""

    sentence: EvidenceSentence
    value: Value


def values_in(sentence: EvidenceSentence, kinds: Sequence[Kind]) -> list[Value]:
    """Return the values of some kinds in a sentence; what is part of a date is no number and no name."""
    text, start = sentence.quote.text, sentence.sentence.start
    times = tuple(replace(one, start=one.start - start, end=one.end - start) for one in sentence.sentence.times)
    dates = list(dates_in(text, times))
    others = [*(numbers_in(text) if "number" in kinds else ()), *(names_in(text) if "name" in kinds else ())]
    free = [one for one in others if all(one.end <= date.start or date.end <= one.start for date in dates)]
    return [*dates, *free] if "date" in kinds else free


def dates_in(text: str, times: Sequence[Time]) -> Iterator[Value]:
    """Yield the dates of a text: its `times`, with offsets in it, and the years that are none of them."""
    years = (
        Time(one.start, one.end, f"{one.told['year']}-01-01", f"{one.told['year']}-12-31")
        for one in facts(text).dates
        if one.is_year and all(one.end <= time.start or time.end <= one.start for time in times)
    )
    for time in (*times, *years):
        written = text[time.start : time.end]
        if time.first[:4] not in written:
            written = f"{written} ({iso_span(time.first, time.last)})"
        days = date.fromisoformat(time.first).toordinal(), date.fromisoformat(time.last).toordinal()
        yield Value("date", written, (), *days, time.start, time.end)


def numbers_in(text: str) -> Iterator[Value]:
    """Yield the numbers of a text, each with the range that its last figure leaves open.

    >>> [(value.least, value.most) for value in numbers_in("Nine of 1.7 billion, or 9,500")]
    [(9.0, 9.0), (1650000000.0, 1750000000.0), (9450.0, 9550.0)]
    """
    for one in facts(text).quantities:
        if one.is_amount:
            unit, scale = ("%", 100.0) if one.is_part else (one.unit if one.unit in _COMPARED else None, 1.0)
            span = (one.least * scale, one.most * scale, one.start, one.end)
            yield Value("number", one.written, (unit,) if unit else (), *span, is_open=bool(one.others))


def names_in(text: str) -> Iterator[Value]:
    """Yield the names of a text.

    >>> [value.text for value in names_in("The bridge of Riverton was built by Ada de Vries.")]
    ['Riverton', 'Ada de Vries']
    """
    for name in facts(text).names:
        yield Value("name", name.written, name.words, start=name.start, end=name.end)


def _is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether a name is the initials of another: "UN", "United Nations"."""
    return len(short) == 1 < len(long) and short[0] == "".join(word[:1] for word in long)
