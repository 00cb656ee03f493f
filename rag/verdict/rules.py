"""What can be told of a sentence by rule: are its facts on record?

Its numbers, dates, names and web addresses are compared in normal forms; whether the sentence puts them together
rightly is not decided here (see `rag.verdict.stance`). Each reason is one that a reader understands.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from index import Time
from index.language import Facts, facts
from index.language.demonyms import SAME_PLACE, SEATS, forms
from index.language.names import OFFICES, SHORT_TITLES, Name, folded, without_title
from index.language.numbers import ONES
from index.language.persons import may_point_to
from index.language.quantity import Quantity
from index.language.times import date_of
from index.language.units import ORDINAL, TIMES
from rag.verdict.counts import other_count_in

COUNTED = ONES[2:5]
MOST_DAYS = 31  # of a month
SHORTEST_ACRONYM = 3  # letters; two words begin with any two soon

_IN_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|outside|around|through|across|within|of|for|towards?|into|over|leaving|left|reach\w*|visit\w*"
    r"|enter\w*|fled|fleeing)\s+\Z",
    re.IGNORECASE,
)
_WRITTEN = re.compile(  # "Lee wrote in May", but not "the law was reported in May"
    r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )\b(?:wrote|writes|reported|reports|argued|noted)"
    r"\s+(?:early |late )?(?:in|on)\s+\Z"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What a sentence may take its facts from.

    `quotes` are what it cites; `origins` the titles, sources and dates of their articles; `before` what stands before
    the quotes in their passages, to which their pronouns may point; `times` what the quotes' words for times mean;
    `titles` those of their articles, and what else is given; `passages` those that the quotes stand in.
    """

    quotes: tuple[str, ...]
    origins: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()
    titles: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


def missing_facts(text: str, record: Record, *, may_count: bool = False) -> Iterator[str]:
    """Yield a reason for every number, date and name of a sentence that is not on record.

    A sentence that `may_count` may have counted a few things itself: "two men" for "a father and his son".
    """
    for match in _ADDRESS.finditer(text):
        if not any(match[0].rstrip(".,") in quote for quote in record.quotes):
            yield f"the address {match[0]} is in no quote"
    yield from _missing_dates(text, facts(text), record)
    yield from (numbers := list(_missing_numbers(facts(text), record, may_count=may_count)))
    if not numbers and (other := other_count_in(text, record.quotes)):
        yield f'the quote says "{other[1]}", the sentence says "{other[0]}"'
    yield from _missing_names(text, record)


def _missing_dates(text: str, said: Facts, record: Record) -> Iterator[str]:
    known = [one for quote in record.quotes for one in facts(quote).dates] + [date_of(time) for time in record.times]
    published = [one for origin in record.origins for one in facts(origin).dates]
    years = {one.told["year"] for one in (*known, *published) if "year" in one.told}
    numbers = {f"{number.value:.0f}" for quote in record.quotes for number in facts(quote).quantities}
    for one in said.dates:
        is_of_writing = "day" in one.told or _WRITTEN.search(text, 0, one.start)
        candidates = [*known, *(published if is_of_writing else ())]  # a month alone is rarely that of publishing
        if one.is_year and (one.written in years or (one.may_be_number and one.written in numbers)):
            continue
        if not any(one.is_in(other, years) for other in candidates):
            yield f"the date {one.written} is in no quote"


def _missing_numbers(said: Facts, record: Record, *, may_count: bool) -> Iterator[str]:
    sides = [facts(side) for side in (*record.quotes, *record.origins)]
    known = [one for side in sides for one in side.quantities]
    counts = [one for side in sides for one in side.quantities if not _is_of_date(one, side)]
    has_day = any("day" in one.told for one in said.dates)
    for number in said.quantities:
        written = number.written.lower()
        if any(date.start <= number.start < date.end for date in said.dates) or written == "one":
            continue
        is_counted = (may_count and written in COUNTED) or (number.unit == TIMES and _has_ratio(number.value, known))
        is_day = number.unit == ORDINAL or (has_day and not number.written.isalpha())  # "from 3 to 5 March"
        if not is_counted and not any(number.is_in(one) for one in (known if is_day else counts)):
            yield f"number {number.written} is in no quote"


def _is_of_date(number: Quantity, side: Facts) -> bool:
    """Tell whether a number is the day or the month of a date, as "3 March" is no count of three."""
    dates = [one for one in side.dates if not one.is_year]
    return number.value <= MOST_DAYS and any(one.start <= number.start < one.end for one in dates)


def with_numbers_as_quoted(text: str, quotes: Sequence[str]) -> str:
    """Return a sentence with its numbers written as a quote writes them, for a judge that reads words.

    >>> with_numbers_as_quoted("It cost 1,700 million dollars.", ["The price was $1.7 billion."])
    'It cost $1.7 billion.'
    """
    known = [one for quote in quotes for one in facts(quote).quantities]
    for number in reversed(facts(text).quantities):
        same = [one.written for one in known if number.is_in(one)]
        if same and number.written not in same:
            text = text[: number.start] + same[0] + text[number.end :]
    return text


