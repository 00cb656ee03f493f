"""Passages for a question: dense and keyword search, fused and filtered by the library, without copies."""

from collections.abc import Sequence

from index import Hit, Library
from index.scope import Scope

FEWEST = 3  # passages that are read, however far behind: another side may say it in other words
LEAST_OTHERS = 7  # articles, for a margin over them to say something


class Retriever:
    """Finds passages in a library."""

    def __init__(self, library: Library, *, pool: int) -> None:
        """`pool` is the number of passages to look at."""
        self._library = library
        self._pool = pool

    def retrieve(self, question: str, scope: Scope) -> tuple[Hit, ...]:
        """Return the passages that fit a standalone question, best first; of a story's copies only the best one's.

        Raises `InputError` for an empty question.
        """
        told_by: dict[str, str] = {}  # cluster → the article that tells it best
        first_of_text: dict[str, Hit] = {}
        for hit in self._library.find(question, self._pool, scope):
            if told_by.setdefault(hit.cluster, hit.article.id) == hit.article.id:
                first_of_text.setdefault(" ".join(hit.text.split()), hit)
        return tuple(first_of_text.values())


def worth_reading(hits: Sequence[Hit], *, most: int, least_score: float) -> tuple[Hit, ...]:
    """Return, of the first `most` passages, the best few and those with at least that share of the best one's score.

    Reading takes nearly all the time of an answer without a model, and what is far behind the best hardly answers.
    """
    found = hits[:most]
    return (*found[:FEWEST], *(hit for hit in found[FEWEST:] if hit.score >= least_score * found[0].score))


def keyword_margin(hits: Sequence[Hit]) -> float:
    """Return how far the passage found first is ahead of all other articles in keyword score, from 0 to 1.

    It is 0 where few others have a word of the question: that one article of a handful has it alone is chance.
    """
    others = {hit.article.id for hit in hits[1:] if hit.article.id != hits[0].article.id and hit.keyword_score > 0}
    if len(others) < LEAST_OTHERS:
        return 0.0
    return max(0.0, hits[0].keyword_score - max(hit.keyword_score for hit in hits if hit.article.id in others))
