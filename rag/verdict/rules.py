"""What can be told of a sentence by rule: are its facts on record, and does it keep the side of its quotes?

Its numbers, dates, names and web addresses are compared in normal forms; whether the sentence puts them together
rightly is not decided here. Its side is the "not", the "unlikely", the "reportedly", held against the clause of the
quotes that it is nearest to, and who did something to whom. A rule can't know every way to say no, so a changed side is
a suspicion that is named. Each reason is one that a reader understands.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from index import Time
from index.language import Facts, facts
from index.language.demonyms import SAME_PLACE, forms
from index.language.names import OFFICES, Name, folded
from index.language.negation import CLAUSE_END, HEDGES, IS_HEDGED, LEAD, WEAK_HEDGES, Negative
from index.language.numbers import ONES
from index.language.persons import has_anaphor
from index.language.quantity import TIMES, Quantity
from index.language.roles import every_stem, sides_in
from index.language.times import date_of
from index.language.words import content_stems

COUNTED = ONES[2:5]
SHORTEST_ACRONYM = 3  # letters; two words begin with any two soon

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What a sentence may take its facts from.

    `quotes` are what it cites; `origins` the titles, sources and dates of their articles; `before` what stands before
    the quotes in their passages, to which their pronouns may point; `times` what the quotes' words for times mean;
    `titles` those of their articles, and what else is given.
    """

    quotes: tuple[str, ...]
    origins: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()
    titles: tuple[str, ...] = ()


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
        is_counted = (may_count and written in COUNTED) or (number.unit == TIMES and _has_ratio(number.value, known))
        if not is_counted and not any(number.is_in(one) for one in known):
            yield f"number {number.written} is in no quote"


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


def _missing_names(said: Facts, record: Record) -> Iterator[str]:
    texts = [*record.quotes, *record.origins]
    if any(map(has_anaphor, record.quotes)):
        texts += record.before
    known = _KnownNames(texts)
    for written in dict.fromkeys(filter(None, map(known.missing, said.names))):
        yield f"the name {written} is in no quote"


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
        self._first_letters = "".join(word[0] for word in re.findall(r"[a-z]+", whole.lower()))

    def missing(self, name: Name) -> str | None:
        """Return what of a name is not on record, as written; None when all of it is."""
        joined = " ".join(name.words)
        initials = "".join(word[0] for word in name.words)
        if (
            re.search(rf"(?<!\w){re.escape(name.written)}(?!\w)", self._text)
            or SAME_PLACE.get(joined) in self._groups
            or joined in self._initials
            or (initials[1:] and initials in self._words)
            or (name.written.isupper() and len(joined) >= SHORTEST_ACRONYM and joined in self._first_letters)
        ):
            return None
        strange = [
            word
            for word in name.words
            if SAME_PLACE.get(word) not in self._groups and forms(word).isdisjoint(self._forms)
        ]
        if strange and OFFICES.issuperset(strange):
            return None  # "President Li", "the Prime Minister"
        may_be_known = strange in ([], [*name.words[:-1]])  # whole, or as somebody by the last name
        return None if may_be_known and not self._is_namesake(name) else name.written

    def _is_namesake(self, name: Name) -> bool:
        """Tell whether the last name is on record with other first names only: then this is somebody else."""
        *first, last = name.words
        others = [known for known in self._names if len(known) > 1 and known[-1] == last]
        bare = any(known == (last,) for known in self._names)
        return bool(first and others) and not bare and not any(set(first) & set(known) for known in others)


@dataclass(frozen=True, slots=True)
class Sides:
    """In what a sentence does not keep the side of its quotes: each a reason, None where it keeps it."""

    negation: str | None = None
    hedge: str | None = None
    swapped: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What a reader is told."""
        return tuple(filter(None, (self.negation, self.hedge, self.swapped)))


def changed_sides(text: str, quotes: Sequence[str]) -> Sides:
    """Hold the side of a sentence against its quotes."""
    return Sides(changed_negation(text, quotes), lost_hedge(text, quotes), swapped_roles(text, quotes))


def changed_negation(text: str, quotes: Sequence[str]) -> str | None:
    """Return how a "not" was lost or added in a clause of the sentence; None if nowhere."""
    clauses = [clause for clause in CLAUSE_END.split(text) if len(content_stems(clause)) > 1]
    return next(filter(None, (_changed_in(clause, quotes) for clause in clauses or [text])), None)


def _changed_in(text: str, quotes: Sequence[str]) -> str | None:
    clause = _nearest_clause(text, quotes)
    said, quoted = facts(text).negatives, facts(clause).negatives
    if quoted and not said:
        return f'the quote says "{quoted[0].written}", the sentence does not'
    if not said or (quoted and not _denies_what_is_stated(said, quoted, clause)):
        return None
    if not quoted and any(facts(quote).negatives for quote in quotes):
        return None  # it may be that one, of another clause
    return f'the sentence says "{said[0].written}", the quote does not'


def _denies_what_is_stated(said: Sequence[Negative], quoted: Sequence[Negative], clause: str) -> bool:
    """Tell whether a "not" of the sentence holds for words that the clause states, though it denies others."""
    denied = frozenset[str]().union(*(one.denied for one in said if one.is_not))
    is_stated = denied and denied <= content_stems(clause) and not any(denied & one.denied for one in quoted)
    return bool(is_stated) and not any(one.is_not for one in quoted)


def lost_hedge(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when the quote is not sure of what the sentence says as a fact; None if it keeps a hedge."""
    clause = _nearest_clause(text, quotes)
    quote = next(quote for quote in quotes if clause in quote)
    hedge = IS_HEDGED.search(clause) or (clause is not quote and LEAD.match(quote))
    if not hedge or (facts(hedge[0]).negatives and facts(clause).negatives and not facts(text).negatives):
        return None  # where "unlikely" got lost, so did the "not"
    kept = {match[0].lower() for match in HEDGES.finditer(text)}
    if kept - {match[0].lower() for match in WEAK_HEDGES.finditer(clause)}:  # the clause's own "want" is no "likely"
        return None
    return f'the quote says "{hedge[0].strip().lower()}", the sentence does not'


def _nearest_clause(text: str, quotes: Sequence[str]) -> str:
    """Return the clause that has most of the words of a sentence; of several, the longest, which leaves least out."""
    stems = content_stems(text)
    clauses = [clause for quote in quotes for clause in CLAUSE_END.split(quote)]
    return max(clauses, key=lambda clause: (len(stems & content_stems(clause)), len(clause)))


def swapped_roles(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when what stands before and behind a word of the sentence is the other way round in a quote.

    >>> swapped_roles("Tolvar bought Brenco.", ["Brenco bought Tolvar in May."])
    'the quote has it the other way round at "bought"'
    >>> swapped_roles("Tolvar was bought by Brenco.", ["Brenco bought Tolvar in May."])
    """
    stems = every_stem(text)
    shared = [(quote, stems & every_stem(quote)) for quote in quotes]
    told = [one for quote, both in shared for one in sides_in(quote, both)]
    for one in (one for _, both in shared for one in sides_in(text, both)):
        known = [other for other in told if other.pivot == one.pivot and other.turn == one.turn]
        crossed = [other for other in known if one.before & other.behind and one.behind & other.before]
        if crossed and not any(one.before & other.before for other in known if other not in crossed):
            return f'the quote has it the other way round at "{one.written}"'
    return None
