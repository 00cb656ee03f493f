"""Words that point back: who or what a sentence speaks of stands before it."""

import re

_FIRST = re.compile(
    r"(?:(?:But|And|So|Yet)\s+)?(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those)\b"
    r"(?!\s+(?:day|week|weekend|month|year|morning|afternoon|evening|time)s?\b)"
)
_ANYWHERE = re.compile(
    r"\b(?:he|him|his|she|her|it|its|they|them|their|the (?:two|latter|former|country|city|group|company))\b",
    re.IGNORECASE,
)


def begins_with_anaphor(sentence: str) -> bool:
    """Tell whether a sentence begins with a word that points back to the one before it.

    >>> begins_with_anaphor("They denied it."), begins_with_anaphor("This week, oil fell.")
    (True, False)
    """
    return _FIRST.match(sentence) is not None


def has_anaphor(text: str) -> bool:
    """Tell whether a word of a text points back, whatever to.

    >>> has_anaphor("On Monday the company closed."), has_anaphor("On Monday Acme closed.")
    (True, False)
    """
    return _ANYWHERE.search(text) is not None
