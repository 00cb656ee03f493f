"""Do the articles disagree on what was asked?

They do where sentences that bear on the question give different values for it, where one article denies what another
states, and where they tell of different bearers of one name. Which side is right is not decided; a later report is
called one. Copies of one story are one voice. A disagreement in other words ("acquitted", "convicted") goes unseen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.reading import days_of
from rag.answer import origin
from rag.contest.claims import claims_beside_the_asked, claims_of_ambiguous_names, claims_of_copies, claims_of_denials
from rag.contest.values import Asked, Claim, values_in, with_capitals
from rag.reader import EvidenceSentence

LATER = ", later report"  # ends the label of a side that is one
LEAST_OF_BEST = 0.2  # the score of a sentence, as a share of the best one's


@dataclass(frozen=True, slots=True)
class Side:
    """One of several answers to a question: what it says and whose it is, and the sentences that say so."""

    label: str
    sentences: tuple[EvidenceSentence, ...]


def find_contest(question: str, sentences: Sequence[EvidenceSentence]) -> tuple[Side, ...]:
    """Return the sides that sentences, best first, take on a question: two or more, or none if they all agree."""
    asked = Asked(with_capitals(question, sentences))
    least = LEAST_OF_BEST * max((one.relevance for one in sentences), default=0.0)
    about = [one for one in sentences if asked.is_subject_of(one)]
    best, best_about = ([one for one in some if one.relevance >= least] for some in (sentences, about))
    for find, looked_at in (
        (claims_of_copies, best_about),
        (claims_beside_the_asked, best_about),
        (claims_of_ambiguous_names, best),
        (claims_of_denials, about),
    ):
        sides = _sides(find(asked, looked_at))
        if len(sides) > 1:
            said_by = [tuple(claim.sentence for claim in side) for side in sides]
            return tuple(Side(label(side[0].value.text, at, said_by), said_by[at]) for at, side in enumerate(sides))
    return ()


def values_of(question: str, sentence: EvidenceSentence) -> set[str]:
    """Return what a side whose first sentence this is may say: the values that it states, and "" for a denial.

    Which of them is the one that was asked for shows only beside all that was found.
    """
    bearers = claims_of_ambiguous_names(Asked(with_capitals(question, [sentence])), [sentence])
    values = (*values_in(sentence, ("date", "number", "name")), *(claim.value for claim in bearers))
    return {"", *(value.text for value in values)}


def _sides(claims: Sequence[Claim]) -> list[list[Claim]]:
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


def label(says: str, place: int, sides: Sequence[Sequence[EvidenceSentence]]) -> str:
    """Return what the side at a place says, whose it is, and whether it is a later report than all others."""
    mine = [one.hit.article for one in sides[place]]
    others = [one.hit.article.published for side in (*sides[:place], *sides[place + 1 :]) for one in side]
    who = "; ".join(origin(one.title, one.source, one.published) for one in mine)
    later = LATER if _are_later([one.published for one in mine], others) else ""
    return f"{says} — {who}{later}" if says else f"{who}{later}"


def _are_later(mine: Sequence[str | None], others: Sequence[str | None]) -> bool:
    """Tell whether reports were all published after all others, given their dates."""
    if not all(mine) or not all(others):
        return False
    first = min(days_of(published).first for published in mine if published)
    return all(days_of(published).last < first for published in others if published)
