"""What kind of answer a question wants: yes or no, or a value; and whether a sentence has such a value.

Who asks how many drones were sent is not answered by a sentence without a number, however near it comes. In the
encyclopedic sets of the training data 4% of the sentences that answer "how many" have no such number, of those beside
them 64%; where a question begins with "when was", 2% have no date, of those beside them 58%. (Who asks when something
"is" or "does" often wants no date but an occasion.)
"""

import re
from collections.abc import Callable, Iterator, Set

from index.language import facts
from index.language.quantity import Quantity
from index.language.times.wording import MONTHS
from index.language.units import ALWAYS_TOLD, DIMENSIONS, MONEY, POUNDS, TIME_UNITS, TIMES, UNIT, unit_of
from index.language.words import AUXILIARY, DEGREE, MEASURE, QUESTION_WORD, content_stems

_YES_OR_NO = re.compile(
    rf"(?:(?:and|but|so) )?(?:{AUXILIARY})(?:n['’]?t)?\b(?!.*\b(?:{QUESTION_WORD}|or)\b)", re.IGNORECASE
)
_DATE = re.compile(
    r"\b(?:what|which) (?:year|date|day|month)\b|^(?:and |so |but |since )?when (?:did|was|were|will|has|have|had)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\bhow (?:long|old)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\bhow much\b.{0,100}?\b(?:money|cost|worth|price|pa(?:y|id)|earn|spen[dt]|invest)|"
    r"\bhow many (?:\w+ )?(?:dollars|euros|pounds|roubles|rubles)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bhow many (?:(?:more|other|of|the) )*\w+", re.IGNORECASE)
_UNIT_ASKED = re.compile(rf"\bhow many(?: (?:more|other|of|the))*(?P<unit>{UNIT})", re.IGNORECASE)
_NEVER_UNSAID = (TIME_UNITS | ALWAYS_TOLD) - MONEY - {"second", "%"}  # a number without one of these does not answer
_NUMBER = re.compile(
    rf"\bhow (?!\w+ (?:of )?an?\b|much do(?:es)?\b|far (?:right|left)\b)(?:{DEGREE})\b|"
    r"\b(?:what|which) (?:percent(?:age)?|number|share)\b|"
    rf"^what(?:'s| is| was) the (?:\w+ ){{0,2}}(?:{MEASURE})\b",
    re.IGNORECASE,
)

