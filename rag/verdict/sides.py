"""Does a sentence keep the side of its quotes: the "not", the "unlikely", the "reportedly"?

By rule, on the clause of the quotes that the sentence is nearest to. A rule can't know every way to say no, so what
is found here is a suspicion, which `rag.verdict` weighs with the network's judgement.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.language import facts
from index.language.negation import CLAUSE_END, HEDGES, IS_HEDGED, LEAD, NOTS, WEAK_HEDGES, Negative
from index.language.words import content_stems


@dataclass(frozen=True, slots=True)
class ChangedSide:
    """A side that was changed, as a reason; `is_plain` unless the "not" may only stand elsewhere in the quotes."""

    reason: str
    is_plain: bool


def changed_negation(text: str, quotes: Sequence[str]) -> ChangedSide | None:
    """Return how a "not" was lost or added in a clause of the sentence; None if nowhere."""
    clauses = [clause for clause in CLAUSE_END.split(text) if len(content_stems(clause)) > 1]
    return next(filter(None, (_changed_in(clause, quotes) for clause in clauses or [text])), None)


def _changed_in(text: str, quotes: Sequence[str]) -> ChangedSide | None:
    clause = _nearest_clause(text, quotes)
    said, quoted = facts(text).negatives, facts(clause).negatives
    if quoted and not said:
        return ChangedSide(f'the quote says "{quoted[0].written}", the sentence does not', is_plain=True)
    if not said or (quoted and not _denies_what_is_stated(said, quoted, clause)):
        return None
    elsewhere = {one.written for quote in quotes for one in facts(quote).negatives}
    if not quoted and said[0].written in elsewhere.difference(NOTS):
        return None  # these very words, of another clause
    is_plain = bool(quoted) or not elsewhere
    return ChangedSide(f'the sentence says "{said[0].written}", the quote does not', is_plain)


def _denies_what_is_stated(said: Sequence[Negative], quoted: Sequence[Negative], clause: str) -> bool:
    """Tell whether a "not" of the sentence holds for words that the clause states, though it denies others."""
    denied = frozenset[str]().union(*(one.denied for one in said if one.is_not))
    is_stated = denied and denied <= content_stems(clause) and not any(denied & one.denied for one in quoted)
    return bool(is_stated) and not any(one.is_not for one in quoted)


def lost_hedge(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when the quote is not sure of what the sentence says as a fact; None if it keeps a hedge."""
    clause = _nearest_clause(text, quotes)
    quote = next(quote for quote in quotes if clause in quote)
    hedge = IS_HEDGED.search(clause) or (clause is not quote and LEAD.match(quote))
    if not hedge or (facts(hedge[0]).negatives and facts(clause).negatives and not facts(text).negatives):
        return None  # where "unlikely" got lost, so did the "not"
    kept = {match[0].lower() for match in HEDGES.finditer(text)}
    if kept - {match[0].lower() for match in WEAK_HEDGES.finditer(clause)}:  # the clause's own "want" is no "likely"
        return None
    return f'the quote says "{hedge[0].strip().lower()}", the sentence does not'


def _nearest_clause(text: str, quotes: Sequence[str]) -> str:
    """Return the clause that has most of the words of a sentence; of several, the longest, which leaves least out."""
    stems = content_stems(text)
    clauses = [clause for quote in quotes for clause in CLAUSE_END.split(quote)]
    return max(clauses, key=lambda clause: (len(stems & content_stems(clause)), len(clause)))
