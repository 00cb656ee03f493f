"""Plant a fault in a true sentence: one changed number, name, date, negation or hedge.

For measuring the verdicts (`benchmarks/verdicts.py`), and for what the network learns from (`training/variants.py`).
Names, numbers and "not" are found here by patterns of their own: what plants a fault must not see with the eyes of what
is to find it.
"""

import random
import re
from collections.abc import Callable, Sequence

from index.language.numbers import ONES
from index.language.times import wording
from index.language.words import AUXILIARY

MONTHS = [month.title() for month in wording.MONTHS]
DAYS = [day.title() for day in wording.WEEKDAYS]
NUMBER_WORDS = ONES[2:13]

_NAME = re.compile(r"(?<![.?!:“\"'’(] )(?<!^)\b[A-Z][a-zà-ÿ’'-]{2,}(?: [A-Z][a-zà-ÿ’'-]+)*(?!\w)")
_TIME_NAME = re.compile(rf"\b(?:{'|'.join(MONTHS + DAYS)})\b")
_NUMBER = re.compile(rf"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])|\b(?:{'|'.join(NUMBER_WORDS)})\b")
_YEAR = re.compile(rf"\b(?!1[0-4]){wording.FIGURES_OF_YEAR}\b")
_DAY_OF_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) (\d\d?)\b|\b(\d\d?) ({'|'.join(MONTHS)})\b")
_AUXILIARY = re.compile(rf"\b({AUXILIARY})\b")
_NOT = re.compile(rf"\b({AUXILIARY})(?: not|n['’]t)\b|\bcannot\b")
_HEDGES: tuple[tuple[str, str], ...] = (
    (r"\bis (?:un)?likely to\b", "will"),
    (r"\bare (?:un)?likely to\b", "will"),
    (r"\bwas (?:un)?likely to\b", "would"),
    (r"\b(?:is|are) (?:expected|said|thought|believed|reported) to\b", "will"),
    (r"\b(?:may|might|could)\b(?! \d)", "will"),
    (r"\b(?:has|have) (?:offered|promised|threatened) to\b", "will"),
    (r"\b(?:offered|promised|threatened|agreed|planned|hoped|wanted|tried|failed|refused|declined) to\b", "did"),
    (r"\b(?:reportedly|allegedly|probably|possibly|perhaps|likely|apparently|supposedly) ", ""),
    (r"\bdenied\b", "confirmed"),
)


def names_in(text: str) -> list[str]:
    """Return the names of a text that do not begin a sentence; a month or a day is none."""
    return [match[0] for match in _NAME.finditer(text) if not _TIME_NAME.search(match[0])]


def changed_number(text: str, randomness: random.Random) -> str | None:
    """Change a number that is no year, as digits or as a word."""
    found = [match for match in _NUMBER.finditer(text) if not _YEAR.fullmatch(match[0]) and not _in_date(text, match)]
    if not found:
        return None
    match = randomness.choice(found)
    return text[: match.start()] + _other_number(match[0], randomness) + text[match.end() :]


def _in_date(text: str, number: re.Match[str]) -> bool:
    return any(date.start() <= number.start() < date.end() for date in _DAY_OF_MONTH.finditer(text))


def _other_number(written: str, randomness: random.Random) -> str:
    if written in NUMBER_WORDS:
        return randomness.choice([word for word in NUMBER_WORDS if word != written])
    at = randomness.choice([at for at, character in enumerate(written) if character.isdigit()])
    least = 1 if at == 0 else 0
    digit = randomness.choice([str(other) for other in range(least, 10) if str(other) != written[at]])
    return written[:at] + digit + written[at + 1 :]


def wrong_date(text: str, randomness: random.Random) -> str | None:
    """Change a year, a month, a day of a month or of the week."""
    changes: list[tuple[int, int, str]] = []
    for match in _YEAR.finditer(text):
        changes.append((*match.span(), str(int(match[0]) + randomness.choice((-9, -4, -2, -1, 1, 2, 3, 11)))))
    for match in _TIME_NAME.finditer(text):
        family = MONTHS if match[0] in MONTHS else DAYS
        changes.append((*match.span(), randomness.choice([other for other in family if other != match[0]])))
    for match in _DAY_OF_MONTH.finditer(text):
        group = 2 if match[2] else 3
        others = [day for day in range(1, 29) if day != int(match[group])]
        changes.append((*match.span(group), str(randomness.choice(others))))
    if not changes:
        return None
    start, end, other = randomness.choice(changes)
    return text[:start] + other + text[end:]


def swapped_name(text: str, others: Sequence[str], randomness: random.Random) -> str | None:
    """Put one of the `others` in a name's place."""
    found = [match for match in _NAME.finditer(text) if not _TIME_NAME.search(match[0])]
    if not found:
        return None
    match = randomness.choice(found)
    strange = [other for other in others if other not in text and match[0] not in other]
    if not strange:
        return None
    return text[: match.start()] + randomness.choice(strange) + text[match.end() :]


def flipped_negation(text: str, randomness: random.Random) -> str | None:
    """Take a "not" away, or put one in."""
    if match := _NOT.search(text):
        return text[: match.start()] + (match[1] or "can") + text[match.end() :]
    if re.search(r"\b(?:no|never|nor|nobody|nothing|neither|none)\b", text):
        return None
    if not (match := _AUXILIARY.search(text)):
        return None
    inserted = randomness.choice((" not", " not", " never"))
    return text[: match.end()] + inserted + text[match.end() :]


def dropped_hedge(text: str, randomness: random.Random) -> str | None:
    """Say as a fact what is only likely, offered or denied."""
    for hedge, fact in randomness.sample(_HEDGES, len(_HEDGES)):
        if re.search(hedge, text):
            return re.sub(hedge, fact, text, count=1)
    return None


PLANTED: dict[str, Callable[[str, random.Random], str | None]] = {
    "changed number": changed_number,
    "wrong date": wrong_date,
    "flipped negation": flipped_negation,
    "dropped hedge": dropped_hedge,
}
