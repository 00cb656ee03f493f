"""Answers in a few words, compared as SQuAD's own script compares them (Rajpurkar et al., 2016)."""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_OPENING = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


def squad_words(text: str) -> list[str]:
    """Return the words that count: in lower case, without punctuation and articles.

    >>> squad_words("The U.S. Senate, in 1,000 words")
    ['us', 'senate', 'in', '1000', 'words']
    """
    return _ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split()


def exact_match(said: str, accepted: Sequence[str]) -> float:
    """Return 1 where what is said is an accepted answer, else 0."""
    return float(any(squad_words(said) == squad_words(one) for one in accepted))


def word_f1(said: str, accepted: Sequence[str]) -> float:
    """Return the F1 of the words in common with the accepted answer that matches best.

    >>> round(word_f1("in May 2013", ["2013", "the spring of 2013"]), 2)
    0.5
    """
    return max((_f1(squad_words(said), squad_words(one)) for one in accepted), default=0.0)


def _f1(said: list[str], right: list[str]) -> float:
    if not said or not right:
        return float(said == right)
    return 2 * (Counter(said) & Counter(right)).total() / (len(said) + len(right))


def is_yes_or_no(text: str) -> bool:
    """Whether an accepted answer is just yes or no."""
    return squad_words(text) in (["yes"], ["no"])


def opening(text: str) -> str:
    """Return "yes" or "no" where an answer begins with it, else nothing.

    >>> opening("“Yes, it did.”"), opening("No. 10 said so"), opening("Nobody did.")
    ('yes', '', '')
    """
    match = _OPENING.match(text)
    if match is None or re.match(r"\.\s?\d", text[match.end() :]):
        return ""
    return match[1].lower()
