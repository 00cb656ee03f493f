"""Which passages of a catalog lie within a scope: listed where they are few, looked up among others where they are not.

An article is dated by a day, a month or a year, so that its last day lies in the year of its first. This bounds what an
index has to be read of.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from math import sqrt
from typing import Any

from index.scope import EVERYTHING, Scope
from index.storing.database import Database
from index.storing.ranking import Query

SCOPED = """
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (last_day, first_day, state);
CREATE INDEX IF NOT EXISTS articles_by_source ON articles (source_key, last_day, first_day, state);
CREATE INDEX IF NOT EXISTS passages_by_time ON passages (last_time, first_time) WHERE last_time IS NOT NULL;
"""

# Times the root of all passages: so many are listed, and compared one by one. Where there are more, it is quicker to
# ask for more than are wanted and to leave out what lies outside: of n within p passages, the one takes some 30 n µs of
# a processor the first time and hardly any again, the other 450 p/n each time. It is 2% of 100,000.
MOST_LISTED = 5
SAMPLED = 100  # passages

_OF_ARTICLES = {
    "since": "last_day >= :since",
    "until": "first_day <= :until AND last_day <= :until / 10000 * 10000 + 1231",
    "source": "source_key = :source",
}
_OF_PASSAGES = {"times_from": "last_time >= :times_from", "times_to": "first_time <= :times_to"}


def asked_next(asked: int, wanted: int, found: int) -> int:
    """Return how many to ask a search for when, of those asked for, too few are within a scope.

    >>> asked_next(200, 20, 10)
    600
    >>> asked_next(200, 20, 0)
    2000
    """
    return asked * max(2, min(10, -(-3 * wanted // (2 * max(1, found)))))


class Scoped:
    """The indexed passages within a scope."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def listed(self, scope: Scope) -> Mapping[int, str] | None:
        """Return the ids of all of them, by row; None where they are many, or the scope is the whole.

        None, too, where no sync has added the indexes to an older catalog yet: all articles would be looked at.
        """
        if not self._has_indexes():
            return None
        of_articles, of_passages = _conditions(_OF_ARTICLES, scope), _conditions(_OF_PASSAGES, scope)
        most = round(MOST_LISTED * sqrt(self.total()))
        values = asdict(scope) | {"most": most + 1}
        if of_articles and self._are_few("articles", of_articles, values):
            narrowed = "articles CROSS JOIN passages ON article = articles.row"
        elif of_passages and self._are_few("passages", of_passages, values):
            narrowed = "passages CROSS JOIN articles ON articles.row = article"
        else:
            return None
        query = f"SELECT passages.row, passages.id FROM {narrowed} WHERE {_all_of(scope)} LIMIT :most"
        found = dict(self._db.rows(query, values))
        return None if len(found) > most else found

    def share(self, scope: Scope) -> float:
        """Return about what share of all passages is within, from 0.01 to 1; by looking at some from all over."""
        total = self.total()
        sample = range(1, total + 1, max(1, total // SAMPLED))
        there = self.rows(sample, EVERYTHING)  # rows of what was removed are free
        return max(0.01, len(self.rows(list(there), scope)) / max(1, len(there)))

    def total(self) -> int:
        """Return how many passages there are, or somewhat more, at once."""
        return self._db.number("SELECT max(row) FROM passages")

    def _has_indexes(self) -> bool:
        return self._db.value("SELECT 1 FROM sqlite_master WHERE name = 'articles_by_day'") is not None

    def _are_few(self, table: str, conditions: Sequence[str], values: dict[str, Any]) -> bool:
        query = f"SELECT row FROM {table} WHERE {' AND '.join(conditions)} LIMIT :most"
        return len(self._db.column(query, values)) < int(values["most"])

    def rows(self, rows: Sequence[int], scope: Scope) -> dict[int, str]:
        """Return the ids of those of some rows that are within, by row."""
        return dict(self._among("passages.row", rows, scope))

    def ids(self, passage_ids: Sequence[str], scope: Scope) -> set[str]:
        """Return those of some ids that are within."""
        return {key for _, key in self._among("passages.id", passage_ids, scope)}

    @staticmethod
    def best_among(rows: Collection[int]) -> Query:
        """Return the query for the best of some rows: no other is scored."""
        # The plus keeps SQLite from asking for one at a time.
        sql = """
            SELECT rowid, -bm25(words) AS score FROM words
            WHERE words MATCH :match AND rowid BETWEEN :first AND :last
              AND +rowid IN (SELECT value FROM json_each(:rows))
            ORDER BY score DESC LIMIT :most"""
        return Query(sql, {"first": min(rows), "last": max(rows), "rows": json.dumps(list(rows))})

    @staticmethod
    def best_within(scope: Scope) -> Query:
        """Return the query for the best within a scope: they are looked up best first, and no more than it takes."""
        # CROSS JOIN keeps this order, and LIMIT -1 that of the scores.
        sql = f"""
            SELECT found.row, -score
            FROM (SELECT rowid AS row, rank AS score FROM words WHERE words MATCH :match ORDER BY rank LIMIT -1)
                AS found
            CROSS JOIN passages ON passages.row = found.row CROSS JOIN articles ON articles.row = passages.article
            WHERE {_all_of(scope)} LIMIT :most"""
        return Query(sql, asdict(scope))

    def _among(self, column: str, keys: Sequence[Any], scope: Scope) -> Iterator[tuple[int, str]]:
        # CROSS JOIN keeps this order: whatever the indexes, only what is asked for is looked up.
        query = f"""
            SELECT passages.row, passages.id FROM json_each(:keys) AS asked
            CROSS JOIN passages ON {column} = asked.value CROSS JOIN articles ON articles.row = passages.article
            WHERE {_all_of(scope)}"""
        yield from self._db.rows(query, asdict(scope) | {"keys": json.dumps(list(keys))})


def _all_of(scope: Scope) -> str:
    return " AND ".join(["state = 'indexed'", *_conditions(_OF_ARTICLES | _OF_PASSAGES, scope)])


def _conditions(conditions: Mapping[str, str], scope: Scope) -> list[str]:
    """Return those that a scope asks for, each of which an index can serve then."""
    return [condition for name, condition in conditions.items() if getattr(scope, name) is not None]
