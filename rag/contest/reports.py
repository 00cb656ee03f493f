"""Whose reports can't both be right, in other words: "a faulty cable" and "set on fire", "cleared" and "convicted".

The judge of meaning has learnt, beside the rest, to hold a question with one report against another report: where
they answer it differently, so that one must be wrong, the one contradicts the other. What has the same words is left
to rules: they know a town from its country, and a "not" in front of an opposite.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.words import content_stems
from rag.contest.asked import Asked
from rag.contest.other_times import are_of_other_years
from rag.contest.values import Claim, Value
from rag.reader import EvidenceSentence
from rag.reader.answer_type import wants_several
from rag.reader.entailment import ClaimJudge, judge_claims

MOST_STORIES = 4  # articles, copies of one as one, of which the best is held against the others
MOST_SENTENCES = 2  # of each
LONGEST = 100  # words of a question and a sentence together: of more, the judge would not read the end
ALIKE = 0.75  # of the words that say something, of the sentence that has fewer: more in common is the same words
_KEPT = 1000  # an answer that grows has the same sentences many times


@dataclass(frozen=True, slots=True)
class ReportLimits:
    """How sure it must be that both can't be right (0 to 1), and how near to the best one's their scores, a share."""

    probability: float = 0.7
    of_best: float = 0.2


REPORT_LIMITS = ReportLimits()  # fitted by `training.contested`
_WHEN = re.compile(r"\bwhen\b", re.IGNORECASE)
_SAYING, _OTHERWISE = Value("words", "", ("saying",)), Value("words", "", ("otherwise",))


def claims_of_reports(
    asked: Asked,
    sentences: Sequence[EvidenceSentence],
    limits: ReportLimits = REPORT_LIMITS,
    claim_judge: ClaimJudge = judge_claims,
) -> list[Claim]:
    """Return a sentence of the best article and one of another that can least both be right, if any can't.

    A question that asks for a date or a number is left to `rag.contest.claims`, which knows when two of them agree; one
    that says when something happened has words of all that is told of that, and other matters would be taken for it.
    """
    if wants_several(asked.question) or asked.kinds in (("date",), ("number",)) or _WHEN.search(asked.question):
        return []
    able = [one for one in sentences if len(as_claim(asked.question, one.quote.text).split()) <= LONGEST]
    best, *others = _by_story(able, limits.of_best) or [[]]
    pairs = [
        (one, other)
        for one in best
        for story in others
        for other in story
        if not _are_alike(one, other) and not are_of_other_years(one, other)  # days may be those of the reports
    ]
    if not pairs:
        return []
    texts = tuple((one.quote.text, other.quote.text) for one, other in pairs)
    found = _exclusions(asked.question, texts, limits.probability, claim_judge)
    if not found:
        return []
    place = max(found, key=lambda at: found[at])
    one, other = pairs[place]
    return [Claim(one, _SAYING), Claim(other, _OTHERWISE)]


def _by_story(sentences: Sequence[EvidenceSentence], of_best: float) -> list[list[EvidenceSentence]]:
    """Return the best sentences of each story, the story with the best one first."""
    least = of_best * max((one.relevance for one in sentences), default=0.0)
    stories: dict[str, list[EvidenceSentence]] = {}
    for one in sentences:
        if one.relevance >= least:
            stories.setdefault(one.hit.cluster, []).append(one)
    return [story[:MOST_SENTENCES] for story in stories.values()][:MOST_STORIES]


def _are_alike(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    stems, others = content_stems(one.quote.text), content_stems(other.quote.text)
    return len(stems & others) >= ALIKE * min(len(stems), len(others))


@lru_cache(maxsize=_KEPT)
def _exclusions(
    question: str, pairs: tuple[tuple[str, str], ...], least: float, claim_judge: ClaimJudge
) -> Mapping[int, float]:
    """Return how probable it is that both can't be right of the pairs, by their places, that have the least or more.

    It is the mean of both ways; the second is read only where it can still bring that up to the least.
    """
    there = [one.contradicts for one in claim_judge([(mine, as_claim(question, rival)) for mine, rival in pairs])]
    likely = [at for at, probability in enumerate(there) if (probability + 1) / 2 >= least]
    back = claim_judge([(pairs[at][1], as_claim(question, pairs[at][0])) for at in likely]) if likely else []
    means = {at: (there[at] + one.contradicts) / 2 for at, one in zip(likely, back, strict=True)}
    return {at: mean for at, mean in means.items() if mean >= least}


def as_claim(question: str, report: str) -> str:
    """Return a question and what a report says, as the judge reads them in one."""
    return f"{question.rstrip(' ?.')}? {report}"
