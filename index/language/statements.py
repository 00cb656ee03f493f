"""Which sentences say something, and can stand as an answer."""

import re
from functools import lru_cache

from index.language.datelines import is_dateline
from index.language.words import is_field

LONGEST_HEADING = 7  # words; what is longer and has no stop either may be a sentence of a list

_TWO_WORDS = re.compile(r"[\"“‘'(]?[A-Z][\w’'-]*\s+[a-z][a-z’'-]+[.!…][\"”’')]*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=10_000)  # of the sentences of an answer, it is asked again at each of its steps
def is_statement(text: str) -> bool:
    """Tell a sentence that says something from a question, a heading (no stop, short or In Title Case), a dateline.

    A field says something when its value has a number; a line that ends in a colon says nothing yet. One of two words
    must be written as a sentence is: with a capital, then without, and with a stop.

    >>> [is_statement(text) for text in ("Rates rose.", "“Rates rose”", "Rates", "Ann Li.", "Why now?")]
    [True, False, False, False, False]
    >>> is_statement("Killed: 14"), is_statement("The branches that will close in the spring are:")
    (True, False)
    """
    last, words = text.rstrip("\"”'’) ")[-1:], len(text.split())
    if is_field(text) and any(map(str.isdigit, text.partition(": ")[2])):
        return True
    if is_dateline(text):
        return False
    if last in ("?", ":") or (words < 3 and not _TWO_WORDS.fullmatch(text)):
        return False
    is_long = words > LONGEST_HEADING
    return last in ".!…" or (is_long and any(word.islower() for word in _WORD.findall(text) if len(word) > 4))
