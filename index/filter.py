"""Which articles a search may use: by date and by source."""

import calendar
from dataclasses import dataclass

from index.dates import iso_date
from index.errors import InputError


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day an article may have been published on, each as the number YYYYMMDD.

    A number, because Chroma compares numbers only.
    """

    first: int
    last: int


def days_of(published: str) -> Days:
    """Return the days that an ISO date stands for: one, or all of its month or year.

    >>> days_of("2025-02")
    Days(first=20250201, last=20250228)
    """
    year, month, day = ([int(part) for part in published.split("-")] + [0, 0])[:3]
    first = year * 10_000 + (month or 1) * 100 + (day or 1)
    last_day = day or calendar.monthrange(year, month or 12)[1]
    return Days(first, year * 10_000 + (month or 12) * 100 + last_day)


@dataclass(frozen=True, slots=True)
class Filter:
    """Search only articles published in `[since, until]` (as numbers YYYYMMDD) and from `source` (any case).

    An article without a date is out as soon as a date is asked for; one dated by its month or year is in when
    any of those days is.
    """

    since: int | None = None
    until: int | None = None
    source: str | None = None

    @classmethod
    def of(cls, since: str | None = None, until: str | None = None, source: str | None = None) -> "Filter":
        """Make a filter from what a user typed; raises `InputError` for what is no date."""
        for value in (since, until):
            if value and not iso_date(value):
                raise InputError(f"{value}: not a date; write it like 2025-01-31, 2025-01 or 2025")
        return cls(
            since=days_of(iso_date(since) or "").first if since else None,
            until=days_of(iso_date(until) or "").last if until else None,
            source=source.casefold() if source else None,
        )
