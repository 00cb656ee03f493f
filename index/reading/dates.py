"""Dates as articles give them → ISO 8601, only as precise as they were given; never a guess.

A date in words says itself what its parts are. One in figures may often be read in several orders (5/6/2025); what is
no day of the calendar rules some of them out, and so do the other dates of its column: see `DateColumn`. English.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from index.language.times import periods
from index.language.times.wording import MONTHS, WEEKDAYS

LONGEST_DATE = 100  # characters; longer text is no date
EARLIEST_YEAR = 1600  # no newspaper is older; placeholders are, like 0001-01-01
LATEST_EPOCH = 4_102_444_800  # seconds, at the end of 2099; larger numbers are something else

_YEAR_FIRST = re.compile(r"[0-9]{4}")
_ISO_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})(?:$|-([0-9]{1,2})(?=$|[Tt]|Z$|[+-][0-9]{2}:?[0-9]{2}$| +[0-9]{1,2}:))|$)"
)
_ISO_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?=$|[T ]|[0-9]{6}$)")  # ISO 8601 has no month without a hyphen
_EPOCH = re.compile(r"(?:([0-9]{9,10})(?:\.[0-9]*)?|([0-9]{9,10})[0-9]{3})")  # of seconds, or milliseconds
_DAY_AND_HOUR = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-2][0-9](?:[0-9]{2})?")
_LABEL = re.compile(
    r"(?:(?:first|last|originally|date|online)\s+)*"
    r"(?:updated|published|posted|modified|revised|filed|issued|dated?|publication date|pub date)\b(?:\s+online)?\s*:?"
)
_CHANGED = re.compile(  # behind the date of publishing: "1 May 2024 (updated 3 May 2024)"
    r"(?<=[0-9])[\s,;(\[|·•–—-]*\b(?:(?:last|and) )?(?:updated|modified|revised|amended|edited)\b.*"
)
_ZONE = (
    r"(?:z|utc|gmt|bst|ist|ce?s?t|ees?t|[ecmp][sd]?t|a[ec][sd]t|jst|msk|local time"
    r"|[+-][0-9]{1,2}(?::?[0-9]{2})?|\([a-z ]{1,40}\))(?![a-z])"
)
_TIME = re.compile(
    r"\b(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:\s*[ap]\.?m\b\.?)?"
    rf"|[0-9]{{1,2}}(?:[.:][0-9]{{2}})?\s*[ap]\.?m\b\.?|[0-9]{{1,2}}\.[0-9]{{2}}(?=\s*{_ZONE}))(?:\s*{_ZONE})*"
)
_WEEKDAYS = [day[:3] for day in WEEKDAYS]
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})(?:{'|'.join(day[3:] for day in WEEKDAYS)}|s|r|rs)?\b\.?")
_FILLER = re.compile(r"\b(?:at|on|the|of)\b|(?<=[0-9])t(?=\s|$)|[,|·•–—]")
_MONTHS = [month[:3] for month in MONTHS]
_MONTH = rf"(?P<month>{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?P<year>[0-9]{4}|['’][0-9]{2})"
_IN_WORDS = [
    re.compile(rf"{_DAY}[ -]?{_MONTH}[ -]?(?:{_YEAR}|(?<=-)(?P<short>[0-9]{{2}}))"),
    re.compile(rf"(?:{_MONTH}[ -]?(?:{_DAY})?[ -]{_YEAR})"),
    re.compile(rf"{_YEAR}[ -]?{_MONTH}(?:[ -]?{_DAY})?"),
]
_IN_FIGURES = re.compile(r"([0-9]{1,4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{1,2})\.?")
_DOTTED = re.compile(r"[0-9]{1,2}\. ?[0-9]{1,2}\. ?(?:[0-9]{2}|(?P<year>[0-9]{4}))\.?")
_MONTH_IN_FIGURES = re.compile(r"(?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})|([0-9]{4})[./]([0-9]{1,2})")
_ORDERS = frozenset(("dmy", "mdy", "ymd"))


@dataclass(frozen=True, slots=True)
class DateColumn:
    """What the dates of a column, or of all of a file, tell of the order that they are written in.

    `orders` are those in which every one of them is a day: of "19/04/2024" and "05/04/2024" day, month, year alone is
    left. Dates that contradict each other leave none, and settle nothing.
    """

    orders: frozenset[str] = _ORDERS
    dotted: frozenset[str] = _ORDERS  # of dates with dots, which others beside them do not turn round

    @classmethod
    def of(cls, dates: Iterable[str | None]) -> "DateColumn":
        """Return what some dates tell together.

        >>> iso_date("5/4/2024", DateColumn.of(["19/04/2024", "5/4/2024"]))
        '2024-04-05'
        """
        column = cls()
        for value in dates:
            column = column.beside(value)
        return column

    def beside(self, value: str | None) -> "DateColumn":
        """Return what is told together with one more date; one that begins with its year tells nothing of others."""
        own = orders_of(value)
        plain = _plain(value or "")
        if not own or _YEAR_FIRST.match(plain):
            return self
        is_dotted = _DOTTED.fullmatch(plain) is not None
        return replace(self, dotted=self.dotted & own) if is_dotted else replace(self, orders=self.orders & own)


_UNKNOWN = DateColumn()


def iso_date(value: str | None, column: DateColumn = _UNKNOWN) -> str | None:
    """Return `value` as an ISO date, only as precise as it was given; None unless it names a date beyond doubt.

    `column` is what the other dates beside it tell. Dots are taken to part day, month and a year of
    four figures, unless they contradict.

    >>> [iso_date(value) for value in ("2025-01-17T09:30:00Z", "2025-1", "2025", "Updated January 17, 2025, 9 a.m.")]
    ['2025-01-17', '2025-01', '2025', '2025-01-17']
    >>> [iso_date(value) for value in ("5/6/2025", "yesterday", "2025-13", "2025111", "Oct. 6")]
    [None, None, None, None, None]
    >>> [iso_date(value) for value in ("17/5/2025", "5.6.2025", "1759708800", "October 2025")]
    ['2025-05-17', '2025-06-05', '2025-10-06', '2025-10']
    """
    value = (value or "").strip()
    if len(value) > LONGEST_DATE:
        return None
    if written := _ISO_DATE.match(value) or _ISO_DAY.match(value):
        return _iso(*written.groups())
    if epoch := _EPOCH.fullmatch(value):
        seconds = int(epoch[1] or epoch[2])
        is_clear = seconds < LATEST_EPOCH and not _DAY_AND_HOUR.fullmatch(value)  # 2025011709 is rather a day and hour
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if is_clear else None
    plain = _plain(value)
    for form in _IN_WORDS:
        if said := form.fullmatch(plain):
            parts = said.groupdict()
            year = parts["year"] or parts["short"]
            return _iso(_full_year(year.strip("'’")), str(_MONTHS.index(parts["month"][:3]) + 1), parts["day"])
    if said := _MONTH_IN_FIGURES.fullmatch(plain):
        return _iso(said["year"] or said[3], said["month"] or said[4], None)
    readings = _readings(value)
    dotted = _DOTTED.fullmatch(plain)
    told = column.dotted if dotted else column.orders
    if dotted and dotted["year"]:
        told = told & {"dmy"} or told
    orders = readings.keys() & told or readings.keys()  # what can be read in one way alone needs no column
    days = {readings[order] for order in orders}
    return days.pop() if len(days) == 1 else None


def orders_of(value: str | None) -> frozenset[str]:
    """Return the orders that a date in figures can be read in; none of anything else.

    >>> [sorted(orders_of(value)) for value in ("5/6/2025", "17/6/2025", "Fri 5/4/2024", "6 May 2025")]
    [['dmy', 'mdy'], ['dmy'], ['dmy'], []]
    """
    return frozenset(_readings((value or "").strip()))


def _readings(value: str) -> dict[str, str]:
    """Return the day that a date in figures is, by the order that it is read in; a weekday must be its own."""
    written = _IN_FIGURES.fullmatch(_plain(value)) if len(value) <= LONGEST_DATE else None
    if written is None:
        return {}
    first, sign, second, third = written.groups()
    if len(first) > 2:
        orders = {"ymd": (first, second, third)} if len(first) == 4 and len(third) <= 2 else {}
    else:
        year = _full_year(third)
        orders = {"dmy": (year, second, first), "mdy": (year, first, second)}
        if len(third) <= 2 and sign != "/":
            orders["ymd"] = (_full_year(first), second, third)
        if len(third) == 1:
            orders = {}
    days = {order: day for order, parts in orders.items() if (day := _iso(*parts))}
    if weekday := _WEEKDAY.search(value.lower()):
        days = {order: day for order, day in days.items() if _WEEKDAYS[date.fromisoformat(day).weekday()] == weekday[1]}
    return days


def _plain(value: str) -> str:
    """Return a date without what is beside it: a label, the time of day, the weekday."""
    plain = _LABEL.sub(" ", value.lower(), count=1) if _LABEL.match(value.lower()) else value.lower()
    plain = _CHANGED.sub("", plain)
    for beside in (_TIME, _WEEKDAY, _FILLER):
        plain = beside.sub(" ", plain)
    return " ".join(plain.split())


def _full_year(year: str) -> str:
    """Return a year of two figures as the last of its name that has begun: nothing was published later."""
    if len(year) > 2:
        return year
    this_year = date.today().year
    century = this_year // 100 * 100
    return str(century + int(year) - (100 if century + int(year) > this_year else 0))


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    try:
        known = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return known[: 10 if day else 7 if month else 4] if int(year) >= EARLIEST_YEAR else None


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
