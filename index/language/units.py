"""Units of measure and money: how each is written, which of them measure the same, and how many of one another are."""

import re

ORDINAL, TIMES = "th", "times"  # the units of "third" and of "doubled"

_WRITTEN = """
%: %, percent, per cent, percentage point, percentage points; $: $, dollar, dollars, usd, us$; €: €, euro, euros, eur;
£: £, pound, pounds, gbp; rouble: ₽, rouble, roubles, ruble, rubles; yen: ¥, yen, jpy; yuan: yuan, renminbi, cny;
rupee: ₹, rupee, rupees, inr; franc: franc, francs, chf; krone: krone, kroner, krona, kronor; peso: ₱, peso, pesos;
lira: ₺, lira, liras; zloty: zloty, zlotys, zlotych; rand: rand, zar; ringgit: ringgit; dirham: dirham, dirhams;
riyal: riyal, riyals; shekel: ₪, shekel, shekels; hryvnia: ₴, hryvnia, hryvnias; naira: ₦, naira;
mm: millimeter, millimeters, millimetre, millimetres; cm: centimeter, centimeters, centimetre, centimetres;
m: meter, meters, metre, metres; km: km, kms, kilometer, kilometers, kilometre, kilometres;
inch: inch, inches; foot: foot, feet; mile: mile, miles, mi;
nautical mile: nautical mile, nautical miles; m²: sq m, sq. m, square meter, square meters, square metre, square metres;
km²: sq km, sq. km, square kilometer, square kilometers, square kilometre, square kilometres; ha: hectare, hectares;
square foot: sq ft, sq. ft, square foot, square feet; acre: acre, acres; square mile: sq mi, square mile, square miles;
litre: liter, liters, litre, litres; gallon: gallon, gallons;
mg: milligram, milligrams; g: gram, grams, gramme, grammes; kg: kg, kilogram, kilograms, kilo, kilos;
tonne: ton, tons, tonne, tonnes, metric ton, metric tons; lb: lbs; ounce: ounce, ounces;
km/h: km/h, kph, kmh, km per hour, kilometers per hour, kilometres per hour, kilometers an hour, kilometres an hour;
mph: mph, miles per hour, miles an hour; kW: kilowatt, kilowatts;
MW: mw, megawatt, megawatts; GW: gw, gigawatt, gigawatts; TW: terawatt, terawatts;
kWh: kilowatt hour, kilowatt hours, kilowatt-hour, kilowatt-hours;
MWh: megawatt hour, megawatt hours, megawatt-hour, megawatt-hours;
GWh: gigawatt hour, gigawatt hours, gigawatt-hour, gigawatt-hours;
TWh: terawatt hour, terawatt hours, terawatt-hour, terawatt-hours;
°C: degrees celsius, degrees centigrade, degree celsius, celsius; °F: degrees fahrenheit, fahrenheit;
MB: megabyte, megabytes; GB: gigabyte, gigabytes; TB: terabyte, terabytes;
second: seconds, secs; minute: minute, minutes, min; hour: hour, hours, h, hrs; day: day, days; week: week, weeks;
month: month, months; year: year, years; decade: decade, decades; century: century, centuries; times: times, fold
"""
_ENTRIES = (entry.split(": ") for entry in " ".join(_WRITTEN.split()).split("; "))
_UNIT_OF = {written: unit for unit, forms in _ENTRIES for written in forms.split(", ")}
_SYMBOLS = {  # in these letters, and behind figures alone: "5G" and "two GB News hosts" have none
    **{one: one for one in "mm cm km m² km² ha mg g kg kW MW GW TW kWh MWh GWh TWh °C °F km/h mph".split()},
    **{"m2": "m²", "km2": "km²", "ft": "foot", "lb": "lb", "lbs": "lb", "oz": "ounce", "t": "tonne", "h": "hour"},
}

