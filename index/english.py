"""What is known about English: where sentences end, words that say nothing of a subject, of dates, and verbs that ask.

The first two come with packages that are installed anyway; nothing is downloaded.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer


MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
DATE_WORDS = frozenset((*MONTHS, *WEEKDAYS, *"jan feb mar apr jun jul aug sep sept oct nov dec".split()))
AUXILIARY = "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|must|may|might"  # of a pattern


@cache
def sentence_tokenizer() -> "PunktTokenizer":
    """Load the trained Punkt model; the untrained one would end a sentence after "Mr."."""
    _use_shipped_data()
    from nltk.tokenize.punkt import PunktTokenizer

    return PunktTokenizer("english")


@cache
def stop_words() -> frozenset[str]:
    """Return the words that nearly every English text has."""
    _use_shipped_data()
    from nltk.corpus import stopwords

    return frozenset(stopwords.words("english"))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what a word in lower case has in common with its other forms, by Porter's rules."""
    from nltk.stem.porter import PorterStemmer

    return str(PorterStemmer().stem(word))


@cache
def is_common_word(word: str) -> bool:
    """Tell whether Punkt met a word in lower case in training: then a capital at a sentence's start means nothing."""
    from nltk.tokenize.punkt import _ORTHO_LC

    return bool(sentence_tokenizer()._params.ortho_context[word.lower()] & _ORTHO_LC)


@cache
def _use_shipped_data() -> None:
    """Let NLTK find the data inside llama-index, without importing llama-index (2 s)."""
    import nltk

    origin = getattr(find_spec("llama_index.core"), "origin", None) or ""
    nltk.data.path.append(str(Path(origin).parent / "_static" / "nltk_cache"))
