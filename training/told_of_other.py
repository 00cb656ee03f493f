"""Made claims that tell of one what their evidence tells of another, for the network to learn from.

Both names, or both numbers, stand in the evidence: only what is told of whom makes the difference.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.language import facts
from index.language.persons import PRONOUNS, Mention, find_mentions, is_namesake, is_of_person
from index.language.roles import EITHER_WAY
from index.language.words import content_stems
from training.claim_sentences import SENTENCE_END, nearest_sentences
from training.data import LabelledClaim

FEWEST_WORDS, MOST_WORDS = 4, 40  # of a claim
ROOM = (30, 60, 95)  # words of the evidence around it
OF_THINGS = 0.3  # of what is no person, so much is taken: "in Bremen" may be as true "in Germany"

_IN_LIST = re.compile(
    r"\s*(?:,|,?\s+(?:and|or|nor|as well as|with)|&)\s+(?:(?:the|his|her)\s+)?(?:\w+\s+){0,2}", re.IGNORECASE
)


def told_of_other(
    claims: Sequence[LabelledClaim], randomness: random.Random
) -> Iterator[tuple[LabelledClaim, LabelledClaim]]:
    """Yield pairs of claims: one that its evidence bears out, and the same told of another name or number there.

    The claims are the supported ones, and sentences of their evidence.
    """
    for one in claims:
        if one.label != "supports":
            continue
        stands_alone = (text for text in SENTENCE_END.split(one.evidence) if not _points_back(text))
        for claim in (one.claim, *stands_alone):
            other = _told_of_other(claim, one.evidence, randomness) if _has_length(claim) else None
            if other:
                room = randomness.choice(ROOM) if claim is not one.claim else ROOM[-1]
                around = nearest_sentences(one.evidence, f"{claim} {other}", room)
                true = replace(one, set="told_of_other", evidence=around, claim=claim)
                yield true, replace(true, claim=other, label="not_supported")


def _told_of_other(claim: str, evidence: str, randomness: random.Random) -> str | None:
    ways = [*_with_other_name(claim, evidence, randomness), *_with_other_number(claim, evidence)]
    return randomness.choice(ways) if ways else None


def _with_other_name(claim: str, evidence: str, randomness: random.Random) -> Iterator[str]:
    if content_stems(claim) & EITHER_WAY and len(find_mentions(claim)) > 1:
        return
    told = find_mentions(evidence)
    for mine in find_mentions(claim):
        same = [one for one in told if is_namesake(mine.written, one.written)]
        person = is_of_person((mine, *same))
        if not same or (person is False and randomness.random() > OF_THINGS):
            continue
        for other in told:
            if (
                not any(is_namesake(other.written, one.written) for one in (*same, *find_mentions(claim)))
                and person == is_of_person(one for one in told if is_namesake(other.written, one.written))
                and not any(_are_listed(evidence, one, other) for one in same)
            ):
                yield claim[: mine.start] + other.written + claim[mine.end :]


def _with_other_number(claim: str, evidence: str) -> Iterator[str]:
    told = [one for one in facts(evidence).quantities if not _is_of_date(one.start, evidence)]
    for mine in facts(claim).quantities:
        if _is_of_date(mine.start, claim) or not any(mine.is_in(one) for one in told):
            continue
        for other in told:
            if (
                other.unit == mine.unit
                and not mine.is_in(other)
                and not other.is_in(mine)
                and other.written not in claim
            ):
                yield claim[: mine.start] + other.written + claim[mine.end :]


def _is_of_date(start: int, text: str) -> bool:
    return any(date.start <= start < date.end for date in facts(text).dates)


def _are_listed(text: str, one: Mention, other: Mention) -> bool:
    """Tell whether two names stand beside each other as in a list: what is told of one may be told of both."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return _IN_LIST.fullmatch(text, first.end, second.start) is not None


def _has_length(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS


def _points_back(text: str) -> bool:
    return not PRONOUNS.keys().isdisjoint(re.findall(r"[a-z]+", text.lower()))
