"""The hard facts of a sentence: do its numbers, dates, names and web addresses stand on record?

By rule, in normal forms, each with a reason that a reader understands. Whether the sentence puts them together rightly
is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from index import Time
from index.language.anaphora import has_anaphor
from index.language.english import MONTHS, WEEKDAYS
from index.language.names import find_names
from index.language.quantities import TIMES, Quantity, quantities
from rag.verdict.names import KnownNames

COUNTED = ("two", "three", "four")

_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{1,7}\b|\b))\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d,.:]\d)\b"
_BEHIND = r"(?:,? (?P<year>\d{4})\b)?"
_DATES = (
    re.compile(rf"\b{_MONTH} {_DAY}{_BEHIND}"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}{_BEHIND}"),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH},? (?P<year>\d{{4}})\b"),
    re.compile(
        r"\b(?:in|on|of|by|since|until|till|from|to|before|after|last|next|this|early|late|mid|and|between|through)[ -]"
        rf"{_MONTH}"
    ),
)
_YEAR = re.compile(r"(?<![\d.,$€£-])\b(?:1[0-9]|20)\d\d\b(?!s|[.,]?\d|-\d\d\b| (?:km|miles|dollars|people))")
_DECADE = re.compile(r"\b(?:\d{3}0|\d0)s\b")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(day.title() for day in WEEKDAYS)})s?\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What a sentence may take its facts from.

    `quotes` are what it cites; `origins` the titles, sources and dates of their articles; `before` what stands before
    the quotes in their passages, to which their pronouns may point; `times` what the quotes' words for times mean.
    """

    quotes: tuple[str, ...]
    origins: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()


@dataclass(frozen=True, slots=True)
class _Date:
    """A date as the span of its text and as far as it is told; in lower case, and None for what is not."""

    start: int
    end: int
    written: str
    year: str | None = None
    month: str | None = None
    day: str | None = None
    weekday: str | None = None

    @property
    def parts(self) -> dict[str, str]:
        """What is told of it, by name."""
        parts = {"year": self.year, "month": self.month, "day": self.day, "weekday": self.weekday}
        return {name: part for name, part in parts.items() if part}

    def is_in(self, known: "_Date", years: frozenset[str]) -> bool:
        """Tell whether a known date says this one; a year that it leaves open may be any of some known `years`."""
        shared = {name for name, part in self.parts.items() if known.parts.get(name) == part}
        is_open = self.year in years and known.year is None
        return bool(shared) and self.parts.keys() == shared | ({"year"} if is_open else set())


def missing_facts(text: str, record: Record, *, may_count: bool = False) -> Iterator[str]:
    """Yield a reason for every number, date and name of a sentence that is not on record.

    A sentence that `may_count` may have counted a few things itself: "two men" for "a father and his son".
    """
    for match in _ADDRESS.finditer(text):
        if not any(match[0].rstrip(".,") in quote for quote in record.quotes):
            yield f"the address {match[0]} is in no quote"
    dates = list(_dates(text))
    yield from _missing_dates(dates, record)
    yield from _missing_numbers(text, dates, record, may_count=may_count)
    yield from _missing_names(text, record)


def _missing_dates(dates: Sequence[_Date], record: Record) -> Iterator[str]:
    known = [one for quote in record.quotes for one in _dates(quote)] + [_date_of(time) for time in record.times]
    published = [one for origin in record.origins for one in _dates(origin)]
    years = frozenset(one.year for one in (*known, *published) if one.year)
    for one in dates:
        is_year = one.parts.keys() == {"year"} and one.year in years
        candidates = [*known, *(published if one.day else ())]  # a month alone is rarely that of publishing
        if not is_year and not any(one.is_in(other, years) for other in candidates):
            yield f"the date {one.written} is in no quote"


def _missing_numbers(text: str, dates: Sequence[_Date], record: Record, *, may_count: bool) -> Iterator[str]:
    known = [one for side in (*record.quotes, *record.origins) for one in quantities(side)]
    for said in quantities(text):
        if any(one.start <= said.start < one.end for one in dates) or said.written.lower() == "one":
            continue
        if may_count and said.written.lower() in COUNTED:
            continue
        if not any(said.is_in(one) for one in known) and not (said.unit == TIMES and _has_ratio(said.value, known)):
            yield f"number {said.written} is in no quote"


def _has_ratio(times: float, known: Sequence[Quantity]) -> bool:
    """Tell whether two known amounts are so many times each other: "it doubled" for "to 4 million from 2 million"."""
    amounts = [one for one in known if one.is_amount]
    return any(one.unit == other.unit and one.value == times * other.value for one, other in permutations(amounts, 2))


def _missing_names(text: str, record: Record) -> Iterator[str]:
    texts = [*record.quotes, *record.origins]
    if any(map(has_anaphor, record.quotes)):
        texts += record.before
    known = KnownNames(texts)
    for written in dict.fromkeys(filter(None, map(known.missing, find_names(text)))):
        yield f"the name {written} is in no quote"


def _dates(text: str) -> Iterator[_Date]:
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        if any(start < match.end() and match.start() < end for start, end in taken):
            return False
        taken.append(match.span())
        return True

    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            number = int(parts.get("number") or 0)
            month = MONTHS[number - 1] if 1 <= number <= 12 else _month(parts.get("month"))
            if month and free(match):
                start = match.start() if parts.get("day") else match.start("month")
                day = str(int(parts["day"])) if parts.get("day") else None
                yield _Date(start, match.end(), text[start : match.end()].rstrip("."), parts.get("year"), month, day)
    for match in filter(free, (*_YEAR.finditer(text), *_DECADE.finditer(text))):
        yield _Date(*match.span(), match[0], year=match[0].lower())
    for match in filter(free, _WEEKDAY.finditer(text)):
        yield _Date(*match.span(), match[0], weekday=match[0].lower().removesuffix("s"))


def _month(written: str | None) -> str | None:
    word = "sep" if written == "Sept" else (written or "?").lower()
    return next((month for month in MONTHS if month.startswith(word)), None)


def _date_of(time: Time) -> _Date:
    """Return what is known of a time that a quote's words mean, as far as all of its days agree."""
    first, last = date.fromisoformat(time.first), date.fromisoformat(time.last)
    is_month, is_day = (first.year, first.month) == (last.year, last.month), first == last
    return _Date(
        time.start,
        time.end,
        "",
        str(first.year) if first.year == last.year else None,
        MONTHS[first.month - 1] if is_month else None,
        str(first.day) if is_day else None,
        WEEKDAYS[first.weekday()] if is_day else None,
    )
