"""The catalog: articles, their passages and a keyword index, in one SQLite file. The source of truth.

Every change is one transaction. An article is `pending` until its vectors are stored, and only `indexed` articles
are found. A new version of an article that is found is a second row of the same id: the old one is found until the
vectors of the new one are stored, and then goes in the transaction that makes the new one `indexed`. Vectors that no
passage needs any more are remembered in `stale_vectors` by the transaction that makes them so, until they are deleted;
a crash in between loses and doubles nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from index.embedding.passages import Passage
from index.errors import LibraryDamaged
from index.reading.articles import Article, ReadArticle
from index.reading.cleaning import Removed
from index.scope import days_spoken_of
from index.storing.backlog import Unfinished
from index.storing.columns import ARTICLE, columns_of, digest, removed_of, sentences_from_json, sentences_to_json
from index.storing.database import Database
from index.storing.keywords import Keywords
from index.storing.manifest import Manifest
from index.storing.schema import SCHEMA, SCHEMA_VERSION
from index.storing.spelling import Spelling
from index.storing.stories import Stories

CATALOG = "catalog.sqlite3"  # the name of its file
MOST_VALUES = 500  # SQLite limits the values of a query

_OLDER, _NEWER = "state", "state DESC"  # of two versions, the one that is found is the older

T = TypeVar("T")
Cut = Callable[[Article], Sequence[Passage]]
State = Literal["pending", "indexed"]
Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the article it stands in, and the story that article tells (see `index.storing.stories`)."""

    passage: Passage
    article: Article
    story: str


