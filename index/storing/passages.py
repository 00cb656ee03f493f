"""The passages of a catalog, cut from its articles: found by their words (BM25, FTS5), and which vectors they need.

A vector that no passage needs any more is remembered by the transaction that makes it so, until it is deleted.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any, Literal

from index.embedding import Passage, passage_text
from index.language.sentences import Sentence
from index.language.tables import Span
from index.language.times import Time
from index.language.words import stop_words
from index.reading import Article
from index.scope import Scope, days_spoken_of
from index.storing.database import Database
from index.storing.ranking import best_rows
from index.storing.scoped import Scoped

# The words have no content table: the text of a passage is a slice of its article, and need not be stored twice.
PASSAGES = """
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL,
    first_time INTEGER, last_time INTEGER, UNIQUE (id, article));
CREATE INDEX passages_by_article ON passages (article);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE stale_vectors (passage_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""

State = Literal["pending", "indexed"]

ARTICLE = ", ".join(f"articles.{field.name}" for field in fields(Article))
_IN_STATE = "FROM passages JOIN articles ON articles.row = article WHERE state = ?"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the article it stands in, and the cluster of that (see `index.storing.near_duplicates`)."""

    passage: Passage
    article: Article
    cluster: str


class Passages:
    """The tables of passages, their words, and vectors that are to go; an article is known by its version's row."""

    def __init__(self, database: Database, scoped: Scoped) -> None:
        self._db = database
        self._scoped = scoped

    def add(self, version: int, article: Article, passages: Sequence[Passage]) -> None:
        """Add those of a version of an article."""
        for passage in passages:
            spoken = days_spoken_of(passage.times)
            times = (spoken.first, spoken.last) if spoken else (None, None)
            sentences = [list(_as_numbers(one)) for one in passage.sentences]
            row = self._db.insert(
                "INSERT INTO passages (id, article, start, end, sentences, first_time, last_time)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (passage.id, version, passage.start, passage.end, json.dumps(sentences, separators=(",", ":")), *times),
            )
            words = (row, article.title, passage_text(article.text, passage))
            self._db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", words)
        self.forget_stale(passage.id for passage in passages)

    def remove(self, version: int, title: str, text: str) -> None:
        """Remove those of a version of an article, whose title and text must be those they were added with."""
        query = "SELECT row, id, start, end, sentences FROM passages WHERE article = ?"
        passages = [
            (row, _passage(passage_id, start, end, sentences))
            for row, passage_id, start, end, sentences in self._db.rows(query, (version,))
        ]
        self._db.execute_many(
            "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            [(row, title, passage_text(text, passage)) for row, passage in passages],
        )
        self._db.execute("DELETE FROM passages WHERE article = ?", (version,))
        self._db.execute_many(
            "INSERT OR IGNORE INTO stale_vectors SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM passages WHERE id = ?1)",
            [(passage.id,) for _, passage in passages],
        )

    # Vectors that are to go

    def note_stale(self, passage_ids: Iterable[str]) -> None:
        """Say that no passage needs these vectors."""
        self._db.execute_many("INSERT OR IGNORE INTO stale_vectors VALUES (?)", ((key,) for key in passage_ids))

    def stale(self) -> list[str]:
        """Return the ids of passages that are gone and whose vectors must go."""
        return self._db.column("SELECT passage_id FROM stale_vectors")

    def forget_stale(self, passage_ids: Iterable[str]) -> None:
        """Say that these vectors are deleted, or needed again."""
        self._db.execute_many("DELETE FROM stale_vectors WHERE passage_id = ?", ((key,) for key in passage_ids))

    # Look-up

    def get(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return the indexed ones of these passages, in no particular order."""
        return list(self._stored("state = 'indexed' AND passages.id IN ({})", passage_ids))

    def by_words(
        self, query: str, limit: int, scope: Scope, listed: Mapping[int, str] | None = None
    ) -> dict[str, float]:
        """Return the BM25 scores of the indexed passages that fit the words of a query best, by id, best first.

        `listed` is what `Scoped.listed` returns of the scope.
        """
        words = words_of(query)
        if listed is not None:
            ranked = best_rows(self._db, words, limit, Scoped.best_among(listed.keys())) if listed else {}
        else:
            ranked = best_rows(self._db, words, limit, Scoped.best_within(scope))
            listed = self._scoped.rows(list(ranked), scope)
        return {listed[row]: score for row, score in ranked.items() if row in listed}

    def pending(self, count: int) -> list[StoredPassage]:
        """Return the passages of the next pending articles: whole articles, about `count` passages."""
        query = """
            SELECT articles.row, count(passages.id) FROM articles LEFT JOIN passages ON article = articles.row
            WHERE state = 'pending' GROUP BY articles.row"""
        chosen: list[int] = []
        total = 0
        for version, passages in self._db.rows(query):
            chosen.append(version)
            total += passages
            if total >= count:
                break
        return list(self._stored("articles.row IN ({})", chosen))

    def _stored(self, condition: str, keys: Sequence[str] | Sequence[int]) -> Iterator[StoredPassage]:
        query = (
            f"SELECT passages.id, start, end, sentences, coalesce(story, articles.id), {ARTICLE} "
            f"FROM passages JOIN articles ON articles.row = article WHERE {condition} ORDER BY passages.row"
        )
        for passage_id, start, end, written, cluster, *article in self._db.rows_of(query, keys):
            yield StoredPassage(_passage(passage_id, start, end, written), Article(*article), cluster)

    def ids(self, state: State) -> set[str]:
        """Return the ids of all passages of articles in that state: of the indexed ones, each should have a vector."""
        return set(self._db.column(f"SELECT passages.id {_IN_STATE}", (state,)))

    def some_ids(self, count: int) -> list[str]:
        """Return the ids of about `count` passages that should have a vector, from all over the catalog."""
        most = self._db.number("SELECT max(row) FROM passages")
        query = "SELECT id FROM passages WHERE row >= ? ORDER BY row LIMIT 1"
        found = {self._db.text(query, (1 + most * number // count,)) for number in range(count)}
        return [stored.passage.id for stored in self.get([key for key in found if key])]

    def count(self, state: State) -> int:
        """Count the passages of articles in that state; quick, since the first search after each change asks for it."""
        pending = "SELECT count(*) FROM articles CROSS JOIN passages ON article = articles.row WHERE state = 'pending'"
        waiting = self._db.number(pending)
        return waiting if state == "pending" else self._db.number("SELECT count(*) FROM passages") - waiting

    def any_indexed(self) -> bool:
        """Tell whether any passage should have a vector; quick, since it is asked before every question."""
        return bool(self._db.number(f"SELECT EXISTS (SELECT 1 {_IN_STATE})", ("indexed",)))


def _as_numbers(sentence: Sentence) -> Iterator[object]:
    """Yield a sentence as it is stored: its span, times of four numbers, leads of two; of an entry, one of none."""
    yield from (sentence.start, sentence.end)
    yield from map(astuple, sentence.times)
    yield from ((one.start, one.end) for one in sentence.lead)
    yield from [()] if sentence.is_entry else []


def _passage(passage_id: str, start: int, end: int, sentences: str) -> Passage:
    read = tuple(_sentence(*one) for one in json.loads(sentences))
    return Passage(passage_id, article_of(passage_id), start, end, read)


def _sentence(start: int, end: int, *others: Any) -> Sentence:
    times = tuple(Time(*one) for one in others if len(one) == 4)
    return Sentence(start, end, times, tuple(Span(*one) for one in others if len(one) == 2), [] in others)


def article_of(passage_id: str) -> str:
    """Return the id of the article that a passage stands in, by its own id alone.

    >>> article_of("a#b.txt#0123456789ab.7")
    'a#b.txt'
    """
    return passage_id.rpartition("#")[0]


def words_of(query: str) -> list[str]:
    """Return the words of a query that a search goes by, each once."""
    return [word for word in dict.fromkeys(re.findall(r"\w+", query.lower())) if word not in stop_words()]
