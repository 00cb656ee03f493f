"""Calendar arithmetic on stretches of days: the day, week, month, season or year around, before or after a date."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

SEASONS = {"spring": (3, 1, 6, 20), "summer": (6, 1, 9, 22), "autumn": (9, 1, 12, 21), "winter": (12, 1, 3, 20)}
SEASONS["fall"] = SEASONS["autumn"]
"""First and last month and day, by the weather or the sun, whichever is longer, and north of the equator."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} lies before {self.first}")


def days_of(written: str) -> Period:
    """Return the days of an ISO date, month or year.

    >>> days_of("2025-02")
    Period(first=datetime.date(2025, 2, 1), last=datetime.date(2025, 2, 28))
    """
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return one_day(date(*parts))
    return month_of(*parts) if len(parts) == 2 else year_of(*parts)


def one_day(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day)


def month_of(year: int, month: int) -> Period:
    """Return a month; months outside 1 to 12 count on into the years around.

    >>> month_of(2024, 0)
    Period(first=datetime.date(2023, 12, 1), last=datetime.date(2023, 12, 31))
    """
    years, month = divmod(month - 1, 12)
    year, month = year + years, month + 1
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int, last: int | None = None) -> Period:
    """Return a year, or all days of the years up to `last`."""
    return Period(date(year, 1, 1), date(last or year, 12, 31))


def season_of(year: int, name: str) -> Period:
    """Return the season that begins in a year."""
    month, day, last_month, last_day = SEASONS[name]
    return Period(date(year, month, day), date(year + (last_month < month), last_month, last_day))


def unit_around(day: date, unit: str, steps: int = 0) -> Period:
    """Return the calendar day, week (from Monday), weekend, month, year or decade that is `steps` after a day's own.

    >>> unit_around(date(2025, 6, 18), "week", -1)
    Period(first=datetime.date(2025, 6, 9), last=datetime.date(2025, 6, 15))
    """
    monday = day + timedelta(7 * steps - day.weekday())
    match unit:
        case "day":
            return one_day(day + timedelta(steps))
        case "week":
            return Period(monday, monday + timedelta(6))
        case "weekend":
            return Period(monday + timedelta(5), monday + timedelta(6))
        case "month":
            return month_of(day.year, day.month + steps)
        case "year":
            return year_of(day.year + steps)
    decade = day.year // 10 * 10 + 10 * steps
    return year_of(decade, decade + 9)


def shifted(day: date, unit: str, steps: int) -> date:
    """Return the day that many days, weeks, months, years or decades later; the 31st becomes the last of its month."""
    if unit in ("day", "week"):
        return day + timedelta(steps * (7 if unit == "week" else 1))
    month = month_of(day.year, day.month + steps * {"month": 1, "year": 12, "decade": 120}[unit])
    return month.first.replace(day=min(day.day, month.last.day))
