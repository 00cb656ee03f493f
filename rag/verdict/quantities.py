"""Numbers with their scale and unit, in one normal form, however they are written.

"1.7 billion", "$1.7bn" and "1,700 million dollars" are one quantity. Dates and the numbers in names are no business of
this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ROUNDED = 0.05  # how far "about 5,000" may be from what it rounds, as a share
TELLING = 2.0  # how many times more "more than 5,000" may be

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3, "k": 1e3,
    "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: float(10 * value) for value, word in enumerate(_TENS, start=2)
}
_WORDS |= {"dozen": 12.0, "half": 0.5, "twice": 2.0}
_UNITS = {
    "%": ("%", "percent", "per cent", "percentage point", "percentage points"),
    "$": ("$", "dollar", "dollars", "usd", "us$"),
    "€": ("€", "euro", "euros", "eur"),
    "£": ("£", "pound", "pounds", "gbp"),
    "rouble": ("rouble", "roubles", "ruble", "rubles"),
    "km": ("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"),
    "mile": ("mile", "miles", "mi"),
    "m": ("meter", "meters", "metre", "metres"),
    "mph": ("mph", "miles per hour"),
    "km/h": ("km/h", "kph", "kmh", "kilometers per hour", "kilometres per hour"),
    "kg": ("kg", "kilogram", "kilograms", "kilo", "kilos"),
    "tonne": ("ton", "tons", "tonne", "tonnes"),
    "MW": ("mw", "megawatt", "megawatts"),
    "GW": ("gw", "gigawatt", "gigawatts"),
    "minute": ("minute", "minutes", "min"),
    "hour": ("hour", "hours", "h", "hrs"),
    "day": ("day", "days"),
    "week": ("week", "weeks"),
    "month": ("month", "months"),
    "year": ("year", "years"),
}
_UNIT_OF = {written: unit for unit, forms in _UNITS.items() for written in forms}
_longest_first = sorted((re.escape(form) for form in _UNIT_OF if form not in "$€£%"), key=len, reverse=True)
_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join((*_TENS, *reversed(_ONES), "dozen", "half"))
_QUANTITY = re.compile(
    rf"(?P<before>[$€£])?\s?(?:(?P<digits>(?<![\w.])(?:{_DIGITS}))|\b(?P<words>(?:{_WORD})(?:[ -](?:{_WORD}))?)\b)"
    rf"(?P<scales>(?:(?:[ -]a)?[ -]?(?:hundred|thousand|million|billion|trillion|bn|mn|tn|[kmb])\b)*)"
    rf"(?P<after>\s?%|[ -](?:{'|'.join(_longest_first)})\b|(?:km/h|km|mph|kg|MW|GW|m|h)\b)?(?!\w)",
    re.IGNORECASE,
)
_ROUND = re.compile(r"\b(?:about|around|roughly|approximately|nearly|almost|some|close to|an estimated)\s+\S?$", re.I)
_LEAST = re.compile(r"\b(?:over|more than|at least|exceed\w*|above)\s+\S?$", re.I)
_MOST = re.compile(r"\b(?:under|less than|fewer than|at most|up to|below)\s+\S?$", re.I)
_TIME_UNITS = ("minute", "hour", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the span `[start, end)` of its text: its value, its unit (None if it has none known), how written.

    `is_rounded` when the text says so ("about 5,000"); `bound` is "least" for "more than 5,000", "most" for "under".
    """

    start: int
    end: int
    value: float
    unit: str | None
    written: str
    is_rounded: bool
    bound: str | None = None

    def is_in(self, known: "Quantity") -> bool:
        """Tell whether a known quantity says this one: the same, or what this one rounds or sets a bound to."""
        if self.unit != known.unit and self.unit and (known.unit or self.unit not in _TIME_UNITS):
            return False
        if self.bound and known.bound and self.bound != known.bound:
            return False
        if self.bound == "least" and not known.bound:
            return self.value <= known.value <= TELLING * self.value
        if self.bound == "most" and not known.bound:
            return self.value / TELLING <= known.value <= self.value
        return abs(self.value - known.value) <= (ROUNDED if self.is_rounded else 1e-9) * abs(known.value)


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text, in order.

    >>> [(one.value, one.unit) for one in quantities("$1.7bn, 1,700 million dollars, twenty-five km, half a million")]
    [(1700000000.0, '$'), (1700000000.0, '$'), (25.0, 'km'), (500000.0, None)]
    """
    for match in _QUANTITY.finditer(text):
        value = float(match["digits"].replace(",", "")) if match["digits"] else _value_of(match["words"])
        for scale in re.findall(r"[a-z]+", match["scales"].lower()):
            value *= _SCALES.get(scale, 1.0)
        unit = _UNIT_OF.get((match["before"] or match["after"] or "").strip(" -").lower())
        number = match.start("digits" if match["digits"] else "words")
        before = text[max(0, number - 24) : number]
        bound = "least" if _LEAST.search(before) else "most" if _MOST.search(before) else None
        yield Quantity(number, match.end(), value, unit, match[0].strip(), bool(_ROUND.search(before)), bound)


def unit_of(text: str, start: int, end: int) -> str | None:
    """Return the unit of the number that stands at `[start, end)` of a text; None if it has none known.

    >>> unit_of("It is 2,470 km away.", 6, 11)
    'km'
    """
    return next((one.unit for one in quantities(text) if one.start < end and start < one.end), None)


def is_number_word(word: str) -> bool:
    """Tell whether a word in lower case, perhaps of two parts, is a number: "five", "twenty-five"."""
    return all(part in _WORDS for part in word.split("-"))


def _value_of(words: str) -> float:
    """Add up words such as "twenty-five"; "five six" is no number, and counts as its first word."""
    first, *rest = (_WORDS[word] for word in re.split(r"[ -]", words.lower()))
    return first + rest[0] if rest and first >= 20 and 0 < rest[0] < 10 else first
