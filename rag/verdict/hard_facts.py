"""The hard facts of a sentence: do its numbers, dates, names and web addresses stand on record?

By rule, in normal forms, each with a reason that a reader understands. Whether the sentence puts them together rightly
is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from index import Time
from index.language import Facts, facts
from index.language.anaphora import has_anaphor
from index.language.numbers import ONES
from index.language.quantities import TIMES, Quantity
from index.language.times import date_of
from rag.verdict.known_names import KnownNames

COUNTED = ONES[2:5]

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


def missing_facts(text: str, record: Record, *, may_count: bool = False) -> Iterator[str]:
    """Yield a reason for every number, date and name of a sentence that is not on record.

    A sentence that `may_count` may have counted a few things itself: "two men" for "a father and his son".
    """
    for match in _ADDRESS.finditer(text):
        if not any(match[0].rstrip(".,") in quote for quote in record.quotes):
            yield f"the address {match[0]} is in no quote"
    yield from _missing_dates(facts(text), record)
    yield from _missing_numbers(facts(text), record, may_count=may_count)
    yield from _missing_names(facts(text), record)


def _missing_dates(said: Facts, record: Record) -> Iterator[str]:
    known = [one for quote in record.quotes for one in facts(quote).dates] + [date_of(time) for time in record.times]
    published = [one for origin in record.origins for one in facts(origin).dates]
    years = {one.told["year"] for one in (*known, *published) if "year" in one.told}
    numbers = {f"{number.value:.0f}" for quote in record.quotes for number in facts(quote).quantities}
    for one in said.dates:
        candidates = [*known, *(published if "day" in one.told else ())]  # a month alone is rarely that of publishing
        if one.is_year and (one.written in years or (one.may_be_number and one.written in numbers)):
            continue
        if not any(one.is_in(other, years) for other in candidates):
            yield f"the date {one.written} is in no quote"


def _missing_numbers(said: Facts, record: Record, *, may_count: bool) -> Iterator[str]:
    known = [one for side in (*record.quotes, *record.origins) for one in facts(side).quantities]
    for number in said.quantities:
        written = number.written.lower()
        if any(date.start <= number.start < date.end for date in said.dates) or written == "one":
            continue
        if may_count and written in COUNTED:
            continue
        if not any(number.is_in(one) for one in known) and not (
            number.unit == TIMES and _has_ratio(number.value, known)
        ):
            yield f"number {number.written} is in no quote"


def _has_ratio(times: float, known: Sequence[Quantity]) -> bool:
    """Tell whether two known amounts are so many times each other: "it doubled" for "to 4 million from 2 million"."""
    amounts = [one for one in known if one.is_amount]
    return any(one.unit == other.unit and one.value == times * other.value for one, other in permutations(amounts, 2))


def _missing_names(said: Facts, record: Record) -> Iterator[str]:
    texts = [*record.quotes, *record.origins]
    if any(map(has_anaphor, record.quotes)):
        texts += record.before
    known = KnownNames(texts)
    for written in dict.fromkeys(filter(None, map(known.missing, said.names))):
        yield f"the name {written} is in no quote"
