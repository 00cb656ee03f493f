"""Words for numbers, scales and units, and the patterns that are made of them."""

import re

SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3, "k": 1e3,
    "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: float(value) for value, word in enumerate(ONES)} | {
    word: float(10 * value) for value, word in enumerate(TENS, start=2)
}
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
    "times": ("times", "fold"),
}
_UNIT_OF = {written: unit for unit, forms in _UNITS.items() for written in forms}
_longest_first = sorted((re.escape(form) for form in _UNIT_OF if form not in "$€£%"), key=len, reverse=True)

DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = "|".join((*TENS, *reversed(ONES), "half"))
SCALE = "hundred|thousand|million|billion|trillion|dozen"
UNIT = rf"(?:\s?%|[ -](?:{'|'.join(_longest_first)})\b)"


def unit_of(written: str | None) -> str | None:
    """Return the normal form of a unit; None for none, and for one that is not known."""
    return _UNIT_OF.get((written or "").strip(" -").lower())


def value_of(number: str) -> float:
    """Return the value of digits or of words such as "twenty-five"; "five six" is none, and counts as its first."""
    if number[0].isdigit():
        return float(number.replace(",", ""))
    first, *rest = (0.5 if word == "half" else NUMBERS[word] for word in re.split(r"[ -]", number.lower()))
    return first + rest[0] if rest and first >= 20 and 0 < rest[0] < 10 else first


def is_number_word(word: str) -> bool:
    """Tell whether a word in lower case, perhaps of two parts, is a number: "five", "twenty-five"."""
    return all(part in NUMBERS or part in ("half", "dozen", "twice") for part in word.split("-"))