IN_BASE = {  # unit → the one that its dimension is told in, and how many of it
    "second": ("minute", 1 / 60), "minute": ("minute", 1), "hour": ("minute", 60), "day": ("minute", 1440),
    "week": ("minute", 10_080),
    "month": ("month", 1), "year": ("month", 12), "decade": ("month", 120), "century": ("month", 1200),
    "mm": ("mm", 1), "cm": ("mm", 10), "m": ("mm", 1000), "km": ("mm", 1_000_000),
    "inch": ("mm", 25.4), "foot": ("mm", 304.8), "mile": ("mm", 1_609_344),
    "nautical mile": ("mm", 1_852_000),
    "m²": ("m²", 1), "ha": ("m²", 10_000), "km²": ("m²", 1_000_000),
    "square foot": ("m²", 0.09290304), "acre": ("m²", 4046.8564224), "square mile": ("m²", 2_589_988.110336),
    "mg": ("mg", 1), "g": ("mg", 1000), "kg": ("mg", 1_000_000), "tonne": ("mg", 1_000_000_000),
    "ounce": ("mg", 28_349.523125), "lb": ("mg", 453_592.37),
    "km/h": ("km/h", 1), "mph": ("km/h", 1.609344),
    "kW": ("W", 1000), "MW": ("W", 1_000_000), "GW": ("W", 1_000_000_000), "TW": ("W", 10**12),
    "kWh": ("kWh", 1), "MWh": ("kWh", 1000), "GWh": ("kWh", 1_000_000), "TWh": ("kWh", 1_000_000_000),
}  # fmt: skip
CUSTOMARY = frozenset("inch foot mile acre ounce lb mph".split()) | {"square foot", "square mile", "nautical mile"}

MONEY = frozenset(
    "$ € £ rouble yen yuan rupee franc krone peso lira zloty rand dirham riyal ringgit shekel hryvnia naira".split()
)
TIME_UNITS = frozenset("second minute hour day week month year decade century".split())
ALWAYS_TOLD = frozenset("% $ € £ rouble m km mile km/h mph kg tonne MW GW".split())  # beside a number that is of one
POUNDS = frozenset(("£", "lb"))  # what "pounds" may be
_OTHER_BASES = dict.fromkeys(base for unit, (base, _) in IN_BASE.items() if unit not in TIME_UNITS)
DIMENSIONS = (  # units of which one may answer for another: "90 minutes" says how many hours
    TIME_UNITS,
    MONEY,
    *(frozenset(unit for unit, (of, _) in IN_BASE.items() if of == base) for base in _OTHER_BASES),
)

SIGN = "$€£¥₹₽₪₺₦₴₱"
CURRENCY = f"[{SIGN}]"
_longest_first = sorted((re.escape(form) for form in _UNIT_OF if form[-1].isalpha()), key=len, reverse=True)
_symbols = "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
UNIT = (  # behind a number, in any case of letters but for symbols
    rf"(?:\s?%|[ -](?:{'|'.join(_longest_first)})\b|(?<=\d)\s?(?-i:{_symbols})\b"
    r"|(?<=\d)(?:km/h|km|mph|kg|MW|GW|h)\b|(?<=\d)\s?[MGT]B\b(?!\s+[A-Z]))"
)
NAMED = re.compile(r" (?:Foot|Mile|Acre|Inch|Pound|Rand|Gram)s? [A-Z]")  # "Two Foot Locker shops"


def unit_of(written: str | None) -> str | None:
    """Return the normal form of a unit; None for none, and for one that is not known.

    >>> unit_of(" kilometres"), unit_of("ft"), unit_of("¥"), unit_of("boats")
    ('km', 'foot', 'yen', None)
    """
    bare = (written or "").strip(" -.")
    return _SYMBOLS.get(bare) or _UNIT_OF.get(bare.lower())


def is_symbol(written: str) -> bool:
    """Tell whether letters are a symbol such as "GW", which stands for a unit behind figures."""
    return len(written) > 1 and written in _SYMBOLS
