"""Numbers with their scale and unit, in one normal form, however they are written.

"1.7 billion", "$1.7bn" and "1,700 million dollars" are one quantity; so are "a third" and "33 percent", "doubled" and
"twice". Dates and the numbers in names are no business of this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ROUNDED = 0.05  # how far "about 5,000" may be from what it rounds, as a share
SHARE_ROUNDED = 0.06  # how far "a third" may be from the percentage that it stands for, as a share of it
TELLING = 2.0  # how many times more "more than 5,000" may be
MANY = 1000.0  # how many times more "thousands" may be
LOOK_BACK = 24  # characters in which "more than" or the begin of a range stands before a number

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
_PARTS = {"third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_ORDINALS = {word: float(value) for value, word in enumerate(
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth".split(), start=3)}  # fmt: skip
_MULTIPLES = {"twice": 2.0, "doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "halv": 0.5}
_SEVERAL = {"tens": 1e1, "dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
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
_BEFORE = r"(?P<before>[$€£])?\s?"
_NUMBER = rf"(?:(?P<digits>(?<![\w.])(?:{_DIGITS}))|\b(?P<words>(?:{_WORD})(?:[ -](?:{_WORD}))?)\b)"
_BEHIND = (
    r"(?P<scales>(?:(?:[ -]a)?[ -]?(?:hundred|thousand|million|billion|trillion|bn|mn|tn|[kmb])\b)*)"
    rf"(?P<after>\s?%|[ -](?:{'|'.join(_longest_first)})\b|(?:km/h|km|mph|kg|MW|GW|m|h)\b)?(?!\w)"
)
_TO = r"\s?(?:[-–—]|\b(?:to|and|or)\b)\s?"
_QUANTITY = re.compile(_BEFORE + _NUMBER + _BEHIND, re.IGNORECASE)
_RANGE_BEHIND = re.compile(rf"{_TO}[$€£]?(?:{_DIGITS}|\b(?:{_WORD})\b){_BEHIND}", re.IGNORECASE)
_RANGE_BEFORE = re.compile(rf"(?P<before>[$€£])\s?(?:{_DIGITS}){_TO}\Z", re.IGNORECASE)
_SPOKEN = re.compile(
    rf"""\b(?: (?P<parts>two|three|four|a|one)[ -](?P<part>{"|".join(_PARTS)})(?:s\b|(?=\ of\b))
    | (?P<ordinal>{"|".join(_ORDINALS)}|\d+(?:st|nd|rd|th))
    | (?P<multiple>twice|(?:doubl|tripl|quadrupl|halv)(?:ed|es|ing))
    | (?P<several>(?:(?:{"|".join(_SEVERAL)})\ of\ )?(?:{"|".join(_SEVERAL)})) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ROUND = re.compile(r"\b(?:about|around|roughly|approximately|nearly|almost|some|close to|an estimated)\s+\S?$", re.I)
_LEAST = re.compile(r"\b(?:over|more than|at least|exceed\w*|above)\s+\S?$", re.I)
_MOST = re.compile(r"\b(?:under|less than|fewer than|at most|up to|below)\s+\S?$", re.I)
_TIME_UNITS = ("minute", "hour", "day", "week", "month", "year")
ORDINAL, TIMES = "th", "times"  # the units of "third" and of "doubled"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the span `[start, end)` of its text: its value, its unit (None if it has none known), how written.

    Its last figure leaves it open by `slack`: 9,500 may be 9,450 to 9,550. It `is_rounded` when the text says so
    ("about 5,000"); `bound` is "least" for "more than 5,000", "most" for "under", "many" for "thousands".
    """

    start: int
    end: int
    value: float
    unit: str | None
    written: str
    slack: float = 0.0
    is_rounded: bool = False
    bound: str | None = None

    def is_in(self, known: "Quantity") -> bool:
        """Tell whether a known quantity says this one: the same, or what this one rounds or sets a bound to."""
        if {self.unit, known.unit} == {"%", None} and self._share <= 1 and known._share < 1:
            return abs(self._share - known._share) <= SHARE_ROUNDED * known._share
        if self.unit != known.unit and self.unit and (known.unit or self.unit not in (*_TIME_UNITS, TIMES)):
            return False
        if self.bound and known.bound and self.bound != known.bound:
            return False
        if self.bound == "least" and not known.bound:
            return self.value <= known.value <= TELLING * self.value
        if self.bound == "most" and not known.bound:
            return self.value / TELLING <= known.value <= self.value
        if self.bound == "many" and not known.bound:
            return self.least <= known.value <= self.most
        return abs(self.value - known.value) <= (ROUNDED if self.is_rounded else 1e-9) * abs(known.value)

    @property
    def least(self) -> float:
        """The least that it may be, by how it is written."""
        return self.value - self.slack

    @property
    def most(self) -> float:
        """The most that it may be, by how it is written."""
        return MANY * self.value if self.bound == "many" else self.value + self.slack

    @property
    def is_amount(self) -> bool:
        """Whether it tells how much or how many, not which ("third") or how many times ("doubled")."""
        return self.unit not in (ORDINAL, TIMES)

    @property
    def _share(self) -> float:
        """What "a third" or "33 percent" is of the whole."""
        return self.value / 100 if self.unit == "%" else self.value


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text, in order.

    >>> [(one.value, one.unit) for one in quantities("$1.7bn, 1,700 million dollars, twenty-five km, half a million")]
    [(1700000000.0, '$'), (1700000000.0, '$'), (25.0, 'km'), (500000.0, None)]
    >>> [(one.value, one.unit) for one in quantities("The third deal doubled it, to $2-3 million.")]
    [(3.0, 'th'), (2.0, 'times'), (2000000.0, '$'), (3000000.0, '$')]
    """
    spoken = [_spoken(match) for match in _SPOKEN.finditer(text)]
    figures = [
        _figure(match, text)
        for match in _QUANTITY.finditer(text)
        if all(match.end() <= one.start or one.end <= match.start() for one in spoken)
    ]
    yield from sorted((*spoken, *figures), key=lambda one: one.start)


def _figure(match: re.Match[str], text: str) -> Quantity:
    number = match.start("digits" if match["digits"] else "words")
    behind, before = match, match["before"]
    if not (match["scales"] or match["after"]):
        behind = _RANGE_BEHIND.match(text, match.end()) or match  # "2-3 million" is from 2 million to 3 million
    if not before and (range_before := _RANGE_BEFORE.search(text[max(0, number - LOOK_BACK) : number])):
        before = range_before["before"]
    value, slack = (_value_of(match["words"]), 0.0) if match["words"] else _value_and_slack(match["digits"])
    for scale in re.findall(r"[a-z]+", behind["scales"].lower()):
        value, slack = value * _SCALES.get(scale, 1.0), slack * _SCALES.get(scale, 1.0)
    unit = _UNIT_OF.get((before or behind["after"] or "").strip(" -").lower())
    said = text[max(0, number - LOOK_BACK) : number]
    bound = "least" if _LEAST.search(said) else "most" if _MOST.search(said) else None
    return Quantity(number, match.end(), value, unit, match[0].strip(), slack, bool(_ROUND.search(said)), bound)


def _value_and_slack(digits: str) -> tuple[float, float]:
    """Return the value, and half the weight of its last figure that is no zero: 9,500 is from 9,450 to 9,550."""
    whole, _, decimals = digits.replace(",", "").partition(".")
    zeros = -len(decimals) if decimals else len(whole) - len(whole.rstrip("0"))
    return float(f"{whole}.{decimals}"), 10.0**zeros / 2 if zeros else 0.0


def _spoken(match: re.Match[str]) -> Quantity:
    """Return a quantity that is said in words: a part, an ordinal, a multiple, or no number in particular."""
    written, (start, end) = match[0].lower(), match.span()
    if match["part"]:
        value = _WORDS.get(match["parts"].lower(), 1.0) * _PARTS[match["part"].lower()]
        return Quantity(start, end, value, None, match[0])
    if match["ordinal"]:
        value = _ORDINALS.get(written) or float(written[:-2])
        return Quantity(start, end, value, ORDINAL, match[0])
    if match["multiple"]:
        value = next(value for stem, value in _MULTIPLES.items() if written.startswith(stem))
        return Quantity(start, end, value, TIMES, match[0])
    value = 1.0
    for word in written.split(" of "):
        value *= _SEVERAL[word]
    return Quantity(start, end, value, None, match[0], bound="many")


def is_number_word(word: str) -> bool:
    """Tell whether a word in lower case, perhaps of two parts, is a number: "five", "twenty-five"."""
    return all(part in _WORDS for part in word.split("-"))


def _value_of(words: str) -> float:
    """Add up words such as "twenty-five"; "five six" is no number, and counts as its first word."""
    first, *rest = (_WORDS[word] for word in re.split(r"[ -]", words.lower()))
    return first + rest[0] if rest and first >= 20 and 0 < rest[0] < 10 else first
