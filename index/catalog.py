"""The catalog: articles, their passages and a keyword index, in one SQLite file. The source of truth.

Every change is one transaction. An article is `pending` until its vectors are stored, and only `indexed` articles
are found. Vectors that no passage needs any more are remembered in `stale_vectors` by the transaction that makes
them so, until they are deleted; a crash in between loses and doubles nothing.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Literal, TypeVar

from index import stories
from index.articles import Article, ReadArticle
from index.cleaning import Removed
from index.database import Database
from index.dates import days_of
from index.errors import LibraryDamaged
from index.filter import days_spoken_of
from index.keywords import WORDS, Keywords
from index.manifest import FILES, Manifest
from index.passages import Passage
from index.sentences import Sentence
from index.spelling import SPELLINGS, Spelling
from index.times import Time

CATALOG = "catalog.sqlite3"  # the name of its file
SCHEMA_VERSION = 4

# The long columns of articles stand last, so that reading the short ones touches one page.
_SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{FILES}
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'indexed')),
    story TEXT NOT NULL, first_day INTEGER, last_day INTEGER, source_key TEXT,
    title TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    removed TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX pending_articles ON articles (row) WHERE state = 'pending';
{stories.BANDS}
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL REFERENCES articles (id),
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL,
    first_time INTEGER, last_time INTEGER);
CREATE INDEX passages_by_article ON passages (article_id);
{WORDS}
{SPELLINGS}
CREATE TABLE stale_vectors (passage_id TEXT PRIMARY KEY) WITHOUT ROWID
"""
_ARTICLE = ", ".join(f"articles.{field.name}" for field in fields(Article))

