"""Proper names in a sentence, and whether another text has them, in whatever form.

"Iranian" is a form of "Iran", "U.S." of "United States", "Mr. Putin" of "Vladimir Putin". "Moscow" is no form of
"Kremlin", and "Ehud Netanyahu" none of "Benjamin Netanyahu".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.english import DATE_WORDS, is_common_word, stop_words
from rag.verdict.quantities import is_number_word

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\b[^\W\d_a-zß-ÿ][\w’'-]*\w|\b[A-Z]\b(?!\.\w)")
_NUMERAL = re.compile(r"[IVX]+")
_TITLES = frozenset("mr mrs ms dr prof sir lord lady st saint".split())
_OFFICES = frozenset(
    "president prime minister foreign defense defence secretary king queen prince princess emperor chancellor governor "
    "senator mayor general colonel captain admiral ambassador chief judge justice professor pope cardinal ayatollah "
    "sheikh chairman director former vice deputy".split()
)
_NO_NAMES = DATE_WORDS | {"yes", "no", "i"}
_ENDINGS = ("ian", "ean", "ese", "ish", "an", "er", "n", "i", "s")  # of Iranian, Chinese, Turkish, Israeli …
_LONGEST_REST = 3  # letters of a country that its people lose: German-y, Chin-a, Brit-ain
_SHORTEST_ROOT = 4
_SAME = (
    {"us", "usa", "america", "american", "americans", "united states"},
    {"uk", "britain", "british", "united kingdom"},
    {"eu", "european union"},
    {"un", "united nations"},
    {"ussr", "soviet", "soviets", "soviet union"},
    {"france", "french"},
    {"spain", "spanish"},
    {"netherlands", "dutch"},
    {"denmark", "danish"},
    {"switzerland", "swiss"},
    {"greece", "greek", "greeks"},
    {"ireland", "irish"},
    {"wales", "welsh"},
    {"poland", "polish"},
)
_GROUP_OF = {form: number for number, group in enumerate(_SAME) for form in group}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, and its words in lower case without dots and possessives."""

    written: str
    words: tuple[str, ...]


def names(text: str) -> Iterator[Name]:
    """Yield the names of a sentence, in order; an ordinary word that only begins it is none.

    >>> [name.written for name in names("The U.S. and Mr. Putin met on Monday in St. Petersburg, said President Li.")]
    ['U.S.', 'Putin', 'Petersburg', 'President Li']
    """
    run: list[re.Match[str]] = []
    for match in () if text.isupper() else _TOKEN.finditer(text):
        word = _plain(match[0])
        if run and _NUMERAL.fullmatch(match[0]) and text[run[-1].end() : match.start()] == " ":
            run.append(match)  # "World War I"
            continue
        if (
            word in _TITLES | _NO_NAMES
            or is_number_word(word)
            or (word in stop_words() and (len(word) == 1 or not match[0].isupper()))
        ):
            continue
        if not match[0][0].isupper():
            continue
        if _begins_sentence(text, match.start()) and _is_ordinary(text, match):
            continue
        if run and not re.fullmatch(r"\s+|-", text[run[-1].end() : match.start()]):
            yield _name(text, run)
            run = []
        run.append(match)
    if run:
        yield _name(text, run)


def _name(text: str, run: list[re.Match[str]]) -> Name:
    return Name(text[run[0].start() : run[-1].end()], tuple(_plain(match[0]) for match in run))


def _is_ordinary(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word that begins a sentence has its capital from that: "The", "Sadly,", but not "North Korea"."""
    word, behind = _plain(match[0]), text[match.end() : match.end() + 2]
    if match[0].isupper() and len(word) > 1:
        return False
    if behind[:1] == " " and behind[1:].isupper():
        return word in stop_words() or word.endswith("ly")
    return is_common_word(word) or (behind[:1] == "," and word.endswith("ly"))


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\n\"'“‘(")
    return not before or before[-1] in ".?!:;"


def _plain(word: str) -> str:
    return re.sub(r"['’]s?\Z", "", word.replace(".", "").lower())


class KnownNames:
    """The names and words of what is on record, to look names up in."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = "\n".join(texts)
        self._words = {_plain(word) for word in re.findall(r"[^\W_][\w’'.-]*", whole)}
        self._words |= {part for word in self._words for part in word.split("-")}
        self._names = [name.words for line in whole.splitlines() for name in names(line)]
        self._groups = {_GROUP_OF[form] for form in self._words & _GROUP_OF.keys()}
        self._groups |= {_GROUP_OF[" ".join(name)] for name in self._names if " ".join(name) in _GROUP_OF}
        self._initials = {"".join(word[0] for word in name) for name in self._names if len(name) > 1}

    def missing(self, name: Name) -> str | None:
        """Return what of a name is not on record, as written; None when all of it is."""
        joined = " ".join(name.words)
        initials = "".join(word[0] for word in name.words)
        if (
            _GROUP_OF.get(joined) in self._groups
            or joined in self._initials
            or (initials[1:] and initials in self._words)
        ):
            return None
        strange = [word for word in name.words if not self._has(word)]
        if not strange:
            return name.written if self._is_namesake(name) else None
        if len(strange) < len(name.words) and _OFFICES.issuperset(strange):
            return None  # "President Li"
        if strange == [*name.words[:-1]] and not self._is_namesake(name):
            return None  # the first name of somebody known by the last
        return name.written

    def _has(self, word: str) -> bool:
        if word in self._words or _GROUP_OF.get(word, -1) in self._groups:
            return True
        return any(are_forms(word, known) for known in self._words if known[:3] == word[:3])

    def _is_namesake(self, name: Name) -> bool:
        """Tell whether the last name is on record with other first names only: then this is somebody else."""
        *first, last = name.words
        others = [known for known in self._names if len(known) > 1 and known[-1] == last]
        bare = any(known == (last,) for known in self._names)
        return bool(first and others) and not bare and not any(set(first) & set(known) for known in others)


def are_forms(word: str, other: str) -> bool:
    """Tell whether one word is the other with another ending: a people and its country, a plural and its singular.

    >>> are_forms("iranian", "iran"), are_forms("china", "chinese"), are_forms("iran", "iraq")
    (True, True, False)
    """
    return _has_other_ending(word, other) or _has_other_ending(other, word)


def _has_other_ending(people: str, country: str) -> bool:
    for ending in _ENDINGS:
        root = people.removesuffix(ending)
        if root != people and len(root) >= _SHORTEST_ROOT and country.startswith(root):
            return len(country) - len(root) <= _LONGEST_REST
    return False
