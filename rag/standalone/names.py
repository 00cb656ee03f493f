"""Names in questions and answers: who and what a conversation speaks of.

Names are told by their capitals, so they are found in English as it is printed. In questions typed without capitals, a
word counts as a name if the conversation has it as one, or if English does not have it in lower case.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.language.english import AUXILIARY, DATE_WORDS, is_common_word, stop_words

LONGEST_NAME = 6  # words; a longer run of capitals is a headline
SHORTEST_UNKNOWN = 4  # letters; shorter unknown words are abbreviations and slips of the finger

AROUND = 16  # characters beside a name that are read; longer than any word looked for there

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_QUOTES = tuple("“”\"'‘’")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly")
_OWNER = re.compile(r"['’]s?\Z")
_LINKS = frozenset("of de van von bin al la du del der".split())  # within a name, in lower case
_TITLES = frozenset(
    "mr mrs ms dr sir lord lady president prime minister foreign chancellor king queen prince princess pope general "
    "senator governor mayor secretary judge professor captain colonel chief ambassador spokesman spokeswoman".split()
)
_OPENINGS = frozenset(  # in capitals only where they begin a sentence
    "according along also although among another any aside besides could despite did early every following however "
    "later many may meanwhile one others several since some tell throughout two upon within would yes yet".split()
)
_BODIES = frozenset(  # what has one of these in its name is nobody
    "academy agency airlines album army association award awards bank book cup club college committee company congress "
    "corporation council court department fc federation festival foundation government group hall hospital house inc "
    "institute journal league magazine ministry museum news office olympics park parliament party plant post press "
    "records republic river school senate show society stadium states street studio studios team theatre times treaty "
    "tribune tv union united university war".split()
)
_ADJECTIVE = re.compile(r"\w+(?:[ie]an|ican|ese|[ie]sh|[aeq]li|aqi)|German|French|Dutch|Greek|Turkish|Swiss|Arab")
_CONTRACTION = re.compile(rf"(?:{AUXILIARY})nt|cant|wont")  # without its apostrophe
_PLACED = re.compile(r"\b(?:in|at|into|near|like|as|the|an?|this|his|her|its|their)\s+\Z", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:on|across|from|of|by|with|to|for|against|under)\s+\Z", re.IGNORECASE)
_ASKED = re.compile(rf"\b(?:{AUXILIARY})\s+\Z", re.IGNORECASE)
_ASKS = re.compile(rf"\W*(?:(?:and|but|so)\s)?(?:wh\w+|how|{AUXILIARY})\b", re.IGNORECASE)
_VERB = re.compile(
    r"\s+(?!(?:in|at|of|for|from|on|and|or|to|by|with|as|into|near|during|after|before|than|but|against|over|under)\b)[a-z]"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` of a text, without titles and "'s".

    It `acts` if the grammar around it makes it the one spoken of; it is a `person` if nothing speaks against that.
    """

    text: str
    start: int
    end: int
    acts: bool
    person: bool

    @property
    def key(self) -> str:
        """The last word, in lower case: the same for "Vladimir Putin" and "Putin"."""
        return self.text.split()[-1].lower()


@lru_cache(maxsize=256)
def find_names(text: str) -> tuple[Name, ...]:
    """Return the names in a text, in their order.

    >>> [name.text for name in find_names("Did President Vladimir Putin call the Bank of Iran in May?")]
    ['Vladimir Putin', 'Bank of Iran']
    """
    return tuple(name for run in _runs(text) if (name := _name(text, run)))


def has_name(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text has a name, also in lower case: one of the `known` words, or one that English lacks.

    >>> [has_name(text) for text in ("Bushehr delays", "bushehr delays", "the delays")]
    [True, True, False]
    """
    return bool(find_names(text)) or any(word in known or _is_unknown(word) for word in words(text))


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of all names in the texts, in lower case, without those that are English words, too."""
    found = {word for text in texts for name in find_names(text) for word in words(name.text)}
    return frozenset(word for word in found - _LINKS if not is_common_word(word))


def words(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, without "'s"."""
    for match in _WORD.finditer(text):
        yield match[0].lower().replace("’", "'").removesuffix("'s")


def asks(text: str) -> bool:
    """Tell whether a text begins as questions do."""
    return bool(_ASKS.match(text))


def follows_auxiliary(text: str, position: int) -> bool:
    """Tell whether "did" or the like stands before a position: what begins there is the subject of a question."""
    return bool(_ASKED.search(text[max(0, position - AROUND) : position]))


def is_owner(text: str, name: Name) -> bool:
    """Tell whether a name stands with "'s" in its text."""
    return text[name.end : name.end + 2] in ("'s", "’s")


def _is_unknown(word: str) -> bool:
    if len(word) < SHORTEST_UNKNOWN or not word.isalpha() or _CONTRACTION.fullmatch(word):
        return False
    forms = {word, *(word.removesuffix(ending) for ending in _ENDINGS)}
    return not any(is_common_word(form) or form in stop_words() for form in forms)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the runs of words with capitals; "of" and the like may link two of them."""
    run: list[re.Match[str]] = []
    link: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        near = bool(run) and _is_near(text, link or run[-1], word)
        if word[0][0].isupper():
            if run and not near:
                yield run
                run = []
            run.append(word)
            link = None
            if word[0].endswith(("'s", "’s")):
                yield run
                run = []
        elif near and link is None and word[0] in _LINKS:
            link = word
        elif run:
            yield run
            run, link = [], None
    if run:
        yield run


def _is_near(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    gap = text[last.end() : word.start()]
    return gap == " " or (gap == ". " and (len(last[0]) == 1 or last[0].lower() in _TITLES))


def _name(text: str, run: list[re.Match[str]]) -> Name | None:
    begins = not text[: run[0].start()].strip() or text[: run[0].start()].rstrip()[-1] in ".!?:;“\"'‘([-–—…"
    while begins and run and _is_opening(run):
        run = run[1:]
    while run and run[-1][0].lower() in DATE_WORDS:
        run = run[:-1]
    last_title = max((place for place, word in enumerate(run[:-1]) if word[0].lower() in _TITLES), default=-1)
    run = run[last_title + 1 :]
    if not run or len(run) > LONGEST_NAME or (len(run) == 1 and run[0][0].lower() in _TITLES | {"i", "no"}):
        return None
    start = run[0].start()
    name = _OWNER.sub("", text[start : run[-1].end()])
    end = start + len(name)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if len(run) == 1 and _ADJECTIVE.fullmatch(name) and re.match(r"\s+[a-z]", after):
        return None
    placed, aside = _PLACED.search(before), _ASIDE.search(before)
    owns = after[:2] in ("'s", "’s") and not aside
    acts = (
        owns or (asks(text) and follows_auxiliary(text, start)) or bool(_VERB.match(after) and not placed and not aside)
    )
    quoted = before[-1:] in _QUOTES and after.lstrip(",.")[:1] in _QUOTES  # the title of something
    return Name(name, start, end, acts, last_title >= 0 or not (placed or quoted or _is_thing(name)))


def _is_opening(run: list[re.Match[str]]) -> bool:
    word = run[0][0]
    return word.lower() in stop_words() | _OPENINGS or (
        len(run) == 1 and is_common_word(word) and not word.endswith(("'s", "’s"))
    )


def _is_thing(name: str) -> bool:
    parts = name.split()
    return (
        parts[0] == "The"
        or name.isupper()
        or any(one.isdigit() for one in name)
        or any(part.lower() in _BODIES for part in parts)
    )
