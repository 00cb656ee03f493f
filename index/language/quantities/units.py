"""Units, in whatever form they are written."""

import re

ORDINAL, TIMES, METRES = "th", "times", "m"  # the first two are the units of "third" and of "doubled"
MONEY = frozenset({"$", "€", "£", "rouble"})
TIME_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year"})
# "90 minutes" says how many hours
DIMENSIONS = (TIME_UNITS, *(frozenset(units.split()) for units in ("m km mile", "km/h mph", "kg tonne", "MW GW")))

_UNITS = """
%: %, percent, per cent, percentage point, percentage points; $: $, dollar, dollars, usd, us$; €: €, euro, euros, eur;
£: £, pound, pounds, gbp; rouble: rouble, roubles, ruble, rubles; mile: mile, miles, mi; mph: mph, miles per hour;
km: km, kms, kilometer, kilometers, kilometre, kilometres; m: meter, meters, metre, metres;
km/h: km/h, kph, kmh, kilometers per hour, kilometres per hour; kg: kg, kilogram, kilograms, kilo, kilos;
tonne: ton, tons, tonne, tonnes; MW: mw, megawatt, megawatts; GW: gw, gigawatt, gigawatts; minute: minute, minutes, min;
hour: hour, hours, h, hrs; day: day, days; week: week, weeks; month: month, months; year: year, years;
times: times, fold
"""
_ENTRIES = (entry.split(": ") for entry in " ".join(_UNITS.split()).split("; "))
_UNIT_OF = {written: unit for unit, forms in _ENTRIES for written in forms.split(", ")}
_longest_first = sorted((re.escape(form) for form in _UNIT_OF if form not in "$€£%"), key=len, reverse=True)

CURRENCY = "[$€£]"
UNIT = rf"(?:\s?%|[ -](?:{'|'.join(_longest_first)})\b|(?<=\d)(?:km/h|km|mph|kg|MW|GW|h)\b)"


def unit_of(written: str | None) -> str | None:
    """Return the normal form of a unit; None for none, and for one that is not known."""
    return _UNIT_OF.get((written or "").strip(" -").lower())
