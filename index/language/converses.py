"""What is told from either end: "Brenco sold Tolvar a ship" and "Tolvar bought a ship from Brenco".

Who does it stands before and behind other words in the one than in the other, so both are brought into the one form
that `index.language.roles` has: what is given and got, won and lost, preferred, compared, moved, said, done, and of
whom somebody is the teacher. What is told in a way that is not known here is passed over.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import takewhile

from index.language.arguments import REACH_OF_PREPOSITION, WITHIN, ReadSentence, told_apart
from index.language.converse_words import COMPARED, DEEDS, GIVES, NEEDS_THING, TAKES, VERBS, Ends
from index.language.relational_nouns import bonds_in, deeds_in
from index.language.roles import PLAIN, Around
from index.language.tokens import Token, tokens_of, verb_stem

REACH_OF_THAT = 5  # words from "said" to its "that"

_OVER = (("over",), ("instead", "of"), ("rather", "than"), (",", "not"), ("ahead", "of"))
_PREFER = verb_stem("prefer")
_CHOOSE = frozenset(map(verb_stem, "choose pick select favour favor elect".split())) | {_PREFER}
_DECIDE = frozenset(map(verb_stem, "decide vote rule opt".split()))
_SAY = frozenset("said says told tells claimed claims argued argues announced insisted insists warned wrote".split())


def converses_in(text: str, shared: Set[str]) -> Iterator[Around]:
    """Yield what a sentence tells of two that another may tell from its other end; `shared` are the stems that count.

    >>> told = ("Tolvar bought a ship from Brenco.", "Brenco sold Tolvar a ship.")
    >>> [(one.before, one.behind) for text in told for one in converses_in(text, {"brenco", "tolvar"})]
    [(frozenset({'brenco'}), frozenset({'tolvar'})), (frozenset({'brenco'}), frozenset({'tolvar'}))]
    """
    line = ReadSentence.of(text, shared)
    for find in (_given, _done, _compared, _preferred, _moved, _said, bonds_in, deeds_in):
        for pivot, written, one, other in find(line):
            first, second = told_apart(one, other)
            if first and second:
                yield Around(pivot, written, first, second, PLAIN)


def deeds_told_otherwise(text: str, other: str) -> frozenset[str]:
    """Return the stems of verbs of one text that are told by a noun in another.

    >>> deeds_told_otherwise("Brenco's purchase of Tolvar failed.", "Brenco bought Tolvar.")
    frozenset({'bought'})
    """
    one, another = tokens_of(text), tokens_of(other)
    return _deeds_of(one) & _stems_of(another) | _deeds_of(another) & _stems_of(one)


def _deeds_of(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(DEEDS[token.lower][0] for token in tokens if token.lower in DEEDS)


def _stems_of(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.stem for token in tokens)


def _given(line: ReadSentence) -> Iterator[Ends]:
    for at, token in enumerate(line.tokens):
        if not token.written.islower() or token.stem not in GIVES | TAKES.keys():
            continue
        by = line.next_of({"by"}, at) if line.is_after_be(at) else None
        if by is None and line.is_after_be(at):
            continue  # who did it goes unsaid
        doer = line.before(at) if by is None else line.behind(by)
        if token.stem in GIVES:
            yield from _with_things(line, {token.stem}, token.lower, doer, _taker(line, at, by))
        source = line.next_of({"from"}, at) if token.stem in TAKES else None
        if source is not None:
            yield from _with_things(line, TAKES[token.stem], token.lower, line.behind(source), doer)


def _taker(line: ReadSentence, at: int, by: int | None) -> list[Token]:
    """Return who is given something: behind "to", right behind the verb where a thing follows, or before a passive."""
    to = line.next_of({"to"}, at)
    if to is not None:
        return line.behind(to)
    if by is not None:
        return line.before(at)
    behind = line.tokens[at + 1 :]
    objects = [one for one in takewhile(_may_be_object, behind) if one.lower not in WITHIN]
    if len(objects) < 2 or objects[0] not in line.behind(at):
        return []
    return [*takewhile(lambda one: one.is_name, objects)] or objects[:1]


def _may_be_object(token: Token) -> bool:
    return token.has_content or token.lower in WITHIN or token.is_number


def _with_things(
    line: ReadSentence, verbs: Set[str], written: str, giver: list[Token], taker: list[Token]
) -> Iterator[Ends]:
    """Yield who gives and who takes, by the verb, and by the thing where the verb is a general one."""
    ends = {token.stem for token in (*giver, *taker)}
    things = {token.stem for token, counts in zip(line.tokens, line.with_numbers.counts, strict=True) if counts} - ends
    for verb in verbs:
        for relation in (f"{verb} {thing}" for thing in things) if verb in NEEDS_THING else (verb,):
            yield relation, written, giver, taker


def _done(line: ReadSentence) -> Iterator[Ends]:
    for at, token in enumerate(line.tokens):
        if token.stem not in VERBS or not token.written.islower() or _is_noun(line, at):
            continue
        relation, is_other_end, prepositions = VERBS[token.stem]
        by = line.next_of({"by"}, at) if line.is_after_be(at) else None
        to = line.next_of(prepositions, at) if prepositions else at
        if by is not None:
            one, other = line.behind(by), line.before(at)
        elif to is None or line.is_after_be(at):
            continue
        else:
            one, other = line.before(at), line.behind(to)
        yield (relation, token.lower, other, one) if is_other_end else (relation, token.lower, one, other)


def _is_noun(line: ReadSentence, at: int) -> bool:
    """Tell "the defeat", "Osk's lead" from the verbs."""
    return at > 0 and (line.lower[at - 1] in WITHIN or line.is_owner(at - 1))


def _compared(line: ReadSentence) -> Iterator[Ends]:
    if line.lower[:1] == ["first"] and "then" in line.lower:
        then = line.lower.index("then")
        pairs = [*zip(line.tokens, line.counts, strict=True)]
        first, second = ([one for one, counts in part if counts] for part in (pairs[:then], pairs[then:]))
        yield "before", "first", first, second
    for than in (at for at, word in enumerate(line.lower) if word == "than"):
        before = range(than - 1, max(-1, than - REACH_OF_PREPOSITION), -1)
        at = next((at for at in before if line.lower[at] in COMPARED), None)
        if at is None:
            continue
        axis, is_less = COMPARED[line.lower[at]]
        if axis == "more" and line.tokens[at + 1].has_content:
            axis = f"more {line.tokens[at + 1].stem}"
        one, other = line.before(at), line.behind(than)
        relation = "before" if axis == "earlier" else axis
        yield (relation, line.lower[at], other, one) if is_less else (relation, line.lower[at], one, other)


def _preferred(line: ReadSentence) -> Iterator[Ends]:
    for at, token in enumerate(line.tokens):
        if token.stem in _CHOOSE and token.written.islower():
            ways = (*_OVER, ("to",)) if token.stem == _PREFER else _OVER
            for place in range(at + 1, min(at + 2 + REACH_OF_PREPOSITION, len(line.tokens))):
                for way in (way for way in ways if tuple(line.lower[place : place + len(way)]) == way):
                    chosen = line.before(at) if line.is_after_be(at) else line.up_to(place).behind(at)
                    yield "prefer", token.lower, chosen, line.behind(place + len(way) - 1)
        if token.lower == "against" and any(one.stem in _DECIDE for one in line.tokens[:at]):
            given = line.nearest_of({"for"}, at)
            if given is not None:
                yield "prefer", token.lower, line.behind(given), line.behind(at)


def _moved(line: ReadSentence) -> Iterator[Ends]:
    for at, word in enumerate(line.lower):
        if word != "from" and line.lower[at : at + 2] != ["out", "of"]:
            continue
        start = at if word == "from" else at + 1
        to = line.nearest_of({"to", "into"}, start)
        if to is not None:
            yield "from to", word, line.with_numbers.behind(start), line.with_numbers.behind(to)


def _closes_relative(line: ReadSentence, comma: int) -> bool:
    """Tell whether a comma ends what is told of a name in front: in "Lee, who had left, said it fell" Lee says it."""
    before = line.lower[:comma]
    opens = before.index(",") if before.count(",") == 1 else 0
    return (
        0 < opens
        and before[opens + 1 : opens + 2] == ["who"]
        and all(token.written[:1].isupper() for token in line.tokens[:opens])
    )


def _said(line: ReadSentence) -> Iterator[Ends]:
    """Yield who says something, and of whom: "A said that B left", "according to A, B left"."""
    opening = line.behind(-1)
    for at, token in enumerate(line.tokens):
        if line.lower[at : at + 2] == ["according", "to"]:
            end = line.lower.index(",", at) if "," in line.lower[at:] else len(line.tokens)
            yield "say", token.lower, line.up_to(end).behind(at + 1), opening if at else line.behind(end)
        elif token.written in _SAY and not line.is_after_be(at):
            that = line.next_of({"that"}, at, REACH_OF_THAT)
            if that is not None:
                yield "say", token.lower, line.before(at), line.behind(that)
            elif line.lower[at - 1] == "," and not _closes_relative(line, at - 1):
                yield "say", token.lower, line.behind(at), opening
            elif all(one.is_mark for one in line.tokens[at + 1 : at + 2]):
                yield "say", token.lower, line.before(at), opening