def _has_ratio(times: float, known: Sequence[Quantity]) -> bool:
    """Tell whether two known amounts are so many times each other: "it doubled" for "to 4 million from 2 million"."""
    amounts = [one for one in known if one.is_amount]
    return any(one.unit == other.unit and one.value == times * other.value for one, other in permutations(amounts, 2))


def _missing_names(text: str, record: Record) -> Iterator[str]:
    said = [*record.quotes, *record.origins]
    known = _KnownNames(said)
    names = [one for one in facts(text).names if not known.has_government(one, text[: one.start])]
    for one in names:
        if (written := known.missing(one)) and not _is_pointed_at(one, text, record, said):
            yield f"the name {written} is in no quote"


def _is_pointed_at(name: Name, text: str, record: Record, said: list[str]) -> bool:
    """Tell whether a word of a quote may point back to a name: "he" to a person named before a quote."""
    return any(
        may_point_to(name.written, before, quote, text)
        for before in filter(None, record.before)
        if not _KnownNames([*said, before]).missing(name)
        for quote in record.quotes
    )


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).lower()


class _KnownNames:
    """The names and words of what is on record, to look names up in, in whatever form.

    "U.S." is a form of "United States", "Mr. Putin" of "Vladimir Putin". "Moscow" is no form of "Kremlin", and "Ehud
    Netanyahu" none of "Benjamin Netanyahu".
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = whole = "\n".join(texts)
        written = re.findall(r"[^\W_][\w’'.-]*", whole)
        written += [part for word in written if "-" in word for part in word.split("-")]
        self._words = {folded(word) for word in written}
        self._forms = set[str]().union(*(forms(folded(word), has_capital=word[:1].isupper()) for word in written))
        self._names = [name.words for line in whole.splitlines() for name in facts(line).names]
        self._groups = {SAME_PLACE[form] for form in self._words & SAME_PLACE.keys()}
        self._groups |= {SAME_PLACE[" ".join(name)] for name in self._names if " ".join(name) in SAME_PLACE}
        self._initials = {"".join(word[0] for word in name) for name in self._names if len(name) > 1}
        self._without_accents = _without_accents(whole)
        self._first_letters = "".join(word[0] for word in re.findall(r"[a-z]+", whole.lower()))

    def has_government(self, name: Name, before: str) -> bool:
        """Tell whether a name is a seat of government that stands for a state on record, or the state for its seat.

        "Washington warned" is the U.S.; "in Washington" is a place, of which nothing is said.
        """
        joined = " ".join(name.words)
        state = str(SAME_PLACE[joined]) if joined in SAME_PLACE else ""
        if any(SEATS[word] in ({state} | forms(joined)) for word in self._words & SEATS.keys()):
            return True
        seat_of = SEATS.get(joined)
        return bool(seat_of and not _IN_PLACE.search(before) and seat_of in self._forms | {*map(str, self._groups)})

    def missing(self, name: Name) -> str | None:
        """Return what of a name is not on record, as written; None when all of it is."""
        joined = " ".join(name.words)
        initials = "".join(word[0] for word in name.words)
        if (
            re.search(rf"(?<!\w){re.escape(name.written)}(?!\w)", self._text)
            or SAME_PLACE.get(joined) in self._groups
            or joined in self._initials
            or self._has_otherwise_set(joined)
            or (initials[1:] and initials in self._words)
            or (name.written.isupper() and len(joined) >= SHORTEST_ACRONYM and joined in self._first_letters)
        ):
            return None
        strange = [
            word
            for word in name.words
            if SAME_PLACE.get(word) not in self._groups
            and forms(word).isdisjoint(self._forms)
            and SHORT_TITLES.get(word) not in self._words
        ]
        if strange and OFFICES.issuperset(strange):
            return None  # "President Li", "the Prime Minister"
        may_be_known = strange in ([], [*name.words[:-1]])  # whole, or as somebody by the last name
        return None if may_be_known and not self._is_namesake(name) else name.written

    def _has_otherwise_set(self, joined: str) -> bool:
        """Tell whether a name is on record with other spaces, hyphens or accents: "CO 2", "El Niño"."""
        letters = r"[\W_]*".join(filter(str.isalnum, _without_accents(joined)))
        return bool(letters) and re.search(rf"(?<!\w){letters}(?!\w)", self._without_accents) is not None

    def _is_namesake(self, name: Name) -> bool:
        """Tell whether the last name is on record with other first names only: then this is somebody else."""
        *first, last = without_title(name.words)
        others = [known for known in self._names if len(known) > 1 and known[-1] == last]
        bare = any(known == (last,) for known in self._names)
        return bool(first and others) and not bare and not any(set(first) & set(known) for known in others)
