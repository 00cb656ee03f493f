"""Is a sentence surer than its quotes? Told by rule: "it will close" is not what "it may close" says.

Held against each other are the clause of the quotes that is nearest to the sentence, and any other that is not sure of
what a clause of the sentence states as a fact.
"""

import re
from collections.abc import Iterator, Sequence

from index.language import facts
from index.language.negation import (
    AFFIRMED,
    CLAUSE_END,
    HEDGES,
    IS_HEDGED,
    LEAD,
    MODALS,
    REPORTING,
    REPORTS,
    WEAK_HEDGES,
)
from index.language.words import content_stems, stem, stop_words
from rag.verdict.in_common import has_any, nearest_clause

REACH = 3  # words with content behind a hedge that it holds for
LEAST_SHARED = 0.5  # of the words of the shorter of two clauses, and two at the least


def lost_hedge(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when a quote is not sure of what the sentence says as a fact; None if it keeps a hedge.

    >>> lost_hedge("The mill will close.", ["The mill may close in May, Ann Lee said."])
    'the quote says "may", the sentence does not'
    >>> lost_hedge("The mill makes paper.", ["The mill makes paper that would fill a hall."])
    """
    found = _lost_in_nearest(text, quotes) or next(_lost_elsewhere(text, quotes), None)
    return f'the quote says "{found}", the sentence does not' if found else None


def _lost_in_nearest(text: str, quotes: Sequence[str]) -> str | None:
    clause = nearest_clause(text, quotes)
    if hedge := IS_HEDGED.search(clause):
        hedged = _hedged(hedge)
        is_stated = not hedged or has_any(text, hedged)
        return _lost(text, clause, hedge) if is_stated and not _is_told(hedge, _clauses(quotes), text) else None
    quote = next(quote for quote in quotes if clause in quote)
    lead = LEAD.match(quote) if clause is not quote else None
    return _lost(text, clause, lead) if lead else None


def _lost_elsewhere(text: str, quotes: Sequence[str]) -> Iterator[str]:
    """Yield the hedges of clauses before what a clause of the sentence tells as a fact."""
    if REPORTS.search(text):
        return  # "Lee said that …, and that …"
    theirs = _clauses(quotes)
    for said in CLAUSE_END.split(text):
        stems = content_stems(said)
        for clause in theirs:
            held = content_stems(clause)
            if len(stems & held) < max(2, LEAST_SHARED * min(len(stems), len(held))):
                continue
            for hedge in IS_HEDGED.finditer(clause):
                is_lost = _is_told(hedge, [said], said) and not _is_told(hedge, theirs, said)
                if is_lost and (found := _lost(said, clause, hedge)):
                    yield found


def _clauses(quotes: Sequence[str]) -> list[str]:
    return [clause for quote in quotes for clause in CLAUSE_END.split(quote)]


def _is_told(hedge: re.Match[str], clauses: Sequence[str], said: str) -> bool:
    """Tell whether one of some clauses tells as a fact what a hedge holds for; "it will not" tells no "it will"."""
    hedged = _hedged(hedge, REACH - 1)
    told = [one for one in clauses if hedged and all(has_any(one, {each}) for each in hedged)]
    may_deny = bool(facts(said).negatives)
    return any(not IS_HEDGED.search(one) and (may_deny or not facts(one).negatives) for one in told)


def _hedged(hedge: re.Match[str], reach: int = REACH) -> frozenset[str]:
    """Return the stems of the words that a hedge holds for: the next ones of its clause."""
    words = re.findall(r"\w+", hedge.string[hedge.end() :])
    return content_stems(" ".join([word for word in words if word.lower() not in stop_words()][:reach]))


def _lost(text: str, clause: str, hedge: re.Match[str]) -> str | None:
    """Return a hedge of a clause, as it is written, if a sentence, or a clause of it, has none in its place."""
    if facts(hedge[0]).negatives and facts(clause).negatives and not facts(text).negatives:
        return None  # where "unlikely" got lost, so did the "not"
    words = re.findall(r"\w+", text.lower())
    if hedge[0].lower() == "could" and "can" in words:
        return None  # "said that it could" reports "it can"
    is_deed = hedge[0].endswith(" to")
    if is_deed and stem(hedge[0].split()[0].lower()) in set(map(stem, words)):
        return None  # "threatened to" is what "was threatened" says
    is_affirmed = AFFIRMED.search(text) and not facts(text).negatives and not IS_HEDGED.search(text)
    kept = set() if is_affirmed else {match[0].lower() for match in HEDGES.finditer(text)}
    if hedge[0].lower() in MODALS:
        kept -= REPORTING  # "says that it will" is surer than "says that it may"
    if kept - {match[0].lower() for match in WEAK_HEDGES.finditer(clause)}:  # the clause's own "want" is no "likely"
        return None
    return hedge[0].strip().lower()
