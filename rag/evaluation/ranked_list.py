"""What was found for a question, best first, and what of it is relevant: all that metrics of the search need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index import Article, Hit, Passage
from rag.evaluation.definitions import Metric
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.places import characters, gold_characters
from rag.quote import Quote


@dataclass(frozen=True, slots=True)
class RankedList:
    """The ids of the passages found, of all relevant ones of the library, and the recall at each rank.

    Nothing is relevant where a question has no gold quotes, or none that count.
    """

    passages: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()
    recall: tuple[float, ...] = ()  # the share of gold characters in the first 1, 2, … passages

    def hit(self, k: int) -> float:
        """Return 1 where one of the first k is relevant."""
        return float(not set(self.relevant).isdisjoint(self.passages[:k]))

    def reciprocal_rank(self, k: int | None = None) -> float:
        """Return 1 / the rank of the first relevant one (of k), 0 where there is none."""
        return next((1 / rank for rank, one in enumerate(self.passages[:k], start=1) if one in self.relevant), 0.0)

    def recall_at(self, k: int) -> float:
        """Return the share of the gold characters that the first k hold."""
        return self.recall[: max(k, 1)][-1] if self.recall else 0.0

    def ndcg(self, k: int) -> float:
        """Return the discounted gain of the first k, as a share of the best that the library allows."""
        from sklearn.metrics import ndcg_score  # takes a second to import

        missed = [one for one in self.relevant if one not in self.passages]
        ranked = [*self.passages, *[""] * (k + 1), *missed]  # what was missed stands behind the first k
        gains = [float(one in self.relevant) for one in ranked]
        return float(ndcg_score([gains], [range(len(ranked), 0, -1)], k=k)) if any(gains) else 0.0

    def value(self, metric: Metric) -> float:
        """Return a metric of what was found."""
        k = metric.at or len(self.passages)
        if metric.name == "mrr":
            return self.reciprocal_rank(metric.at)
        return {"ndcg": self.ndcg, "recall": self.recall_at}.get(metric.name, self.hit)(k)


def rank(
    gold: GoldQuestion,
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
    passages: Mapping[str, Iterable[Passage]],
) -> RankedList:
    """Return the ranking of what was found; `articles` and their `passages` are all that gold quotes from."""
    found = tuple(hit.passage.id for hit in hits)
    if not (gold.answerable and gold.quotes):
        return RankedList(found)
    alternatives = gold_characters(gold, articles)
    of_gold = frozenset().union(*alternatives)
    held = [characters([Quote(hit.article.id, hit.passage.start, hit.passage.end, "")]) for hit in hits]
    cut = [one for article in sorted(gold.articles) for one in passages.get(article, ())]
    relevant = [one.id for one in cut if characters([Quote(one.article_id, one.start, one.end, "")]) & of_gold]
    relevant += [id for id, one in zip(found, held, strict=True) if one & of_gold]
    recalls, seen = [], frozenset[tuple[str, int]]()
    for one in held:
        seen |= one & of_gold
        recalls.append(max(len(gold_set & seen) / max(len(gold_set), 1) for gold_set in alternatives))
    return RankedList(found, tuple(dict.fromkeys(relevant)), tuple(recalls))
