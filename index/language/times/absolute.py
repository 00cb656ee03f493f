"""Times by the calendar: dates, months, quarters, seasons, years, decades and centuries, with or without the year.

What lacks its year counts from the day of publication. Each function resolves the patterns above it.
"""

import re
from contextlib import suppress
from datetime import date, timedelta

from index.language.times.periods import Period, month_of, season_of, year_of
from index.language.times.wording import WEEKDAYS, Rules, month_number, whole, word_before

RULES = Rules()

LATEST = 2050  # a later year is rarer than a figure, behind words that go with figures
FARTHEST = timedelta(250)  # a date farther away is written with its year

_EVENT = (
    r"(?: (?:presidential|general|midterm|parliamentary|legislative|local|federal|national|financial"
    r"|[A-Z][a-z]{1,15}))? (?:elections?|primary|referendum|campaign|census|season|Olympics|World Cup|coup|invasion"
    r"|earthquake|pandemic|crisis|study|analysis|survey|report|ruling|law|treaty|agreement|attacks?|shooting|bombing"
    r"|trial|protests?)\b"
)
_GOES_ON = re.compile(
    r"\s*(?:$|[,.;:!?)\]”\"’'–—])|\s+(?:-|and|but|or|to|the|an?|by|when|while|after|before|as|with|in|on|at|from|that|who"
    r"|which|he|she|it|they|we|was|were|is|are|has|had|have|will|would|for|because|until|onwards?)\b"
)


