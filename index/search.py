"""What fits a query: the passages near to it in meaning, those that share its words, and the two fused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.embedding import Passage
from index.errors import LibraryError
from index.reading import Article
from index.scope import EVERYTHING, Scope
from index.store import Store
from index.storing import asked_next

SMALLEST_POOL = 20  # passages that each of the two searches finds before they are fused
SMALLEST_POOL_OF_A_TIME = 100  # the same where some of them will turn out to speak of other times
LOOKED_AT = 100  # passages within a scope, for the nearest of them: fewer are missed than without one
LEAST_ASKED = 400  # passages, of Chroma: to return twice as many as a search keeps on its way takes hardly longer
MOST_ASKED = 20_000  # passages, of Chroma; to have it filter takes longer only where a library is large
MOST_SEARCHES = 4  # until no other process has changed the library meanwhile
KEYWORD_SHARE = 0.2  # of the fused score, the rest is the cosine; between the best of CLAPNQ (0.15) and MultiHop (0.4)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found.

    `similarity` is the cosine of question and passage, `keyword_score` its BM25 as a share of the best one's (0 to 1),
    `score` the two fused; hits come best first. Articles of the same `cluster` are near duplicates.
    """

    article: Article
    passage: Passage
    similarity: float
    keyword_score: float
    score: float
    cluster: str

    @property
    def text(self) -> str:
        """The passage, as it stands in its article."""
        return self.article.text[self.passage.start : self.passage.end]


def fused(similarity: float, keyword_score: float) -> float:
    """Return the score of a passage, from those of the two searches."""
    return (1 - KEYWORD_SHARE) * similarity + KEYWORD_SHARE * keyword_score


class Finder:
    """The searches of a library, as it is now.

    Chroma filters by looking at each passage. So the catalog lists what a scope leaves, where that is little; where it
    is much, Chroma is asked for more than are wanted, and those outside are left out.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._passages, self._scoped = store.catalog.passages, store.catalog.scoped

    def by_meaning(self, vector: NDArray[np.float32], count: int, scope: Scope) -> dict[str, float]:
        """Return the cosines of the passages nearest to the vector of a query, by their ids, best first."""
        return self._nearest(vector, count, scope, self._scoped.listed(scope))

    def by_words(self, query: str, count: int, scope: Scope) -> dict[str, float]:
        """Return the BM25 scores of the passages that fit the words of a query best, by their ids, best first."""
        return self._passages.by_words(query, count, scope, self._scoped.listed(scope))

    def find(self, query: str, vector: NDArray[np.float32], k: int, scope: Scope) -> list[Hit]:
        """Return the `k` passages that fit a query and its vector best, best first."""
        pool = max(k, SMALLEST_POOL if scope.times_from is None else SMALLEST_POOL_OF_A_TIME)
        listed = self._scoped.listed(scope)
        similarity = self._nearest(vector, pool, scope, listed)
        keyword = self._passages.by_words(query, pool, scope, listed)
        similarity |= self._cosines(vector, [key for key in keyword if key not in similarity])
        best = max(keyword.values(), default=1.0) or 1.0
        hits = []
        for stored in self._passages.get(list(similarity)):
            if scope.speaks_of_it(stored.passage.times):
                cosine, share = similarity[stored.passage.id], keyword.get(stored.passage.id, 0.0) / best
                hits.append(Hit(stored.article, stored.passage, cosine, share, fused(cosine, share), stored.cluster))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:k]

    def _nearest(
        self, vector: NDArray[np.float32], count: int, scope: Scope, listed: Mapping[int, str] | None
    ) -> dict[str, float]:
        vectors = self._store.complete_vectors()
        if listed is not None:
            cosines = self._cosines(vector, list(listed.values()))
            return dict(sorted(cosines.items(), key=lambda item: -item[1])[:count])
        if scope == EVERYTHING:
            return vectors.query(vector, count)
        asked = max(LEAST_ASKED, round(max(2 * count, LOOKED_AT) / self._scoped.share(scope)))
        while asked <= MOST_ASKED:
            found = vectors.query(vector, asked)
            sure = len(found) if len(found) < asked else asked // 2  # of what comes last, a search may miss some
            within = self._scoped.ids(list(islice(found, sure)), scope)
            if len(within) >= count or len(found) < asked:
                nearest = ((key, cosine) for key, cosine in found.items() if key in within)
                return dict(islice(nearest, count))
            asked = asked_next(asked, count, len(within))
        return vectors.query(vector, count, scope=scope)

    def _cosines(self, vector: NDArray[np.float32], passage_ids: Sequence[str]) -> dict[str, float]:
        return {key: float(vector @ found) for key, found in self._store.vectors_of(passage_ids).items()}


def find_settled(store: Store, query: str, vector: NDArray[np.float32], k: int, scope: Scope) -> list[Hit]:
    """Return what `Finder.find` does, of a library that nobody changed meanwhile, if that can be had."""
    finder = Finder(store)
    for _ in range(MOST_SEARCHES - 1):
        stamps = store.stamps
        try:
            hits = finder.find(query, vector, k, scope)
        except LibraryError:
            if stamps == store.stamps:
                raise
            continue
        if stamps == store.stamps:
            return hits
    return finder.find(query, vector, k, scope)
