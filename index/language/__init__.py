"""All that is known about English, once: words, sentences, names, demonyms, numbers, quantities, negation, times.

The door is `facts`: what a sentence names, counts, dates and denies. Another language would be another such package.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.language.names import Name, find_names
from index.language.negation import Negative, negatives
from index.language.quantities import quantities
from index.language.quantity import Quantity
from index.language.times import Date, Time, find_dates, find_times

__all__ = ["Facts", "facts"]

_SOME_DAY = "2000-06-15"  # of publishing: "on Monday" is a time, whichever it is


@dataclass(frozen=True)  # no slots: what is read once is kept
class Facts:
    """What a sentence says that can be checked by rule, each with its place in it."""

    text: str

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Whom and what it names."""
        return tuple(find_names(self.text))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers with scale and unit; those of dates are among them."""
        return tuple(quantities(self.text))

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """Its dates as they are written."""
        return tuple(find_dates(self.text))

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """The times it names, "yesterday" too; which days those are, counted from some day, means nothing."""
        return find_times(self.text, _SOME_DAY)

    @cached_property
    def negatives(self) -> tuple[Negative, ...]:
        """The words that deny something, and what."""
        return tuple(negatives(self.text))


@lru_cache(maxsize=10_000)
def facts(sentence: str) -> Facts:
    """Return what a sentence says; it is read once, however many ask.

    >>> found = facts("Russia did not send two hundred and fifty drones in May 2024.")
    >>> [name.written for name in found.names], [one.value for one in found.quantities][0]
    (['Russia'], 250.0)
    >>> [one.written for one in found.dates], [one.written for one in found.negatives]
    (['May 2024'], ['not'])
    """
    return Facts(sentence)
