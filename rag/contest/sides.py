"""The sides that claims come to: those that agree are one, and each is named by what it says and whose it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.reading import days_of
from rag.contest.values import Claim, Value
from rag.quote import origin
from rag.reader import EvidenceSentence

LATER = ", later report"  # ends the label of a side that is one


@dataclass(frozen=True, slots=True)
class Side:
    """One of several answers to a question: what it says and whose it is, its value, the sentences that say so."""

    label: str
    value: Value
    sentences: tuple[EvidenceSentence, ...]


def sides_of(claims: Sequence[Claim]) -> tuple[Side, ...]:
    """Return the sides that claims come to, one or none if they agree."""
    sides = _agreed(claims)
    said_by = [tuple(claim.sentence for claim in side) for side in sides]
    return tuple(
        Side(label(side[0].value.text, at, said_by), side[0].value, said_by[at]) for at, side in enumerate(sides)
    )


def _agreed(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Put claims that agree together, one of each story; what agrees with two sides takes neither."""
    first_of_story: dict[str, Claim] = {}
    for claim in claims:
        first_of_story.setdefault(claim.sentence.hit.cluster, claim)
    sides: list[list[Claim]] = []
    for claim in first_of_story.values():
        side = next(_agreeing(claim, sides), None)
        if side is None:
            sides.append([claim])
        else:
            side.append(claim)
    decided = [[claim for claim in side if len(list(_agreeing(claim, sides))) == 1] for side in sides]
    return [side for side in decided if side]


def _agreeing(claim: Claim, sides: Sequence[list[Claim]]) -> Iterator[list[Claim]]:
    return (side for side in sides if all(claim.value.agrees(other.value) for other in side))


def label(
    says: str, place: int, sides: Sequence[Sequence[EvidenceSentence]], date_as: Callable[[str], str] = str
) -> str:
    """Return what the side at a place says, whose it is, and whether it is a later report than all others."""
    mine = [one.hit.article for one in sides[place]]
    others = [one.hit.article.published for side in (*sides[:place], *sides[place + 1 :]) for one in side]
    who = "; ".join(origin(one.title, one.source, one.published and date_as(one.published)) for one in mine)
    later = LATER if _are_later([one.published for one in mine], others) else ""
    return f"{says} — {who}{later}" if says else f"{who}{later}"


def _are_later(mine: Sequence[str | None], others: Sequence[str | None]) -> bool:
    """Tell whether reports were all published after all others, given their dates."""
    if not all(mine) or not all(others):
        return False
    first = min(days_of(published).first for published in mine if published)
    return all(days_of(published).last < first for published in others if published)
