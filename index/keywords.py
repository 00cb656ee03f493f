"""Passages by their words: BM25 over an FTS5 index in the catalog."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches

from Stemmer import Stemmer

from index.database import Database
from index.english import stop_words
from index.filter import Filter

# Without a content table: the text of a passage is a slice of its article, and need not be stored twice.
WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
"""

SHORTEST_MISSPELT = 5  # letters; shorter words are near to too many others
SPELLINGS = 3  # that stand in for a word the articles lack
LEAST_ALIKE = 0.8  # 0 to 1, by difflib; Zelensky and Zelenskyy, Ukrane and Ukraine


@dataclass(frozen=True, slots=True)
class KeywordMatch:
    """A passage that shares words with the query; `score` is BM25, higher is better."""

    passage_id: str
    score: float


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

    def search(self, query: str, limit: int, allowed: Filter) -> list[KeywordMatch]:
        """Return the indexed passages that share the rarest words with the query, best first.

        A word that no passage has stands for those spelt nearly like it.
        """
        terms = [term for word in words_of(query) for term in (word, *self._respelt(word))]
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in terms)
        # CROSS JOIN keeps this order: rank all matches, then look up passages only until there are enough.
        sql = """
            SELECT passages.id, -score
            FROM (SELECT rowid AS row, rank AS score FROM words WHERE words MATCH :match ORDER BY rank LIMIT -1)
                AS found
            CROSS JOIN passages ON passages.row = found.row CROSS JOIN articles ON articles.id = article_id
            WHERE state = 'indexed'
              AND (:since IS NULL OR last_day >= :since) AND (:until IS NULL OR first_day <= :until)
              AND (:source IS NULL OR source_key = :source)
              AND (:times_from IS NULL OR last_time >= :times_from)
              AND (:times_to IS NULL OR first_time <= :times_to)
            LIMIT :limit"""
        values = {"match": match, "limit": limit} | asdict(allowed)
        return [KeywordMatch(*row) for row in self._db.rows(sql, values)]

    def _respelt(self, word: str) -> Iterator[str]:
        """Yield terms of the index that are spelt nearly like a word it lacks, and begin like it."""
        if len(word) < SHORTEST_MISSPELT or not word.isalpha():
            return
        if self._db.row("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{word}"',)):
            return
        self._db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, row)")
        rows = self._db.rows("SELECT term FROM vocabulary WHERE term GLOB ?", (f"{word[:2]}*",))
        stem = Stemmer("porter").stemWord(word)  # the rules that FTS5 stems by
        yield from get_close_matches(stem, [term for (term,) in rows], SPELLINGS, LEAST_ALIKE)


def words_of(query: str) -> list[str]:
    """Return the words of a query that a search goes by, each once."""
    return [word for word in dict.fromkeys(re.findall(r"\w+", query.lower())) if word not in stop_words()]