_PERIOD = r"(?:second|minute|hour|day|night|week|month|year|decade|centur(?:y|ie)|season|quarter)s?"
_TIME = re.compile(
    rf"""\b(?: in\ [1-9][0-9]{{2}} | centur(?:y|ies) | decades? | ago | overnight
    | BCE? | (?-i:AD | B\.C | A\.D) | seasons? | spring | summer | autumn | winter
    | {_PERIOD}\ (?:later|earlier|before|after)
    | (?:next|same|following|previous|coming|first|second|third|fourth)\ {_PERIOD}
    | (?:in|within)\ (?:\w+\ ){{0,2}}{_PERIOD}
    | dawn | dusk | noon | midnight | eve | easter | christmas | thanksgiving | ramadan | war
    | [0-9]{{1,2}}(?::[0-9]{{2}}|\ ?[ap]\.?m\b) | (?-i:{"|".join(map(str.title, MONTHS))})
    | (?:in|of|on|early|late|mid)[ -](?:{"|".join(MONTHS)}) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DURATION = re.compile(
    rf"\b(?:(?:an?|one|few|several|many|some|half|whole|entire) (?:\w+ )?{_PERIOD}|decades|centuries|life|since|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b",
    re.IGNORECASE,
)
_COUNT_IN_WORDS = re.compile(
    r"\b(?:no(?! (?:longer|other|more|doubt|word|comment|cause|evidence|sign)\b)|none|nobody|neither|single|sole|both|"
    r"several|half|once|scores|an? (?:few|handful|couple|pair))\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\b(?:free|nothing)\b", re.IGNORECASE)
_NO_COUNT = re.compile(  # "the two countries" have been counted before; "Li, 43," and "5 p.m." count nothing
    r"\b(?:the|these|those|its|their) (?:one|two|three) (?:sides|countr|nation|state|government|econom|leader|"
    r"president|minister|part(?:y|ies)|power|neighbou?r|capital|compan|team)|\bone (?:of|another|day)\b|"
    r", [0-9]{1,2},|\b[0-9]{1,2}(?::[0-9]{2}| ?[ap]\.?m\b)",
    re.IGNORECASE,
)
_HOW = re.compile(rf"\bhow (?:{DEGREE})\b", re.IGNORECASE)
_BARE = re.compile(rf"(?:(?:and|but|so) )?(?:{QUESTION_WORD}|how (?:many|much|long))", re.IGNORECASE)
_ASKING = re.compile(rf"\A(?:(?:and|but|so) )?(?:how (?:many|much|long|{DEGREE})|{QUESTION_WORD})\s+", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+)?\w+(?<![sui])s\s+(?:are|were|have|had|did|do|will|can|could|would|\w+ed)\b"
    r"|\bwhat\b.*\b(?:include|contain|comprise)(?:s|d)?\b|\bwho\s+(?:\w+\s+)?(?:attended|took part|joined)\b",
    re.IGNORECASE,
)
Has = Callable[[str], bool]


def asked_stems(question: str) -> frozenset[str]:
    """Return the stems of a question's words that an answer may have: "big" of "how big" is none.

    >>> sorted(asked_stems("How big was the pay rise?"))
    ['pay', 'rise']
    """
    return content_stems(_HOW.sub(" ", question))


def wants_yes_or_no(question: str) -> bool:
    """Tell whether a question can be answered with yes or no.

    >>> wants_yes_or_no("did iran send drones"), wants_yes_or_no("Who did?")
    (True, False)
    """
    return _YES_OR_NO.match(_last(question)) is not None


def wants_several(question: str) -> bool:
    """Tell whether a question asks for the parts of a whole, of which each article may have others.

    >>> wants_several("Which towns were flooded?"), wants_several("What causes floods?")
    (True, False)
    """
    return _SEVERAL.search(_last(question)) is not None


def wants_figure(question: str) -> bool:
    """Tell whether a question asks for a number or an amount."""
    question = _last(question)
    return not _DATE.search(question) and any(one.search(question) for one in (_MONEY, _COUNT, _NUMBER))


def value_wanted(question: str) -> Has | None:
    """Return what tells whether a sentence has a value such as the question wants; None if it wants none of a kind.

    >>> has_it = value_wanted("How many drones did Iran send?")
    >>> has_it("It sent 300."), has_it("It sent some in 2022, for 12 months.")
    (True, False)
    """
    question = _last(question)
    if _DATE.search(question):
        return lambda text: bool(_dates(text)) or _TIME.search(text) is not None
    if _SPAN.search(question):
        has_span = _has(None, _DURATION)
        return lambda text: bool(_dates(text)) or has_span(text)
    if _MONEY.search(question):
        return _has({None, "%", *MONEY, *POUNDS}, _FREE)
    if _COUNT.search(question):
        found = _UNIT_ASKED.search(question)
        unit = unit_of(found["unit"] if found else None)
        units = next((units for units in DIMENSIONS if unit in units), frozenset({unit}))
        if unit in _NEVER_UNSAID:
            return _has(units, _DURATION if "year" in units else None)
        return _has({None, "%", TIMES, *units}, _COUNT_IN_WORDS)
    return _has(None) if _NUMBER.search(question) else None


def question_in_short(question: str) -> str:
    """Return the last of several questions, as it would be asked at once where it is a mere "When?".

    >>> question_in_short("Who did Voss sue? When?"), question_in_short("Did it rain? How many came?")
    ('When did Voss sue?', 'How many came?')
    """
    *before, last = [part.strip() for part in question.split("?") if any(map(str.isalnum, part))] or [""]
    if not before:
        return question
    told = _ASKING.sub("", before[-1]) if _BARE.fullmatch(last) else ""
    return f"{last} {told}?" if told else f"{last}?"


def _last(question: str) -> str:
    """Return the last of several questions: a follow-up may stand behind the one that it follows."""
    *_, last = [part.strip() for part in question.split("?") if any(map(str.isalnum, part))] or [""]
    return last.strip('"“” ')


def _has(units: Set[str | None] | None, words: re.Pattern[str] | None = None) -> Has:
    """Return what tells whether a text has a number of one of these units (None: of any), or one of these words."""
    return lambda text: (
        any(units is None or one.unit in units for one in _numbers(text))
        or (words is not None and words.search(text) is not None)
    )


def _numbers(text: str) -> Iterator[Quantity]:
    """Yield the quantities that are no date, clock time or age; "2000 km" and "some 2000" are no year."""
    taken = [*_dates(text), *(match.span() for match in _NO_COUNT.finditer(text))]
    for one in facts(text).quantities:
        if one.unit or one.is_rounded or one.bound or all(one.end <= start or end <= one.start for start, end in taken):
            yield one


def _dates(text: str) -> list[tuple[int, int]]:
    """Return the spans of dates and of other words for times."""
    found = facts(text)
    return [(one.start, one.end) for of_kind in (found.times, found.dates) for one in of_kind]
