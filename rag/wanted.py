"""What kind of answer a question wants: yes or no, or a value; and whether a sentence has such a value.

Who asks how many drones were sent is not answered by a sentence without a number, however near it comes. In the
encyclopedic sets of the training data 5% of the sentences that answer "how many" have no such number, of those beside
them 65%; where a question begins with "when was", 3% have no date, of those beside them 62%.
"""

import re
from collections.abc import Callable, Iterator

from index.english import MONTHS
from index.times import find_times
from rag.quantities import TIMES, Quantity, quantities, unit_of

_YES_OR_NO = re.compile(
    r"\W*(?:(?:and|but|so) )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:what|which) (?:year|date|day|month)\b|^(?:and |so |but |since )?when (?:did|was|were|will|has|have|had)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\bhow (?:long|old)\b", re.IGNORECASE)
_COUNT = re.compile(r"\bhow many (?:(?:more|other|of|the) )*(?P<what>\w+)", re.IGNORECASE)
_MONEY = re.compile(r"\bhow much\b.*\b(?:money|cost|worth|price|pa(?:y|id)|earn|spen[dt]|invest)", re.IGNORECASE)
_NUMBER = re.compile(
    r"\bhow (?:much|far|tall|high|large|big|deep|wide|fast|heavy)\b|"
    r"\b(?:what|which) (?:percent(?:age)?|number|share)\b|"
    r"^what(?:'s| is| was) the (?:\w+ ){0,2}(?:number|amount|total|percentage|rate|population|length|height|size|"
    r"distance|capacity|price|cost|salary|budget|revenue|toll)\b",
    re.IGNORECASE,
)

_YEAR = re.compile(r"\b(?:1[0-9]|20)[0-9]{2}\b(?!%)")
_TIME = re.compile(
    r"\b(?:(?:1[0-9]|20)[0-9]{2}s|centur(?:y|ies)|ago|BCE?|AD|B\.C|A\.D|seasons?|spring|summer|autumn|winter|"
    rf"{'|'.join(map(str.title, MONTHS))})\b"
)
_COUNT_IN_WORDS = re.compile(
    r"\b(?:no(?! (?:longer|other|one|more|doubt)\b)|none|single|sole|both|several|a few)\b", re.IGNORECASE
)
_FREE = re.compile(r"\b(?:free|for nothing)\b", re.IGNORECASE)
_NO_COUNT = re.compile(r"\b(?:(?:the|these|those|its|their) (?:one|two|three)|one (?:of|another|day))\b", re.IGNORECASE)
_MONEY_UNITS = frozenset({"$", "€", "£", "rouble"})
_DIMENSIONS = (  # "90 minutes" says how many hours
    _MONEY_UNITS,
    frozenset({"minute", "hour", "day", "week", "month", "year"}),
    frozenset({"m", "km", "mile"}),
    frozenset({"kg", "tonne"}),
    frozenset({"MW", "GW"}),
)
_LARGE = 1e6  # "1.2 million" is money where money is spoken of
_SOME_DAY = "2000-06-15"  # of publishing: "on Monday" is a date, whichever it is

Has = Callable[[str], bool]


def wants_yes_or_no(question: str) -> bool:
    """Tell whether a question can be answered with yes or no.

    >>> wants_yes_or_no("did iran send drones"), wants_yes_or_no("Who did?")
    (True, False)
    """
    return _YES_OR_NO.match(_last(question)) is not None


def value_wanted(question: str) -> Has | None:
    """Return what tells whether a sentence has a value such as the question wants; None if it wants none of a kind.

    >>> has_it = value_wanted("How many drones did Iran send?")
    >>> has_it("It sent 300."), has_it("It sent some in 2022, for 12 months.")
    (True, False)
    """
    question = _last(question)
    if _DATE.search(question):
        return lambda text: any(_dates(text)) or _TIME.search(text) is not None
    if _SPAN.search(question):
        return lambda text: any(_numbers(text)) or any(_dates(text))
    if count := _COUNT.search(question):
        units = next((units for units in _DIMENSIONS if unit_of(count["what"]) in units), None)
        return lambda text: any(one.unit in units for one in _numbers(text)) if units else _has_count(text)
    if _MONEY.search(question):
        return lambda text: any(map(_is_money, _numbers(text))) or _FREE.search(text) is not None
    if _NUMBER.search(question):
        return lambda text: any(_numbers(text))
    return None


def _last(question: str) -> str:
    """Return the last of several questions: a follow-up may stand behind the one that it follows."""
    return question.rstrip("? ").rpartition("?")[2].strip()


def _has_count(text: str) -> bool:
    """Tell whether a text has a number of things."""
    return any(one.unit in (None, "%", TIMES) for one in _numbers(text)) or _COUNT_IN_WORDS.search(text) is not None


def _is_money(one: Quantity) -> bool:
    return one.unit in _MONEY_UNITS or one.unit == "%" or one.value >= _LARGE


def _numbers(text: str) -> Iterator[Quantity]:
    """Yield the quantities that are no part of a date ("2000 km" has a unit, so it is no year), nor of "the two"."""
    taken = [*_dates(text), *(match.span() for match in _NO_COUNT.finditer(text))]
    for one in quantities(text):
        if one.unit or all(one.end <= start or end <= one.start for start, end in taken):
            yield one


def _dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of dates and of years."""
    yield from ((one.start, one.end) for one in find_times(text, _SOME_DAY))
    yield from (match.span() for match in _YEAR.finditer(text))
