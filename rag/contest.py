"""Do the sources disagree on what was asked?

Noticed here is the plainest kind: one article denies what another states ("did not fall" against "the fall of …").
Both sentences must be good evidence for the question and talk of the same thing. Which side is right is not decided.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from index.english import stop_words
from rag.answer import Position
from rag.reader import EvidenceSentence
from rag.words import content_stems

LEAST_SHARED = 0.5  # of the denial's content words, in the sentence that states it

_CLAUSE_END = re.compile(r"[,;:—–]\s|\s(?:but|although|though|while|because|and)\s", re.IGNORECASE)
_DENIAL = re.compile(r"(?:\b(?:not|never|no|nor|neither)\b|n['’]t\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contest:
    """Two sentences from different articles: one states what the other denies."""

    stating: EvidenceSentence
    denying: EvidenceSentence


def find_contest(question: str, sentences: Sequence[EvidenceSentence]) -> Contest | None:
    """Return the best pair of sentences that contradict each other on the question, or None."""
    asked = content_stems(question)
    for stating, denying in permutations(sentences, 2):
        if stating.hit.article.id == denying.hit.article.id:
            continue
        for clause in _CLAUSE_END.split(denying.quote.text):
            if asked & content_stems(clause) and _states_denied(stating.quote.text, clause):
                return Contest(stating, denying)
    return None


def _states_denied(statement: str, denial: str) -> bool:
    stated, clause = content_stems(statement), content_stems(denial)
    denied = [predicate for predicate in _denied(denial) if predicate and predicate <= stated]
    if not denied or any(predicate in denied for predicate in _denied(statement)) or len(clause) < 2:
        return False
    return len(stated & clause) / len(clause) >= LEAST_SHARED


def _denied(text: str) -> Iterator[frozenset[str]]:
    """Yield the stems of what each "not" denies: the next content word, with the verb of a "to" behind it.

    >>> [sorted(stems) for stems in _denied("It did not fall, and does not want to leave.")]
    [['fall'], ['leav', 'want']]
    """
    for match in _DENIAL.finditer(text):
        words = re.findall(r"\w+", text[match.end() :])
        first = next((at for at, word in enumerate(words) if word.lower() not in stop_words()), len(words))
        reach = 3 if words[first + 1 : first + 2] == ["to"] else 1
        yield content_stems(" ".join(words[first : first + reach]))


def positions(contest: Contest, numbers: tuple[int, int]) -> tuple[Position, Position]:
    """Say who stands on which side; `numbers` are the citations of the stating and the denying sentence."""
    return Position(_who(contest.stating), (numbers[0],)), Position(_who(contest.denying), (numbers[1],))


def _who(sentence: EvidenceSentence) -> str:
    article = sentence.hit.article
    when = ", ".join(part for part in (article.source, article.published) if part)
    return f"{article.title} ({when})" if when else article.title
