"""Numbers with the unit that stands behind or before them: "$1.7bn", "twenty-five km", "a 400 m race"."""

import re
from collections.abc import Iterator

from index.language.numbers import SCALES, Number, find_numbers, number_at
from index.language.quantities.quantity import LOOK_BACK, Quantity, quantity_at
from index.language.quantities.units import CURRENCY, METRES, UNIT, unit_of

LONGEST_OF_RANGE = 1000  # the first number of "2-3 million" is small; "900,000 to 1.2 million" needs no help

_BEHIND = re.compile(rf"{UNIT}(?!\w)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<currency>{CURRENCY})\s?\Z")
_TO = r"(?:[-–—]| to | or )"
_RANGE = re.compile(rf"(?:{_TO}|(?P<and> and )){CURRENCY}?")
_RANGE_BEFORE = re.compile(rf"(?P<currency>{CURRENCY})\s?[\d.,]+{_TO}\Z")
_BETWEEN = re.compile(r"\bbetween\s\S?\Z", re.IGNORECASE)

_SHORT_MILLION = re.compile(r"[\d -]m\Z")
_OF_LENGTH = (
    r"races?|dash|sprints?|relays?|hurdles?|hurdlers?|steeplechase|freestyle|butterfly|backstroke|breaststroke|medley|"
    r"runners?|ran|swims?|swam|swimmers?|swimming|deep|depths?|dived?|dives?|tall|height|width|wide|length|distance|"
    r"altitude|elevation|underwater|towers?"
)
_METRES_BEHIND = re.compile(
    rf"(?:[ -][\w'’]+)?[ -](?:{_OF_LENGTH}|high|long|away|events?|heats?|finals?)\b"
    r"|\s?\([\s\d,.]+f(?:ee)?t\b|\s?/\s?s\b",
    re.IGNORECASE,
)
_METRES_BEFORE = re.compile(
    rf"\b(?:{_OF_LENGTH}|(?:wo)?men['’]s)\b[^.,;:]*\Z|\b(?:feet|foot|ft|inches)\s?\(\s?\Z", re.IGNORECASE
)
_COUNTED_BEHIND = re.compile(r" (?:people|men|women|children|(?:[a-z-]+ )?[a-z]{2,}s)\b")


def amounts(text: str) -> Iterator[Quantity]:
    """Yield them, in order."""
    for number in find_numbers(text):
        said = text[max(0, number.start - LOOK_BACK) : number.start]
        before, behind = _BEFORE.search(said), _BEHIND.match(text, number.end)
        start, end = number.start - len(before[0] if before else ""), behind.end() if behind else number.end
        if text[end : end + 1].isalnum():
            continue  # "5th", "1990s"
        other = None if behind or number.scale != 1 else _end_of_range(text, number, said)
        last, behind = (other, _BEHIND.match(text, other.end)) if other else (number, behind)
        before = before or _RANGE_BEFORE.search(said)
        unit = unit_of(before["currency"] if before else behind and behind[0])
        value = number.value * (other.scale if other else 1)
        (first, unit), *others = _readings(text, said, number, last, value, unit)
        slack = number.slack * first / number.value if number.value else 0.0
        yield quantity_at(text, start, end, first, unit, slack=slack, others=tuple(others))


def _end_of_range(text: str, number: Number, said: str) -> Number | None:
    """Return the other end of a range: "2-3 million" is from 2 million to 3 million."""
    between = _RANGE.match(text, number.end)
    other = number_at(text, between.end()) if between else None
    if not between or not other or (between["and"] and not _BETWEEN.search(said)):
        return None
    is_small = number.value < LONGEST_OF_RANGE and "," not in text[number.start : number.end]
    return other if is_small and number.value < other.value / other.scale else None


def _readings(
    text: str, said: str, number: Number, last: Number, value: float, unit: str | None
) -> list[tuple[float, str | None]]:
    """Return the values and units that a number may stand for, the likeliest first: "400 m" is metres or million."""
    if number.is_open:
        return [(value, unit), *((float(part), unit) for part in text[number.start : number.end].split())]
    if unit or not _SHORT_MILLION.search(text[last.end - 2 : last.end]):
        return [(value, unit)]
    metres, million = (value / SCALES["million"], METRES), (value, unit)
    if _METRES_BEHIND.match(text, last.end):
        return [metres]
    if _COUNTED_BEHIND.match(text, last.end):
        return [million]
    return [metres] if _METRES_BEFORE.search(said) else [metres, million]
