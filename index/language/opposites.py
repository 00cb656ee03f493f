"""A word of a sentence whose opposite another sentence has in its place: "hired" where the article has "laid off".

Which words are opposites is in `index.language.opposite_words`. That both stand among the same words tells that they
are said of the same thing; there is no parser.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.arguments import BE, ORDER, REACH_BEFORE
from index.language.negation import ends_of_negatives
from index.language.opposite_words import LONGEST, Phrase, opposites
from index.language.roles import REACH_BEHIND
from index.language.tokens import TIMES
from index.language.words import stem, stop_words

NEAR = 6  # words before and behind one that are held against each other
REACH_OF_NOT = 2  # words from what denies to what it denies
LEAST_SHARED = 0.6  # of the other words of a sentence that say something, in what it is held against
LEAST_OF_ONE = 0.4  # of these in the one with the opposite, where it is held against several

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Place:
    """A word or phrase that has an opposite, at `words` of its sentence, and the stems near it that say something."""

    words: range
    phrase: Phrase
    written: str
    before: frozenset[str]
    behind: frozenset[str]
    is_passive: bool
    is_denied: bool  # something that denies it stands right before it


class _Text:
    """A sentence with the places of its words that have opposites."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self._words = [word[0].lower().replace("’", "'").removesuffix("'s") for word in found]
        self._stems = [stem(word) for word in self._words]
        ends = ends_of_negatives(text)
        self._denying = {at for at, word in enumerate(found) if any(word.start() < end <= word.end() for end in ends)}
        self.stems = frozenset(one for one in map(self._said, range(len(self._words))) if one)
        self.places = list(self._places())
        self.phrases = {place.phrase for place in self.places}

    def _said(self, at: int) -> str | None:
        return None if self._words[at] in stop_words() else self._stems[at]

    def _places(self) -> Iterator[_Place]:
        for start in range(len(self._stems)):
            for end in range(start + 1, min(start + LONGEST, len(self._stems)) + 1):
                phrase = tuple(self._stems[start:end])
                if phrase in opposites() and not self._orders_deeds(start):
                    before, behind = self._near(range(start - NEAR, start)), self._near(range(end, end + NEAR))
                    written = " ".join(self._words[start:end])
                    yield _Place(
                        range(start, end),
                        phrase,
                        written,
                        before,
                        behind,
                        self._is_passive(start),
                        self._is_denied(start),
                    )

    def _near(self, places: Iterable[int]) -> frozenset[str]:
        return frozenset(filter(None, (self._said(at) for at in places if 0 <= at < len(self._stems))))

    def _is_denied(self, at: int) -> bool:
        return not self._denying.isdisjoint(range(at - REACH_OF_NOT, at))

    def is_denied_beside(self, place: _Place) -> bool:
        """Tell whether something else denies: "rejected" itself does, and is the opposite of "granted"."""
        return not self._denying <= {*place.words}

    def _orders_deeds(self, at: int) -> bool:
        """Tell whether it is a "before" of two deeds: "A before B" is "B after A" (see `index.language.roles`)."""
        behind = next((word for word in self._words[at + 1 :] if word not in stop_words()), "")
        return self._words[at] in ORDER and behind not in TIMES and not behind[:1].isdigit()

    def _is_passive(self, at: int) -> bool:
        is_after_be = not BE.isdisjoint(self._words[max(0, at - REACH_BEFORE) : at])
        return is_after_be and "by" in self._words[at + 1 : at + 1 + REACH_BEHIND]


def opposite_in(text: str, other: str, others: Sequence[str] = ()) -> tuple[str, str] | None:
    """Return the word of a sentence, as written, whose opposite another says in its place, and that; None without one.

    A sentence that was joined from several may share its other words with `others`, too. Where the one has a "not" that
    the other lacks, nothing is said: two wrongs may make a right.

    >>> opposite_in("The mill hired 40 weavers.", "In May the mill laid off 40 weavers.")
    ('hired', 'laid off')
    >>> opposite_in("The party voted for the plan.", "The party voted against it.")
    ('voted for', 'voted against')
    >>> opposite_in("Velmar sold the mill to Tormac.", "Tormac bought the mill from Velmar.")
    """
    said, held = _read(text), _read(other)
    every = held.stems.union(*(_read(one).stems for one in others))
    for mine in said.places:
        for theirs in held.places if mine.phrase not in held.phrases else ():
            is_opposite = theirs.phrase in opposites()[mine.phrase] - said.phrases and _is_in_place(mine, theirs)
            if not is_opposite or said.is_denied_beside(mine) != held.is_denied_beside(theirs):
                continue
            beside = said.stems - ({*mine.phrase} - {*theirs.phrase})  # both have the "voted" of "voted against"
            if _share(beside, every) >= LEAST_SHARED and _share(beside, held.stems) >= LEAST_OF_ONE:
                return mine.written, theirs.written
    return None


def words_with_opposites(text: str) -> tuple[str, ...]:
    """Return the words of a sentence, as written, that have opposites.

    >>> words_with_opposites("The jury acquitted her.")
    ('acquitted',)
    """
    return tuple(one.written for one in _read(text).places)


@lru_cache(maxsize=1000)
def _read(text: str) -> _Text:
    """Read a sentence; it is held against each of its quotes, and again while an answer grows."""
    return _Text(text)


def _share(stems: frozenset[str], held: frozenset[str]) -> float:
    return len(stems & held) / len(stems) if len(stems) > 1 else 0.0


def _is_in_place(one: _Place, other: _Place) -> bool:
    """Tell whether two words stand among the same, none denied alone, and not at the two ends of what is done."""
    if one.is_denied != other.is_denied:
        return False  # "not clear" is "unclear"
    same = one.before & other.before, one.behind & other.behind
    crossed = one.before & other.behind, one.behind & other.before
    if one.is_passive != other.is_passive:
        same, crossed = crossed, same
    return any(same) and not all(crossed)
