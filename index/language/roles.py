"""What stands on which side of a word: who does something, and to whom, told without a parser.

"Russia attacked Ukraine" has Russia before the word and Ukraine behind it, and so has "Ukraine was attacked by Russia"
once the passive is turned. Only words that two sentences share are looked at, so that they can be held against each
other; where one has a turn that the other lacks ("Corvo's chair", "chair of Corvo"), nothing is said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from index.language.times.wording import MONTHS, WEEKDAYS
from index.language.words import stem, stop_words

BE = frozenset("is are was were be been being am got gets get".split())
EITHER_WAY = frozenset(  # stems of what is as true the other way round, or may stand in front and at the end
    "meet met marri divorc merg talk negoti agre fight fought play compet border share join cooper collabor argu "
    "say said add accord report state note explain write wrote announc face draw drew tie clash partner adjoin resembl "
    "link relat date wed equal speak spoke trade neighbor neighbour differ versus vs well".split()
)
SIDES = frozenset("before after over to".split())  # words without content that have two sides; "to" after a "from"
ORDER = frozenset("before after".split())  # what stands beyond them belongs to another word
APART = ORDER | frozenset("and or nor but versus vs while whereas".split())  # … and to another part of the sentence
COMPARING = frozenset("more less fewer least most worse".split())  # another one may turn a comparison round
TIMES = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *"noon midnight today yesterday tomorrow minute minutes hour hours day days week weeks".split(),
        *"month months year years".split(),
    )
)
PLACING = frozenset("near without within among across along around beside despite toward towards upon via per".split())
_NO_SUBJECT = TIMES | PLACING
REACH_BEFORE, REACH_BEHIND = 3, 8  # words from a passive's verb to its "was", and to its "by"
REACH = 8  # words from one with two sides to the end of what stands there
WITHIN = frozenset("a an the of its his her their our".split())  # in "the driver of the van"
RELATIVE = frozenset("which who whose where".split())
ADVERBS = frozenset("later also already soon still even once twice then again now".split())  # besides those in -ly
GOING_TO = frozenset("to from with against for at".split())  # prepositions that a verb's other object comes with

_FORMS = """
beat beaten, overtook overtaken, took taken, gave given, chose chosen, wrote written, drove driven, stole stolen,
bit bitten, hid hidden, shook shaken, forgave forgiven, tore torn, threw thrown, drew drawn, broke broken, spoke spoken,
froze frozen, saw seen, ate eaten, fell fallen, grew grown, knew known, flew flown, blew blown, wore worn, bought buy,
sold sell, sent send, lent lend, paid pay, taught teach, caught catch, fought fight, sought seek, brought bring,
held hold, led lead, fed feed, left leave, lost lose, won win, met meet, found find, struck strike, made make,
built build, kept keep, told tell, heard hear
"""
_UNCHANGED = frozenset("burnt cut dealt hit hung hurt put set shot shut split spread".split())  # as participles
_SAME_VERB = {form: forms.split()[0] for forms in _FORMS.split(",") for form in forms.split()}

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.,;:()—–!?]")


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
    turn: tuple[bool, bool, str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    lower: str
    stem: str
    has_content: bool

    @property
    def is_name(self) -> bool:
        return self.written[0].isupper()


def sides_in(text: str, shared: Set[str]) -> Iterator[Around]:
    """Yield who or what stands before and behind each word of a sentence that may have two sides.

    `shared` are the stems that count; what stands together counts as one ("the label Moonrise", "the driver of the
    van"). Behind a word stands its object, and what its preposition goes to ("lent money to Osk").

    >>> [one] = sides_in("Ukraine was attacked by Russia.", {"ukrain", "russia", "attack"})
    >>> one.pivot, sorted(one.before), sorted(one.behind)
    ('attack', ['russia'], ['ukrain'])
    """
    words = [_word(match[0]) for match in _WORD.finditer(text)]
    counts = [word.has_content and word.stem in shared for word in words]
    compared = _compared(words)
    for at, word in enumerate(words):
        if word.lower in ORDER:
            yield from _in_time(words, counts, at)
            continue
        is_pivot = counts[at] and word.written.islower() and word.stem not in EITHER_WAY
        if not is_pivot and not _has_two_sides(words, at):
            continue
        by = _by_of_passive(words, at) if is_pivot else None
        if by is None and is_pivot and _is_passive(words, at):
            continue  # who did it goes unsaid
        before = _run(words, counts, at - 1, -1)
        objects = {"": _run(words, counts, at + 1 if by is None else by + 1, 1)}
        if is_pivot and by is None:
            objects |= _objects_of_prepositions(words, counts, at)
        is_of = at + 1 < len(words) and words[at + 1].lower == "of"
        is_possessive = words[at - 1].lower.endswith(("'s", "’s", "s'", "s’"))
        for preposition, behind in objects.items():
            if before and behind:
                sides = _told_apart(before, behind) if by is None else _told_apart(behind, before)
                yield Around(word.stem, word.lower, *sides, (is_possessive, is_of, preposition, compared))


def _in_time(words: list[_Word], counts: list[bool], at: int) -> Iterator[Around]:
    """Yield what comes before, and what after, of a "before" or "after": all that counts in its clauses."""
    behind = _clause(words, counts, range(at + 1, len(words)))
    before = _clause(words, counts, range(at - 1, -1, -1))
    if at == 0:  # "After the vote, she left"
        comma = next((place for place, word in enumerate(words) if word.lower == ","), len(words))
        before = _clause(words, counts, range(comma + 1, len(words)))
    if before and behind:
        earlier, later = (before, behind) if words[at].lower == "before" else (behind, before)
        first, then = (frozenset(word.stem for word in side) for side in (earlier, later))
        yield Around("before", words[at].lower, first, then, (False, False, "", frozenset()))


def _clause(words: list[_Word], counts: list[bool], places: Iterable[int]) -> list[_Word]:
    """Return the words that count, up to a mark or another word of order."""
    within = takewhile(lambda at: words[at].lower[0].isalnum() and words[at].lower not in ORDER, places)
    return [words[at] for at in within if counts[at]]


def _told_apart(before: Sequence[_Word], behind: Sequence[_Word]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of two sides, of names alone where both have some, without those that are on both."""
    sides = [before, behind]
    if all(any(word.is_name for word in side) for side in sides):
        sides = [[word for word in side if word.is_name] for side in sides]
    one, other = (frozenset(word.stem for word in side) for side in sides)
    return one - other, other - one


def _compared(words: list[_Word]) -> frozenset[str]:
    """Return the words of a sentence that compare: "less", and "later" where it has a "than"."""
    lower = [word.lower for word in words]
    return frozenset(one for one in lower if one in COMPARING or ("than" in lower and one.endswith("er")))


def _has_two_sides(words: list[_Word], at: int) -> bool:
    lower = words[at].lower
    return lower in SIDES and (lower != "to" or any(one.lower == "from" for one in words[max(0, at - REACH) : at]))


def _by_of_passive(words: list[_Word], at: int) -> int | None:
    """Return where the "by" of a passive stands whose verb stands at `at`; None if it is none."""
    following = [one.lower for one in words[at + 1 : at + 1 + REACH_BEHIND]]
    if "by" not in following or words[at].lower.endswith(("ing", "s")):
        return None
    at_by = following.index("by")
    return at + 1 + at_by if at_by == 0 or _follows_be(words, at) else None


def _is_passive(words: list[_Word], at: int) -> bool:
    """Tell "ten were killed" from "it killed ten"."""
    lower = words[at].lower
    return (lower.endswith(("ed", "en")) or lower in _SAME_VERB or lower in _UNCHANGED) and _follows_be(words, at)


def _follows_be(words: list[_Word], at: int) -> bool:
    for one in reversed(words[max(0, at - REACH_BEFORE) : at]):
        if one.lower in BE:
            return True
        if one.has_content and not _is_adverb(one):
            break
    return False


def _is_adverb(word: _Word) -> bool:
    return word.lower.endswith("ly") or word.lower in ADVERBS


def _before_relative(words: list[_Word], start: int) -> int:
    """Return where the subject of a verb ends, before a clause between commas: "the bank, which …, later praised"."""
    end = next((at for at in range(start, -1, -1) if not _is_adverb(words[at])), -1)
    if end < 0 or words[end].lower != ",":
        return start
    opens = (at for at in range(end - 1, 0, -1) if words[at].lower in RELATIVE and words[at - 1].lower == ",")
    return next(opens, start + 2) - 2


def _objects_of_prepositions(words: list[_Word], counts: list[bool], at: int) -> dict[str, list[_Word]]:
    """Return what the prepositions behind a verb go to, up to the end of its clause."""
    found: dict[str, list[_Word]] = {}
    for place in range(at + 1, min(at + 1 + REACH_BEHIND, len(words))):
        word = words[place]
        if word.lower in GOING_TO and word.lower not in found:
            found[word.lower] = _run(words, counts, place + 1, 1)
        elif not word.lower[0].isalnum():
            break
    return found


def every_stem(text: str) -> frozenset[str]:
    """Return the stems of all words of a text that carry its subject, as `sides_in` reads them."""
    return frozenset(word.stem for word in map(_word, _WORD.findall(text)) if word.has_content)


def _word(written: str) -> _Word:
    lower = written.lower().removesuffix("'s").removesuffix("’s")
    lower = _SAME_VERB.get(lower, lower)
    has_content = any(map(str.isalpha, lower)) and lower not in stop_words() and lower not in _NO_SUBJECT
    return _Word(written, written.lower(), stem(lower), has_content and lower not in SIDES)


def _run(words: list[_Word], counts: list[bool], start: int, step: int) -> list[_Word]:
    """Return the nearest words that count, from `start` on, as far as they stand together."""
    found: list[_Word] = []
    if step < 0:
        start = _before_relative(words, start)
    for at in range(start, start + step * REACH, step):
        if not 0 <= at < len(words):
            break
        word = words[at]
        if counts[at]:
            found.append(word)
        elif found:
            if word.lower not in WITHIN and not _is_in_name(words, at):
                break
        elif word.lower in APART or not word.lower[0].isalnum():
            break
        elif step < 0 and word.has_content and not _is_adverb(word):
            break  # another verb: "received grain" is not "sent grain"
    return found


def _is_in_name(words: list[_Word], at: int) -> bool:
    """Tell whether a mark belongs to a name: "Dr. Lind", "the guard, Pete Low, was …"."""
    beside = [words[place].is_name for place in (at - 1, at + 1) if 0 <= place < len(words)]
    return (words[at].lower == "." and all(beside)) or (words[at].lower == "," and any(beside))
