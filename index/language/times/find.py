"""Which days a sentence speaks of: dates, months, years and "last Friday", resolved without a model.

Precision comes first: what may be no time at all ("Black Friday", "the 1984 novel"), or counts from something that the
sentence does not say ("a week earlier"), is left out. A time is the days that are named; "since 2019" names 2019, not
the years after it. Relative ones count from the day of publication; when only the month or year of that is known,
they are given where every day of it leads to the same result ("last year"). Seasons are those of the northern half of
the earth. English only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.language.times import absolute, relative
from index.language.times.periods import Period, days_of
from index.language.times.tense import Tenses
from index.language.times.wording import FIGURES_OF_YEAR, YEAR, Resolve

VERSION = "1"

_ANY_YEAR = re.compile(YEAR)
_GATE = re.compile(
    rf"\b{FIGURES_OF_YEAR}|[0-9](?:st|th)[ -]century|[a-z]day\b|[Tt]o(?:day|night|morrow)\b|\bago\b|\bthe weekend"
    r"|\b(?:[Ll]ast|[Tt]his|[Nn]ext|past|coming) (?:[a-z0-9]|[A-Z][a-z])"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:r?uary|ch|il|e|y|ust|t?ember|ober|t)?\b"
)  # holds wherever a rule could; most sentences have nothing of it, and cost no more than this


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression as the span `[start, end)` of its text, with the first and last day it may mean (ISO dates)."""

    start: int
    end: int
    first: str
    last: str


def find_times(text: str, published: str | None) -> tuple[Time, ...]:
    """Return the times in a sentence, in order; none overlap, the longest expression wins.

    `published` is an ISO date, month or year; without one, only absolute times are found.

    >>> [(time.first, time.last) for time in find_times("It rose on Friday, as in May 2024.", "2025-06-18")]
    [('2025-06-13', '2025-06-13'), ('2024-05-01', '2024-05-31')]
    """
    days = days_of(published) if published else None
    anchors = (days.first, days.last) if days else (None,)
    taken = bytearray(len(text))
    times = []
    for start, end, period in _resolved(text, anchors):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"1" * (end - start)  # also by what means no certain days, and so hides what is inside it
        if period:
            times.append(Time(start, end, period.first.isoformat(), period.last.isoformat()))
    return tuple(sorted(times, key=lambda time: time.start))


@lru_cache(maxsize=100)  # a sentence is read for the dates in it, too
def matches(text: str) -> tuple[tuple[re.Match[str], Resolve], ...]:
    """Return every match of every rule, and what resolves it, the longest first; its group "time" is the expression."""
    if not _GATE.search(text):
        return ()
    rules = (*absolute.RULES, *relative.RULES)
    found = [(match, resolve) for pattern, resolve in rules for match in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda one: (one[0].start("time") - one[0].end("time"), one[0].start("time"))))


def _resolved(text: str, anchors: Sequence[date | None]) -> Iterator[tuple[int, int, Period | None]]:
    """Yield the span of every match, with its period where all anchors lead to the same."""
    if not matches(text):
        return
    tenses = Tenses(text)
    published_in = {str(today.year) for today in anchors if today}
    other_year = next((year.start() for year in _ANY_YEAR.finditer(text) if year[0] not in published_in), len(text))
    for match, resolve in matches(text):
        start, end = match.span("time")
        future = tenses.is_future(start)
        known = (None,) if resolve in absolute.YEARLESS and start > other_year else anchors  # "in 2015 … in March"
        try:
            periods = {resolve(match, today, future) for today in known}
        except (ValueError, OverflowError):  # 31 June, or before the year 1
            periods = {None}
        yield start, end, periods.pop() if len(periods) == 1 else None
