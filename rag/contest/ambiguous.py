"""Several of one name: the articles tell of different people, places or works that the question calls the same.

They are told apart by what stands behind the name: "Jo Hill (chess player)" and "Jo Hill (1920 - 2001)", or "Riverton,
Iowa" where a text begins with it. Nothing is noticed when the articles give the bare name only.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.times import find_times
from index.language.words import content_stems
from rag.contest.asked import Asked
from rag.contest.values import Claim, Value, dates_in
from rag.reader import EvidenceSentence

LONGEST_NAME = 10  # words

_SHORT_FORM = re.compile(r"[A-Z.&-]{1,6}|\w{1,2}")  # "(UN)" is another name of the same


def claims_of_ambiguous_names(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return which bearer of the question's name each article tells of, as far as it says."""
    words = [re.escape(word) for word in (asked.subject or "").split()]
    if not 0 < len(words) <= LONGEST_NAME:
        return []
    middle = r"(?: [\w.]+)? ".join(words)
    in_brackets = re.compile(rf"(?<!\bof )\b{middle}(?: [A-Z][\w.]*){{0,2}}[\"”'’]*,? \( ?([^()\n]{{2,80}})\)")
    place = re.compile(rf"{' '.join(words)}, ((?:[A-Z]\w+ ?){{1,3}}(?:, (?:[A-Z]\w+ ?){{1,3}})?)")
    claims: dict[str, Claim] = {}
    for sentence in sentences:
        for text in (sentence.hit.article.title, sentence.hit.text):
            found = [match[1] for match in in_brackets.finditer(text)]
            if beginning := place.match(text):
                found.append(beginning[1])
            values = (_value(asked, qualifier.strip()) for qualifier in found)
            if value := next((value for value in values if value), None):
                claims.setdefault(sentence.hit.cluster, Claim(sentence, value))
    return list(claims.values())


def _value(asked: Asked, qualifier: str) -> Value | None:
    """Return what tells one bearer of a name from another: the year of birth, else words; None for a short form."""
    if first := next(dates_in(qualifier, find_times(qualifier, None)), None):
        return replace(first, text=qualifier)
    stems = content_stems(qualifier) - asked.stems
    return Value("words", qualifier, tuple(sorted(stems))) if stems and not _SHORT_FORM.fullmatch(qualifier) else None
