"""The passages that fit some words best, by BM25, without scoring each that has one of them.

FTS5 scores all rows that match, at a microsecond each, though it counts and joins them forty times as fast. So the rare
words are looked for first (MaxScore; Turtle and Flood 1995, https://doi.org/10.1016/0306-4573(95)00020-H): once enough
passages score higher than all words that are left could add up to, no other can be among the best. Scores and order are
those of FTS5's `rank` over all words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import Any

from index.storing.database import Database

K1 = 1.2  # of FTS5's BM25: the weight of a word comes to less than K1 + 1 times its inverse document frequency
LEAST_IDF = 1e-6  # of FTS5's, for a word that more than half of all passages have
SMALL_GROUP = 1000  # rows that are scored at once, in about a millisecond, rather than in several steps

_COUNT = "SELECT count(*) FROM words WHERE words MATCH ?"


@dataclass(frozen=True, slots=True)
class Query:
    """SQL for the rows and scores of the `:most` best of those wanted that match `:match`, and what else it names."""

    sql: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as a query has it, in how many rows it stands, and less than what its score can come to in one."""

    quoted: str
    rows: int
    bound: float


def best_rows(database: Database, words: Sequence[str], most: int, wanted: Query) -> dict[int, float]:
    """Return the BM25 scores of the `most` rows that fit the words best, of those that are wanted, best first."""
    scores: dict[int, float] = {}
    left = _rarest_first(database, words)
    least = 0.0  # of the best rows so far, if they are enough
    while left and least < sum(word.bound for word in left):
        group = _next_group(left)
        left = left[len(group) :]
        of_group = _any_of(group)
        # A row found before has its whole score already; one that has only these words, at most their bound.
        matches = [f"{of_group} AND {_any_of(left)}"] if left else []
        for match in (*matches, of_group):
            if match is of_group and least >= sum(word.bound for word in group):
                break
            for row, score in database.rows(wanted.sql, {"match": match, "most": most, **wanted.values}):
                scores.setdefault(row, score)
            best = nlargest(most, scores.values())
            least = best[-1] if len(best) == most else 0.0
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:most])


def _rarest_first(database: Database, words: Sequence[str]) -> list[_Word]:
    """Return those words that any row has, the rarest first."""
    total = database.number("SELECT max(row) FROM passages")  # or more than that, since some may be gone
    found = []
    for word in words:
        quoted = f'"{word}"'
        if rows := database.number(_COUNT, (quoted,)):
            idf = log(max(1.0, (total - rows + 0.5) / (rows + 0.5)))
            found.append(_Word(quoted, rows, (K1 + 1) * max(LEAST_IDF, idf)))
    return sorted(found, key=lambda word: word.rows)


def _next_group(words: Sequence[_Word]) -> list[_Word]:
    """Return the first words, as many as stand in few rows; the first in any case."""
    group = [words[0]]
    for word in words[1:]:
        if sum(one.rows for one in group) + word.rows > SMALL_GROUP:
            break
        group.append(word)
    return group


def _any_of(words: Sequence[_Word]) -> str:
    return f"({' OR '.join(word.quoted for word in words)})"
