"""Made claims with a word for its opposite, or for one that says the same, for the network to learn from.

The words (`training.opposite_pairs`) stand in two halves, so that what is learnt of one can be measured on the other.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from index.language.opposite_words import pairs_of_news
from training.claim_sentences import SENTENCE_END
from training.data import LabelledClaim
from training.opposite_pairs import FILLERS, FRAMES
from training.role_forms import HALVES

Opposed = tuple[tuple[str, ...], tuple[str, ...]]

FEWEST_WORDS = 4
OF_CLAIM, TIME_FIRST = 0.6, 0.3  # shares


def opposite_claims(
    claims: Sequence[LabelledClaim], randomness: random.Random, half: str, count: int
) -> list[LabelledClaim]:
    """Return claims with a word for its opposite, and as they are: half of sentences at hand, half made.

    The sentences are those of `claims` that are supported, and of their evidence.
    """
    made: list[LabelledClaim] = []
    supported = [one for one in claims if one.label == "supports"]
    for one in randomness.sample(supported, len(supported)):
        if len(made) >= count // 2:
            break
        sentences = [one.claim] if randomness.random() < OF_CLAIM else SENTENCE_END.split(one.evidence)
        sentence = randomness.choice(sentences)
        if len(sentence.split()) >= FEWEST_WORDS and (other := opposed(sentence, randomness, half)):
            made.append(replace(one, set="opposites", claim=other, label="contradicts"))
            made.append(replace(one, set="opposites", claim=sentence))
    while len(made) < count:
        made += _made(randomness, half)
    return made[:count]


def opposed(text: str, randomness: random.Random, half: str) -> str | None:
    """Put its opposite in a word's place; None if no word of the text is known."""
    found = list(_pattern(half).finditer(text))
    if not found:
        return None
    match = randomness.choice(found)
    return text[: match.start()] + randomness.choice(_opposites(half)[match[0]]) + text[match.end() :]


def _made(randomness: random.Random, half: str) -> list[LabelledClaim]:
    (mine, other), frame, who = randomness.choice(_frames(half))
    if randomness.random() < 0.5:
        mine, other = other, mine
    words = {name: randomness.choice(fillers.split("|")) for name, fillers in FILLERS.items()}
    words |= {"who": randomness.choice(who.split("|")), "number": str(randomness.randint(2, 60))}

    def told(side: tuple[str, ...]) -> str:
        text = frame.format(verb=randomness.choice(side), **words).strip()
        if words["time"] and randomness.random() < TIME_FIRST:
            text = f"{words['time']}, {text.removesuffix(words['time']).strip()}"
        return text[:1].upper() + text[1:] + "."

    evidence = told(mine)
    return [
        LabelledClaim("opposites made", evidence, told(mine), "supports"),
        LabelledClaim("opposites made", evidence, told(other), "contradicts"),
    ]


@cache
def _pairs(half: str) -> tuple[Opposed, ...]:
    return pairs_of_news()[HALVES.index(half) :: 2]


@cache
def _frames(half: str) -> tuple[tuple[Opposed, str, str], ...]:
    """Return the frames of the pairs of a half, each with the sides of its verbs."""
    found = []
    for verbs, frame, who in FRAMES:
        one, other = verbs.split(" = ")
        found += [(pair, frame, who) for pair in _pairs(half) if one in pair[0] and other in pair[1]]
    return tuple(found)


@cache
def _opposites(half: str) -> dict[str, list[str]]:
    opposite: dict[str, list[str]] = {}
    for sides in _pairs(half):
        for mine, other in (sides, sides[::-1]):
            for word in mine:
                opposite.setdefault(word, []).extend(other)
    return opposite


@cache
def _pattern(half: str) -> re.Pattern[str]:
    words = sorted(_opposites(half), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