class Catalog:
    """The SQLite file of a library.

    `files` says where its articles were read from, `unfinished` what is still to be read, `keywords` finds passages by
    their words, and `spelling` mends those of a question.
    """

    def __init__(self, file: Path) -> None:
        """Open or create the catalog; raises `LibraryDamaged` or, for that of another version, `LibraryMismatch`."""
        self._db = Database(file, SCHEMA, SCHEMA_VERSION)
        self.files = Manifest(self._db)
        self.unfinished = Unfinished(self._db)
        self.keywords = Keywords(self._db)
        self.spelling = Spelling(self._db)
        self._stories = Stories(self._db)

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
        """Add an article, or update it if anything in it changed; then it is pending, and its old version is found.

        What is pending goes when the article is as it was before. `anew` stores it whether it has changed or not, and
        removes the old version at once.
        """
        article, content = read.article, digest(read)
        with self.transaction():
            query = "SELECT row, state, digest FROM articles WHERE id = ?"
            known = {state: (row, digest) for row, state, digest in self._db.rows(query, (article.id,))}
            newest = known.get("pending") or known.get("indexed")
            if newest:
                self._db.execute(
                    "UPDATE articles SET path = ?1 WHERE id = ?2 AND path != ?1", (article.path, article.id)
                )
            if newest and newest[1] == content and not anew:
                return "unchanged"
            for state, (row, _) in known.items():
                if anew or state == "pending":
                    self._remove_version(row)
            if not anew and "indexed" in known and known["indexed"][1] == content:
                return "unchanged"
            self._insert(read, cut(article))
        return "added" if not newest else "unchanged" if newest[1] == content else "updated"

    def _insert(self, read: ReadArticle, passages: Sequence[Passage]) -> None:
        article = read.article
        columns = columns_of(read) | {"state": "pending"}
        names = ", ".join(columns)
        sql = f"INSERT INTO articles ({names}) VALUES ({_marks(columns)})"
        version = self._db.insert(sql, list(columns.values()))
        self.spelling.add(f"{article.title}\n{article.text}")
        for passage in passages:
            spoken = days_spoken_of(passage.times)
            times = (spoken.first, spoken.last) if spoken else (None, None)
            row = self._db.insert(
                "INSERT INTO passages (id, article, start, end, sentences, first_time, last_time)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (passage.id, version, passage.start, passage.end, sentences_to_json(passage.sentences), *times),
            )
            self.keywords.add(row, article.title, article.text[passage.start : passage.end])
            self._db.execute("DELETE FROM stale_vectors WHERE passage_id = ?", (passage.id,))

    def remove(self, article_id: str) -> bool:
        """Remove an article, in all its versions; tell whether it was there."""
        with self.transaction():
            versions = [row for (row,) in self._db.rows("SELECT row FROM articles WHERE id = ?", (article_id,))]
            for row in versions:
                self._remove_version(row)
        return bool(versions)

    def _remove_version(self, version: int) -> None:
        """Remove a version of an article, and all that is known of it alone."""
        article_id, title, text = self._db.row("SELECT id, title, text FROM articles WHERE row = ?", (version,))
        passages = list(self._db.rows("SELECT row, id, start, end FROM passages WHERE article = ?", (version,)))
        for row, _, start, end in passages:
            self.keywords.remove(row, title, text[start:end])
        self._db.execute("DELETE FROM passages WHERE article = ?", (version,))
        self._db.execute_many(
            "INSERT OR IGNORE INTO stale_vectors SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM passages WHERE id = ?1)",
            [(passage_id,) for _, passage_id, *_ in passages],
        )
        self._stories.leave(article_id, version)
        self.spelling.remove(f"{title}\n{text}")
        self._db.execute("DELETE FROM articles WHERE row = ?", (version,))

    def recut(self, article_id: str, cut: Cut) -> None:
        """Cut an article anew, as it was stored last; for another embedding model or cutter."""
        if found := self._version(article_id, "removed", _NEWER):
            removed, *article = found
            self.store(ReadArticle(Article(*article), removed_of(removed)), cut, anew=True)

    def move(self, old: str, new: str) -> int:
        """Say that the articles of a file lie elsewhere now; return how many they are."""
        moved = len(self.article_ids(old))
        self._db.execute("UPDATE articles SET path = ? WHERE path = ?", (new, old))
        return moved

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
        return list(self._passages("articles.row IN ({})", chosen))

    def make_indexed(self, article_ids: Iterable[str]) -> None:
        """Say that the vectors of the pending versions of these articles are stored: they take the old ones' place."""
        with self.transaction():
            for article_id in article_ids:
                old = self._db.value("SELECT row FROM articles WHERE id = ? AND state = 'indexed'", (article_id,))
                if old is not None:
                    self._remove_version(old)
                self._db.execute("UPDATE articles SET state = 'indexed' WHERE id = ?", (article_id,))
                self._stories.join(article_id)

    def make_pending(self, passage_ids: Iterable[str]) -> None:
        """Make the articles pending that these passages stand in; one that has a new version waits for that."""
        query = "SELECT DISTINCT article FROM passages JOIN articles ON articles.row = article WHERE state = 'indexed'"
        with self.transaction():
            versions: set[int] = set()
            for some in _parts(list(passage_ids)):
                versions.update(row for (row,) in self._db.rows(f"{query} AND passages.id IN ({_marks(some)})", some))
            for version in versions:
                sql = "UPDATE OR IGNORE articles SET state = 'pending' WHERE row = ?"
                if not self._db.execute(sql, (version,)):
                    self._remove_version(version)

    def note_stale(self, passage_ids: Iterable[str]) -> None:
        """Say that no passage needs these vectors."""
        self._db.execute_many("INSERT OR IGNORE INTO stale_vectors VALUES (?)", [(key,) for key in passage_ids])

    def stale_vectors(self) -> list[str]:
        """Return the ids of passages that are gone and whose vectors must go."""
        return [key for (key,) in self._db.rows("SELECT passage_id FROM stale_vectors")]

    def forget_stale(self, passage_ids: Iterable[str]) -> None:
        """Say that these vectors are deleted."""
        self._db.execute_many("DELETE FROM stale_vectors WHERE passage_id = ?", [(key,) for key in passage_ids])

    # Look-up

    def article(self, article_id: str) -> Article | None:
        """Return one article as it is found, or as it will be when its vectors are stored; None if there is none."""
        found = self._version(article_id, "row", _OLDER)
        return Article(*found[1:]) if found else None

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id, as `article` returns them."""
        before = None
        for row in self._db.rows(f"SELECT {ARTICLE} FROM articles ORDER BY id, {_OLDER}"):
            article = Article(*row)
            if article.id != before:
                yield article
            before = article.id

    def _version(self, article_id: str, column: str, order: str) -> tuple[Any, ...] | None:
        """Return a column and the article, of one of its versions; None if there is none."""
        query = f"SELECT {column}, {ARTICLE} FROM articles WHERE id = ? ORDER BY {order} LIMIT 1"
        found: tuple[Any, ...] | None = self._db.row(query, (article_id,))
        return found

    def article_ids(self, path: str | None = None) -> list[str]:
        """Return the ids of all articles, or of those read from one file."""
        if path is None:
            return [key for (key,) in self._db.rows("SELECT DISTINCT id FROM articles ORDER BY id")]
        return [key for (key,) in self._db.rows("SELECT DISTINCT id FROM articles WHERE path = ?", (path,))]

    def path_of(self, article_id: str) -> str | None:
        """Return the file an article was read from, or None when there is no such article."""
        path: str | None = self._db.value("SELECT path FROM articles WHERE id = ?", (article_id,))
        return path

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, as `article` returns it."""
        found = self._version(article_id, "removed", _OLDER)
        return removed_of(found[0]) if found else ()

    def story(self, article_id: str) -> list[str]:
        """Return the ids of all articles that tell the same story as this one, itself included; none of a new one."""
        query = (
            "SELECT DISTINCT id FROM articles WHERE story = (SELECT max(story) FROM articles WHERE id = ?) ORDER BY id"
        )
        return [key for (key,) in self._db.rows(query, (article_id,))]

    def passages(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return the indexed ones of these passages, in no particular order."""
        return list(self._passages("state = 'indexed' AND passages.id IN ({})", passage_ids))

    def _passages(self, clause: str, keys: Sequence[str] | Sequence[int]) -> Iterator[StoredPassage]:
        query = (
            f"SELECT passages.id, start, end, sentences, coalesce(story, articles.id), {ARTICLE} "
            "FROM passages JOIN articles ON articles.row = article WHERE {} ORDER BY passages.row"
        )
        for some in _parts(keys):
            for passage_id, first, last, sentences, story, *article in self._db.rows(
                query.format(clause.format(_marks(some))), some
            ):
                passage = Passage(passage_id, article[0], first, last, sentences_from_json(sentences))
                yield StoredPassage(passage, Article(*article), story)

    def passage_ids(self, state: State) -> set[str]:
        """Return the ids of all passages of articles in that state: of the indexed ones, each should have a vector."""
        query = "SELECT passages.id FROM passages JOIN articles ON articles.row = article WHERE state = ?"
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
        return int(
            self._db.value(
                "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM articles AS new WHERE state = 'pending'"
                " AND EXISTS (SELECT 1 FROM articles AS old WHERE old.id = new.id AND old.state = 'indexed'))"
            )
        )

    def count_pending(self) -> int:
        """Count the articles that wait for their vectors, as new ones or with a new version."""
        return int(self._db.value("SELECT count(*) FROM articles WHERE state = 'pending'"))

    def has_indexed_passages(self) -> bool:
        """Tell whether any passage should have a vector; quick, since it is asked before every question."""
        query = "SELECT EXISTS (SELECT 1 FROM passages JOIN articles ON articles.row = article WHERE state = 'indexed')"
        return bool(self._db.value(query))

    def count_passages(self, state: State) -> int:
        """Count the passages of articles in that state."""
        query = "SELECT count(*) FROM passages JOIN articles ON articles.row = article WHERE state = ?"
        return int(self._db.value(query, (state,)))

    def faults(self) -> list[str]:
        """Return what SQLite's own integrity checks find wrong; empty when all is well."""
        try:
            found = [text for (text,) in self._db.rows("PRAGMA integrity_check") if text != "ok"]
            self.keywords.check()
        except LibraryDamaged as error:
            return [str(error.__cause__)]
        return found


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), MOST_VALUES):
        yield values[start : start + MOST_VALUES]
