"""Which name each article answers with, also where their sentences have nothing else in common.

So only sentences count that answer about as well as the best one does. Dates and numbers are compared beside the words
of the question (`rag.contest.claims`). Other words are left to the judge of meaning (`rag.contest.reports`), as "a fuel
tax" and "petrol duties" are one answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.language.words import content_stems
from rag.contest.asked import Asked
from rag.contest.claims import Stated
from rag.contest.other_times import are_of_other_years
from rag.contest.values import Claim, Value
from rag.reader import EvidenceSentence
from rag.reader.answer_type import wants_several, wants_yes_or_no
from rag.reader.spans import answer_span


@dataclass(frozen=True, slots=True)
class SpanLimits:
    """How sure a span must be (0 to 1), and how near to the best one's the score of its sentence, as a share."""

    probability: float = 0.1
    of_best: float = 0.95


SPAN_LIMITS = SpanLimits()  # fitted by `training.contested`
LEAST_OF_SPAN = 0.5  # of the words of a span that say something, in the value that stands for it


def claims_of_answer_spans(
    asked: Asked, sentences: Sequence[EvidenceSentence], limits: SpanLimits = SPAN_LIMITS
) -> list[Claim]:
    """Return the name that answers in each article's best sentence; none of an article that says what another does."""
    if wants_yes_or_no(asked.question) or wants_several(asked.question) or asked.kinds != ("name",):
        return []
    least = limits.of_best * max((one.relevance for one in sentences), default=0.0)
    near = [one for one in sentences if one.relevance >= least]
    if len({one.hit.cluster for one in near}) < 2:
        return []
    found: dict[str, tuple[Stated, Value]] = {}
    for sentence in near:
        stated = Stated(asked, sentence)
        best = next(iter(found.values()), (stated, None))[0]
        if not are_of_other_years(best.sentence, sentence) and (value := span_value(asked, stated, limits)):
            found.setdefault(sentence.hit.cluster, (stated, value))
    values = [value for _, value in found.values()]
    return [
        Claim(stated.sentence, value)
        for stated, value in found.values()
        if not any(stated.has(rival) and not rival.agrees(value) for rival in values)  # it states both
    ]


def span_value(asked: Asked, stated: Stated, limits: SpanLimits = SPAN_LIMITS) -> Value | None:
    """Return the name that a sentence answers with, if its span is mostly that."""
    text = stated.sentence.quote.text
    span = answer_span(asked.question, stated.sentence.hit.article.title, text)
    if span is None or span.probability < limits.probability:
        return None
    said = content_stems(text[span.start : span.end])
    within = (one for one in stated.values if one.kind == "name" and one.start < span.end and span.start < one.end)
    return next((one for one in within if len(said & content_stems(one.text)) >= LEAST_OF_SPAN * len(said)), None)
