"""Two things that have changed places in a sentence which else has the words of another, in their order.

"The nurse thanked the guard for the tea" and "The guard thanked the nurse for the tea" differ in nothing else. So it is
told without knowing what the words between them mean, as long as those do not join the two ("and", "met").
"""

from collections import Counter
from collections.abc import Sequence

from index.language.arguments import BE, ORDER, WITHIN
from index.language.roles import COMPARING, EITHER_WAY
from index.language.tokens import TIMES, Token, tokens_of

FEWEST_WORDS = 3  # with content
LEAST_SHARED = 0.6  # of the other sentence's words with content
LONGEST = 5  # words of what has changed places

_JOINING = frozenset("and or nor , ; & / –".split())
_TOGETHER = frozenset("with between same both together equal equals while".split())
_TURNING = BE | ORDER | COMPARING | frozenset("by of from to than who which that whose has have had".split())


def exchanged_in(text: str, others: Sequence[str]) -> tuple[str, str] | None:
    """Return two things of a sentence that others have in each other's place; None where one has them as it has.

    >>> exchanged_in("The guard thanked the nurse for the tea.", ["The nurse thanked the guard for the tea."])
    ('guard', 'nurse')
    >>> exchanged_in("The guard was thanked by the nurse.", ["The nurse thanked the guard."])
    """
    found = next(filter(None, (_exchanged(text, other) for other in others)), None)
    return None if found and any(_has_in_order(text, other) for other in others) else found


def _has_in_order(text: str, other: str) -> bool:
    """Tell whether a sentence has the words of another, in their order."""
    held = iter([token.stem for token in tokens_of(other) if _is_word(token)])
    return all(token.stem in held for token in tokens_of(text) if _is_word(token))


def _exchanged(text: str, other: str) -> tuple[str, str] | None:
    said, held = tokens_of(text), tokens_of(other)
    mine = [at for at, token in enumerate(said) if _is_word(token)]
    stems = [said[at].stem for at in mine]
    every = [token.stem for token in held if _is_word(token)]
    theirs = [one for one in every if one in stems]
    if not FEWEST_WORDS <= len(stems) >= LEAST_SHARED * len(every) or stems == theirs:
        return None
    if Counter(stems) != Counter(theirs) or _is_turned(said, held):
        return None
    found = _exchange(stems, theirs)
    if not found:
        return None
    start, first, second, end = found  # [start, first) and [second, end) have changed places
    between = said[mine[first - 1] + 1 : mine[second]]
    if _is_list(between) or any(_joins(token) for token in said):
        return None
    one, another = (" ".join(said[at].written for at in mine[slice(*ends)]) for ends in ((start, first), (second, end)))
    return one, another


def _is_word(token: Token) -> bool:
    return token.has_content or token.is_number or token.lower in TIMES


def _is_list(between: Sequence[Token]) -> bool:
    """Tell whether what stands between two things makes them parts of a list: ", pears and"."""
    has_joining = {between[0].lower, between[-1].lower} & _JOINING
    return bool(has_joining) and all(_is_word(one) or one.lower in _JOINING | WITHIN for one in between)


def _joins(token: Token) -> bool:
    return token.lower in _TOGETHER or token.stem in EITHER_WAY


def _is_turned(said: Sequence[Token], held: Sequence[Token]) -> bool:
    """Tell whether the words that may turn a sentence are not the same, as in a passive."""
    one, other = (Counter(token.lower for token in tokens if token.lower in _TURNING) for tokens in (said, held))
    return one != other


def _exchange(said: Sequence[str], held: Sequence[str]) -> tuple[int, int, int, int] | None:
    """Return where the two ends of an exchange stand, with something between them: A x B for B x A."""
    differ = [at for at, (one, other) in enumerate(zip(said, held, strict=True)) if one != other]
    start, end = differ[0], differ[-1] + 1
    for one in range(1, LONGEST + 1):
        for other in range(1, LONGEST + 1):
            first, second = start + one, end - other
            if first >= second:
                break
            moved = [*said[second:end], *said[first:second], *said[start:first]]
            if moved == [*held[start:end]]:
                return start, first, second, end
    return None
