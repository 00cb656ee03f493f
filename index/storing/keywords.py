"""Passages by their words: BM25 over an FTS5 index in the catalog."""

import re
from dataclasses import asdict

from index.language.words import stop_words
from index.scope import Scope
from index.storing.database import Database

# Without a content table: the text of a passage is a slice of its article, and need not be stored twice.
WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
"""


class Keywords:
    """The keyword index of a catalog; a passage is known in it by its row number."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, row: int, title: str, text: str) -> None:
        """Index the words of a passage and of its article's title."""
        self._db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (row, title, text))

    def remove(self, row: int, title: str, text: str) -> None:
        """Take a passage out; its words must be those it was added with."""
        sql = "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)"
        self._db.execute(sql, (row, title, text))

    def check(self) -> None:
        """Raise `LibraryError` if the index is damaged."""
        self._db.execute("INSERT INTO words (words) VALUES ('integrity-check')")

    def search(self, query: str, limit: int, scope: Scope) -> dict[str, float]:
        """Return the BM25 scores of the indexed passages that share the rarest words with it, by id, best first."""
        words = words_of(query)
        if not words:
            return {}
        match = " OR ".join(f'"{word}"' for word in words)
        # CROSS JOIN keeps this order: rank all matches, then look up passages only until there are enough.
        sql = """
            SELECT passages.id, -score
            FROM (SELECT rowid AS row, rank AS score FROM words WHERE words MATCH :match ORDER BY rank LIMIT -1)
                AS found
            CROSS JOIN passages ON passages.row = found.row CROSS JOIN articles ON articles.row = passages.article
            WHERE state = 'indexed'
              AND (:since IS NULL OR last_day >= :since) AND (:until IS NULL OR first_day <= :until)
              AND (:source IS NULL OR source_key = :source)
              AND (:times_from IS NULL OR last_time >= :times_from)
              AND (:times_to IS NULL OR first_time <= :times_to)
            LIMIT :limit"""
        values = {"match": match, "limit": limit} | asdict(scope)
        return dict(self._db.rows(sql, values))


def words_of(query: str) -> list[str]:
    """Return the words of a query that a search goes by, each once."""
    return [word for word in dict.fromkeys(re.findall(r"\w+", query.lower())) if word not in stop_words()]
