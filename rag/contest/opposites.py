"""Who says the opposite of whom on what was asked: "acquitted" and "convicted", "rose" and "fell"."""

from collections.abc import Sequence
from itertools import combinations

from index.language import facts
from index.language.opposites import opposite_in
from index.language.words import content_stems
from rag.contest.claims import Stated
from rag.contest.values import Asked, Claim, Value
from rag.reader import EvidenceSentence


def claims_of_opposites(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return the best pair of sentences of which one has the opposite of a word of the other in its place.

    Where only one has a "not", they may say the same; and what is of another time need not exclude the other.
    """
    for one, other in combinations((Stated(asked, sentence) for sentence in sentences), 2):
        if one.sentence.hit.cluster == other.sentence.hit.cluster or _are_of_other_times(one, other):
            continue
        text, rival = one.sentence.quote.text, other.sentence.quote.text
        are_denied = [bool(facts(said).negatives) for said in (text, rival)]
        found = opposite_in(text, rival) if are_denied[0] == are_denied[1] else None
        if found and asked.stems & content_stems(text) and asked.stems & content_stems(rival):
            return [Claim(stated.sentence, _as_value(word)) for stated, word in zip((one, other), found, strict=True)]
    return []


def _as_value(word: str) -> Value:
    return Value("words", word, (word.lower(),))


def _are_of_other_times(one: Stated, other: Stated) -> bool:
    """Tell whether both name times, and no day is in one of each."""
    times, others = one.sentence.sentence.times, other.sentence.sentence.times
    return bool(times and others) and not any(
        mine.first <= theirs.last and theirs.first <= mine.last for mine in times for theirs in others
    )
