"""Numbers in digits or number words, with the scale and the unit behind them: "$1.7bn", "twenty-five km"."""

import re
from collections.abc import Iterator

from index.language.quantities.quantity import LOOK_BACK, Quantity, quantity_at
from index.language.quantities.words import DIGITS, NUMBER, SCALE, SCALES, UNIT, unit_of, value_of

LONGEST_OF_RANGE = 1000  # the first number of "2-3 million" is small; "900,000 to 1.2 million" needs no help

_BEHIND = (
    rf"(?P<scales>(?:(?:[ -]a)?[ -]?(?:{SCALE}|bn|mn|tn|[kmb])\b)*)"
    rf"(?P<after>{UNIT}|(?:km/h|km|mph|kg|MW|GW|m|h)\b)?(?!\w)"
)
_FIGURE = re.compile(
    rf"(?:(?P<before>[$€£])\s?)?(?:(?P<digits>(?<![\w.])(?:{DIGITS}))|\b(?P<words>(?:{NUMBER})(?:[ -](?:{NUMBER}))?)\b)"
    rf"{_BEHIND}",
    re.IGNORECASE,
)
_TO = r"(?:[-–—]| to | or )"
_RANGE_BEHIND = re.compile(rf"(?:{_TO}| and )[$€£]?(?P<other>{DIGITS}|(?:{NUMBER})\b){_BEHIND}", re.IGNORECASE)
_RANGE_BEFORE = re.compile(rf"(?P<before>[$€£])\s?(?:{DIGITS}){_TO}\Z")
_BETWEEN = re.compile(r"\bbetween\s\S?\Z", re.IGNORECASE)


def figures(text: str) -> Iterator[Quantity]:
    """Yield them, in order."""
    for match in _FIGURE.finditer(text):
        said = text[max(0, match.start() - LOOK_BACK) : match.start()]
        value, slack = (value_of(match["words"]), 0.0) if match["words"] else _value_and_slack(match["digits"])
        behind, before = match, match["before"]
        if not (match["scales"] or match["after"]):
            behind = _range_behind(match, value, said) or match
        if not before and (range_before := _RANGE_BEFORE.search(said)):
            before = range_before["before"]
        for scale in re.findall(r"[a-z]+", behind["scales"].lower()):
            value, slack = value * SCALES.get(scale, 1.0), slack * SCALES.get(scale, 1.0)
        yield quantity_at(text, *match.span(), value, unit_of(before or behind["after"]), slack=slack)


def _range_behind(match: re.Match[str], value: float, said: str) -> re.Match[str] | None:
    """Return what stands behind the other end of a range: "2-3 million" is from 2 million to 3 million."""
    other = _RANGE_BEHIND.match(match.string, match.end())
    if not other or value >= LONGEST_OF_RANGE or "," in match[0] or value >= value_of(other["other"]):
        return None
    return None if other[0].startswith(" and ") and not _BETWEEN.search(said) else other


def _value_and_slack(digits: str) -> tuple[float, float]:
    """Return the value, and half the weight of its last figure that is no zero: 9,500 is from 9,450 to 9,550."""
    whole, _, decimals = digits.replace(",", "").partition(".")
    value = float(f"{whole}.{decimals}")
    zeros = -len(decimals) if decimals else len(whole) - len(whole.rstrip("0"))
    return value, 10.0**zeros / 2 if zeros and value else 0.0
