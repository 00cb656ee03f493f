"""Words that carry the subject, as stems; and which sentences say something."""

import re

from index.language.english import stem, stop_words

LONGEST_HEADING = 7  # words; what is longer and has no stop either may be a sentence of a list

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


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


def is_statement(text: str) -> bool:
    """Tell a sentence that says something from a question or a heading (no stop, and short or In Title Case)."""
    if text.rstrip("\"”'’) ").endswith("?") or len(text.split()) < 3:
        return False
    if text.rstrip("\"”'’) ")[-1:] in ".!…":
        return True
    if len(text.split()) <= LONGEST_HEADING:
        return False
    long_words = [word for word in _WORD.findall(text) if len(word) > 4]
    return any(word.islower() for word in long_words)
