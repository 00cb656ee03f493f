"""The hard facts of a sentence: do its numbers, dates, names and web addresses stand on record?

By rule, in normal forms, each with a reason that a reader understands. Whether the sentence puts them together rightly
is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index import Time
from rag.verdict.names import KnownNames, names
from rag.verdict.quantities import quantities

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
COUNTED = ("two", "three", "four")

_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{1,7}\b|\b\.?))"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d,.:]\d)\b"
_DATES = (
    re.compile(rf"\b{_MONTH} {_DAY}"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}"),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b"),
)
_MONTH_ALONE = re.compile(
    r"\b(?:in|on|of|by|since|until|till|from|to|before|after|last|next|this|early|late|mid|and|between|through)[ -]"
    rf"{_MONTH}"
    rf"|\b{_MONTH.replace('month', 'dated')},? (?=\d{{4}})"
)
_YEAR = re.compile(r"(?<![\d.,$€£-])\b(?:1[0-9]|20)\d\d\b(?!s|[.,]?\d|-\d\d\b| (?:km|miles|dollars|people))")
_DECADE = re.compile(r"\b(?:\d{3}0|\d0)s\b")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(day.title() for day in WEEKDAYS)})s?\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|it|its|they|them|their|this|that|these|those|the (?:two|both|latter|former))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a sentence may take its facts from.

    `quotes` are what it cites; `origins` the titles, sources and dates of their articles; `before` what stands before
    the quotes in their passages, to which their pronouns may point; `times` what the quotes' words for times mean.
    """

    quotes: tuple[str, ...]
    origins: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()


@dataclass(frozen=True, slots=True)
class _Date:
    """A date as the span of its text, as facts that can be looked up: "2025", "january", "january 17", "friday"."""

    start: int
    end: int
    written: str
    facts: frozenset[str]


def missing_facts(text: str, record: Record, *, may_count: bool = False) -> Iterator[str]:
    """Yield a reason for every number, date and name of a sentence that is not on record.

    A sentence that `may_count` may have counted a few things itself: "two men" for "a father and his son".
    """
    for match in _ADDRESS.finditer(text):
        if not any(match[0].rstrip(".,") in quote for quote in record.quotes):
            yield f"the address {match[0]} is in no quote"
    dates = list(_dates(text))
    yield from _missing_dates(dates, record)
    yield from _missing_numbers(text, dates, record, may_count=may_count)
    yield from _missing_names(text, record)


def _missing_dates(dates: Sequence[_Date], record: Record) -> Iterator[str]:
    quoted = {fact for quote in record.quotes for one in _dates(quote) for fact in one.facts}
    quoted |= {fact for time in record.times for fact in _facts_of(time)}
    months = {fact.split()[0] for fact in quoted}  # not those of publishing: a sentence rarely speaks of them
    known = quoted | months | {fact for origin in record.origins for one in _dates(origin) for fact in one.facts}
    for one in dates:
        if not one.facts <= known:
            yield f"the date {one.written} is in no quote"


def _missing_numbers(text: str, dates: Sequence[_Date], record: Record, *, may_count: bool) -> Iterator[str]:
    known = [one for side in (*record.quotes, *record.origins) for one in quantities(side)]
    for said in quantities(text):
        if any(one.start <= said.start < one.end for one in dates) or said.written.lower() == "one":
            continue
        if may_count and said.written.lower() in COUNTED:
            continue
        if not any(said.is_in(one) for one in known):
            yield f"number {said.written} is in no quote"


def _missing_names(text: str, record: Record) -> Iterator[str]:
    texts = [*record.quotes, *record.origins]
    if any(_POINTS_BACK.search(quote) for quote in record.quotes):
        texts += record.before
    known = KnownNames(texts)
    for written in dict.fromkeys(filter(None, map(known.missing, names(text)))):
        yield f"the name {written} is in no quote"


def _dates(text: str) -> Iterator[_Date]:
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        if any(start < match.end() and match.start() < end for start, end in taken):
            return False
        taken.append(match.span())
        return True

    for pattern in _DATES:
        for match in filter(free, pattern.finditer(text)):
            parts = match.groupdict()
            month = MONTHS[int(parts["number"]) - 1] if _is_month(parts.get("number")) else _month(parts.get("month"))
            year = {parts["year"]} if parts.get("year") else set()
            if month:
                yield _Date(*match.span(), match[0], frozenset({f"{month} {int(parts['day'])}"} | year))
    for match in filter(free, _MONTH_ALONE.finditer(text)):
        if month := _month(match["month"] or match["dated"]):
            yield _Date(*match.span(), (match["month"] or match["dated"]).strip(), frozenset({month}))
    for pattern in (_YEAR, _DECADE, _WEEKDAY):
        for match in filter(free, pattern.finditer(text)):
            fact = match[0].lower()
            yield _Date(*match.span(), match[0], frozenset({fact.removesuffix("s") if pattern is _WEEKDAY else fact}))


def _is_month(number: str | None) -> bool:
    return number is not None and 1 <= int(number) <= 12


def _month(written: str | None) -> str | None:
    if not written:
        return None
    word = written.rstrip(".").lower()
    return next((month for month in MONTHS if month.startswith(word[:3]) and (len(word) < 5 or word == month)), None)


def _facts_of(time: Time) -> Iterator[str]:
    """Yield what is known of a time that a quote's words mean, as far as all of its days agree."""
    first, last = date.fromisoformat(time.first), date.fromisoformat(time.last)
    if first.year == last.year:
        yield str(first.year)
        if first.month == last.month:
            yield MONTHS[first.month - 1]
            if first == last:
                yield f"{MONTHS[first.month - 1]} {first.day}"
                yield WEEKDAYS[first.weekday()]
