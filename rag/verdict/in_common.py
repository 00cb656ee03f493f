"""What a sentence has in common with its quotes: the clause that is nearest to it, and words in any form."""

import re
from collections.abc import Sequence, Set

from index.language.clauses import base_form
from index.language.negation import CLAUSE_END
from index.language.words import content_stems


def nearest_clause(text: str, quotes: Sequence[str]) -> str:
    """Return the clause that has most of the words of a sentence; of several, the longest, which leaves least out."""
    stems = content_stems(text)
    clauses = [clause for quote in quotes for clause in CLAUSE_END.split(quote)]
    return max(clauses, key=lambda clause: (len(stems & content_stems(clause)), len(clause)))


def has_any(text: str, stems: Set[str]) -> bool:
    """Tell whether a sentence has a word of some stems, in any form: "took" for "taken"."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(stems & content_stems(text)) or not set(map(base_form, stems)).isdisjoint(map(base_form, words))
