"""Sentences → tokens: words and marks, each with the stem that all forms of its verb have.

Read without a parser or a tagger, for what holds two sentences against each other word by word.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from index.language.times.wording import MONTHS, WEEKDAYS
from index.language.words import stem, stop_words

SAYING = frozenset("said says say".split())
TIMES = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *"noon midnight today yesterday tomorrow minute minutes hour hours day days week weeks".split(),
        *"month months year years".split(),
    )
)
PLACING = frozenset("near without within among across along around beside despite toward towards upon via per".split())
_NO_SUBJECT = TIMES | PLACING | SAYING
_ADVERBS = frozenset("later also already soon still even once twice then again now".split())  # besides those in -ly

_FORMS = """
beat beaten, overtook overtaken overtake, took taken take, got gotten get, gave given give, chose chosen choose,
wrote written write, drove driven drive, stole stolen steal, bit bitten bite, hid hidden hide, shook shaken shake,
forgave forgiven forgive, tore torn tear, threw thrown throw, drew drawn draw, broke broken break, spoke spoken speak,
froze frozen freeze, saw seen see, ate eaten eat, fell fallen fall, grew grown grow, knew known know, flew flown fly,
blew blown blow, wore worn wear, bought buy, sold sell, sent send, lent lend, paid pay, taught teach, caught catch,
fought fight, sought seek, brought bring, held hold, led lead, fed feed, left leave, lost lose, won win, met meet,
found find, struck strike, made make, built build, kept keep, told tell, heard hear, overcame overcome
"""
_SAME_VERB = {form: forms.split()[0] for forms in _FORMS.split(",") for form in forms.split()}
_UNCHANGED = frozenset("burnt cut dealt hit hung hurt put set shot shut split spread".split())  # as participles

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.,;:()—–!?]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a sentence; it has content where it may be of the subject."""

    written: str
    lower: str
    stem: str
    has_content: bool

    @property
    def is_name(self) -> bool:
        """Whether it is written with a capital."""
        return self.written[0].isupper()

    @property
    def is_adverb(self) -> bool:
        """Whether it may stand between a verb and who does it."""
        return self.lower.endswith("ly") or self.lower in _ADVERBS

    @property
    def is_mark(self) -> bool:
        """Whether it is a stop, a comma, …."""
        return not self.lower[0].isalnum()

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit."""
        return self.lower[0].isdigit()

    @property
    def may_be_participle(self) -> bool:
        """Whether a passive may have it as its verb."""
        return self.lower.endswith(("ed", "en")) or self.lower in _SAME_VERB or self.lower in _UNCHANGED


def tokens_of(text: str) -> list[Token]:
    """Return the words and marks of a sentence."""
    written = _WORD.findall(text)
    return [_token(one, following.lower()) for one, following in pairwise((*written, ""))]


def every_stem(text: str) -> frozenset[str]:
    """Return the stems of all words of a text that carry its subject."""
    return frozenset(token.stem for token in tokens_of(text) if token.has_content)


def verb_stem(verb: str) -> str:
    """Return the stem that all forms of a verb have as tokens.

    >>> verb_stem("sell") == verb_stem("sold")
    True
    """
    return stem(_SAME_VERB.get(verb, verb))


def _token(written: str, following: str) -> Token:
    lower = written.lower().removesuffix("'s").removesuffix("’s")
    lower = _SAME_VERB.get(lower, _SAME_VERB.get(lower.removesuffix("s"), lower))
    is_of_time = lower in ("last", "next", "past") and following in TIMES
    has_content = any(map(str.isalpha, lower)) and lower not in stop_words() and lower not in _NO_SUBJECT
    return Token(written, written.lower(), stem(lower), has_content and not is_of_time)
