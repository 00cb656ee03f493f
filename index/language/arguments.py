"""The runs of words in a sentence that may be somebody or something that a deed is of.

What stands together counts as one ("the label Moonrise", "the driver of the van"). Told without a parser.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from index.language.tokens import SAYING, Token, tokens_of

BE = frozenset("is are was were be been being am got gets get".split())
ORDER = frozenset("before after".split())  # what stands beyond them belongs to another word
APART = ORDER | SAYING | frozenset("and or nor but versus vs while whereas".split())  # … to another part, too
REACH = 8  # words from one with two sides to the end of what stands there
REACH_BEFORE = 3  # words from a passive's verb to its "was"
REACH_OF_PREPOSITION = 7  # words from a verb to the preposition that its other end stands behind
WITHIN = frozenset("a an the of its his her their our".split())  # in "the driver of the van"
LONGEST_ABBREVIATION = 4  # letters before the stop of "Dr. Lind"

_RELATIVE = frozenset("which who whose where".split())
_RELATIVE_SUBJECT = frozenset("which who that".split())
_RELATIVE_OBJECT = _RELATIVE_SUBJECT | {"whom"}
_HELPING = frozenset("is are was were be been being has have had did does do will would".split())


def told_apart(before: Sequence[Token], behind: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of two sides, of names alone where both have some, without those that are on both."""
    sides = [before, behind]
    if all(any(word.is_name for word in side) for side in sides):
        sides = [[word for word in side if word.is_name] for side in sides]
    one, other = (frozenset(word.stem for word in side) for side in sides)
    return one - other, other - one


@dataclass(frozen=True)
class ReadSentence:
    """The words of a sentence, and which of them count: those that may be somebody or something that is told of."""

    tokens: Sequence[Token]
    counts: Sequence[bool]

    @classmethod
    def of(cls, text: str, shared: Set[str]) -> "ReadSentence":
        """Read a sentence of which the words with some stems count."""
        tokens = tokens_of(text)
        return cls(tokens, [token.has_content and token.stem in shared for token in tokens])

    @cached_property
    def lower(self) -> list[str]:
        """All words in lower case."""
        return [token.lower for token in self.tokens]

    @cached_property
    def with_numbers(self) -> "ReadSentence":
        """The same words, of which numbers count, too."""
        pairs = zip(self.tokens, self.counts, strict=True)
        return ReadSentence(self.tokens, [counts or token.is_number for token, counts in pairs])

    def up_to(self, end: int) -> "ReadSentence":
        """Return the words before a place."""
        return ReadSentence(self.tokens[:end], self.counts[:end])

    def behind(self, at: int) -> list[Token]:
        """Return the nearest words behind a place that count and stand together."""
        return self._run(range(at + 1, min(at + 1 + REACH, len(self.tokens))))

    def before(self, at: int) -> list[Token]:
        """Return the nearest words before a place that count and stand together, the nearest first."""
        start = self._before_relative(at - 1)
        return self._run(range(start, max(-1, start - REACH), -1))

    def subject(self, at: int) -> list[Token]:
        """Return who stands before a verb; where "which" or "who" does, whom that stands for."""
        place = self._before_helpers(at)
        if place >= 0 and self.lower[place] in _RELATIVE_SUBJECT:
            return self.before(self._comma_before(place))
        return self.before(at)

    def relative_object(self, at: int) -> list[Token]:
        """Return what a relative clause is of, where it is the object of its verb: "the van, which Osk bought"."""
        if at + 1 < len(self.tokens) and (self.tokens[at + 1].has_content or self.lower[at + 1] in WITHIN):
            return []  # another object follows
        place = self.start_of_run(self._before_helpers(at))
        if not 0 < place < at - 1 or self.lower[place] not in _RELATIVE_OBJECT:
            return []
        return self.before(self._comma_before(place))

    def start_of_run(self, at: int) -> int:
        """Return the place before the words that stand together and end at a place."""
        while at >= 0 and (self.counts[at] or self.lower[at] in WITHIN):
            at -= 1
        return at

    def next_of(self, words: Set[str], at: int, reach: int = REACH_OF_PREPOSITION) -> int | None:
        """Return where the next of some words stands behind a place, in the same part of the sentence."""
        for place in range(at + 1, min(at + 1 + reach, len(self.tokens))):
            if self.lower[place] in words:
                return place
            if self.tokens[place].is_mark:
                return None
        return None

    def nearest_of(self, words: Set[str], at: int) -> int | None:
        """Return where the next of some words stands behind a place, or else the last before it, not far off."""
        behind = range(at + 1, min(at + REACH_OF_PREPOSITION, len(self.tokens)))
        before = range(at - 1, max(-1, at - REACH_OF_PREPOSITION), -1)
        return next((place for place in (*behind, *before) if self.lower[place] in words), None)

    def is_after_be(self, at: int) -> bool:
        """Tell whether a "was" stands before a verb, with at most adverbs between."""
        for one in reversed(self.tokens[max(0, at - REACH_BEFORE) : at]):
            if one.lower in BE:
                return True
            if one.has_content and not one.is_adverb:
                break
        return False

    def is_owner(self, at: int) -> bool:
        """Tell whether a word has a possessive ending."""
        return at >= 0 and self.lower[at].endswith(("'s", "’s", "s'", "s’"))

    def _run(self, places: range) -> list[Token]:
        found: list[Token] = []
        for at in places:
            word = self.tokens[at]
            if self.counts[at]:
                found.append(word)
            elif found:
                if word.lower not in WITHIN and not self._is_in_name(at):
                    break
            elif word.lower in APART or word.is_mark:
                break
            elif places.step < 0 and word.has_content and not word.is_adverb:
                break  # another verb: "received grain" is not "sent grain"
        return found

    def _is_in_name(self, at: int) -> bool:
        """Tell whether a mark or an "and" joins names: "Dr. Lind", "the guard, Pete Low, was …", "Osk and Torvik"."""
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(self.tokens)]
        are_names = [self.tokens[place].is_name for place in beside]
        if self.lower[at] == ".":
            return all(are_names) and at > 0 and len(self.lower[at - 1]) <= LONGEST_ABBREVIATION
        if self.lower[at] == "and":
            return all(are_names) and all(self.counts[place] for place in beside)
        return self.lower[at] == "," and any(are_names)

    def _before_helpers(self, at: int) -> int:
        place = at - 1
        while place >= 0 and (self.tokens[place].is_adverb or self.lower[place] in _HELPING):
            place -= 1
        return place

    def _comma_before(self, at: int) -> int:
        return at - 1 if self.lower[at - 1] == "," else at

    def _before_relative(self, start: int) -> int:
        """Return where a verb's subject ends, before a clause between commas: "the bank, which …, later praised"."""
        end = next((at for at in range(start, -1, -1) if not self.tokens[at].is_adverb), -1)
        if end < 0 or self.lower[end] != ",":
            return start
        opens = (at for at in range(end - 1, 0, -1) if self.lower[at] in _RELATIVE and self.lower[at - 1] == ",")
        return next(opens, start + 2) - 2
