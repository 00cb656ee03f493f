"""Does a sentence say what its quotes say? A verdict in layers, each with a reason that a reader understands.

1. Hard facts, by rule: every number, date and name stands in the quotes (`rag.verdict.rules`).
2. The side, by rule: no "may" or "reportedly" is lost, no "not", "unlikely" or "denied" is lost or added, no word
   stands for its opposite, and who and whom are not the other way round.
3. Meaning, by a `ClaimJudge` (the network, if no other is given): the quotes, together, one of them, or they and what
   their article states of itself (title, date), support the sentence (`rag.verdict.gate`). It is not enough that they
   do not contradict it.
4. Who and how much, by the network that finds answers: what the passages have in the place of each name and number
   of a sentence that passed so far (`rag.verdict.asking`).

A sentence that passes is `supported`; that is weaker than true.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.quotation_marks import AS_PLAIN
from index.language.words import content_stems, share_of_words
from rag.answer import VerdictName
from rag.reader import EvidenceSentence
from rag.reader.entailment import ClaimJudge, Judgement, judge_claims
from rag.verdict.asking import other_answer
from rag.verdict.gate import best, evidence_of, shipped
from rag.verdict.rules import Record, missing_facts, with_numbers_as_quoted
from rag.verdict.stance import changed_sides

__all__ = ["ClaimJudge", "Judged", "Judgement", "judge", "judge_claims"]

OTHERWISE, UNSAID = "the quotes say otherwise", "the quotes do not say this"  # what the judge of meaning alone finds
SAME_MATTER = 0.5  # the share of a sentence's content words from which its quotes speak of the same

_OPENING = re.compile(r"\A\s*(?:(?:\d{1,3}[.)]|[-*•])\s+)?(?:(?:yes|no(?!\.\s?\d))[.!,](?:\s+|\Z))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a sentence and the reasons for it, none when it is borne out.

    `is_contradicted` when the quotes deny it, `is_sure` when words and network agree that they bear it out; it
    `may_be_reworded` where nothing but another "not" or "may" speaks against it, in other words and though the network
    finds support (`rag.verdict.gate`). It `lacks` so many of its facts, as they stand in no quote.
    """

    verdict: VerdictName
    reasons: tuple[str, ...] = ()
    is_contradicted: bool = False
    is_sure: bool = False
    may_be_reworded: bool = False
    lacks: int = 0

    @property
    def is_by_meaning_alone(self) -> bool:
        """Whether no rule speaks against it, but only the judge of meaning."""
        return self.reasons in ((OTHERWISE,), (UNSAID,))


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
    gate = shipped()
    said = with_numbers_as_quoted(text, record.quotes)
    found = best(claim_judge([(one, said) for one in evidence_of(record)]))
    is_repeated = any(_without_articles(text) == _without_articles(quote) for quote in record.quotes)
    is_supported = is_repeated or found.supports >= gate.least
    share = share_of_words(content_stems(text), content_stems(" ".join(record.quotes)))
    is_same_matter = share >= SAME_MATTER
    facts = tuple(dict.fromkeys(missing_facts(text, record, may_count=is_supported)))
    sides = changed_sides(text, record.quotes)
    reasons = [*(sides.reasons if is_same_matter or not facts else ()), *facts]
    is_denied = sides.are_denied or found.contradicts > max(found.supports, found.neither)
    if not reasons and not is_supported:
        reasons = [OTHERWISE if is_denied else UNSAID]
    other = None if reasons or is_repeated else other_answer(text, record.passages, record.quotes)
    if other and other.probability >= gate.refuted:
        reasons, is_denied = [other.reason], True
    return Judged(
        "unsupported" if reasons else "supported",
        tuple(reasons),
        is_contradicted=bool(reasons) and is_denied and is_same_matter,
        is_sure=not reasons and (is_repeated or (found.supports >= gate.sure and is_same_matter)),
        may_be_reworded=bool(reasons) and tuple(reasons) == sides.of_words and gate.lets_pass(share, found.supports),
        lacks=len(facts),
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
        tuple(dict.fromkeys((*(one.title for one in articles if one.title), *given))),
        tuple(dict.fromkeys(one.hit.article.text[one.hit.passage.start : one.hit.passage.end] for one in in_order)),
    )


def _bare(text: str) -> str:
    """Return a text without what does not change it: case, line breaks, kinds of quotation marks, the last stop."""
    plain = text.translate(AS_PLAIN).replace("’", "'")
    return " ".join(re.sub('[“”„«»"]', "", plain).lower().split()).rstrip(".")


def _without_articles(text: str) -> list[str]:
    """Return the words of a text but "a" and "the", which a sentence may get or lose when it is put elsewhere."""
    return [word for word in _bare(text).split() if word not in ("a", "an", "the")]
