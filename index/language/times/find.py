"""Which days a sentence speaks of: dates, months, years and "last Friday", resolved without a model.

Precision comes first: what may be no time at all ("Black Friday", "the 1984 novel"), or counts from something that the
sentence does not say ("a week earlier"), is left out. A time is the days that are named; "since 2019" names 2019, not
the years after it. Relative ones count from the day of publication; when only the month or year of that is known,
they are given where every day of it leads to the same result ("last year"). Seasons are those of the northern half of
the earth. English only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.times import absolute, relative
from index.language.times.periods import days_of
from index.language.times.wording import FIGURES_OF_YEAR, YEAR, Resolve

VERSION = "1"

_ANY_YEAR = re.compile(YEAR)
_GATE = re.compile(
    rf"\b{FIGURES_OF_YEAR}|[0-9](?:st|th)[ -]century|[a-z]day\b|[Tt]o(?:day|night|morrow)\b|\bago\b|\bthe weekend"
    r"|\b(?:[Ll]ast|[Tt]his|[Nn]ext|past|coming) (?:[a-z0-9]|[A-Z][a-z])"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:r?uary|ch|il|e|y|ust|t?ember|ober|t)?\b"
)  # holds wherever a rule could; most sentences have nothing of it, and cost no more than this
_CUE = re.compile(  # the verbs that give a tense away
    r"(?P<future>\b(?:will|would|shall|can|could|may|might|should|must|won[’']t|[a-z]{1,5}[’']ll)\b"
    r"(?: (?:not|also|then|now|be|have|likely|probably|[a-z]{1,15}ly)\b){0,3}(?: [a-z]{1,15}\b)?"
    r"|\b(?:expect|schedul|plann?|slat|set|due|intend|hop|want|aim|prepar|poise|forecast|like)(?:e|ed|s|es|ly|ing)?"
    r" (?:to|for)\b(?: be\b)?(?: [a-z]{1,15}\b)?"
    r"|\bto be [a-z]{1,15}|\b(?:starts|begins|opens|ends|expires|runs|upcoming|takes place)\b)"
    r"|\b(?:[a-z]{2,15}ed|was|were|had|did|said|told|went|came|took|gave|won|lost|fell|rose|made|held|met|left|got"
    r"|saw|began|found|became|spoke|wrote|sent|struck|hit|cut|broke|shot|ran|led|beat|drew|grew|paid|brought|sold"
    r"|bought|stood|put|flew|drove|threw|chose|knew|thought|kept|felt|heard)\b"
)


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
    if not matches(text):
        return ()
    days = days_of(published) if published else None
    anchors = (days.first, days.last) if days else (None,)
    published_in = {str(today.year) for today in anchors if today}
    other_year = next((year.start() for year in _ANY_YEAR.finditer(text) if year[0] not in published_in), len(text))
    cues = list(_CUE.finditer(text))
    taken = bytearray(len(text))
    times = []
    for match, resolve in matches(text):
        start, end = match.span("time")
        if any(taken[start:end]):
            continue
        taken[start:end] = b"1" * (end - start)  # also by what means no certain days, and so hides what is inside it
        known = (None,) if resolve in absolute.YEARLESS and start > other_year else anchors  # "in 2015 … in March"
        try:
            periods = {resolve(match, today, _is_future(cues, start)) for today in known}
        except (ValueError, OverflowError):  # 31 June, or before the year 1
            continue
        if len(periods) == 1 and (period := periods.pop()):
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


def _is_future(cues: Sequence[re.Match[str]], start: int) -> bool | None:
    """Tell the tense of what stands at `start`: by the last cue before it, else the first after; None without.

    >>> text = "It will open in May, she said on Friday."
    >>> [_is_future(list(_CUE.finditer(text)), text.index(day)) for day in ("May", "Friday")]
    [True, False]
    """
    cue = next((cue for cue in reversed(cues) if cue.start() <= start), cues[0] if cues else None)
    return cue["future"] is not None if cue else None
