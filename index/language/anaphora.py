"""Words that point back: who or what a sentence speaks of stands in the one before it."""

import re

_POINTS_BACK = re.compile(
    r"(?:(?:But|And|So|Yet)\s+)?(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those)\b"
    r"(?!\s+(?:day|week|weekend|month|year|morning|afternoon|evening|time)s?\b)"
)


def points_back(sentence: str) -> bool:
    """Tell whether a sentence begins with a word that points back to the one before it.

    >>> points_back("But they denied it."), points_back("This week, oil fell.")
    (True, False)
    """
    return _POINTS_BACK.match(sentence) is not None
