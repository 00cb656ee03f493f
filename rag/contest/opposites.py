"""Who says the opposite of whom on what was asked: "acquitted" and "convicted", "rose" and "fell"."""

from collections.abc import Sequence
from itertools import combinations

from index.language import facts
from index.language.opposites import opposite_in
from index.language.words import content_stems
from rag.contest.asked import Asked
from rag.contest.other_times import are_of_other_times
from rag.contest.values import Claim, Value
from rag.reader import EvidenceSentence


def claims_of_opposites(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return the best pair of sentences of which one has the opposite of a word of the other in its place.

    Where only one has a "not", they may say the same; and what is of another time need not exclude the other.
    """
    telling = [one for one in sentences if asked.stems & content_stems(one.quote.text)]
    for one, other in combinations(telling, 2):
        if one.hit.cluster == other.hit.cluster or are_of_other_times(one, other) or _is_one_denied(one, other):
            continue
        if found := opposite_in(one.quote.text, other.quote.text):
            return [Claim(said, _as_value(word)) for said, word in zip((one, other), found, strict=True)]
    return []


def _as_value(word: str) -> Value:
    return Value("words", word, (word.lower(),))


def _is_one_denied(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    return bool(facts(one.quote.text).negatives) != bool(facts(other.quote.text).negatives)
