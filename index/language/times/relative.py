"""Times counted from the day of publication: "yesterday", "on Friday", "last month", "two years ago"."""

import re
from datetime import date, timedelta

from index.language.times.periods import Period, month_of, one_day, season_of, shifted, unit_around
from index.language.times.wording import WEEKDAYS, Rules, compiled, month_number, whole, word_before

RULES = Rules()

_GOES_ON = compiled(r" [A-Z]| (?:of|in) (?:the|{MONTH})|,? the [0-9]")
_STARTERS = frozenset("on by since until early late earlier later from after before and but for also in".split())
_NOT_THAT_DAY = frozenset(
    "a an the every each any one some most that another following previous next first second third fourth "
    "black good cyber".split()
)
_DAYS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "the day after tomorrow": 2}
_STEPS = {"last": -1, "this": 0, "next": 1}
_DETERMINERS = frozenset("the his her its their our my your".split())
_VAGUE = frozenset("than nearly almost over about some around roughly least or approximately just".split())


@RULES.add(
    r"\b(?P<word>[Tt]he day before yesterday|[Tt]he day after tomorrow|[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight"
    r"|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))(?![\w-])",
)
def _day_word(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    word = match["word"].lower()
    possessive = match.string[match.end() : match.end() + 2] in ("'s", "’s") and word in ("today", "tomorrow")
    is_name = match[0][0].isupper() and word_before(match) != ""
    if today is None or possessive or is_name:
        return None  # "today's world", "USA Today"
    return one_day(today + timedelta(_DAYS.get(word, 0)))


@RULES.add(r"\b{WEEKDAY_STEM}s?{TO}{WEEKDAY_STEM}s?\b")
def _weekday_range(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    return None  # opening hours rather than dates


@RULES.add(
    r"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?: coming| past)?|(?:[Tt]he )?[Cc]oming|[Pp]ast) )?{weekday}"
    r"(?: (?:morning|afternoon|evening|night)\b)?(?! ?(?:morning|afternoon|evening|night)s)",
)
def _weekday(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """News names the weekday nearest before the day it is printed on, or that day, unless it speaks of the future."""
    before = word_before(match)
    after_name = before[:1].isupper() and before.lower() not in _STARTERS
    if today is None or after_name or before.lower() in _NOT_THAT_DAY:
        return None  # "Black Friday", "every Friday"
    if _GOES_ON.match(match.string[match.end() : match.end() + 12]):
        return None  # "Sunday Times", "last Friday of May", "Friday the 13th"
    day = WEEKDAYS.index(match["weekday"].lower())
    back, ahead = timedelta((today.weekday() - day) % 7 or 7), timedelta((day - today.weekday()) % 7 or 7)
    week = today - timedelta(today.weekday() - day)
    match (match["which"] or "").lower():
        case "last":
            return Period(min(today - back, week - timedelta(7)), today - back)
        case "next":
            return Period(today + ahead, max(today + ahead, week + timedelta(7)))
        case "this past" | "past":
            return one_day(today - back)
        case "this coming" | "coming" | "the coming":
            return one_day(today + ahead)
    if week == today:
        return one_day(today)
    return one_day(today + ahead if future or before.lower() == "by" else today - back)


@RULES.add(
    r"\b(?:[Ee]arlier |[Ll]ater )?(?P<which>[Ll]ast|[Tt]his|[Nn]ext) (?:coming |past )?"
    r"(?:(?P<unit>week|weekend|month|year|decade)|{season}|{month})(?![\w-])",
)
def _named_unit(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    before = word_before(match).lower()
    if today is None or before in _DETERMINERS or before.endswith(("'s", "’s", "s'", "s’")):
        return None  # "his last year"
    if re.match(r" (?:of|in which) ", match.string[match.end() : match.end() + 10]):
        return None
    which, unit = match["which"].lower(), match["unit"]
    steps = _STEPS[which]
    if " past " in match[0] and not match["month"]:
        return unit_around(today, unit, -1) if unit == "weekend" else None
    if unit == "weekend" and which != "last":
        return _weekend(today, future, steps)
    if unit:
        return unit_around(today, unit, steps)
    near = range(today.year - 2, today.year + 3)
    if match["month"]:
        which = "last" if " past " in match[0] else which
        years = near if which != "this" else (today.year,)
        periods = [month_of(year, month_number(match["month"])) for year in years]
    elif match["season"][0].isupper() or match.string[match.end() : match.end() + 4] == " in ":
        return None  # "this fall in prices"
    else:
        periods = [season_of(year, match["season"].lower()) for year in near]
    if which == "last":
        return [one for one in periods if one.last < today.replace(day=1)][-1]
    if which == "next":
        return next(one for one in periods if one.first > today)
    return min(periods, key=lambda one: max(one.first - today, today - one.last))


@RULES.add(r"\b(?:{month}|{season})(?: of)? (?P<which>last|this|next) year\b")
def _part_of_year(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    if today is None:
        return None
    year = today.year + _STEPS[match["which"]]
    return month_of(year, month_number(match["month"])) if match["month"] else season_of(year, match["season"].lower())


@RULES.add(r"\b(?:[Oo]ver|[Aa]t|[Dd]uring|[Oo]n) (?P<time>the weekend)(?![\w’'-])")
def _the_weekend(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    if today is None or re.match(r" (?:of|before|after) ", match.string[match.end() : match.end() + 8]):
        return None
    return _weekend(today, bool(future), 0)


def _weekend(today: date, future: bool | None, steps: int) -> Period:
    """Return this weekend (on working days the one before, if in the past); the next may be this or the one after."""
    working_day = today.weekday() < 5
    if steps:
        first = unit_around(today, "weekend", 0 if working_day else 1).first
        return Period(first, unit_around(today, "weekend", 1).last)
    return unit_around(today, "weekend", -1 if working_day and future is False else 0)


@RULES.add(
    r"\b[Tt]h(?:e|is|ese) (?P<which>last|past|next|coming) (?:{number} )?(?P<unit>day|week|month|year|decade)s?\b"
)
def _stretch(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """A stretch up to or from today; "the next year" in a tale of the past counts from elsewhere."""
    ahead = match["which"] in ("next", "coming")
    no_number = match["number"] is None and (match["unit"] == "day" or match[0].endswith("s"))
    if today is None or no_number or (ahead and not future) or match.string.startswith(" of ", match.end()):
        return None
    number = whole(match["number"] or "one")
    other = shifted(today, match["unit"], number if ahead else -number)
    return Period(today, other) if ahead else Period(other, today)


@RULES.add(r"\b{number} (?P<unit>day|week|month|year)s? ago\b")
def _ago(match: re.Match[str], today: date | None, future: bool | None) -> Period | None:
    """The day, or the calendar week, month or year; round numbers are not meant so exactly."""
    number = whole(match["number"])
    if today is None or word_before(match).lower() in _VAGUE or (number % 10 == 0 and match["unit"] != "day"):
        return None
    return unit_around(today, match["unit"], -number)
