"""Numbers as they are written, in figures or in words, each with its value: "1,700", "two hundred and fifty", "2.5bn".

What a number counts is told by `index.language.quantities`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS = {word: float(value) for value, word in enumerate(ONES)}
CARDINALS |= {word: float(10 * value) for value, word in enumerate(TENS, start=2)}
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
ORDINALS = {word: float(value) for value, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth".split(), start=1)}  # fmt: skip
ORDINALS |= {f"{word[:-1]}ieth": CARDINALS[word] for word in TENS}
SCALE = "|".join(SCALES)
ROUNDED = 0.05  # how far a round number may be from what it rounds, as a share

_SCALES = SCALES | {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}  # the short ones behind figures
_SPACES = "\u00a0\u2009\u202f"  # a thin one, and those that keep a number in one line
_FIGURES = (
    r"\d+(?:,\d{3})+(?:\.\d+)?"
    rf"|\d{{1,3}}(?:(?:[{_SPACES}]\d{{3}})+|(?:[ ]\d{{3}})*[ ]000|[ ]\d{{3}}(?![ ]\d))(?:\.\d+)?(?![\d,.]*\d)"
    r"|\d{1,3}(?:\.\d{3})+\.000(?![\d,.]*\d)"
    r"|\d+(?:\.\d+)?"
)
_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(ONES[1:10])}))?|(?:{'|'.join(reversed(ONES))}))\b"
_FRACTIONS = {"a half": 0.5, "a quarter": 0.25, "three quarters": 0.75}
_TERM = re.compile(
    rf"""(?: (?<![\w.])(?P<figures>{_FIGURES})
    | \b(?P<half>(?:one[ -])?half)\b(?:(?:\ of)?\ an?(?=\ (?:{SCALE})\b))?
    | \b(?P<hundreds>{_SMALL}|a)[ -]hundred\b(?:(?P<and>\ and\ |[ -])(?P<rest>{_SMALL})(?![ -](?:hundred|dozen)\b))?
    | \b(?P<a>an?)(?=\ (?:{SCALE})\b) | \b(?P<small>{_SMALL}) )
    (?:[ -]and[ -](?P<fraction>{"|".join(_FRACTIONS).replace(" ", "[ -]")})\b(?!\ of\b))?
    (?P<scales>(?:(?:[ -]a)?[ -](?:{SCALE})\b | (?(figures)(?:[ -]a\ |[ -]?)(?:{SCALE}|bn|mn|tn|[kmb])\b|(?!)))*)
    (?:[ -]and[ -](?P<over>{"|".join(_FRACTIONS).replace(" ", "[ -]")})\b(?!\ (?:of|in|were|was|had|have)\b))?""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINED = re.compile(r",? and |, |[ -]")
_BETWEEN = re.compile(r"\bbetween \Z", re.IGNORECASE)
_NO_THOUSANDS = re.compile(r"\b(?:[A-Z][\w.]*|no\.?|\d+) \Z")  # "May 5 300 people", "Flight 12 500"
_FIRST_THOUSANDS = re.compile(r"(?P<figures>\d+)(?P<scales>)(?P<fraction>)(?P<over>)")
_LOOK_BACK = 24  # characters in which such words stand before a number


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the span `[start, end)` of its text, with its value.

    Its last figure that is no zero leaves it open by `slack`: 9,500 may be from 9,450 to 9,550. `scale` is what a word
    such as "million" behind it multiplies it by. It `is_open` where a space may stand for thousands or between two
    numbers: "12 500".
    """

    start: int
    end: int
    value: float
    slack: float
    scale: float = 1.0
    is_open: bool = False


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of a text, in order.

    >>> [one.value for one in find_numbers("two hundred and fifty of 1 000 000, one and a half billion, a dozen")]
    [250.0, 1000000.0, 1500000000.0, 12.0]
    >>> [one.value for one in find_numbers("half a million, five or six, and a thousand two hundred")]
    [500000.0, 5.0, 6.0, 1200.0]
    """
    end = 0
    while match := _TERM.search(text, end):
        number = _number(text, match)
        yield number
        end = number.end


def number_at(text: str, start: int) -> Number | None:
    """Return the number that begins at a place of a text, None where none does."""
    match = _TERM.match(text, start)
    return _number(text, match) if match else None


def is_number_word(word: str) -> bool:
    """Tell whether a word in lower case, perhaps of two parts, is a number: "five", "twenty-five"."""
    return all(part in CARDINALS or part in ("half", "dozen", "twice") for part in word.split("-"))


def _number(text: str, match: re.Match[str]) -> Number:
    """Return the number that a term begins: "two thousand" goes on with " and fifty", as long as the terms get less."""
    said = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if match["figures"] and " " in match["figures"] and _NO_THOUSANDS.search(said):
        match = _FIRST_THOUSANDS.match(text, match.start()) or match
    value, scales = _value(match)
    start, end = match.span()
    if match["figures"]:
        is_open = re.fullmatch(r"\d+ (?!000)\d+", match["figures"]) is not None
        return Number(start, end, value, _slack(match, value), scales, is_open)
    if match["and"] == " and " and _BETWEEN.search(said):  # "between two hundred and three thousand"
        value, end, scales = 100 * _value_of_words(match["hundreds"]), match.start("and"), 0.0
    while scales >= SCALES["thousand"] and (joined := _JOINED.match(text, end)):
        term = _TERM.match(text, joined.end())
        if not term or term["figures"] or term["half"]:
            break
        more, more_scales = _value(term)
        if more >= scales or (joined[0] == ", " and (match["a"] or more < SCALES["hundred"])):
            break
        value, scales, end = value + more, more_scales, term.end()
    hundreds = SCALES["hundred"] if match["hundreds"] and not match["rest"] else 1.0
    return Number(start, end, value, _slack(match, value), hundreds * (scales or 1.0))


def _value(term: re.Match[str]) -> tuple[float, float]:
    """Return the value of a term, and what it is a multiple of by its words."""
    if term["figures"]:
        value = float(_bare(term["figures"]))
    elif term["hundreds"]:
        value = 100 * _value_of_words(term["hundreds"]) + _value_of_words(term["rest"])
    else:
        value = 0.5 if term["half"] else _value_of_words(term["small"] or term["a"])
    written = ((term[name] or "").replace("-", " ").lower() for name in ("fraction", "over"))
    fraction, over = (_FRACTIONS.get(one, 0.0) for one in written)
    scales = prod((_SCALES.get(scale, 1.0) for scale in re.findall(r"[a-z]+", term["scales"].lower())), start=1.0)
    return (value + fraction + over) * scales, scales


def _bare(figures: str) -> str:
    """Return figures without what stands between thousands."""
    bare = re.sub(rf"[,\s{_SPACES}]", "", figures)
    return bare.replace(".", "") if bare.count(".") > 1 else bare


def _value_of_words(written: str | None) -> float:
    """Return the value of a number below a hundred: "twenty-five", "a"."""
    return sum(CARDINALS.get(word, 1.0) for word in re.findall(r"\w+", (written or "").lower()))


def _slack(term: re.Match[str], value: float) -> float:
    """Return half the weight of the last figure that is no zero, or of the last decimal."""
    if term["figures"] and "." in (bare := _bare(term["figures"])):
        weight = value / float(bare) * 10.0 ** -len(bare.partition(".")[2]) if float(bare) else 0.0
    else:
        zeros = len(f"{value:.0f}") - len(f"{value:.0f}".rstrip("0"))
        weight = 10.0**zeros if zeros and value == int(value) else 0.0
    return min(weight / 2, ROUNDED * value)
