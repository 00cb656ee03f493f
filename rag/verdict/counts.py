"""A number that a sentence gives of something of which its quotes give another, though they have it, too, elsewhere.

"15,000 people entered" is not borne out by "15,000 people registered" where "5,000 people entered" stands beside it.
What is counted is told by the unit, or by the words next behind the number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language import facts
from index.language.quantity import Quantity
from index.language.units import ORDINAL, TIMES
from index.language.words import content_stems, stem, stop_words

REACH = 3  # words behind a number that may say what is counted
LEAST_SHARED = 0.5  # of the other words of a sentence, in the quote with the other number

_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*|[.,;:()—–!?]")


@dataclass(frozen=True, slots=True)
class _Count:
    """A number, and the stems of what it may count: its unit's words say nothing more."""

    number: Quantity
    things: frozenset[str]

    def is_of_same(self, other: "_Count") -> bool:
        """Tell whether another counts the same kind of thing."""
        if self.number.unit != other.number.unit:
            return False
        return not self.things.isdisjoint(other.things) or (self.number.unit is not None and not self.things)


def other_count_in(text: str, quotes: Sequence[str]) -> tuple[str, str] | None:
    """Return a number of a sentence and the other that the quote nearest to it has in its place; None without one.

    >>> quotes = ["Police said 5,000 people entered the hall.", "The union said 15,000 people had registered."]
    >>> other_count_in("Police said that 15,000 people entered the hall.", quotes)
    ('15,000 people', '5,000 people')
    >>> other_count_in("The union said 15,000 people had registered.", quotes)
    >>> other_count_in("They sold three boats.", ["They sold two boats in May."])
    ('three boats', 'two boats')
    """
    for mine in _counts(text):
        others = _words_beside(text, mine)
        near = {quote: len(others & content_stems(quote)) for quote in quotes}
        has = [quote for quote in quotes if any(mine.number.is_in(one) for one in facts(quote).quantities)]
        nearest = max((near[quote] for quote in has), default=0)
        for quote in quotes:
            other = next((one for one in _counts(quote) if mine.is_of_same(one)), None)
            if other and quote not in has and near[quote] > nearest and near[quote] >= LEAST_SHARED * len(others):
                return _written(text, mine), _written(quote, other)
    return None


def _words_beside(text: str, count: _Count) -> frozenset[str]:
    return content_stems(f"{text[: count.number.start]} {text[count.number.end :]}")


@lru_cache(maxsize=1000)
def _counts(text: str) -> tuple[_Count, ...]:
    return tuple(_counts_in(text))


def _counts_in(text: str) -> Iterator[_Count]:
    dates = facts(text).dates
    for number in facts(text).quantities:
        if number.written.lower() == "one":  # may count nothing: "one day", "one mayor"
            continue
        if number.unit in (ORDINAL, TIMES) or any(one.start < number.end and number.start < one.end for one in dates):
            continue
        things = frozenset(_behind(text, number.end)) if number.unit is None else frozenset[str]()
        if things or number.unit is not None:
            yield _Count(number, things)


def _behind(text: str, end: int) -> Iterator[str]:
    """Yield the stems of the words next behind a number, up to a mark or a preposition."""
    for word in list(_WORD.finditer(text, end))[:REACH]:
        lower = word[0].lower()
        if not lower[0].isalpha() or lower in stop_words():
            return
        yield stem(lower)


def _written(text: str, count: _Count) -> str:
    if count.number.unit is not None:
        return count.number.written
    behind = _WORD.search(text, count.number.end)
    return f"{count.number.written} {behind[0]}" if behind else count.number.written
