"""Which articles a search may use: by date and by source."""

from dataclasses import dataclass

from index.dates import days_of, iso_date
from index.errors import InputError


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
