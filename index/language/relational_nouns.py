"""Nouns that relate two: whose teacher somebody is, and who did a deed ("Brenco's purchase of Tolvar")."""

from collections.abc import Iterator

from index.language.arguments import BE, ReadSentence
from index.language.converse_words import BONDS, DEEDS, Ends
from index.language.tokens import Token

_IS = BE | {"became", "remains", "remained"}
_MUTUAL = frozenset(
    "friend brother sister sibling cousin neighbour neighbor partner colleague ally rival enemy twin spouse wife "
    "husband opponent counterpart teammate relative companion equal".split()
)
_UPON = frozenset("of on against over for to".split())  # between a deed's noun and what is done to


def bonds_in(line: ReadSentence) -> Iterator[Ends]:
    """Yield of whom somebody is the teacher, the mayor, …."""
    for at, token in enumerate(line.tokens):
        known = BONDS.get(token.lower)
        if not token.written.islower() or token.lower in _MUTUAL or not (known or line.counts[at]):
            continue
        group, is_first = known or (token.stem, True)
        for holder, of in _holders(line, at):
            if known or all(any(one.is_name for one in side) for side in (holder, of)):
                yield f"bond {group}", token.lower, *((holder, of) if is_first else (of, holder))


def _holders(line: ReadSentence, at: int) -> Iterator[tuple[list[Token], list[Token]]]:
    """Yield who is the teacher that stands at `at`, and whose."""
    following = line.lower[at + 1 : at + 2]
    if line.is_owner(at - 1):
        of, start, end = line.before(at), line.start_of_run(at - 1), at + 1
    elif following == ["of"]:
        of = line.behind(at + 1)
        start = at - 2 if line.lower[at - 1] in ("the", "a", "an") else at - 1
        end = at + 2 + len(of)
    else:
        return
    if start >= 0 and (line.lower[start] in _IS or line.lower[start] == ","):
        yield line.before(start), of
    behind = "".join(line.lower[end : end + 1])
    if behind in _IS or (behind == "," and any(line.counts[end + 1 : end + 2])):
        yield line.behind(end), of
    elif following != ["of"] and end < len(line.tokens) and line.tokens[end].is_name:
        yield line.behind(at), of


def deeds_in(line: ReadSentence) -> Iterator[Ends]:
    """Yield who does what to whom, told by a noun."""
    for at, token in enumerate(line.tokens):
        if token.lower not in DEEDS or not token.written.islower():
            continue
        verb, is_turned = DEEDS[token.lower]
        following = "".join(line.lower[at + 1 : at + 2])
        by = line.next_of({"by"}, at)
        if line.is_owner(at - 1) and (following in _UPON or following == "by"):
            one, other = line.before(at), line.behind(at + 1)
            is_turned ^= following == "by" or (token.lower == "defeat" and following in ("to", "against"))
        elif following in _UPON and by is not None:
            one, other = line.behind(by), line.behind(at + 1)
        else:
            continue
        yield (verb, token.lower, other, one) if is_turned else (verb, token.lower, one, other)
