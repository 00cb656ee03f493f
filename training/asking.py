"""Supported claims turned into questions for their names and numbers, for the network that finds spans to learn from.

Their evidence answers them; without the sentences that have the name or number it does not.
"""

import random
from collections.abc import Iterator, Sequence

from index.language.asked_back import AskedFact, asked_back
from index.language.tables import Span
from index.language.words import content_stems
from training.claim_sentences import SENTENCE_END, nearest_sentences
from training.data import LabelledClaim
from training.span_data import LabelledSpan

ROOM = (60, 95, 130)  # words of the evidence that is read
SILENT_SHARE = 0.2  # of the questions are asked once more, of what does not have the answer
NAME = "asked_back"


def asked_of_claims(claims: Sequence[LabelledClaim], randomness: random.Random) -> Iterator[LabelledSpan]:
    """Yield the questions that supported claims make, each with its evidence, and some with evidence that is silent."""
    for one in claims:
        if one.label != "supports":
            continue
        text = nearest_sentences(one.evidence, one.claim, randomness.choice(ROOM))
        for asked in asked_back(one.claim):
            answered = _answered(asked, one.claim, text)
            if not answered:
                continue
            yield answered
            silent = " ".join(part for part in SENTENCE_END.split(text) if not asked.places_in(part)[0])
            if silent and randomness.random() < SILENT_SHARE:
                yield LabelledSpan(NAME, asked.question, "", silent, ())


def _answered(asked: AskedFact, claim: str, text: str) -> LabelledSpan | None:
    """Return a question with its answers in a text: first the one in the sentence that has most of the claim."""
    own, _ = asked.places_in(text)
    if not own:
        return None
    stems, starts = content_stems(claim), [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]

    def shared(place: Span) -> int:
        at = max(n for n, start in enumerate(starts) if start <= place.start)
        return len(stems & content_stems(text[starts[at] : starts[at + 1]]))

    ranked = sorted(own, key=shared, reverse=True)
    return LabelledSpan(NAME, asked.question, "", text, tuple((one.start, one.end) for one in ranked))
