"""Dates as they are written, as far as they tell: "17 January", "May 2024", "1990s", "Friday".

More is a date here than in `index.language.times.find`, where it must name certain days: any year, any weekday. What is
told of a time that is not written ("yesterday") can be made a date, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from index.language.times.find import Time, matches
from index.language.times.wording import (
    ANY_YEAR,
    FIGURES_OF_YEAR,
    MONTH,
    WEEKDAY_STEM,
    WEEKDAYS,
    month_number,
    whole,
)

_ANY_YEAR = re.compile(ANY_YEAR)
_PARTS = ("day", "month", "iso_month", "year", "decade", "last")  # groups of the rules, and of _BARE
_BEFORE_MONTH = "in|on|of|by|since|until|till|from|to|before|after|last|next|this|early|late|mid|and|between|through"
_BARE = re.compile(
    rf"\b(?:{_BEFORE_MONTH})[ -](?P<month>{MONTH})|\b(?P<weekday>{WEEKDAY_STEM})s?(?![a-z])"
    rf"|\b(?P<decade>(?:{FIGURES_OF_YEAR}|[0-9]{{2}})(?<=0)s)\b|(?<![\w–-])(?P<year>{ANY_YEAR})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as the span `[start, end)` of its text, as far as it is told; None for what is not.

    `year` may be a decade ("1990s"); a month is 1 to 12, a weekday 0 for Monday to 6. It `may_be_number` where nothing
    but its figures tells that it is a year.
    """

    start: int
    end: int
    written: str
    year: str | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    may_be_number: bool = False

    @property
    def parts(self) -> dict[str, str | int]:
        """What is told of it, by name."""
        parts = {"year": self.year, "month": self.month, "day": self.day, "weekday": self.weekday}
        return {name: part for name, part in parts.items() if part is not None}

    @property
    def is_year(self) -> bool:
        """Whether a year is all that is told."""
        return self.year is not None and self.year.isdecimal() and len(self.parts) == 1

    def is_in(self, known: "Date", years: frozenset[str]) -> bool:
        """Tell whether a known date says this one; a year that it leaves open may be any of some known `years`."""
        shared = {name for name, part in self.parts.items() if known.parts.get(name) == part}
        is_open = self.year in years and known.year is None
        return bool(shared) and self.parts.keys() == shared | ({"year"} if is_open else set())


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
    if weekday := told.get("weekday"):
        yield Date(*match.span("weekday"), weekday, weekday=WEEKDAYS.index(weekday.lower()))
    places = [match.span(name) for name in _PARTS if name in told]
    if not places:
        return
    start, end = min(first for first, _ in places), max(last for _, last in places)
    year = told.get("year") or told.get("decade")
    if last := told.get("last"):
        year = last if len(last) == 4 else told["first"][:2] + last  # 2019-20
        yield Date(*match.span("first"), told["first"], told["first"])
    month = month_number(told["month"]) if "month" in told else int(told["iso_month"]) if "iso_month" in told else None
    one = Date(
        start,
        end,
        match.string[start:end].rstrip("."),
        year,
        month,
        whole(told["day"]) if "day" in told else None,
        may_be_number=match.re is _BARE and "year" in told,
    )
    yield one
    if first_part := told.get("from"):
        place = match.span("from")
        if one.day:
            yield replace(one, start=place[0], end=place[1], written=first_part, day=whole(first_part))
        else:
            yield Date(*place, first_part.rstrip("."), told.get("from_year"), month_number(first_part))


def years_in(text: str) -> set[str]:
    """Return the figures in a text that may be years."""
    return set(_ANY_YEAR.findall(text))


def date_of(time: Time) -> Date:
    """Return what is told of a time by the days it means, as far as all of them agree."""
    first, last = date.fromisoformat(time.first), date.fromisoformat(time.last)
    is_month, is_day = (first.year, first.month) == (last.year, last.month), first == last
    return Date(
        time.start,
        time.end,
        "",
        str(first.year) if first.year == last.year else None,
        first.month if is_month else None,
        first.day if is_day else None,
        first.weekday() if is_day else None,
    )
