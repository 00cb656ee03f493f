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


def test_a_later_report_that_is_as_near_is_read_too() -> None:
    def hit(day: str | None, score: float) -> Hit:
        return replace(FOUND, article=replace(FOUND.article, published=day), score=score)

    hits = [hit("2025-05-01", 0.8), hit("2025-05", 0.79), hit(None, 0.78), hit("2025-05-03", 0.77)]
    hits += [hit("2025-05-02", 0.76), hit("2025-05-09", 0.75), hit("2025-05-11", 0.74), hit("2025-06-01", 0.2)]

    def days(newest: int) -> list[str | None]:
        return [one.article.published for one in worth_reading(hits, most=4, least_score=0.5, newest=newest)]

    assert days(0) == ["2025-05-01", "2025-05", None, "2025-05-03"]
    assert days(1) == ["2025-05-01", "2025-05", None, "2025-05-11"]
    assert days(3) == ["2025-05-01", "2025-05", "2025-05-09", "2025-05-11"]


def test_a_long_article_leaves_places_to_others_that_come_near() -> None:
    other = replace(FOUND.article, id="b")
    hits = [replace(FOUND, score=0.8 - number / 100) for number in range(8)]
    near, far = replace(FOUND, article=other, score=0.7), replace(FOUND, article=other, score=0.5)
    assert worth_reading([*hits, near, far], most=6, least_score=0.5) == (*hits[:5], near)
    assert worth_reading([*hits, far], most=6, least_score=0.5) == tuple(hits[:6])
