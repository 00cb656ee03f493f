"""Proper names in a sentence: words with capitals that do not have them from beginning it.

Told by capitals, so they are found in English as it is printed. (Who it is that a conversation speaks of is another
matter: `index.language.persons`.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from index.language.numbers import is_number_word
from index.language.times.wording import DATE_WORDS, MONTHS
from index.language.units import is_symbol
from index.language.words import is_common_word, stop_words

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\b[^\W\d_a-zß-ÿ][\w’'&-]*\w|\b[A-Z]\b(?!\.\w)")
_NUMERAL = re.compile(r"[IVX]+")
_TITLES = frozenset("mr mrs ms dr prof sir lord lady".split())
OFFICES = frozenset(
    "president prime minister foreign defense defence secretary king queen prince princess emperor chancellor governor "
    "senator mayor general colonel captain admiral ambassador chief judge justice professor pope cardinal ayatollah "
    "sheikh chairman director former vice deputy".split()
)
SHORT_TITLES = {
    **{"admiral": "adm", "ambassador": "amb", "attorney": "atty", "brigadier": "brig", "captain": "capt"},
    **{"councillor": "cllr", "commander": "cmdr", "colonel": "col", "corporal": "cpl", "detective": "det"},
    **{"father": "fr", "general": "gen", "governor": "gov", "honourable": "hon", "inspector": "insp"},
    **{"lieutenant": "lt", "major": "maj", "president": "pres", "private": "pvt", "representative": "rep"},
    **{"reverend": "rev", "senator": "sen", "sergeant": "sgt", "superintendent": "supt"},
}
_ABBREVIATED = frozenset(SHORT_TITLES.values())  # with a stop, they are no names: "Sen. Lee", "Lt. Col. Lee"
_BEFORE_LAST_NAME = _TITLES | frozenset(  # no works and firms begin with these, as with "General" and "Captain"
    "president prime minister chancellor governor senator congressman congresswoman representative councillor mayor "
    "ambassador reverend sergeant lieutenant corporal detective constable sgt lt col capt cpl insp supt cllr".split()
)
_NO_NAMES = DATE_WORDS | {"yes", "no", "i"}
_WITHIN = re.compile(r"\s+(?:(?:&|de|del|da|di|du|la|le|van|von|der|den|bin|ibn|al)\s+){0,2}|-")  # one name
_SHORTENED = re.compile(r"(?:[A-Z]|St|Mt|Ft)")  # has a stop within a name: "John F. Kennedy", "St. Petersburg"
_BEFORE_DAY = re.compile(r"\.?,? \d")
_FIRST_NAME, _LAST_NAME = re.compile(r"\b[A-Z][\w'’-]+ \Z"), re.compile(r"\. [A-Z][a-z]")  # around an initial
_OF_DEGREES = frozenset(("C", "F", "Celsius", "Fahrenheit"))
_DEGREES = re.compile(r"(?:°|\bdegrees? )\Z")
_BEFORE_NAME = re.compile(r" [A-Z]")
_OF_SOMEBODY = re.compile(r"\. [A-Z]")  # behind an abbreviated title
_LONGEST_FIRST = 24  # characters
_OWNER = re.compile(r"['’]s?\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` of a text: as it is written, and its words without case, dots and possessives."""

    start: int
    end: int
    written: str
    words: tuple[str, ...]


