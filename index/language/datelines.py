"""Lines that only say when, where and by whom something was published: they stand among sentences, and say nothing.

Told as a kind: a day, a byline, an agency or a reading time, and besides these nothing but names and the words that
such lines are made of. Any other word makes a sentence of it.
"""

import re

from index.language.times.wording import DATE_WORDS, DAY, MONTH, WEEKDAY
from index.language.words import is_common_word

LONGEST = 200  # characters
AGENCIES = "Reuters|AP|AFP|dpa|UPI|PA|Bloomberg|Xinhua|TASS|ANSA|EFE|IANS|PTI|CNN"

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
_DATE = (
    rf"(?:{MONTH}\.?\s+{DAY}|{DAY}\s+{MONTH}|{MONTH})(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
)
_READING = (
    r"\d{1,3}[\s-]*(?:min(?:ute)?s?|hours?|hrs?|days?)(?:[\s-]*(?:read|ago))\b"
    r"|\breading time:?\s*\d{1,3}\s*min(?:ute)?s?\b"
)
_WHEN = re.compile(rf"{_READING}|{_DATE}|{WEEKDAY}|{_CLOCK}", re.IGNORECASE)
_CREDIT = re.compile(
    r"\b(?:updated|published|posted|modified|by|reporting|editing|byline|staff (?:writer|reporter)|correspondent)\b"
    rf"|\((?:{AGENCIES})\)|\bAssociated Press\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
_OF_LINES = DATE_WORDS | frozenset(
    "a additional agencies agency and at by bylines byline bureau chief contributed contributor correspondent"
    " credit desk edited edition editing editor editors est edt et gmt bst cet cest utc pst pdt first for foreign"
    " from in international last local modified news of office on online our photo photograph picture political"
    " post posted press published read reporter reporting senior source special staff the time to updated update"
    " via with writer writing".split()
)


_DOES = re.compile(  # "Kenya updated the list": somebody, and what he did to what
    r"\b[A-Z][\w.’'-]*\s+(?:contributed|edited|modified|posted|pressed|published|read|updated)\s+"
    r"(?:(?:an?|the|its|their|his|her)\s+\w|(?!By\b|On\b|At\b|In\b)[A-Z][a-z]+\b.*\.\Z)"
)


def is_dateline(text: str) -> bool:
    """Tell whether a line only says when, where and by whom it was published.

    >>> is_dateline("Dec. 17, 2025 Updated Dec. 18, 2025, 10:37 a.m."), is_dateline("By Ann Li in Riga, 3 min read")
    (True, True)
    >>> is_dateline("The port opened on Dec. 17, 2025."), is_dateline("Rain on Monday.")
    (False, False)
    """
    if len(text) > LONGEST:
        return False
    rest = _WHEN.sub(" ", text)
    if rest == text and not _CREDIT.search(text):
        return False
    if _DOES.search(rest):
        return False
    words = _WORD.findall(rest)
    is_line = all(_is_of_lines(word, is_first=place == 0) for place, word in enumerate(words))
    return is_line and not any(map(str.isdigit, rest))


def _is_of_lines(word: str, *, is_first: bool) -> bool:
    is_name = word[0].isupper() and (word.isupper() or not is_first or not is_common_word(word))
    return is_name or word.lower().rstrip(".") in _OF_LINES