@RULES.add(
    r"\b(?:{weekday},? )?(?:[Tt]he )?(?:{from_day}{TO})?{day}(?: of)? {month}(?:,? {year})?",
    r"\b(?:{weekday},? )?{month} (?:{from_day}{TO})?{day}(?:,? {year})?",
    r"(?<![\w-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])",
)
def _date(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """Without its year, a date is the one nearest to today that suits the tense and the weekday, and is not far."""
    month, last = month_number(match["month"]), whole(match["day"])
    first = whole(match.groupdict().get("from_day") or match["day"])
    if match["year"]:
        year = int(match["year"])
        return Period(date(year, month, first), date(year, month, last))
    has_article = match[0].lower().startswith("the ") or word_before(match).lower() in ("the", "a", "an")
    if today is None or (has_article and re.match(" [a-z]", match.string[match.end() :])):
        return None  # "the Jan. 6 riot" may be of any year
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        with suppress(ValueError):
            near.append(Period(date(year, month, first), date(year, month, last)))
    fitting = [one for one in near if future is None or (one.last >= today if future else one.first <= today)]
    weekday = WEEKDAYS.index(match["weekday"].lower()) if match["weekday"] else None
    near = [one for one in fitting if abs(one.first - today) < FARTHEST and weekday in (None, one.first.weekday())]
    return min(near, key=lambda one: abs(one.first - today), default=None)


@RULES.add(
    r"(?<![0-9] )\b{PART}(?:{from_month}(?: {from_year})?{TO})?{month},?(?: of)? {year}",
    r"\b[Bb]etween {from_month}(?: {from_year})? and {month},? {year}",
)
def _months_of_year(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    year, month = int(match["year"]), month_number(match["month"])
    first = month_number(match["from_month"]) if match["from_month"] else month
    first_year = int(match["from_year"] or year - (first > month))
    return Period(month_of(first_year, first).first, month_of(year, month).last)


@RULES.add(
    r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|(?:end|start|beginning|middle) of) {PART}(?P<time>{month})",
    r"\b(?P<time>(?:[Ee]arly|[Mm]id|[Ll]ate)[ -]{month})",
    r"\b(?:[Bb]y|[Bb]efore|[Aa]fter|[Ff]rom|of) (?P<time>(?!May|April|June|August){month})",
    r"\b[Ff]rom (?P<time>{from_month}{TO}{month})",
    r"\b[Bb]etween (?P<time>{from_month} and {month})",
)
def _month_alone(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """A month without its year is the latest that has begun, or the next that has not ended."""
    if today is None or re.match(r" (?:[A-Z]|[0-9])|[’']s [A-Z]", match.string[match.end() : match.end() + 4]):
        return None  # "in May Ling's view"
    month = month_number(match["month"])
    first = month_number(match.groupdict().get("from_month") or match["month"])
    year = today.year + (month < today.month if future else -(month > today.month))
    return Period(month_of(year - (first > month), first).first, month_of(year, month).last)


@RULES.add(
    r"(?:(?P<ordinal>first|second|third|fourth|final|1st|2nd|3rd|4th)[ -]|\bQ(?P<figure>[1-4]) )"
    r"(?:quarter )?(?:of )?{year}",
    r"\b(?P<half>first|second) half of {year}",
)
def _part_of_year(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    year, half = int(match["year"]), match.groupdict().get("half")
    if half:
        return Period(month_of(year, 6 * whole(half) - 5).first, month_of(year, 6 * whole(half)).last)
    quarter = 4 if match["ordinal"] == "final" else whole(match["figure"] or match["ordinal"])
    if ("quarter" not in match[0] and not match["figure"]) or word_before(match) == "fiscal":
        return None
    return Period(month_of(year, 3 * quarter - 2).first, month_of(year, 3 * quarter).last)


@RULES.add(r"\b{PART}{season}(?: of|,)? {year}")
def _season(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """The winter of a year may be the one it begins or the one it ends with."""
    year, name = int(match["year"]), match["season"].lower()
    return Period(season_of(year - (name == "winter"), name).first, season_of(year, name).last)


@RULES.add(
    r"\b(?:[Tt]he )?{PART}(?P<decade>(?!1[0-4]|..00){FIGURES_OF_YEAR}(?<=0)s)\b",
    r"\b(?:[Tt]he )?(?:[Ee]arly|[Mm]id|[Ll]ate)[ -](?P<decade>2000s)\b",  # "the 2000s" may be a century
    r"\b(?:[Tt]he )?(?:(?:early|mid|late)[ -])?(?P<century>1[0-9]|20|21)(?:th|st)[ -]century\b",
)
def _years(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    if decade := match.groupdict().get("decade"):
        return year_of(int(decade[:-1]), int(decade[:-1]) + 9)
    return year_of(100 * int(match["century"]) - 100, 100 * int(match["century"]))


@RULES.add(
    r"(?<![\w–-])(?P<first>{RECENT_YEAR})(?:[–—-]| [–—] )(?P<last>{YEAR}|[0-9]{2})(?![\w–-]|[.,:][0-9])",
    r"\b[Ff]rom (?P<time>(?P<first>{YEAR}){TO}(?P<last>{YEAR}))",
    r"\b[Bb]etween (?P<time>(?P<first>{YEAR}) (?:and|to) (?P<last>{YEAR}))",
)
def _year_range(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    first = int(match["first"])
    last = int(match["last"]) + (first // 100 * 100 if len(match["last"]) == 2 else 0)
    return year_of(first, last) if first < last < first + 200 else None


@RULES.add(
    r"\b(?:[Ii]n|[Ss]ince|[Dd]uring) (?:the year )?(?P<time>{PART}{year})",
    r"\b[Ii]n {YEAR}(?:, {YEAR}){0,3},? (?:and|or) (?P<time>{year})",
    r"\b(?P<time>(?:[Ee]arly|[Mm]id|[Ll]ate)[ -]{year})",
    r"\b(?P<time>{year})" + _EVENT,
    r"\( ?(?P<time>{year}) ?\)",
    r"\b(?P<strict>[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Oo]f|[Bb]efore|[Aa]fter|[Ff]or|[Tt]hrough|[Ii]nto|as|born) "
    r"(?P<time>{year})",
)
def _year(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """A figure is a year behind "in", unless things are counted; behind "of" or "by" only where no noun follows."""
    year = int(match["year"])
    if before := match.groupdict().get("strict"):
        far = year > LATEST and before.lower() in ("of", "for", "from", "as")
        if far or not _GOES_ON.match(match.string, match.end()):
            return None  # "a score of 2072"
    return year_of(year)


YEARLESS = (_date, _month_alone)  # what may lack its year, and then counts from the day of publication
