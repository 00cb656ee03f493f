"""Which of the passages found are worth reading, and does the first stand out?"""

from dataclasses import replace

import pytest

from index import Article, Hit, Passage
from rag.retriever import keyword_margin, worth_reading

FOUND = Hit(Article("a", "A", "Text."), Passage("a.0", "a", 0, 5, ()), 0.0, 0.0, 0.0, "a")


@pytest.mark.parametrize(
    ("scores", "read"),
    [
        ([], []),
        ([0.6, 0.1, -0.1], [0.6, 0.1, -0.1]),  # the first three are read, whatever they are
        ([0.6, 0.5, 0.5, 0.3, 0.29], [0.6, 0.5, 0.5, 0.3]),
        ([0.6, 0.5, 0.5, 0.4, 0.4, 0.4], [0.6, 0.5, 0.5, 0.4, 0.4]),
    ],
)
def test_the_best_are_read_and_what_comes_near(scores: list[float], read: list[float]) -> None:
    hits = [replace(FOUND, score=score) for score in scores]
    assert [hit.score for hit in worth_reading(hits, most=5, least_score=0.5)] == read
    assert [hit.score for hit in worth_reading(hits, most=2, least_score=0.5)] == scores[:2]


@pytest.mark.parametrize(
    ("first", "others", "margin"),
    [
        (1.0, [0.6] + [0.1] * 6, 0.4),
        (1.0, [0.6] + [0.1] * 5 + [0.0], 0.0),  # six others have a word of the question
        (0.7, [1.0] + [0.1] * 6, 0.0),
        (1.0, [], 0.0),
    ],
)
def test_a_margin_is_over_all_others_if_they_are_enough(first: float, others: list[float], margin: float) -> None:
    hits = [replace(FOUND, keyword_score=score) for score in (first, 0.9)]  # of one article
    for number, score in enumerate(others):
        hits.append(replace(FOUND, article=replace(FOUND.article, id=f"other-{number}"), keyword_score=score))
    assert keyword_margin(hits) == pytest.approx(margin)
