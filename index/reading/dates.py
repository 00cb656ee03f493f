"""Dates as articles give them → ISO 8601, only as precise as they were given; never a guess."""

import re
from dataclasses import dataclass
from datetime import date

from index.language.times import periods

LONGEST_DATE = 100  # characters; longer text is no date, and reading it as one takes seconds

_ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?(?=$|[T ])")
_ISO_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?=$|[T ])")  # ISO 8601 has no month without a hyphen


def iso_date(value: str | None) -> str | None:
    """Return `value` as an ISO date, only as precise as it was given; None unless it names a date beyond doubt.

    >>> [iso_date(value) for value in ("2025-01-17T09:30:00Z", "2025-1", "2025", "January 17, 2025")]
    ['2025-01-17', '2025-01', '2025', '2025-01-17']
    >>> [iso_date(value) for value in ("5/6/2025", "yesterday", "2025-13", "2025111")]
    [None, None, None, None]
    """
    value = (value or "").strip()
    if written := _ISO_DATE.match(value) or _ISO_DAY.match(value):
        year, month, day = written.groups()
        try:
            known = date(int(year), int(month or 1), int(day or 1)).isoformat()
        except ValueError:
            return None
        return known[: 10 if day else 7 if month else 4]
    if len(value) > LONGEST_DATE or not any(sign.isalpha() for sign in value):
        return None  # 5/6/2025 is May here and June there
    import dateparser

    settings = {"REQUIRE_PARTS": ["year", "month", "day"], "PARSERS": ["absolute-time"], "STRICT_PARSING": True}
    try:
        parsed = dateparser.parse(value, languages=["en"], settings=settings)
    except (ValueError, OverflowError):  # it computes with years that no calendar has
        return None
    return parsed.date().isoformat() if parsed else None


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day an article may have been published on, as YYYYMMDD: Chroma compares numbers only."""

    first: int
    last: int


def days_of(published: str) -> Days:
    """Return the days that an ISO date stands for: one, or all of its month or year.

    >>> days_of("2025-02")
    Days(first=20250201, last=20250228)
    """
    days = periods.days_of(published)
    return Days(*(int(day.isoformat().replace("-", "")) for day in (days.first, days.last)))


def iso_span(first: str, last: str) -> str:
    """Return the days from `first` to `last` (ISO dates), as a day, a month or a year where they are just that.

    >>> iso_span("2025-01-01", "2025-01-31"), iso_span("2025-01-30", "2025-02-02")
    ('2025-01', '2025-01-30 to 2025-02-02')
    """
    days = Days(days_of(first).first, days_of(last).last)
    whole = (first[:length] for length in (10, 7, 4))
    return next((date for date in whole if days_of(date) == days), f"{first} to {last}")
