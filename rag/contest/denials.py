"""One article denies what another states: "did not fall" against "the fall of …"."""

import re
from collections.abc import Sequence
from itertools import permutations

from index.language import facts
from index.language.negation import CLAUSE_END
from index.language.words import content_stems
from rag.contest.asked import Asked
from rag.contest.values import Claim, Value
from rag.reader import EvidenceSentence

LEAST_SHARED = 0.5  # of the denial's content words, in the sentence that states it
REACH = 4  # words that "want to leave" may take up

_DEPENDS = re.compile(r"\b(?:if|whether|unless)\b|\?\W*\Z", re.IGNORECASE)  # then nothing is stated or denied
_STATES, _DENIES = Value("words", "", ("states",)), Value("words", "", ("denies",))


def claims_of_denials(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return the best pair of sentences of which one denies what the other states, the stating one first."""
    plain = [one for one in sentences if not _DEPENDS.search(one.quote.text)]
    for stating, denying in permutations(plain, 2):
        for clause in CLAUSE_END.split(denying.quote.text) if stating.hit.cluster != denying.hit.cluster else ():
            if asked.stems & content_stems(clause) and _states_denied(stating.quote.text, clause):
                return [Claim(stating, _STATES), Claim(denying, _DENIES)]
    return []


def _states_denied(statement: str, denial: str) -> bool:
    stated, clause = content_stems(statement), content_stems(denial)
    all_denied = [one.denied for one in facts(denial).negatives]
    denied = [one for one in all_denied if one <= stated and _together(one, statement)]
    if not denied or any(one.denied in denied for one in facts(statement).negatives) or len(clause) < 2:
        return False
    return len(stated & clause) / len(clause) >= LEAST_SHARED


def _together(predicate: frozenset[str], statement: str) -> bool:
    """Tell whether the stems stand near each other in a statement."""
    words = re.findall(r"\w+", statement)
    stretches = (words[at : at + REACH] for at in range(max(1, len(words) - REACH + 1)))
    return bool(predicate) and any(predicate <= content_stems(" ".join(stretch)) for stretch in stretches)
