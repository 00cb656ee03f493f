"""What stands on which side of a word: who does something, and to whom, told without a parser.

"Russia attacked Ukraine" has Russia before the word and Ukraine behind it, and so has "Ukraine was attacked by Russia"
once the passive is turned. Only words that two sentences share are looked at, so that they can be held against each
other; where one has a turn that the other lacks ("Corvo's chair", "chair of Corvo"), nothing is said.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from index.language.times.wording import MONTHS, WEEKDAYS
from index.language.words import stem, stop_words

BE = frozenset("is are was were be been being am got gets get".split())
EITHER_WAY = frozenset(  # stems of what is as true the other way round, or may stand in front and at the end
    "meet met marri divorc merg talk negoti agre fight fought play compet border share join cooper collabor argu "
    "say said add accord report state note explain write wrote announc face draw drew tie clash partner adjoin resembl "
    "link relat date wed equal speak spoke trade neighbor neighbour differ".split()
)
SIDES = frozenset("before after over to".split())  # words without content that have two sides, too; "to" after a "from"
ORDER = frozenset("before after".split())  # what stands beyond them belongs to another word
COMPARING = frozenset("more less fewer least most worse".split())  # another one may turn a comparison round
TIMES = frozenset((*MONTHS, *WEEKDAYS, *"today yesterday tomorrow week month year".split()))
PLACING = frozenset("near without within among across along around beside despite toward towards upon via per".split())
_NO_SUBJECT = TIMES | PLACING
REACH_BEFORE, REACH_BEHIND = 3, 8  # words from a passive's verb to its "was", and to its "by"
REACH = 6  # words from one with two sides to what stands there

_FORMS = """
beat beaten, overtook overtaken, took taken, gave given, chose chosen, wrote written, drove driven, stole stolen,
bit bitten, hid hidden, shook shaken, forgave forgiven, tore torn, threw thrown, drew drawn, broke broken, spoke spoken,
froze frozen, saw seen, ate eaten, fell fallen, grew grown, knew known, flew flown, blew blown, wore worn, bought buy,
sold sell, sent send, lent lend, paid pay, taught teach, caught catch, fought fight, sought seek, brought bring,
held hold, led lead, fed feed, left leave, lost lose, won win, met meet, found find, struck strike, made make,
built build, kept keep, told tell, heard hear
"""
_SAME_VERB = {form: forms.split()[0] for forms in _FORMS.split(",") for form in forms.split()}

_UNCHANGED = dict.fromkeys("burnt cut dealt hit hung hurt put set shot shut split spread".split())  # as participles

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.,;:()—–!?]")


@dataclass(frozen=True, slots=True)
class Around:
    """A word, by its stem and as written, and the stems of what stands nearest before and behind it.

    In a passive the doer stands before it all the same. `turn` is how they are joined: by a possessive, by "of", and
    which words compare in the sentence.
    """

    pivot: str
    written: str
    before: frozenset[str]
    behind: frozenset[str]
    turn: tuple[bool, bool, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    lower: str
    stem: str
    has_content: bool


def sides_in(text: str, shared: Set[str]) -> Iterator[Around]:
    """Yield what stands before and behind each word of a sentence that may have two sides.

    `shared` are the stems that count; what stands next to each other counts as one.

    >>> [one] = sides_in("Ukraine was attacked by Russia.", {"ukrain", "russia", "attack"})
    >>> one.pivot, sorted(one.before), sorted(one.behind)
    ('attack', ['russia'], ['ukrain'])
    """
    words = [_word(match[0]) for match in _WORD.finditer(text)]
    counts = [word.has_content and word.stem in shared for word in words]
    compared = _compared(words)
    for at, word in enumerate(words):
        is_pivot = counts[at] and word.written.islower() and word.stem not in EITHER_WAY
        if not is_pivot and not _has_two_sides(words, at):
            continue
        by = _by_of_passive(words, at) if is_pivot else None
        if is_pivot and by is None and _is_passive(words, at):
            continue  # nobody does it: what stands behind says where, when, or of what
        before = _run(words, counts, at - 1, -1)
        behind = _run(words, counts, at + 1 if by is None else by + 1, 1)
        if before and behind:
            is_of = at + 1 < len(words) and words[at + 1].lower == "of"
            turn = (words[at - 1].lower.endswith(("'s", "’s", "s'", "s’")), is_of, compared)
            yield Around(word.stem, word.lower, *((before, behind) if by is None else (behind, before)), turn)


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
    for one in reversed(words[max(0, at - REACH_BEFORE) : at]):
        if one.lower in BE:
            return at + 1 + at_by
        if one.has_content and not one.lower.endswith("ly"):
            break
    return at + 1 if at_by == 0 else None


def _is_passive(words: list[_Word], at: int) -> bool:
    """Tell whether a word is a participle behind a form of "be": "were killed", "was not badly hurt"."""
    if not (words[at].lower.endswith(("ed", "en")) or words[at].lower in _SAME_VERB | _UNCHANGED):
        return False
    before = (one.lower for one in reversed(words[max(0, at - REACH_BEFORE) : at]))
    return next((lower for lower in before if lower != "not" and not lower.endswith("ly")), "") in BE


def every_stem(text: str) -> frozenset[str]:
    """Return the stems of all words of a text that carry its subject, as `sides_in` reads them."""
    return frozenset(word.stem for word in map(_word, _WORD.findall(text)) if word.has_content)


def _word(written: str) -> _Word:
    lower = written.lower().removesuffix("'s").removesuffix("’s")
    lower = _SAME_VERB.get(lower, lower)
    has_content = any(map(str.isalpha, lower)) and lower not in stop_words() and lower not in _NO_SUBJECT
    return _Word(written, written.lower(), stem(lower), has_content and lower not in SIDES)


def _run(words: list[_Word], counts: list[bool], start: int, step: int) -> frozenset[str]:
    """Return the nearest words that count, from `start` on, as far as they stand together: a name, or other words."""
    found: list[_Word] = []
    for at in range(start, start + step * REACH, step):
        if not 0 <= at < len(words):
            break
        if counts[at] and (not found or found[0].written[0].isupper() == words[at].written[0].isupper()):
            found.append(words[at])
        elif found or words[at].lower in ORDER or not words[at].lower[0].isalnum():
            break
        elif step < 0 and words[at].has_content and not words[at].lower.endswith("ly"):
            break  # another verb: "received grain" is not "sent grain"
    return frozenset(word.stem for word in found)
