"""What is known about English: where sentences end, words that say nothing of a subject, stems, dates, verbs that ask.

The first two come with packages that are installed anyway; nothing is downloaded. NLTK itself takes a second or two to
import, and is needed only to cut sentences.
"""

from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from Stemmer import Stemmer

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer


MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
DATE_WORDS = frozenset((*MONTHS, *WEEKDAYS, *"jan feb mar apr jun jul aug sep sept oct nov dec".split()))
AUXILIARY = "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|must|may|might"  # of a pattern
_MET_IN_LOWER_CASE = 1 << 4 | 1 << 5 | 1 << 6  # Punkt's flags of a word: at a sentence's start, within one, unknown


@cache
def sentence_tokenizer() -> "PunktTokenizer":
    """Load the trained Punkt model; the untrained one would end a sentence after "Mr."."""
    import nltk

    nltk.data.path.append(str(_nltk_data()))
    from nltk.tokenize.punkt import PunktTokenizer

    return PunktTokenizer("english")


@cache
def stop_words() -> frozenset[str]:
    """Return the words that nearly every English text has."""
    return frozenset((_nltk_data() / "corpora" / "stopwords" / "english").read_text(encoding="utf-8").split())


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
    file = _nltk_data() / "tokenizers" / "punkt_tab" / "english" / "ortho_context.tab"
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return frozenset(word for word, met in lines if int(met) & _MET_IN_LOWER_CASE)


@cache
def _nltk_data() -> Path:
    """Return the folder of NLTK's data inside llama-index, without importing llama-index (2 s)."""
    return Path(str(distribution("llama-index-core").locate_file("llama_index/core/_static/nltk_cache")))
