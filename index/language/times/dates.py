"""Dates as they are written, as far as they tell: "17 January", "May 2024", "1990s", "Friday".

More is a date here than in `index.language.times.find`, where it must name certain days: any year, any weekday. What is
told of a time that is not written ("yesterday") can be made a date, too.
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from index.language.times.find import Time, matches
from index.language.times.wording import ANY_YEAR, FIGURES_OF_YEAR, MONTH, WEEKDAY_STEM, WEEKDAYS, month_number, whole

_ANY_YEAR = re.compile(ANY_YEAR)
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
_BEFORE_MONTH = "in|on|of|by|since|until|till|from|to|before|after|last|next|this|early|late|mid|and|between|through"
_BARE = re.compile(
    rf"\b(?:{_BEFORE_MONTH})[ -](?P<month>{MONTH})|\b(?P<weekday>{WEEKDAY_STEM})s?(?![a-z])"
    rf"|\b(?P<decade>(?:{FIGURES_OF_YEAR}|[0-9]{{2}})(?<=0)s)\b|(?<![\w–-])(?P<year>{ANY_YEAR})(?!\w)"
)


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
    taken = bytearray(len(text))
    found: list[Date] = []
    for match in (*(match for match, _ in matches(text)), *_BARE.finditer(text)):
        dates = list(_dates_of(match))
        if not any(any(taken[one.start : one.end]) for one in dates):
            for one in dates:
                taken[one.start : one.end] = b"1" * (one.end - one.start)
            found += dates
    yield from sorted(found, key=lambda one: one.start)


def _dates_of(match: re.Match[str]) -> Iterator[Date]:
    """Yield the date that a match tells, its weekday as another, and the one that its range begins with."""
    told = {name: written for name, written in match.groupdict().items() if written}
    if len(told.get("last", "")) == 2:
        told["last"] = told["first"][:2] + told["last"]  # 2019-20
    for groups in _DATES:
        of_it = [group for group in groups if group in told]
        if of_it and (groups is _DATES[-1] or groups[0] in told):
            start, end = min(map(match.start, of_it)), max(map(match.end, of_it))
            parts = frozenset((_PARTS[group][0], _PARTS[group][1](told[group])) for group in of_it)
            may_be_number = match.re is _BARE and of_it == ["year"]
            yield Date(start, end, match.string[start:end].rstrip("."), parts, may_be_number)


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