def find_names(text: str) -> Iterator[Name]:
    """Yield the names of a text, in order; an ordinary word that only begins a sentence is none.

    >>> [name.written for name in find_names("The U.S. and Mr. Putin met on Monday, said Iran's J. F. de Lima.")]
    ['U.S.', 'Putin', 'Iran', 'J. F. de Lima']
    >>> [name.written for name in find_names("Theresa May met AT&T in St. Petersburg in May.")]
    ['Theresa May', 'AT&T', 'St. Petersburg']
    >>> [name.written for name in find_names("Sonya A. Lind won. It got an A. Then Lee left.")]
    ['Sonya A. Lind', 'Lee']
    >>> [name.written for name in find_names("Sen. Dale Fry and Lt. Col. Ann Roe left on the Rev. Fry.")]
    ['Dale Fry', 'Ann Roe', 'Fry']
    """
    runs: list[list[re.Match[str]]] = []
    for match in () if text.isupper() else _TOKEN.finditer(text):
        if _is_title_of_next(text, match):
            continue
        last = runs[-1][-1] if runs else None
        goes_on = last is not None and _goes_on(text, last, match)
        is_numeral = last is not None and _NUMERAL.fullmatch(match[0]) and text[last.end() : match.start()] == " "
        is_name_of_month = match[0].lower() in MONTHS and not _BEFORE_DAY.match(text, match.end())  # "Theresa May"
        if is_numeral or (goes_on and (is_name_of_month or _is_of_name(text, match))):
            runs[-1].append(match)
        elif _is_of_name(text, match):
            runs.append([match])
    for run in runs:
        start = run[0].start()
        written = _OWNER.sub("", text[start : run[-1].end()])
        yield Name(start, start + len(written), written, tuple(folded(match[0]) for match in run))


def without_title(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a person's name without titles in front; all words where an ordinary one is left.

    >>> without_title(("prime", "minister", "modi")), without_title(("justice", "department"))
    (('modi',), ('justice', 'department'))
    """
    rest = tuple(dropwhile(lambda word: word in _BEFORE_LAST_NAME, words))
    return words if not rest or any(map(is_common_word, rest)) else rest


def _is_title_of_next(text: str, match: re.Match[str]) -> bool:
    """Tell the title of "Sen. Lee" from the end of a sentence: "… to Amartya Sen. Lee left"."""
    if match[0].lower() not in _ABBREVIATED or not _OF_SOMEBODY.match(text, match.end()):
        return False
    return not _FIRST_NAME.search(text[max(0, match.start() - _LONGEST_FIRST) : match.start()])


def _goes_on(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    """Tell whether a word goes on the name that another ends."""
    if _OWNER.search(last[0]):
        return False
    gap = text[last.end() : word.start()]
    return bool(_WITHIN.fullmatch(gap.removeprefix(".") if _SHORTENED.fullmatch(last[0]) else gap))


def _is_of_name(text: str, match: re.Match[str]) -> bool:
    word = folded(match[0])
    if _is_unit(text, match):
        return False
    if not match[0][0].isupper() or word in _TITLES | _NO_NAMES or is_number_word(word):
        return False
    if word in stop_words() and (len(word) == 1 or not match[0].isupper()) and not _is_initial(text, match):
        return False
    before = text[: match.start()].rstrip(" \t\r\n\"'“‘(")
    begins_sentence = not before or before[-1] in ".?!:;"
    return not (begins_sentence and _is_ordinary(text, match))


def _is_unit(text: str, match: re.Match[str]) -> bool:
    """Tell the unit of "3 GW" and "3 °C" from "GW Pharmaceuticals"."""
    if match[0] in _OF_DEGREES:
        return _DEGREES.search(text[max(0, match.start() - _LONGEST_FIRST) : match.start()]) is not None
    if not is_symbol(match[0]) or _BEFORE_NAME.match(text, match.end()):
        return False
    return text[max(0, match.start() - 2) : match.start()].rstrip()[-1:].isdigit()


def _is_initial(text: str, match: re.Match[str]) -> bool:
    """Tell the letter of "Sonya A. Lind" from the article of "A mill"."""
    start, end = match.span()
    is_within = _FIRST_NAME.search(text[max(0, start - _LONGEST_FIRST) : start]) and _LAST_NAME.match(text, end)
    return len(match[0]) == 1 and bool(is_within)


def _is_ordinary(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word that begins a sentence has its capital from that: "The", "Sadly,", but not "North Korea"."""
    word, behind = folded(match[0]), text[match.end() : match.end() + 2]
    if match[0].isupper() and len(word) > 1:
        return False
    if behind[:1] == " " and behind[1:].isupper():
        return word in stop_words() or word.endswith("ly")
    is_common = is_common_word(word) or is_common_word(word.removesuffix("s"))
    return is_common or (behind[:1] == "," and word.endswith("ly"))


def folded(word: str) -> str:
    """Return a word in lower case, without dots and "'s"."""
    return _OWNER.sub("", word.replace(".", "").lower())
