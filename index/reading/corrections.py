"""What a correction is of, and whose: pages of nothing else, by their title, and words that others said. English."""

import re

from index.language.times.wording import MONTHS, WEEKDAYS
from index.reading.withdrawals import PIECE

LONGEST_GAP = 100  # characters between two paragraphs

_OF_CORRECTIONS = re.compile(  # a date may follow
    r"\W{0,3}(?:corrections?|errata|clarifications?)"
    r"(?:(?: and | & )(?:amplifications|corrections|clarifications))?(?![\w-])"
    r"[\W_]*(?:(?:for|of|on)\b\s*)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?:(?:{'|'.join(WEEKDAYS)})\b[,\s]*)?(?:(?:\d{{1,2}} )?(?:{'|'.join(f'{one[:3]}[a-z]*' for one in MONTHS)})\b\.?"
    r"(?: \d{1,2})?(?:,? \d{4})?|\d{4}-\d\d-\d\d)?\W*",
    re.IGNORECASE,
)

_ERROR = re.compile(
    r"\b(?:mis(?:stat|identif|spell|attribut|quot)\w*|incorrect\w*|wrong\w*|mistaken\w*|erroneous\w*|errors?|corrected"
    r"|should have|rather than|regrets?|version)\b"
    r"|\b(?:article|column|headline|report|story)s? (?:on|about|of|last|in)\b|, not ",
    re.IGNORECASE,
)


_IN_PAPER = re.compile(
    rf"\b(?:an?|the|this|our) (?:[\w.-]+ ){{0,3}}(?:{PIECE}|(?:news)?paper|edition|graphic|photograph|section)\b",
    re.IGNORECASE,
)


def tells_of_error(paragraph: str) -> bool:
    """Tell whether a paragraph says that something was wrong, or what it was said in; prisons have corrections, too."""
    return _ERROR.search(paragraph) is not None


def tells_of_own_error(paragraph: str) -> bool:
    """Tell whether a paragraph says that something in a paper was wrong."""
    return tells_of_error(paragraph) and _IN_PAPER.search(paragraph) is not None


def is_page_of_corrections(title: str) -> bool:
    """Tell whether a title names nothing but corrections, and their day.

    >>> [is_page_of_corrections(title) for title in ("Corrections: May 6, 2025", "Correction: 12 homes approved")]
    [True, False]
    """
    begins = _OF_CORRECTIONS.match(title)
    return begins is not None and _DATE.fullmatch(title, begins.end()) is not None


def is_below_speaker(text: str, paragraph: int) -> bool:
    """Tell whether a paragraph stands below a line that says whose words follow."""
    return text[max(0, paragraph - LONGEST_GAP) : paragraph].rstrip().endswith(":")
