"""Numbers with their scale and unit, in one normal form, however they are written.

"1.7 billion", "$1.7bn" and "1,700 million dollars" are one quantity; so are "a third of them" and "33 percent", or
"doubled" and "twice". Dates and the numbers in names are no business of this module.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import prod

from index.language.numbers import CARDINALS, ONES, ORDINALS, SCALE, SCALES, TENS, Number, find_numbers, number_at
from index.language.quantity import LOOK_BACK, Measure, Quantity, quantity_at
from index.language.units import CURRENCY, NAMED, ORDINAL, TIMES, UNIT, unit_of

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
_WEIGHT_BEHIND = re.compile(r"[ -]pounds? (?:overweight|lighter|heavier|in weight)\b", re.IGNORECASE)
_WEIGHT_BEFORE = re.compile(
    r"\bweigh(?:s|ed|ing)?(?: (?:in at|only|just|nearly|almost|about|over|up to))?\s\Z", re.IGNORECASE
)
_MAY_WEIGH = re.compile(r"[ -]pounds?\b", re.IGNORECASE)
_COUNTED_BEHIND = re.compile(r" (?:people|men|women|children|(?:[a-z-]+ )?[a-z]{2,}s)\b")

SEVERAL_TIMES = 10.0  # how many times as many "several hundred" may be; for "hundreds", see `_AS_MANY`

_PARTS = {"third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_MULTIPLES = {"twice": 2.0, "doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "halv": 0.5}
_AS_MANY = {"tens": 10.0, "dozens": 20.0, "hundreds": 10.0, "thousands": 100.0, "millions": 1000.0, "billions": 1000.0}

_PART = re.compile(
    rf"""\b(?: (?P<count>{"|".join(ONES[1:10])})[ -]
        (?P<part>(?:third|fifth|tenth)s?|(?<=one.)quarter|(?<=three.)quarters)
    | a\ (?P<one>third|quarter|fifth|tenth)
      (?=\ of\b|\W*\Z|[.,;)]|\ (?:were|was|are|is|had|have|has|said|say|voted)\b) )\b
    (?:\ of\ an?\ (?P<scale>{SCALE})\b(?P<unit>{UNIT})?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ORDINAL = re.compile(
    rf"(?<!\ba )\b(?:(?:(?P<tens>{'|'.join(TENS)})[ -])?(?P<word>{'|'.join(ORDINALS)})"
    r"|(?P<digits>\d+)(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(r"\b(?P<stem>twice|(?:doubl|tripl|quadrupl|halv)(?=ed|ing))(?:ed|ing)?\b", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"""\b(?: (?:several|many|a\ few)\ (?P<scales>(?:{SCALE})(?:\ (?:{SCALE}))?)
    | (?P<many>(?:(?:{"|".join(_AS_MANY)})\ of\ )?(?:{"|".join(_AS_MANY)})) )\b(?P<unit>{UNIT})?""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_COUNT = re.compile(r",|[ -]part(?:y|ies)\b")  # "Third, …" and "third-party apps"
_OF_NAME = re.compile(r"[A-Z]\w+ the \Z")  # "Benedict the 16th"


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text, in order.

    >>> [(one.value, one.unit) for one in quantities("$1.7bn, 1,700 million dollars, twenty-five km, half a million")]
    [(1700000000.0, '$'), (1700000000.0, '$'), (25.0, 'km'), (500000.0, None)]
    >>> [(one.value, one.unit) for one in quantities("The third deal doubled it, to $2-3 million.")]
    [(3.0, 'th'), (2.0, 'times'), (2000000.0, '$'), (3000000.0, '$')]
    """
    taken = bytearray(len(text))
    found = []
    for one in sorted((*_spoken(text), *_amounts(text)), key=lambda one: one.start - one.end):  # the longest first
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"1" * (one.end - one.start)
            found.append(one)
    yield from sorted(found, key=lambda one: one.start)


def _amounts(text: str) -> Iterator[Quantity]:
    """Yield the numbers with the unit that stands behind or before them."""
    for number in find_numbers(text):
        said = text[max(0, number.start - LOOK_BACK) : number.start]
        before = _BEFORE.search(said)
        behind = None if NAMED.match(text, number.end) else _BEHIND.match(text, number.end)
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
        yield replace(quantity_at(text, (start, end), first, unit, slack=slack), others=tuple(others))


def _end_of_range(text: str, number: Number, said: str) -> Number | None:
    """Return the other end of a range: "2-3 million" is from 2 million to 3 million."""
    between = _RANGE.match(text, number.end)
    other = number_at(text, between.end()) if between else None
    if not between or not other or (between["and"] and not _BETWEEN.search(said)):
        return None
    is_small = number.value < LONGEST_OF_RANGE and "," not in text[number.start : number.end]
    return other if is_small and number.value < other.value / other.scale else None


def _readings(text: str, said: str, number: Number, last: Number, value: float, unit: str | None) -> list[Measure]:
    """Return the values and units that a number may stand for, the likeliest first: "400 m" is metres or million."""
    if number.is_open:
        return [(value, unit), *((float(part), unit) for part in text[number.start : number.end].split())]
    if unit == "£" and "£" not in said[-2:] and (_WEIGHT_BEHIND.match(text, last.end) or _WEIGHT_BEFORE.search(said)):
        return [(value, "lb")]
    if unit == "£" and "illion" not in text[number.start : last.end] and _MAY_WEIGH.match(text, last.end):
        return [(value, unit), (value, "lb")]
    if unit or not _SHORT_MILLION.search(text[last.end - 2 : last.end]):
        return [(value, unit)]
    metres, million = (value / SCALES["million"], "m"), (value, unit)
    if _METRES_BEHIND.match(text, last.end):
        return [metres]
    if _COUNTED_BEHIND.match(text, last.end):
        return [million]
    return [metres] if _METRES_BEFORE.search(said) else [metres, million]


def _spoken(text: str) -> Iterator[Quantity]:
    """Yield the numbers that are said otherwise: parts, ordinals, multiples, "thousands"; each kind in order."""
    parts = list(_PART.finditer(text))
    for match in parts:
        scale = SCALES.get((match["scale"] or "").lower(), 1.0)
        count = CARDINALS.get((match["count"] or "").lower(), 1.0)
        part = _PARTS[(match["part"] or match["one"]).lower().removesuffix("s")]
        yield quantity_at(text, match.span(), count * part * scale, unit_of(match["unit"]))
    for match in _ORDINAL.finditer(text):
        if _counts(match) and not any(part.start() <= match.start() < part.end() for part in parts):
            value = float(match["digits"] or ORDINALS[match["word"].lower()])
            yield quantity_at(text, match.span(), value + CARDINALS.get((match["tens"] or "").lower(), 0.0), ORDINAL)
    for match in _MULTIPLE.finditer(text):
        yield quantity_at(text, match.span(), _MULTIPLES[match["stem"].lower()], TIMES)
    for match in _SEVERAL.finditer(text):
        words = (match["scales"] or match["many"]).lower().replace(" of ", " ").split()
        value = prod(SCALES.get(word.removesuffix("s"), 10.0) for word in words)  # "tens" are no scale
        many = _AS_MANY.get(words[0], SEVERAL_TIMES)
        yield quantity_at(text, match.span(), value, unit_of(match["unit"]), many=many)


def _counts(match: re.Match[str]) -> bool:
    """Tell an ordinal that counts from "first" and "second", which mean much else, a name's, and "third-party"."""
    text, word = match.string, match["word"] or ""
    is_of_name = word[:1].isupper() and re.match(r"[ -][A-Z]", text[match.end() :])
    is_vague = not match["tens"] and word.lower() in ("first", "second")
    is_no_count = _NO_COUNT.match(text, match.end()) or _OF_NAME.search(text[: match.start()][-40:])
    return not (is_vague or is_of_name or is_no_count)
