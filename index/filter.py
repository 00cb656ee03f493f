"""Which passages a search may use: by their article's date and source, and by the times they speak of."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import InputError
from index.inputs import check_text
from index.language.times import Time
from index.reading.dates import Days, days_of, iso_date


def days_spoken_of(times: Sequence[Time]) -> Days | None:
    """Return the days from the earliest of some times to the latest, or None when there are none."""
    if not times:
        return None
    return Days(min(days_of(time.first).first for time in times), max(days_of(time.last).last for time in times))


@dataclass(frozen=True, slots=True)
class Filter:
    """Search only articles published in `[since, until]` (as numbers YYYYMMDD) and from `source` (any case).

    An article without a date is out as soon as a date is asked for; one dated by its month or year is in when
    any of those days is. `times_from` and `times_to` leave only passages that speak of a time in between. Both
    searches go by the earliest and the latest time of a passage; `speaks_of_it` tells the rest.
    """

    since: int | None = None
    until: int | None = None
    source: str | None = None
    times_from: int | None = None
    times_to: int | None = None

    @classmethod
    def of(
        cls, since: str | None = None, until: str | None = None, source: str | None = None, during: str | None = None
    ) -> "Filter":
        """Make a filter from what a user typed; `during` is a date or two with a slash between, as in ISO 8601.

        Raises `InputError` for what is no date.
        """
        check_text(since=since, until=until, source=source, during=during, optional=True)
        first, slash, last = (during or "").partition("/")
        made = cls(
            since=_days(since).first if since else None,
            until=_days(until).last if until else None,
            source=source.casefold() if source else None,
            times_from=_days(first).first if during else None,
            times_to=_days(last if slash else first).last if during else None,
        )
        for start, end in ((made.since, made.until), (made.times_from, made.times_to)):
            if start is not None and end is not None and start > end:
                raise InputError(f"{since or first} is later than {until or last}; give the earlier date first")
        return made

    def speaks_of_it(self, times: Sequence[Time]) -> bool:
        """Tell whether one of these times lies between `times_from` and `times_to`, if those are asked for."""
        if self.times_from is None or self.times_to is None:
            return True
        spans = (days_spoken_of([time]) for time in times)
        return any(span and span.last >= self.times_from and span.first <= self.times_to for span in spans)


def _days(typed: str) -> Days:
    date = iso_date(typed)
    if date is None:
        raise InputError(f"{typed or 'nothing'}: not a date; write it like 2025-01-31, 2025-01 or 2025")
    return days_of(date)
