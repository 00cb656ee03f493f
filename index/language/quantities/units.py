"""Units, in whatever form they are written."""

import re

ORDINAL, TIMES, METRES = "th", "times", "m"  # the first two are the units of "third" and of "doubled"
MONEY = frozenset({"$", "€", "£", "rouble"})
TIME_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year"})
DIMENSIONS = (  # "90 minutes" says how many hours
    TIME_UNITS,
    frozenset({METRES, "km", "mile"}),
    frozenset({"km/h", "mph"}),
    frozenset({"kg", "tonne"}),
    frozenset({"MW", "GW"}),
)

_UNITS = {
    "%": ("%", "percent", "per cent", "percentage point", "percentage points"),
    "$": ("$", "dollar", "dollars", "usd", "us$"),
    "€": ("€", "euro", "euros", "eur"),
    "£": ("£", "pound", "pounds", "gbp"),
    "rouble": ("rouble", "roubles", "ruble", "rubles"),
    "km": ("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"),
    "mile": ("mile", "miles", "mi"),
    METRES: ("meter", "meters", "metre", "metres"),
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
    TIMES: ("times", "fold"),
}
_UNIT_OF = {written: unit for unit, forms in _UNITS.items() for written in forms}
_longest_first = sorted((re.escape(form) for form in _UNIT_OF if form not in "$€£%"), key=len, reverse=True)

CURRENCY = "[$€£]"
UNIT = rf"(?:\s?%|[ -](?:{'|'.join(_longest_first)})\b|(?<=\d)(?:km/h|km|mph|kg|MW|GW|h)\b)"


def unit_of(written: str | None) -> str | None:
    """Return the normal form of a unit; None for none, and for one that is not known."""
    return _UNIT_OF.get((written or "").strip(" -").lower())
