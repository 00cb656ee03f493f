"""Which days a sentence speaks of: dates, months, years and "last Friday", resolved without a model.

Precision comes first: what may be no time at all ("Black Friday", "the 1984 novel"), or counts from something that the
sentence does not say ("a week earlier"), is left out. A time is the days that are named; "since 2019" names 2019, not
the years after it. Relative ones count from the day of publication; when only the month or year of that is known,
they are given where every day of it leads to the same result ("last year"). Seasons are those of the northern half of
the earth. English only.

Beside them stand dates as they are written, as far as they tell: "17 January", "May 2024", "1990s". More is a date than
is a time, which must name certain days: any year, any weekday.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from index.language.times import absolute, relative
from index.language.times.periods import days_of
from index.language.times.wording import WEEKDAYS, Resolve, compiled, month_number, whole

VERSION = "1"

_YEAR, _ANY_YEAR = compiled("{YEAR}"), compiled("{ANY_YEAR}")
_GATE = compiled(
    r"\b{FIGURES_OF_YEAR}|[0-9](?:st|th)[ -]century|[a-z]day\b|[Tt]o(?:day|night|morrow)\b|\bago\b|\bthe weekend"
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
_PARTS: dict[str, tuple[str, Callable[[str], str | int]]] = {  # what the groups of the rules tell, and how it is read
    **dict.fromkeys(("year", "decade", "first", "last", "from_year"), ("year", str)),
    **dict.fromkeys(("month", "from_month"), ("month", month_number)),
    **dict.fromkeys(("day", "from_day"), ("day", whole)),
    "weekday": ("weekday", lambda written: WEEKDAYS.index(written.lower())),
}
_DATES = (  # the groups of one date each; the last is the one that a range ends with
    ("weekday",),
    ("first",),
    ("from_month", "from_year"),
    ("from_day", "month", "year"),
    ("day", "month", "year", "decade", "last"),
)
_BARE = compiled(
    r"\b(?:in|on|of|by|since|until|till|from|to|before|after|last|next|this|early|late|mid|and|between|through)"
    r"[ -]{month}|\b(?P<weekday>{WEEKDAY_STEM})s?(?![a-z])|\b(?P<decade>(?:{FIGURES_OF_YEAR}|[0-9]{2})(?<=0)s)\b"
    r"|(?<![\w–-])(?P<year>{ANY_YEAR})(?!\w)"
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
    other_year = next((year.start() for year in _YEAR.finditer(text) if year[0] not in published_in), len(text))
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


@dataclass(frozen=True, slots=True)
class Date:
    """A date as the span `[start, end)` of its text, and what is told of it: its "year", "month", "day" and "weekday".

    A year is as it is written, perhaps a decade ("1990s"), a month 1 to 12, a weekday 0 for Monday to 6. It
    `may_be_number` where nothing but its figures tells that it is a year.
    """

    start: int
    end: int
    written: str
    parts: frozenset[tuple[str, str | int]]
    may_be_number: bool = False

    @property
    def told(self) -> dict[str, str | int]:
        """Its parts by name."""
        return dict(self.parts)

    @property
    def is_year(self) -> bool:
        """Whether a year is all that is told."""
        return self.told.keys() == {"year"} and self.written.isdecimal()

    def is_in(self, known: "Date", years: Set[str | int]) -> bool:
        """Tell whether a known date says this one; a year that it leaves open may be any of some known `years`."""
        is_open = self.told.get("year") in years and "year" not in known.told
        left = {name for name, _ in self.parts - known.parts} - ({"year"} if is_open else set())
        return not left and not self.parts.isdisjoint(known.parts)


def find_dates(text: str) -> Iterator[Date]:
    """Yield the dates that are written in a text, in order.

    >>> [one.written for one in find_dates("On Friday, 17 January, it shut, as from 2019 to 2021 and in the 1990s.")]
    ['Friday', '17 January', '2019', '2021', '1990s']
    """
    taken: set[int] = set()
    found: list[Date] = []
    for match in (*(match for match, _ in matches(text)), *_BARE.finditer(text)):
        dates = list(_dates_of(match))
        places = {at for one in dates for at in range(one.start, one.end)}
        if taken.isdisjoint(places):
            taken |= places
            found += dates
    yield from sorted(found, key=lambda one: one.start)


def _dates_of(match: re.Match[str]) -> Iterator[Date]:
    """Yield the date that a match tells, its weekday as another, and the one that its range begins with."""
    told = {name: written for name, written in match.groupdict().items() if written}
    if len(told.get("last", "")) == 2:
        last = _whole_year(told["first"], told.pop("last"))
        told |= {"last": last} if last else {}
    for groups in _DATES:
        of_it = [group for group in groups if group in told]
        if of_it and (groups is _DATES[-1] or groups[0] in told):
            start, end = min(map(match.start, of_it)), max(map(match.end, of_it))
            parts = frozenset((_PARTS[group][0], _PARTS[group][1](told[group])) for group in of_it)
            may_be_number = match.re is _BARE and of_it == ["year"]
            yield Date(start, end, match.string[start:end].rstrip("."), parts, may_be_number)


def _whole_year(first: str, last: str) -> str | None:
    """Return the second year of "2019-20" and "1999-00"; None for "2024-19", the number of a paper."""
    year, of_next_century = first[:2] + last, f"{int(first[:2]) + 1}{last}"
    return year if year > first else of_next_century if int(of_next_century) == int(first) + 1 else None


def years_in(text: str) -> set[str]:
    """Return the figures in a text that may be years."""
    return set(_ANY_YEAR.findall(text))


def date_of(time: Time) -> Date:
    """Return what is told of a time by the days it means, as far as all of them agree."""
    first, last = (date.fromisoformat(day) for day in (time.first, time.last))
    days = ((("year", str(day.year)), ("month", day.month), ("day", day.day)) for day in (first, last))
    agreed = takewhile(lambda pair: pair[0] == pair[1], zip(*days, strict=True))
    weekday = {("weekday", first.weekday())} if first == last else set()
    return Date(time.start, time.end, "", frozenset(part for part, _ in agreed) | weekday)
