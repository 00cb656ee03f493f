"""Words: which are common, their stems, which carry the subject, which ask; and which lines are a field.

What is known of words comes with packages that are installed anyway; nothing is downloaded.
"""

import re
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path

from Stemmer import Stemmer

AUXILIARY = "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|must|may|might"
QUESTION_WORD = "who|whom|whose|what|which|when|where|why|how"
DEGREE = "much|far|tall|high|large|big|deep|wide|fast|heavy"  # "how high"
MEASURE = (  # "what is the height"
    "number|amount|total|percentage|percent|share|rate|population|length|height|width|depth|size|area|elevation|"
    "distance|capacity|density|weight|age|speed|score|price|cost|salary|budget|revenue|toll"
)

LONGEST_FIELD = 120  # characters

_FIELD = re.compile(
    r"""(?!(?:photo|image|picture|video|watch|listen|read|see|more|source|credit|caption|by|text|story|report|editing
    |edited|reporting|writing|written|additional|updated?|published|posted|modified|correction|clarification|note
    |editor|share|follow|tags?|topics?|keywords?|category|categories|related|subscribe|contact|email|e-mail|phone|tel
    |fax|copyright|isbn|doi|url|website|analysis|opinion|comment|explainer|explained|exclusive|breaking|live|podcast
    |interview|review|factbox|timeline|q|a|https?)\b)
    [A-Z0-9][^\s:|]*(?:\ [^\s:|]+){0,4}:\ (?=\S)(?!\w+\ (?:things|ways|reasons|facts|questions)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MET_IN_LOWER_CASE = 1 << 4 | 1 << 5 | 1 << 6  # Punkt's flags of a word: at a sentence's start, within one, unknown


@cache
def nltk_data() -> Path:
    """Return the folder of NLTK's data inside llama-index, without importing llama-index (2 s)."""
    return Path(str(distribution("llama-index-core").locate_file("llama_index/core/_static/nltk_cache")))


@cache
def stop_words() -> frozenset[str]:
    """Return the words that nearly every English text has."""
    return frozenset((nltk_data() / "corpora" / "stopwords" / "english").read_text(encoding="utf-8").split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what a word in lower case has in common with its other forms, by Snowball's English rules.

    >>> stem("supplied") == stem("supplies"), stem("university") == stem("universal")
    (True, False)
    """
    return str(Stemmer("english").stemWord(word))  # a new one, as none may be shared between threads


def is_common_word(word: str) -> bool:
    """Tell whether Punkt met a word in lower case in training: then a capital at a sentence's start means nothing."""
    return word.lower() in _common_words()


@cache
def _common_words() -> frozenset[str]:
    file = nltk_data() / "tokenizers" / "punkt_tab" / "english" / "ortho_context.tab"
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return frozenset(word for word, met in lines if int(met) & _MET_IN_LOWER_CASE)


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that say something about the subject.

    >>> sorted(content_stems("Did Russia supply the drones?"))
    ['drone', 'russia', 'suppli']
    """
    words = (word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text))
    return frozenset(stem(word) for word in words if word not in stop_words())


def share_of_words(asked: frozenset[str], said: frozenset[str]) -> float:
    """Return the share of the asked stems that are said, 0 to 1."""
    return len(asked & said) / len(asked) if asked else 0.0


def is_field(line: str) -> bool:
    """Tell whether a line has a name and a value, as in "Kick-off: 3 p.m."; a credit and a kicker are none."""
    return len(line) <= LONGEST_FIELD and _FIELD.match(line) is not None and "?" not in line
