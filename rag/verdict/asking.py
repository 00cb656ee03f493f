"""Does another name or number belong in the place of a sentence's own? Its articles are asked for it.

"Dorr was elected" asks them who was elected. Where the answer is Marsh, the sentence tells of Dorr what they tell of
Marsh, however well its words are borne out: a network that judges meaning hardly sees which name stands where, and one
that finds answers does (docs/benchmarks.md).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.asked_back import AskedFact, asked_back
from index.language.words import content_stems
from rag.reader.spans import answered_at

LONGEST = 1_000  # characters of a sentence; what is longer is a list of names


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """What a sentence says, what its articles have in the place of that, and how probable this is."""

    said: str
    told: str
    probability: float

    @property
    def reason(self) -> str:
        """What a reader is told."""
        return f'the articles seem to have "{self.told}" here, the sentence "{self.said}"'


def other_answer(sentence: str, passages: Sequence[str], quotes: Sequence[str] = ()) -> OtherAnswer | None:
    """Return the name or number of a sentence in whose place passages most probably have another, if they have others.

    Only names and numbers that stand in a passage are asked of it. A quote that has all of the sentence's words has no
    other in their place unless that stands there, too: the network reads lists and tables badly.
    """
    if len(sentence) > LONGEST:
        return None
    stems = content_stems(sentence)
    whole = [quote for quote in quotes if stems <= content_stems(quote)]
    answers = (one for asked in asked_back(sentence) for one in _answers_otherwise(asked, passages))
    possible = (
        one for one in answers if all(re.search(rf"(?<!\w){re.escape(one.told)}(?!\w)", quote) for quote in whole)
    )
    return max(possible, key=lambda one: one.probability, default=None)


def _answers_otherwise(asked: AskedFact, passages: Sequence[str]) -> Iterator[OtherAnswer]:
    """Yield what each passage that has a fact has in its place, as far as none of them bears it out."""
    places = [(passage, *asked.places_in(passage)) for passage in passages]
    if not any(own and others for _, own, others in places):
        return
    found = [(passage, answered_at(asked.question, passage, own, others)) for passage, own, others in places if own]
    borne_out = max((answer.own for _, answer in found if answer), default=0.0)
    for passage, answer in found:
        if answer and answer.likeliest:
            told = " ".join(passage[answer.likeliest.start : answer.likeliest.end].split())
            yield OtherAnswer(asked.fact.written, told, answer.other * (1 - borne_out))
