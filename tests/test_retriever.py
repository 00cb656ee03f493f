"""Which of the passages found are worth reading."""

from dataclasses import replace

import pytest

from index import Article, Hit, Passage
from rag.retriever import worth_reading

FOUND = Hit(Article("a", "A", "Text."), Passage("a.0", "a", 0, 5, ()), 0.0, 0.0, 0.0, "a")


@pytest.mark.parametrize(
    ("scores", "read"),
    [
        ([], []),
        ([0.6, 0.3, 0.29], [0.6, 0.3]),
        ([0.6, 0.5, 0.4, 0.4], [0.6, 0.5, 0.4]),
        ([-0.1, -0.2], [-0.1]),  # the best one is read, whatever it is
    ],
)
def test_the_best_is_read_and_what_comes_near_it(scores: list[float], read: list[float]) -> None:
    hits = [replace(FOUND, score=score) for score in scores]
    assert [hit.score for hit in worth_reading(hits, most=3, least_score=0.5)] == read
