"""Say the same in other words, by rule: other forms of dates and numbers, parts left out or moved.

So that a network that judges claims does not take every difference in the words for one in what is said.
"""

import random
import re
from collections.abc import Callable

from training.faults import MONTHS, NUMBER_WORDS

_SHORT = {month: f"{month[:3]}." for month in MONTHS if len(month) > 4}
_MONTH_DAY = re.compile(rf"\b({'|'.join(MONTHS)}) (\d\d?)\b(?!,? \d\d?\b)")
_DAY_MONTH = re.compile(rf"\b(\d\d?) ({'|'.join(MONTHS)})\b")
_DIGIT_WORDS = {str(value): word for value, word in enumerate(NUMBER_WORDS, start=2)}
_CONTRACTIONS = (("did not", "didn't"), ("does not", "doesn't"), ("do not", "don't"), ("has not", "hasn't"),
                 ("have not", "haven't"), ("was not", "wasn't"), ("were not", "weren't"), ("is not", "isn't"),
                 ("are not", "aren't"), ("will not", "won't"), ("could not", "couldn't"))  # fmt: skip
_UNITS = (("kilometers", "km"), ("percent", "%"), ("miles per hour", "mph"), ("United States", "U.S."),
          ("United Kingdom", "UK"))  # fmt: skip
_SWAPS = (
    ("began", "started"), ("begin", "start"), ("became", "turned into"), ("show", "indicate"), ("big", "large"),
    ("help", "assist"), ("ended", "finished"), ("also", "in addition"), ("but", "although"), ("said", "stated"),
    ("about", "roughly"), ("because", "since"), ("many", "a lot of"), ("near", "close to"), ("often", "frequently"),
    ("however, ", ""), ("very ", ""), ("several", "a number of"), ("use", "make use of"), ("get", "receive"),
    ("large", "big"), ("film", "movie"), ("children", "kids"), ("allow", "let"), ("buy", "purchase"),
    ("need", "require"), ("attack", "strike"), ("agreement", "deal"), ("worried", "concerned"), ("live", "reside"),
    ("located", "situated"), ("founded", "set up"), ("built", "constructed"), ("died", "passed away"),
    ("won", "was the winner of"), ("wrote", "authored"), ("mostly", "mainly"), ("until", "up to"), ("rose", "went up"),
    ("fell", "dropped"), ("again and again", "repeatedly"), ("more than", "over"), ("take part in", "join"),
)  # fmt: skip


def reworded(text: str, randomness: random.Random, *, changes: int = 3) -> str:
    """Return the text after up to so many changes that leave its meaning, or less of it."""
    for change in randomness.sample(_CHANGES, len(_CHANGES)):
        other = change(text, randomness)
        if other != text:
            text, changes = other, changes - 1
        if not changes:
            break
    return text[:1].upper() + text[1:]


def _dates(text: str, randomness: random.Random) -> str:
    if _MONTH_DAY.search(text):
        way = randomness.choice((r"\2 \1", None))
        return _MONTH_DAY.sub(way or (lambda found: f"{_SHORT.get(found[1], found[1])} {found[2]}"), text)
    return _DAY_MONTH.sub(r"\2 \1", text)


def _numbers(text: str, randomness: random.Random) -> str:
    def other(found: re.Match[str]) -> str:
        return _DIGIT_WORDS[found[0]]

    worded = re.sub(r"(?<![\w.,-])(?:[2-9]|1[012])(?![\w.,-]| [A-Z])", other, text)
    if worded != text:
        return worded
    return re.sub(r"\b(\d)\.(\d) billion\b", r"\1,\g<2>00 million", text)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Callable[[str, random.Random], str]:
    def change(text: str, randomness: random.Random) -> str:
        found = [(one, other) for one, other in pairs if re.search(rf"\b{re.escape(one)}", text)]
        if not found:
            return text
        one, other = randomness.choice(found)
        return re.sub(rf"\b{re.escape(one)}(?!\w)", other, text, count=1)

    return change


def _without_parenthesis(text: str, randomness: random.Random) -> str:
    return re.sub(r" \([^()]*\)", "", text)


def _without_aside(text: str, randomness: random.Random) -> str:
    return re.sub(r", (?:which|who|whose|where|including|such as|along with)\b[^,.;]*(?:,|(?=\.))", "", text, count=1)


def _without_tail(text: str, randomness: random.Random) -> str:
    head, comma, tail = text.rpartition(", ")
    is_aside = re.match(r"(?:although|though|while|because|after|before|when|which|who|where|with|including)\b", tail)
    return f"{head}." if comma and is_aside and len(head) > 40 else text


def _moved_clause(text: str, randomness: random.Random) -> str:
    found = re.fullmatch(r"([^,;]{25,}?),? (although|though|because|while|after|before|when) ([^,;]{15,})\.", text)
    if not found:
        return text
    main, link, clause = found.groups()
    return f"{link.capitalize()} {clause}, {main[:1].lower() if main.split()[0] in _LOWERED else main[:1]}{main[1:]}."


def _moved_time(text: str, randomness: random.Random) -> str:
    found = re.fullmatch(r"((?:In|On|During|After|By|Since|Until) [^,]{3,30}), ([^;]+)\.", text)
    if not found:
        return text
    when, rest = found.groups()
    return f"{rest[0].upper()}{rest[1:]} {when[0].lower()}{when[1:]}."


def _possessive(text: str, randomness: random.Random) -> str:
    return re.sub(r"\b[Tt]he (\w{4,}) of ([A-Z]\w+)(?= (?:is|was|has|had|will|are|were)\b)", r"\2's \1", text, count=1)


def _and_parts(text: str, randomness: random.Random) -> str:
    """Leave out the second of two main clauses."""
    found = re.fullmatch(r"([^,;]{30,}), and (?:it|he|she|they|the|its|his|their)\b[^;]+\.", text)
    return f"{found[1]}." if found else text


_LOWERED = frozenset("The A An It He She They This That These Those Its His Her Their There In On".split())
_CHANGES = (
    _dates, _numbers, _pairs(_CONTRACTIONS), _pairs(_UNITS), _pairs(_SWAPS), _pairs(_SWAPS), _without_parenthesis,
    _without_aside, _without_tail, _moved_clause, _moved_time, _possessive, _and_parts,
)  # fmt: skip
