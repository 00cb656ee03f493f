"""The catalog: articles, their passages and a keyword index, in one SQLite file. The source of truth.

Every change is one transaction. An article is `pending` until its vectors are stored, and only `indexed` articles
are found. Vectors that no passage needs any more are remembered in `stale_vectors` by the transaction that makes
them so, until they are deleted; a crash in between loses and doubles nothing. Each thread has its own connection.
"""

import hashlib
import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import TypeVar

from index.articles import Article
from index.dates import days_of
from index.english import stop_words
from index.errors import InputError, LibraryError
from index.filter import Filter
from index.passages import Passage, Sentence

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT,
    language TEXT, path TEXT NOT NULL,
    digest TEXT NOT NULL, first_day INTEGER, last_day INTEGER, source_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'indexed')));
CREATE TABLE IF NOT EXISTS passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL REFERENCES articles,
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id);
CREATE INDEX IF NOT EXISTS pending_articles ON articles (id) WHERE state = 'pending';
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS stale_vectors (passage_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_STAGING = """
DROP TABLE IF EXISTS temp.incoming;
CREATE TEMP TABLE incoming (id TEXT PRIMARY KEY, path TEXT NOT NULL, digest TEXT NOT NULL, fields TEXT);
"""
_ARTICLE_COLUMNS = ", ".join(field.name for field in fields(Article))

T = TypeVar("T")
Cut = Callable[[Article], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the article it stands in."""

    passage: Passage
    article: Article


@dataclass(frozen=True, slots=True)
class KeywordMatch:
    """A passage that shares words with the query; `score` is BM25, higher is better."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sync did, in articles."""

    added: int
    updated: int
    removed: int
    unchanged: int


class Catalog:
    """The SQLite file of a library."""

    def __init__(self, file: Path) -> None:
        """Open or create the catalog; raises `LibraryError` if the file is damaged."""
        self._file = file
        self._here = threading.local()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        try:
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            raise LibraryError(f"{file}: the catalog can't be opened ({error}); see to that and try again") from error
        except sqlite3.DatabaseError as error:
            raise LibraryError(f"{file}: the catalog is damaged ({error}); delete it and sync again") from error

    @property
    def _db(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._file, timeout=30, check_same_thread=False)
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
            for thread in [thread for thread in self._connections if not thread.is_alive()]:
                self._connections.pop(thread).close()
            self._connections[threading.current_thread()] = connection
            self._here.connection = connection
        return connection

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()
        self._here = threading.local()

    # Facts about the library itself

    def fact(self, name: str) -> str | None:
        """Return a recorded fact (what built the library, its id), or None."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def record_fact(self, name: str, value: str) -> None:
        """Record a fact, in place of an older one."""
        with self._db as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # Change: stage → apply → index

    def stage(self, articles: Iterable[Article]) -> None:
        """Take in, aside, what a sync has read, whole before anything changes; unchanged articles without their text.

        Raises `InputError` when two articles have one id.
        """
        with self._db as db:
            db.executescript(_STAGING)
            for article in articles:
                digest = _digest(article)
                known = db.execute("SELECT digest FROM articles WHERE id = ?", (article.id,)).fetchone()
                content = None if known == (digest,) else json.dumps(astuple(article))
                row = (article.id, article.path, digest, content)
                if db.execute("INSERT OR IGNORE INTO incoming VALUES (?, ?, ?, ?)", row).rowcount == 0:
                    self._raise_duplicate(article)

    def _raise_duplicate(self, article: Article) -> None:
        (other,) = self._db.execute("SELECT path FROM incoming WHERE id = ?", (article.id,)).fetchone()
        places = article.path if other == article.path else f"{other} and {article.path}"
        raise InputError(f'two articles have the id "{article.id}" ({places}); give each its own id')

    def apply_staged(self, scope: Sequence[Path], cut: Cut) -> Changes:
        """Make the catalog what was staged, within `scope` (the synced files and folders), in one transaction.

        Articles read from elsewhere stay. Raises `InputError` if one of those has the id of a staged article.
        """
        with self._db as db:
            stored = dict(db.execute("SELECT id, path FROM articles"))
            incoming = dict(db.execute("SELECT id, path FROM incoming"))
            for article_id in incoming.keys() & stored.keys():
                if incoming[article_id] != stored[article_id]:
                    self._move(article_id, stored[article_id], incoming[article_id], scope)
            gone = [key for key in stored.keys() - incoming.keys() if _within(stored[key], scope)]
            for article_id in gone:
                self._remove(article_id)
            updated = 0
            changed = db.execute("SELECT digest, fields FROM incoming WHERE fields IS NOT NULL")
            for digest, content in changed.fetchall():
                article = Article(*json.loads(content))
                updated += article.id in stored
                self._remove(article.id)
                self._insert(article, digest, cut(article))
            added = len(incoming.keys() - stored.keys())
            return Changes(added, updated, len(gone), len(incoming) - added - updated)

    def _move(self, article_id: str, old: str, new: str, scope: Sequence[Path]) -> None:
        if Path(old).exists() and not _within(old, scope):
            raise InputError(
                f'the library has another article with the id "{article_id}" (from {old}, now {new}); '
                "rename one, or sync the folder that holds both"
            )
        self._db.execute("UPDATE articles SET path = ? WHERE id = ?", (new, article_id))

    def _remove(self, article_id: str) -> None:
        db, key = self._db, (article_id,)
        db.execute("INSERT OR IGNORE INTO stale_vectors SELECT id FROM passages WHERE article_id = ?", key)
        db.execute("DELETE FROM words WHERE rowid IN (SELECT row FROM passages WHERE article_id = ?)", key)
        db.execute("DELETE FROM passages WHERE article_id = ?", key)
        db.execute("DELETE FROM articles WHERE id = ?", key)

    def _insert(self, article: Article, digest: str, passages: Sequence[Passage]) -> None:
        days = days_of(article.published) if article.published else None
        source_key = article.source.casefold() if article.source else None
        derived = (digest, days and days.first, days and days.last, source_key, "pending")
        values = (*astuple(article), *derived)
        self._db.execute(f"INSERT INTO articles VALUES ({', '.join('?' * len(values))})", values)
        for passage in passages:
            offsets = json.dumps([offset for sentence in passage.sentences for offset in astuple(sentence)])
            row = self._db.execute(
                "INSERT INTO passages (id, article_id, start, end, sentences) VALUES (?, ?, ?, ?, ?)",
                (passage.id, article.id, passage.start, passage.end, offsets),
            ).lastrowid
            text = article.text[passage.start : passage.end]
            self._db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (row, article.title, text))
            self._db.execute("DELETE FROM stale_vectors WHERE passage_id = ?", (passage.id,))

    def remove(self, article_id: str) -> bool:
        """Remove an article; tell whether it was there."""
        with self._db as db:
            known = db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is not None
            self._remove(article_id)
        return known

    def recut(self, cut: Cut) -> None:
        """Cut every article anew, so that all are pending; for another embedding model or cutter."""
        with self._db as db:
            for article in list(self.articles()):
                self._remove(article.id)
                self._insert(article, _digest(article), cut(article))
            db.execute("DELETE FROM stale_vectors")  # the new vectors go to a collection of their own

    def pending(self, count: int) -> list[StoredPassage]:
        """Return the passages of the next pending articles: whole articles, about `count` passages."""
        query = """
            SELECT articles.id, count(passages.id) FROM articles LEFT JOIN passages ON articles.id = article_id
            WHERE state = 'pending' GROUP BY articles.id"""
        chosen: list[str] = []
        total = 0
        for article_id, passages in self._db.execute(query):
            chosen.append(article_id)
            total += passages
            if total >= count:
                break
        rows = _in_chunks(chosen, lambda marks, ids: self._passages(f"articles.id IN ({marks})", ids))
        return list(rows)

    def pending_passages(self) -> int:
        """Count the passages that have no vectors yet."""
        query = "SELECT count(*) FROM passages JOIN articles ON articles.id = article_id WHERE state = 'pending'"
        return int(self._db.execute(query).fetchone()[0])

    def set_state(self, state: str, article_ids: Iterable[str]) -> None:
        """Say that the vectors of these articles are stored ('indexed') or are not ('pending')."""
        with self._db as db:
            db.executemany("UPDATE articles SET state = ? WHERE id = ?", [(state, key) for key in article_ids])

    def stale_vectors(self) -> list[str]:
        """Return the ids of passages that are gone and whose vectors must go."""
        return [key for (key,) in self._db.execute("SELECT passage_id FROM stale_vectors")]

    def forget_stale(self, passage_ids: Iterable[str]) -> None:
        """Say that these vectors are deleted."""
        with self._db as db:
            db.executemany("DELETE FROM stale_vectors WHERE passage_id = ?", [(key,) for key in passage_ids])

    # Look-up

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        return next(self._articles("WHERE id = ?", (article_id,)), None)

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        return self._articles("ORDER BY id", ())

    def _articles(self, clause: str, values: Sequence[str]) -> Iterator[Article]:
        for row in self._db.execute(f"SELECT {_ARTICLE_COLUMNS} FROM articles {clause}", values):
            yield Article(*row)

    def passages(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return the indexed ones of these passages, in no particular order."""
        clause = "state = 'indexed' AND passages.id IN ({})"
        return list(_in_chunks(passage_ids, lambda marks, ids: self._passages(clause.format(marks), ids)))

    def _passages(self, clause: str, values: Sequence[str]) -> Iterator[StoredPassage]:
        columns = ", ".join(f"articles.{field.name}" for field in fields(Article))
        query = (
            f"SELECT passages.id, start, end, sentences, {columns} "
            f"FROM passages JOIN articles ON articles.id = article_id WHERE {clause} ORDER BY row"
        )
        for passage_id, start, end, offsets, *values_of_article in self._db.execute(query, values):
            article = Article(*values_of_article)
            flat = json.loads(offsets)
            sentences = tuple(Sentence(*pair) for pair in zip(flat[::2], flat[1::2], strict=True))
            yield StoredPassage(Passage(passage_id, article.id, start, end, sentences), article)

    def indexed_passage_ids(self) -> set[str]:
        """Return the ids of all passages that should have a vector."""
        query = "SELECT passages.id FROM passages JOIN articles ON articles.id = article_id WHERE state = 'indexed'"
        return {key for (key,) in self._db.execute(query)}

    def count_articles(self) -> int:
        """Count the articles, pending ones included."""
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def has_indexed_passages(self) -> bool:
        """Tell whether any passage should have a vector; quick, since it is asked before every question."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM passages JOIN articles ON articles.id = article_id WHERE state = 'indexed')"
        )
        return bool(self._db.execute(query).fetchone()[0])

    def count_indexed_passages(self) -> int:
        """Count the passages that should have a vector."""
        query = "SELECT count(*) FROM passages JOIN articles ON articles.id = article_id WHERE state = 'indexed'"
        return int(self._db.execute(query).fetchone()[0])

    def keyword_search(self, query: str, limit: int, allowed: Filter) -> list[KeywordMatch]:
        """Return the passages that share the rarest words with the query (BM25), best first."""
        terms = [word for word in re.findall(r"\w+", query.lower()) if word not in stop_words()]
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        # CROSS JOIN keeps this order: rank all matches, then look up passages only until there are enough.
        sql = """
            SELECT passages.id, -score
            FROM (SELECT rowid AS row, rank AS score FROM words WHERE words MATCH :match ORDER BY rank LIMIT -1)
                AS found
            CROSS JOIN passages ON passages.row = found.row CROSS JOIN articles ON articles.id = article_id
            WHERE state = 'indexed'
              AND (:since IS NULL OR last_day >= :since) AND (:until IS NULL OR first_day <= :until)
              AND (:source IS NULL OR source_key = :source)
            LIMIT :limit"""
        values = {"match": match, "limit": limit} | asdict(allowed)
        return [KeywordMatch(*row) for row in self._db.execute(sql, values)]

    def faults(self) -> list[str]:
        """Return what SQLite's own integrity checks find wrong; empty when all is well."""
        try:
            found = [row[0] for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            with self._db as db:
                db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return found


def _within(path: str, scope: Sequence[Path]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in scope)


def _digest(article: Article) -> str:
    """Fingerprint all of an article but the place it was read from."""
    content = json.dumps(astuple(article)[:-1])
    return hashlib.sha256(content.encode()).hexdigest()


def _in_chunks(keys: Sequence[str], query: Callable[[str, Sequence[str]], Iterable[T]]) -> Iterator[T]:
    """Run a query with `IN (?, …)` over any number of keys; SQLite limits them per query."""
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        yield from query(", ".join("?" * len(chunk)), chunk)
