"""Somebody's words in a report, and whether the sentence says whose they are."""

import re

from index.language.names import find_names
from index.language.words import stop_words

FEWEST_WORDS = 2  # between quotation marks that are somebody's words; one alone is a name or a term

_WORDS = re.compile(r"“[^“”]*(?:”|\Z)|\A[^“”]*”|\"[^\"]*(?:\"|\Z)|‘(?=[A-Z])[^‘]*(?:’(?!\w)|\Z)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPEAKS = frozenset(
    "said says say told tell tells added adds asked asks replied replies answered wrote writes continued explained"
    " insisted recalled noted argued warned joked admitted".split()
)
_PRONOUN = re.compile(rf"\b(?:he|she|they|it|who)\s+(?:\w+\s+)?(?:{'|'.join(sorted(_SPEAKS))})\b", re.IGNORECASE)


def is_speech(sentence: str) -> bool:
    """Tell whether a sentence has somebody's words in it.

    >>> is_speech("“I will fight it,” she said."), is_speech("The “Moor” lies north of Osk.")
    (True, False)
    """
    return any(len(match[0].split()) >= FEWEST_WORDS for match in _WORDS.finditer(sentence))


def lacks_speaker(sentence: str) -> bool:
    """Tell whether a sentence has somebody's words, and names nobody who says them.

    >>> lacks_speaker("“I will fight it in court.”"), lacks_speaker("“I will fight it,” she told reporters.")
    (True, True)
    >>> lacks_speaker("“I will fight it,” said Olsen."), lacks_speaker("The mayor said: “I will fight it.”")
    (False, False)
    """
    if not is_speech(sentence):
        return False
    beside = _WORDS.sub(" ", sentence)
    if any(find_names(beside)):
        return False
    others = [word for word in map(str.lower, _WORD.findall(beside)) if word not in stop_words() | _SPEAKS]
    return not others or _PRONOUN.search(beside) is not None
