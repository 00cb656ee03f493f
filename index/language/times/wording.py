"""The words that wordings of times are made of, and what stands around them; no rules of its own.

Weekdays, months, and what a year looks like are known here alone.
"""

import re
from collections.abc import Callable
from datetime import date

from index.language.numbers import CARDINALS, ONES, ORDINALS
from index.language.times.periods import Period

Resolve = Callable[[re.Match[str], date | None, bool | None], Period | None]
"""Resolves a match, given the day to count from (None when unknown) and whether the verb beside it is in the future
(None when there is none). None means no certain days, and hides what is inside the match."""

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DATE_WORDS = frozenset((*MONTHS, *WEEKDAYS, *(month[:3] for month in MONTHS), "sept"))

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
WEEKDAY_STEM = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY = WEEKDAY_STEM + r"(?![a-z])"
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?![0-9A-Za-z%]|[.,:/][0-9])"
FIGURES_OF_YEAR = r"(?:1[0-9]|20)[0-9]{2}"
ANY_YEAR = (  # unless things are counted
    rf"(?<![0-9$£€#/.,]){FIGURES_OF_YEAR}(?![0-9A-Za-z%]|[.,:/][0-9])"
    r"(?![ -](?:[a-z]+ )?(?:people|men|women|children|troops|soldiers|workers|jobs|homes|houses|votes|points|pages"
    r"|words|copies|units|dollars|euros|pounds|yen|miles|yards|feet|metres|meters|kilomet(?:re|er)s|km|tons|tonnes|acres"
    r"|hectares|calories|hours|times|BCE?|B\.C\.)(?![a-z]))"
)
RECENT_YEAR = r"(?:19|20)[0-9]{2}"
YEAR = rf"(?!1[0-4]){ANY_YEAR}"  # older ones are rarer than numbers of something
SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
NUMBER = rf"(?:[0-9]{{1,3}}|(?i:an?|{'|'.join(ONES[1:13])}))"
TO = r" ?(?:-|–|—|to|through|until) ?"
PART = r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[ -])?"  # the whole is meant, for want of a border
_LAST_WORD = re.compile(r"(?:^|(?<=[^\w.’'-]))([\w.’'-]{1,30})[ -]$")


class Rules(list[tuple[re.Pattern[str], Resolve]]):
    """Patterns, each with what resolves its matches."""

    def add(self, *patterns: str) -> Callable[[Resolve], Resolve]:
        """Add patterns that a function resolves; their group "time" is the expression, by default the whole match."""

        def decorate(resolve: Resolve) -> Resolve:
            for pattern in patterns:
                self.append((compiled(pattern if "(?P<time>" in pattern else f"(?P<time>{pattern})"), resolve))
            return resolve

        return decorate


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which `{DAY}` is the constant of this module, and `{day}` or `{from_day}` a group of it."""

    def words(place: re.Match[str]) -> str:
        constant: str = globals()[place[1].removeprefix("from_").upper()]
        return constant if place[1].isupper() else f"(?P<{place[1]}>{constant})"

    return re.compile(re.sub(r"\{([a-z_]+|[A-Z_]+)\}", words, pattern))


def whole(written: str) -> int:
    """Return the number that "3", "3rd", "three", "third" or "a" stands for."""
    written = written.lower()
    if value := CARDINALS.get(written) or ORDINALS.get(written):
        return int(value)
    return 1 if written in ("a", "an") else int(written.rstrip("stndrh"))


def month_number(written: str) -> int:
    """Return 1 to 12 for a month, spelled out, shortened or in figures."""
    if written.isdecimal():
        return int(written)
    return next(number for number, month in enumerate(MONTHS, start=1) if month[:3] == written[:3].lower())


def word_before(match: re.Match[str]) -> str:
    """Return the word just before, "" at the start of a sentence or after punctuation."""
    start = match.start("time")
    found = _LAST_WORD.search(match.string, max(0, start - 32), start)
    return found[1] if found else ""
