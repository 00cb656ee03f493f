"""Does a sentence say what its quotes say? A verdict in layers, each with a reason that a reader understands.

1. Hard facts, by rule: every number, date and name stands in the quotes (`rag.verdict.rules`).
2. The side, by rule: a "may" or "reportedly" is not lost (`rag.verdict.rules`), nor a "not", "unlikely" or "denied"
   lost or added, unless the network is sure that the meaning is kept all the same.
3. Meaning, by a `ClaimJudge` (the network, if no other is given): the quotes, together or one of them, neither
   contradict the sentence nor leave it open.

A sentence that passes is `supported`; that is weaker than true.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.words import content_stems, share_of_words
from rag.answer import VerdictName
from rag.reader import EvidenceSentence
from rag.verdict.entailment import ClaimJudge, Judgement, judge_claims
from rag.verdict.pointers import AS_PLAIN
from rag.verdict.rules import Record, changed_negation, lost_hedge, missing_facts

__all__ = ["ClaimJudge", "Judged", "Judgement", "judge", "judge_claims"]

# Probabilities, chosen on the development half of the claims (benchmarks/verdicts.py).
SURE = 0.8  # of support, from which a changed "not" is held to be another way to say the same …
HALF_SURE = 0.5  # … and where the "not" may stand elsewhere in the quotes
CONTRADICTED = 0.97  # of contradiction, where nothing else speaks against the sentence …
DOUBTED = 0.6  # … and where a fact is missing
OPEN = 0.08  # of support, below which a sentence is held to be another matter if its words are others, too
STRANGE, SAME_MATTER = 0.35, 0.5  # shares of a sentence's content words that its quotes have

_OPENING = re.compile(r"\A\s*(?:(?:\d{1,3}[.)]|[-*•])\s+)?(?:(?:yes|no(?!\.\s?\d))[.!,](?:\s+|\Z))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a sentence and the reasons for it, none when it is borne out.

    `is_contradicted` when the quotes deny it, `is_sure` when words and network agree that they bear it out.
    """

    verdict: VerdictName
    reasons: tuple[str, ...] = ()
    is_contradicted: bool = False
    is_sure: bool = False


def judge(
    text: str,
    cited: Sequence[EvidenceSentence],
    claim_judge: ClaimJudge = judge_claims,
    given: Sequence[str] = (),
) -> Judged:
    """Judge a sentence by what it cites; the names and dates `given` need not stand there."""
    if not cited:
        return Judged("uncited", ("it points at no sentence of the articles",))
    said, text = _bare(text), _OPENING.sub("", text)
    if not any(character.isalpha() for character in text):
        return Judged("unsupported", ("it says too little to be checked",))
    known = {_bare(quoted) for one in cited for quoted in (one.quote.text, one.said)}
    if known & {said, _bare(text)}:  # whole: a part may leave a "not" behind
        return Judged("quoted", is_sure=True)
    return _judge_by(text, _record(cited, given), claim_judge)


@lru_cache(maxsize=1000)
def _judge_by(text: str, record: Record, claim_judge: ClaimJudge) -> Judged:
    """Judge a sentence by its record; remembered, since a growing answer is judged again and again."""
    evidence = dict.fromkeys((" ".join(record.quotes), *record.quotes))  # whichever supports the sentence best
    found = max(claim_judge([(one, text) for one in evidence]), key=lambda found: found.supports)
    shared = share_of_words(content_stems(text), content_stems(" ".join(record.quotes)))
    facts = tuple(dict.fromkeys(missing_facts(text, record, may_count=found.supports >= SURE)))
    negation = changed_negation(text, record.quotes)
    if negation and found.supports >= (SURE if negation.is_plain else HALF_SURE):
        negation = None
    sides = [reason for reason in (negation and negation.reason, lost_hedge(text, record.quotes)) if reason]
    reasons = [*(sides if shared >= SAME_MATTER or not facts else []), *facts]
    if not reasons and found.contradicts > CONTRADICTED:
        reasons = ["the quotes say otherwise"]
    if not reasons and found.supports < OPEN and shared < STRANGE:
        reasons = ["the quotes do not say this"]
    is_denied = negation is not None or found.contradicts > (DOUBTED if facts else CONTRADICTED)
    return Judged(
        "unsupported" if reasons else "supported",
        tuple(reasons),
        is_contradicted=bool(reasons) and is_denied and shared >= SAME_MATTER,
        is_sure=not reasons and found.supports >= SURE and shared >= SAME_MATTER,
    )


def _record(cited: Sequence[EvidenceSentence], given: Sequence[str]) -> Record:
    in_order = sorted(cited, key=lambda one: (one.hit.article.id, one.sentence.start))
    articles = [one.hit.article for one in in_order]
    origins = (" ".join(filter(None, (one.title, one.source, one.published))) for one in articles)
    return Record(
        tuple(" ".join(one.said.split()) for one in in_order),
        tuple(dict.fromkeys((*origins, *given))),
        tuple(one.hit.article.text[one.hit.passage.start : one.sentence.start] for one in in_order),
        tuple(time for one in in_order for time in one.sentence.times),
    )


def _bare(text: str) -> str:
    """Return a text without what does not change it: case, line breaks, kinds of quotation marks, the last stop."""
    plain = text.translate(AS_PLAIN).replace("’", "'")
    return " ".join(re.sub('[“”„«»"]', "", plain).lower().split()).rstrip(".")
