"""The words that wordings of times are made of, and what stands around them; no rules of its own."""

import re
from collections.abc import Callable
from datetime import date

from index.language.times.periods import SEASONS, Period

Resolve = Callable[[re.Match[str], date | None, bool | None], Period | None]
"""Resolves a match, given the day to count from (None when unknown) and whether the verb beside it is in the future
(None when there is none). None means no certain days, and hides what is inside the match."""

Rule = tuple[re.Pattern[str], Resolve]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
WEEKDAY_STEM = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY = WEEKDAY_STEM + r"(?![a-z])"
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?![0-9A-Za-z%]|[.,:/][0-9])"
YEAR = r"(?<![0-9$£€#/.,])(?:1[5-9]|20)[0-9]{2}(?![0-9A-Za-z%]|[.,:/][0-9])"
SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
NUMBER = r"(?P<number>[0-9]{1,3}|(?i:an?|" + "|".join(NUMBERS) + "))"
TO = r" ?(?:-|–|—|to|through|until) ?"
PART = r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[ -])?"  # the whole is meant, for want of a border
_LAST_WORD = re.compile(r"(?:^|(?<=[^\w.’'-]))([\w.’'-]{1,30})[ -]$")


def rule(rules: list[Rule], *patterns: str) -> Callable[[Resolve], Resolve]:
    """Add patterns that a function resolves; their group "time" is the expression, by default the whole match."""

    def add(resolve: Resolve) -> Resolve:
        for pattern in patterns:
            rules.append((re.compile(pattern if "(?P<time>" in pattern else f"(?P<time>{pattern})"), resolve))
        return resolve

    return add


def whole(written: str) -> int:
    """Return the number that "3", "3rd", "three" or "a" stands for."""
    written = written.lower()
    if written in ("a", "an"):
        return 1
    return NUMBERS.index(written) + 1 if written in NUMBERS else int(written.rstrip("stndrh"))


def month_number(written: str) -> int:
    """Return 1 to 12 for a month, spelled out or shortened."""
    return MONTHS.index(written[:3].lower()) + 1


def season_name(match: re.Match[str]) -> str:
    """Return the season that a match names, as `SEASONS` has it."""
    name = match["season"].lower()
    return name if name in SEASONS else "autumn"


def word_before(match: re.Match[str]) -> str | None:
    """Return the word just before, None at the start of a sentence or after punctuation."""
    start = match.start("time")
    found = _LAST_WORD.search(match.string, max(0, start - 32), start)
    return found[1] if found else None
