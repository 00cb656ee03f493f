"""A time as a person types it into a field, read by the rules that read sentences: "june 2025", "last year", "Friday".

What stands alone in a field lacks the words around it that make it a time of a sentence, so some are lent to it.
"""

import re

from index.language.times import Time, find_times
from index.language.times.wording import DATE_WORDS, MONTHS

LONGEST_TYPED = 60  # characters; more is no time

_LENT = ("", "in ", "on ", "the ", "from ")
_WORD = re.compile(r"[A-Za-z]+")
_ISO = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?")
_QUARTER = re.compile(r"\bq(?=[1-4]\b)")


def typed_time(typed: str, today: str) -> Time | None:
    """Return the time that the whole of a text means, counted from `today` (an ISO date); None if it is no time.

    >>> [(time.first, time.last) for time in map(lambda one: typed_time(one, "2025-06-18"), ("may 2024", "last year"))]
    [('2024-05-01', '2024-05-31'), ('2024-01-01', '2024-12-31')]
    """
    text = " ".join(typed.split())
    if len(text) > LONGEST_TYPED:
        return None
    text = _QUARTER.sub("Q", _WORD.sub(lambda word: _as_in_print(word[0]), text))
    for lent in _LENT:
        for time in find_times(lent + text, today):
            if (lent + text)[: time.start] in _LENT and time.end == len(lent + text):
                return Time(0, len(typed), time.first, time.last)
    return None


def time_in_words(written: str) -> str:
    """Return an ISO day, month or year as `typed_time` reads it, too, and anything else as it is.

    >>> time_in_words("2025-06-17"), time_in_words("2025-06"), time_in_words("2025"), time_in_words("soon")
    ('17 June 2025', 'June 2025', '2025', 'soon')
    """
    parts = _ISO.fullmatch(written)
    if not parts:
        return written
    year, month, day = parts.groups()
    return f"{f'{int(day)} ' if day else ''}{MONTHS[int(month) - 1].capitalize()} {year}"


def _as_in_print(word: str) -> str:
    return word.capitalize() if word.lower() in DATE_WORDS else word.lower()
