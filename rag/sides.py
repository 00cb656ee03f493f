"""Does a sentence keep the side of its quotes: the "not", the "unlikely", the "reportedly"?

By rule, on the clause of the quotes that the sentence is nearest to. A rule can't know every way to say no, so what
is found here is a suspicion, which `rag.verdict` weighs with the network's judgement.
"""

import re
from collections.abc import Iterator, Sequence

from rag.words import content_stems

_CLAUSE_END = re.compile(r"[,;:—–]\s|\s(?:but|although|though|while|whereas|however|yet|despite)\s", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"""\b(?: not | never | no(?!\.\ ?\d) | nor | neither | without | cannot | nobody | none | nothing | no\ longer
    | hardly | barely | unlikely | unable | unclear | impossible | short\ of | lack(?:s|ed)? | avoid(?:s|ed)?
    | den(?:y|ied|ies|ying) | refus(?:e|es|ed|ing) | declin(?:e|es|ed|ing)\ to | fail(?:s|ed|ing)?\ to
    | reject(?:s|ed|ing)? | stop(?:s|ped|ping)\ short | rul(?:e|es|ed|ing)\ out | withh(?:old|olds|eld)
    | (?:keep|keeps|kept|hold|holds|held)\ back )\b | n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
_STRONG_HEDGE = r"""(?:
    may(?!\ \d) | might | could | likely | unlikely | probabl[ey] | possibl[ey] | perhaps | reportedly | unconfirmed
    | alleg(?:ed|edly|ations?) | rumou?r(?:s|ed)? | (?:is|are)\ expected | appears?\ to | seems?\ to | if | whether
    | (?:offer|promis|threaten)(?:s|es|ed)\ to | (?:thought|believed|said)\ to | according\ to
    )"""
_WEAK_HEDGE = r"""(?:
    would | should | reports? | reported | alleges? | expect(?:s|ed)? | consider(?:s|ed|ing)? | offer(?:s|ed|ing)?
    | promis(?:e|es|ed) | threaten(?:s|ed)? | plan(?:s|ned)? | hop(?:e|es|ed) | want(?:s|ed)? | seeks? | sought
    | tr(?:y|ies|ied)\ to | attempt(?:s|ed)? | thought | believ(?:e|es|ed) | claim(?:s|ed)? | said | says? | according
    | appear(?:s|ed)? | seem(?:s|ed)? | suspect(?:s|ed)? | estimat(?:e|es|ed) | unclear | agreed\ to
    )"""
_IS_HEDGED = re.compile(rf"\b{_STRONG_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
_HEDGES = re.compile(rf"\b(?:{_STRONG_HEDGE}|{_WEAK_HEDGE})\b", re.IGNORECASE | re.VERBOSE)


def changed_sides(text: str, quotes: Sequence[str]) -> Iterator[str]:
    """Yield a reason for a "not" that was lost or added, and one for a hedge that was lost."""
    clause = _nearest_clause(text, quotes)
    said, quoted = _NEGATIVE.search(text), _NEGATIVE.search(clause)
    if quoted and not said:
        yield f'the quote says "{quoted[0].lower()}", the sentence does not'
    elif said and not quoted:
        yield f'the sentence says "{said[0].lower()}", the quote does not'
    hedge = _IS_HEDGED.search(clause)
    if hedge and not _HEDGES.search(text) and not (quoted and not said):
        yield f'the quote says "{hedge[0].lower()}", the sentence does not'


def _nearest_clause(text: str, quotes: Sequence[str]) -> str:
    """Return the clause that has most of the words of a sentence; of several, the longest, which leaves least out."""
    stems = content_stems(text)
    clauses = [clause for quote in quotes for clause in _CLAUSE_END.split(quote)]
    return max(clauses, key=lambda clause: (len(stems & content_stems(clause)), len(clause)))