T = TypeVar("T")
Cut = Callable[[Article], Sequence[Passage]]
State = Literal["pending", "indexed"]
Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the article it stands in, and the story that article tells (see `index.stories`)."""

    passage: Passage
    article: Article
    story: str


class Catalog:
    """The SQLite file of a library.

    `files` says where its articles were read from, `keywords` finds passages by their words, and `spelling` mends those
    of a question.
    """

    def __init__(self, file: Path) -> None:
        """Open or create the catalog; raises `LibraryDamaged` or, for that of another version, `LibraryMismatch`."""
        self._db = Database(file, _SCHEMA, SCHEMA_VERSION)
        self.files = Manifest(self._db)
        self.keywords = Keywords(self._db)
        self.spelling = Spelling(self._db)
        self._stories = stories.Stories(self._db)

    def close(self) -> None:
        """Close the connections of all threads."""
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all changes inside at once; readers see none of them before the end."""
        return self._db.transaction()

    # Facts about the library itself

    def fact(self, name: str) -> str | None:
        """Return a recorded fact (what built the library, its id), or None."""
        value: str | None = self._db.value("SELECT value FROM facts WHERE name = ?", (name,))
        return value

    def record_fact(self, name: str, value: str) -> None:
        """Record a fact, in place of an older one."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # Change

    def store(self, read: ReadArticle, cut: Cut, *, anew: bool = False) -> Outcome:
        """Add an article, or update it if anything in it changed (or `anew`); then it is pending."""
        article, content = read.article, digest(read)
        known = self._db.row("SELECT digest, path FROM articles WHERE id = ?", (article.id,))
        if known and known[0] == content and not anew:
            if known[1] != article.path:
                self._db.execute("UPDATE articles SET path = ? WHERE id = ?", (article.path, article.id))
            return "unchanged"
        with self.transaction():
            if known:
                self.remove(article.id)
            self._insert(read, content, cut(article))
        return "added" if not known else "unchanged" if known[0] == content else "updated"

    def _insert(self, read: ReadArticle, content: str, passages: Sequence[Passage]) -> None:
        article = read.article
        days = days_of(article.published) if article.published else None
        columns = asdict(article) | {
            "digest": content,
            "state": "pending",
            "story": article.id,
            "first_day": days and days.first,
            "last_day": days and days.last,
            "source_key": article.source.casefold() if article.source else None,
            "removed": json.dumps([astuple(removed) for removed in read.removed], ensure_ascii=False),
        }
        names = ", ".join(columns)
        self._db.execute(f"INSERT INTO articles ({names}) VALUES ({_marks(columns)})", list(columns.values()))
        self._stories.join(article.id, article.text)
        self.spelling.add(f"{article.title}\n{article.text}")
        for passage in passages:
            spoken = days_spoken_of(passage.times)
            times = (spoken.first, spoken.last) if spoken else (None, None)
            row = self._db.insert(
                "INSERT INTO passages (id, article_id, start, end, sentences, first_time, last_time)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (passage.id, article.id, passage.start, passage.end, _to_json(passage.sentences), *times),
            )
            self.keywords.add(row, article.title, article.text[passage.start : passage.end])
            self._db.execute("DELETE FROM stale_vectors WHERE passage_id = ?", (passage.id,))

    def remove(self, article_id: str) -> bool:
        """Remove an article; tell whether it was there."""
        found = self._db.row("SELECT title, text FROM articles WHERE id = ?", (article_id,))
        if found is None:
            return False
        title, text = found
        with self.transaction():
            passages = list(
                self._db.rows("SELECT row, id, start, end FROM passages WHERE article_id = ?", (article_id,))
            )
            for row, passage_id, start, end in passages:
                self.keywords.remove(row, title, text[start:end])
                self._db.execute("INSERT OR IGNORE INTO stale_vectors VALUES (?)", (passage_id,))
            self._db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
            self._stories.leave(article_id)
            self.spelling.remove(f"{title}\n{text}")
            self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        return True

    def recut(self, article_id: str, cut: Cut) -> None:
        """Cut an article anew, as it is stored; for another embedding model or cutter."""
        if article := self.article(article_id):
            self.store(ReadArticle(article, self.removed_from(article_id)), cut, anew=True)

    def move(self, old: str, new: str) -> int:
        """Say that the articles of a file lie elsewhere now; return how many they are."""
        return self._db.execute("UPDATE articles SET path = ? WHERE path = ?", (new, old))

    def pending(self, count: int) -> list[StoredPassage]:
        """Return the passages of the next pending articles: whole articles, about `count` passages."""
        query = """
            SELECT articles.id, count(passages.id) FROM articles LEFT JOIN passages ON articles.id = article_id
            WHERE state = 'pending' GROUP BY articles.row"""
        chosen: list[str] = []
        total = 0
        for article_id, passages in self._db.rows(query):
            chosen.append(article_id)
            total += passages
            if total >= count:
                break
        return list(self._passages("articles.id IN ({})", chosen))

    def make_indexed(self, article_ids: Iterable[str]) -> None:
        """Say that the vectors of these articles are stored."""
        self._db.execute_many("UPDATE articles SET state = 'indexed' WHERE id = ?", [(key,) for key in article_ids])

    def make_pending(self, passage_ids: Iterable[str]) -> None:
        """Make the articles pending that these passages stand in."""
        update = "UPDATE articles SET state = 'pending' WHERE id = (SELECT article_id FROM passages WHERE id = ?)"
        self._db.execute_many(update, ((key,) for key in passage_ids))

    def stale_vectors(self) -> list[str]:
        """Return the ids of passages that are gone and whose vectors must go."""
        return [key for (key,) in self._db.rows("SELECT passage_id FROM stale_vectors")]

    def forget_stale(self, passage_ids: Iterable[str]) -> None:
        """Say that these vectors are deleted."""
        self._db.execute_many("DELETE FROM stale_vectors WHERE passage_id = ?", [(key,) for key in passage_ids])

    # Look-up

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        found = self._db.row(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,))
        return Article(*found) if found else None

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        for row in self._db.rows(f"SELECT {_ARTICLE} FROM articles ORDER BY id"):
            yield Article(*row)

    def article_ids(self, path: str | None = None) -> list[str]:
        """Return the ids of all articles, or of those read from one file."""
        if path is None:
            return [key for (key,) in self._db.rows("SELECT id FROM articles ORDER BY id")]
        return [key for (key,) in self._db.rows("SELECT id FROM articles WHERE path = ?", (path,))]

    def path_of(self, article_id: str) -> str | None:
        """Return the file an article was read from, or None when there is no such article."""
        path: str | None = self._db.value("SELECT path FROM articles WHERE id = ?", (article_id,))
        return path

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article."""
        found = self._db.value("SELECT removed FROM articles WHERE id = ?", (article_id,))
        return tuple(Removed(*pair) for pair in json.loads(found or "[]"))

    def story(self, article_id: str) -> list[str]:
        """Return the ids of all articles that tell the same story as this one, itself included."""
        query = "SELECT id FROM articles WHERE story = (SELECT story FROM articles WHERE id = ?) ORDER BY id"
        return [key for (key,) in self._db.rows(query, (article_id,))]

    def passages(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return the indexed ones of these passages, in no particular order."""
        return list(self._passages("state = 'indexed' AND passages.id IN ({})", passage_ids))

    def _passages(self, clause: str, keys: Sequence[str]) -> Iterator[StoredPassage]:
        query = (
            f"SELECT passages.id, start, end, sentences, story, {_ARTICLE} "
            "FROM passages JOIN articles ON articles.id = article_id WHERE {} ORDER BY passages.row"
        )
        for start in range(0, len(keys), 500):  # SQLite limits the values of a query
            some = keys[start : start + 500]
            for passage_id, first, last, sentences, story, *article in self._db.rows(
                query.format(clause.format(_marks(some))), some
            ):
                passage = Passage(passage_id, article[0], first, last, _from_json(sentences))
                yield StoredPassage(passage, Article(*article), story)

    def passage_ids(self, state: State) -> set[str]:
        """Return the ids of all passages of articles in that state: of the indexed ones, each should have a vector."""
        query = "SELECT passages.id FROM passages JOIN articles ON articles.id = article_id WHERE state = ?"
        return {key for (key,) in self._db.rows(query, (state,))}

    def some_passage_ids(self, count: int) -> list[str]:
        """Return the ids of about `count` passages that should have a vector, from all over the catalog."""
        most = self._db.value("SELECT max(row) FROM passages") or 0
        rows = [1 + most * number // count for number in range(count)]
        query = "SELECT id FROM passages WHERE row >= ? ORDER BY row LIMIT 1"
        found = {self._db.value(query, (row,)) for row in rows}
        return [stored.passage.id for stored in self.passages(list(found - {None}))]

    def count_articles(self) -> int:
        """Count the articles, pending ones included."""
        return int(self._db.value("SELECT count(*) FROM articles"))

    def has_indexed_passages(self) -> bool:
        """Tell whether any passage should have a vector; quick, since it is asked before every question."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM passages JOIN articles ON articles.id = article_id WHERE state = 'indexed')"
        )
        return bool(self._db.value(query))

    def count_passages(self, state: State) -> int:
        """Count the passages of articles in that state."""
        query = "SELECT count(*) FROM passages JOIN articles ON articles.id = article_id WHERE state = ?"
        return int(self._db.value(query, (state,)))

    def faults(self) -> list[str]:
        """Return what SQLite's own integrity checks find wrong; empty when all is well."""
        try:
            found = [text for (text,) in self._db.rows("PRAGMA integrity_check") if text != "ok"]
            self.keywords.check()
        except LibraryDamaged as error:
            return [str(error.__cause__)]
        return found


def digest(read: ReadArticle) -> str:
    """Fingerprint all of an article but the place it was read from."""
    content = asdict(read)
    del content["article"]["path"]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _to_json(sentences: Sequence[Sentence]) -> str:
    """Write each sentence as [start, end, time, …], a time as [start, end, first, last]."""
    flat = [[one.start, one.end, *map(astuple, one.times)] for one in sentences]
    return json.dumps(flat, separators=(",", ":"))


def _from_json(sentences: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(start, end, tuple(Time(*time) for time in times)) for start, end, *times in json.loads(sentences)
    )
