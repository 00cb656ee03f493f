"""Which passages may answer: by their article's date and source, and by the times that they speak of.

Who asks says so in words (`ScopeOptions`); at the door it becomes a `Scope`, the one value that is passed on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypedDict, Unpack

from index.errors import InputError, check_text
from index.language.times import Time, periods
from index.language.times.typed import typed_time
from index.reading import Days, days_of, iso_date, iso_span


def days_spoken_of(times: Sequence[Time]) -> Days | None:
    """Return the days from the earliest of some times to the latest, or None when there are none."""
    if not times:
        return None
    return Days(min(days_of(time.first).first for time in times), max(days_of(time.last).last for time in times))


class ScopeOptions(TypedDict, total=False):
    """What a caller may ask for; nothing of it, or None, leaves all in.

    `since` and `until` are days of publishing, both included: "2025-06-17", "2025-06", "2025", or words such as "June
    2025" and "last year", counted from today. So `until` searches the articles as of that day. `source` is a source's
    name in any case, `during` the time spoken of: such a date, or two with a slash between.
    """

    since: str | None
    until: str | None
    source: str | None
    during: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Articles published in `[since, until]` (as numbers YYYYMMDD) and by `source`, in lower case.

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
    ) -> "Scope":
        """Make it of `ScopeOptions`; raises `InputError` for what is no text, or no date.

        >>> Scope.of(since="2025-06", during="2024/2025")
        Scope(since=20250601, until=None, source=None, times_from=20240101, times_to=20251231)
        """
        check_text(since=since, until=until, source=source, during=during, optional=True)
        first, slash, last = (during or "").partition("/")
        made = cls(
            since=days_of(_time(since).first).first if since else None,
            until=days_of(_time(until).last).last if until else None,
            source=source.casefold() if source else None,
            times_from=days_of(_time(first).first).first if during else None,
            times_to=days_of(_time(last if slash else first).last).last if during else None,
        )
        ordered = ((made.since, made.until, since, until), (made.times_from, made.times_to, first, last))
        for start, end, earlier, later in ordered:
            if start is not None and end is not None and start > end:
                raise InputError(f"{earlier} is later than {later}; give the earlier date first")
        return made

    def holds(self, quoted: "Dated") -> bool:
        """Tell whether something quoted is within it: its article by date and source, itself by the times it names."""
        is_spoken_of = self.times_from is None or self.speaks_of_it(quoted.times)
        return is_spoken_of and self.holds_article(quoted.source, quoted.published)

    def holds_article(self, source: str | None, published: str | None) -> bool:
        """Tell whether an article of a source and date may be within it, whatever its passages speak of."""
        days = days_of(published) if published else None
        is_dated = days is not None and days.last >= (self.since or 0) and days.first <= (self.until or days.first)
        is_of_time = is_dated or (self.since is None and self.until is None)
        return is_of_time and self.source in (None, (source or "").casefold())

    def speaks_of_it(self, times: Sequence[Time]) -> bool:
        """Tell whether one of these times lies between `times_from` and `times_to`, if those are asked for."""
        if self.times_from is None or self.times_to is None:
            return True
        spans = (days_spoken_of([time]) for time in times)
        return any(span and span.last >= self.times_from and span.first <= self.times_to for span in spans)


EVERYTHING = Scope()


class Dated(Protocol):
    """What a scope can hold: a citation, say."""

    @property
    def source(self) -> str | None: ...  # noqa: D102
    @property
    def published(self) -> str | None: ...  # noqa: D102
    @property
    def times(self) -> Sequence[Time]: ...  # noqa: D102


def settled(**within: Unpack[ScopeOptions]) -> ScopeOptions:
    """Return what was asked for with its dates in figures, which mean the same on any day; raises like `Scope.of`.

    >>> settled(since="June 2025", until="summer 2025", source="Daily", during="2024/May 2025")
    {'since': '2025-06', 'until': '2025-09-22', 'source': 'Daily', 'during': '2024/2025-05'}
    """
    Scope.of(**within)
    made = ScopeOptions()
    if since := within.get("since"):
        time = _time(since)
        made["since"] = _in_figures(time, time.first)
    if until := within.get("until"):
        time = _time(until)
        made["until"] = _in_figures(time, time.last)
    if source := within.get("source"):
        made["source"] = source
    if during := within.get("during"):
        first, slash, last = during.partition("/")
        begin, end = _time(first), _time(last if slash else first)
        days = _in_figures(begin, begin.first), _in_figures(end, end.last)
        made["during"] = days[0] if days[0] == days[1] else "/".join(days)
    return made


def _in_figures(time: Time, otherwise: str) -> str:
    """Return a time as the day, month or year that it is; some days of another length are written otherwise."""
    whole = iso_span(time.first, time.last)
    return whole if len(whole) <= len(time.first) else otherwise


def _time(typed: str) -> Time:
    """Return the days that somebody's words mean."""
    written = None if any(map(str.isalpha, typed)) else iso_date(typed)
    if written is None and (found := typed_time(typed, date.today().isoformat())):
        return found
    written = written or iso_date(typed)
    if written is None:
        forms = "2025-01-31, 2025-01, 2025, June 2025 or last year"
        raise InputError(f"{typed or 'nothing'}: not a date; write it like {forms}")
    days = periods.days_of(written)
    return Time(0, len(typed), days.first.isoformat(), days.last.isoformat())
