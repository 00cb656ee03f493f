"""Numbers that are said otherwise: parts ("a third of"), ordinals, multiples ("doubled"), "thousands"."""

import re
from collections.abc import Iterator
from math import prod

from index.language.numbers import CARDINALS, ONES, ORDINALS, SCALE, SCALES, TENS
from index.language.quantities.quantity import Quantity, quantity_at
from index.language.quantities.units import ORDINAL, TIMES, UNIT, unit_of

SEVERAL_TIMES = 10.0  # how many times as many "several hundred" may be

_PARTS = {"third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_MULTIPLES = {"twice": 2.0, "doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "halv": 0.5}
_SEVERAL = {  # from how many, and how many times as many they may be
    "tens": (1e1, 10.0), "dozens": (12.0, 20.0), "hundreds": (1e2, 10.0), "thousands": (1e3, 100.0),
    "millions": (1e6, 1000.0), "billions": (1e9, 1000.0),
}  # fmt: skip

_several = "|".join(_SEVERAL)
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
_SCALED = re.compile(
    rf"\b(?:several|many|a few) (?P<scales>(?:{SCALE})(?: (?:{SCALE}))?)\b(?P<unit>{UNIT})?", re.IGNORECASE
)
_MANY = re.compile(rf"\b(?P<many>(?:(?:{_several}) of )?(?:{_several}))\b(?P<unit>{UNIT})?", re.IGNORECASE)
_NO_COUNT = re.compile(r",|[ -]part(?:y|ies)\b")  # "Third, …" and "third-party apps"
_OF_NAME = re.compile(r"[A-Z]\w+ the \Z")  # "Benedict the 16th"


def spoken(text: str) -> Iterator[Quantity]:
    """Yield them, each kind in order."""
    parts = list(_PART.finditer(text))
    for match in parts:
        scale = SCALES[match["scale"].lower()] if match["scale"] else 1.0
        count = CARDINALS[match["count"].lower()] if match["count"] else 1.0
        part = _PARTS[(match["part"] or match["one"]).lower().removesuffix("s")]
        yield quantity_at(text, *match.span(), count * part * scale, unit_of(match["unit"]))
    for match in _ORDINAL.finditer(text):
        if _counts(match) and not any(part.start() <= match.start() < part.end() for part in parts):
            value = float(match["digits"]) if match["digits"] else ORDINALS[match["word"].lower()]
            yield quantity_at(text, *match.span(), value + CARDINALS.get((match["tens"] or "").lower(), 0.0), ORDINAL)
    for match in _MULTIPLE.finditer(text):
        yield quantity_at(text, *match.span(), _MULTIPLES[match["stem"].lower()], TIMES)
    for match in _SCALED.finditer(text):
        value = prod(SCALES[word] for word in match["scales"].lower().split())
        yield quantity_at(text, *match.span(), value, unit_of(match["unit"]), many=SEVERAL_TIMES)
    for match in _MANY.finditer(text):
        several = [_SEVERAL[word] for word in match["many"].lower().split(" of ")]
        value = several[0][0] * (several[1][0] if len(several) > 1 else 1.0)
        yield quantity_at(text, *match.span(), value, unit_of(match["unit"]), many=several[0][1])


def _counts(match: re.Match[str]) -> bool:
    """Tell an ordinal that counts from "first" and "second", which mean much else, a name's, and "third-party"."""
    text, word = match.string, match["word"] or ""
    is_of_name = word[:1].isupper() and re.match(r"[ -][A-Z]", text[match.end() :])
    is_vague = not match["tens"] and word.lower() in ("first", "second")
    return not (
        is_vague or is_of_name or _NO_COUNT.match(text, match.end()) or _OF_NAME.search(text[: match.start()][-40:])
    )
