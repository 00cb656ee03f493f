"""What stands on which side of a word: who does something, and to whom, told without a parser.

"Russia attacked Ukraine" has Russia before the word and Ukraine behind it, and so has "Ukraine was attacked by Russia"
once the passive is turned. Only words that two sentences share are looked at, so that they can be held against each
other; where one has a turn that the other lacks ("Corvo's chair", "chair of Corvo"), nothing is said. What other words
may tell from the other end ("sold", "bought") is in `index.language.converses`.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import takewhile

from index.language.arguments import ORDER, WITHIN, ReadSentence, told_apart
from index.language.tokens import Token

EITHER_WAY = frozenset(  # stems of what is as true the other way round, or may stand in front and at the end
    "meet met marri divorc merg talk negoti agre fight fought play compet border share join cooper collabor argu "
    "say said add accord report state note explain write wrote announc face draw drew tie clash partner adjoin resembl "
    "link relat date wed equal speak spoke trade neighbor neighbour differ versus vs well".split()
)
COMPARING = frozenset("more less fewer least most worse".split())  # another one may turn a comparison round
REACH_BEHIND = 8  # words from a passive's verb to its "by", and to the prepositions of its other objects
MOST_BEFORE_NOUN = 4  # words from a noun to its "a"
GOING_TO = frozenset("to from with against for at".split())  # prepositions that a verb's other object comes with

RoleTurn = tuple[bool, bool, str, frozenset[str]]
PLAIN: RoleTurn = (False, False, "", frozenset())


@dataclass(frozen=True, slots=True)
class Around:
    """A word, by its stem and as written, and the stems of who or what stands before and behind it.

    In a passive the doer stands before it all the same. Where both have names, these alone are meant. `turn` is how
    they are joined: by a possessive, by "of", by a preposition some words on, and which words compare in the sentence.
    """

    pivot: str
    written: str
    before: frozenset[str]
    behind: frozenset[str]
    turn: RoleTurn


def sides_in(text: str, shared: Set[str]) -> Iterator[Around]:
    """Yield who or what stands before and behind each word of a sentence that may have two sides.

    `shared` are the stems that count; what stands together counts as one ("the label Moonrise", "the driver of the
    van"). Behind a word stands its object, and what its preposition goes to ("lent money to Osk"); what a "which"
    stands for is in its place.

    >>> [one] = sides_in("Ukraine was attacked by Russia.", {"ukrain", "russia", "attack"})
    >>> one.pivot, sorted(one.before), sorted(one.behind)
    ('attack', ['russia'], ['ukrain'])
    """
    line = ReadSentence.of(text, shared)
    compared = _compared(line)
    for at, word in enumerate(line.tokens):
        if word.lower in ORDER:
            yield from _in_time(line, at)
            continue
        if not line.counts[at] or not word.written.islower() or word.stem in EITHER_WAY or _is_one_of_many(line, at):
            continue
        by = _by_of_passive(line, at)
        if by is None:
            if word.may_be_participle and line.is_after_be(at):
                continue  # who did it goes unsaid
            before = line.subject(at)
            objects = {"": line.relative_object(at) or line.behind(at)} | _objects_of_prepositions(line, at)
        else:
            is_behind_comma = by == at + 1 and line.lower[at - 1] == ","  # "the bank, sued by Osk"
            before = line.before(at - 1) if is_behind_comma else line.subject(at)
            objects = {"": line.behind(by)}
        is_of = at + 1 < len(line.tokens) and line.lower[at + 1] == "of"
        for preposition, behind in objects.items():
            if before and behind:
                sides = told_apart(before, behind) if by is None else told_apart(behind, before)
                yield Around(word.stem, word.lower, *sides, (line.is_owner(at - 1), is_of, preposition, compared))


def _is_one_of_many(line: ReadSentence, at: int) -> bool:
    """Tell whether a word is what somebody is, and no deed: "a planetary scientist at", but not "a rival of".

    In "a lorry struck it", "struck" is a deed of what the "a" is of.
    """
    if line.tokens[at].may_be_participle or line.lower[at + 1 : at + 2] == ["of"]:
        return False
    places = range(at - 1, max(-1, at - 1 - MOST_BEFORE_NOUN), -1)
    before = takewhile(lambda place: not line.tokens[place].is_mark, places)
    return next((line.lower[place] in ("a", "an") for place in before if line.lower[place] in WITHIN), False)


def _in_time(line: ReadSentence, at: int) -> Iterator[Around]:
    """Yield what comes before, and what after, of a "before" or "after": all that counts in its clauses."""
    behind = _clause(line, range(at + 1, len(line.tokens)))
    before = _clause(line, range(at - 1, -1, -1))
    if at == 0:  # "After the vote, she left"
        comma = next((place for place, word in enumerate(line.lower) if word == ","), len(line.tokens))
        before = _clause(line, range(comma + 1, len(line.tokens)))
    if before and behind:
        earlier, later = (before, behind) if line.lower[at] == "before" else (behind, before)
        first, then = (frozenset(word.stem for word in side) for side in (earlier, later))
        yield Around("before", line.lower[at], first - then, then - first, PLAIN)


def _clause(line: ReadSentence, places: Iterable[int]) -> list[Token]:
    """Return the words that count, up to a mark or another word of order."""
    within = takewhile(lambda at: not line.tokens[at].is_mark and line.lower[at] not in ORDER, places)
    return [line.tokens[at] for at in within if line.counts[at]]


def _compared(line: ReadSentence) -> frozenset[str]:
    """Return the words of a sentence that compare: "less", and "later" where it has a "than"."""
    has_than = "than" in line.lower
    return frozenset(one for one in line.lower if one in COMPARING or (has_than and one.endswith("er")))


def _by_of_passive(line: ReadSentence, at: int) -> int | None:
    """Return where the "by" of a passive stands whose verb stands at `at`; None if it is none."""
    following = line.lower[at + 1 : at + 1 + REACH_BEHIND]
    if "by" not in following or line.lower[at].endswith(("ing", "s")):
        return None
    at_by = following.index("by")
    return at + 1 + at_by if at_by == 0 or line.is_after_be(at) else None


def _objects_of_prepositions(line: ReadSentence, at: int) -> dict[str, list[Token]]:
    """Return what the prepositions behind a verb go to, up to the end of its clause."""
    found: dict[str, list[Token]] = {}
    for place in range(at + 1, min(at + 1 + REACH_BEHIND, len(line.tokens))):
        word = line.lower[place]
        if word in GOING_TO and word not in found:
            found[word] = line.behind(place)
        elif line.tokens[place].is_mark:
            break
    return found
