"""The articles of a catalog, in one or two versions: as they are found, and as they will be.

An article is `pending` until its vectors are stored, and only `indexed` articles are found. A new version of an article
that is found is a second row of the same id: the old one is found until the vectors of the new one are stored, and then
goes in the transaction that makes the new one `indexed`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, astuple
from typing import Any, Literal

from index.embedding import Passage
from index.reading import Article, ReadArticle, Removed, days_of
from index.storing.database import Database
from index.storing.near_duplicates import Clusters
from index.storing.notices import Notices
from index.storing.passages import ARTICLE, Passages
from index.storing.spelling import Spelling

# The long columns stand last, so that reading the short ones touches one page. The versions of an article have one
# path, that of the file it was read from last; an article has no story, which is its cluster, before it is indexed.
ARTICLES = """
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'indexed')),
    story TEXT, first_day INTEGER, last_day INTEGER, source_key TEXT,
    title TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    removed TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (id, state));
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX pending_articles ON articles (row) WHERE state = 'pending';
"""

_OLDER, _NEWER = "state", "state DESC"  # of two versions, the one that is found is the older


Cut = Callable[[Article], Sequence[Passage]]
Outcome = Literal["added", "updated", "unchanged"]


class Articles:
    """The table of articles, and what is derived from each of its rows."""

    def __init__(
        self, database: Database, passages: Passages, spelling: Spelling, clusters: Clusters, notices: Notices
    ) -> None:
        self._db = database
        self._passages = passages
        self._spelling = spelling
        self._clusters = clusters
        self._notices = notices

    # Change

    def store(self, read: ReadArticle, cut: Cut, *, anew: bool = False) -> Outcome:
        """Add an article, or update it if anything in it changed; then it is pending, and its old version is found.

        What is pending goes when the article is as it was before. `anew` stores it whether it has changed or not, and
        removes the old version at once.
        """
        article, content = read.article, digest(read)
        with self._db.transaction():
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
            columns = _columns_of(read) | {"state": "pending"}
            sql = f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
            version = self._db.insert(sql, list(columns.values()))
            self._spelling.add(f"{article.title}\n{article.text}")
            self._passages.add(version, article, cut(article))
            self._notices.add(version, article)
        return "added" if not newest else "unchanged" if newest[1] == content else "updated"

    def recut(self, article_id: str, cut: Cut) -> None:
        """Cut an article anew, as it was stored last; for another embedding model or cutter."""
        if read := self.as_read(article_id):
            self.store(read, cut, anew=True)

    def remove(self, article_id: str) -> bool:
        """Remove an article, in all its versions; tell whether it was there."""
        with self._db.transaction():
            versions = self._db.column("SELECT row FROM articles WHERE id = ?", (article_id,))
            for version in versions:
                self._remove_version(version)
        return bool(versions)

    def _remove_version(self, version: int) -> None:
        """Remove a version of an article, and all that is known of it alone."""
        article_id, title, text = self._db.row("SELECT id, title, text FROM articles WHERE row = ?", (version,))
        self._passages.remove(version, title, text)
        self._clusters.leave(article_id, version)
        self._notices.remove(version)
        self._spelling.remove(f"{title}\n{text}")
        self._db.execute("DELETE FROM articles WHERE row = ?", (version,))

    def move(self, old: str, new: str) -> int:
        """Say that the articles of a file lie elsewhere now; return how many they are."""
        moved = self._db.number("SELECT count(DISTINCT id) FROM articles WHERE path = ?", (old,))
        self._db.execute("UPDATE articles SET path = ? WHERE path = ?", (new, old))
        return moved

    def make_indexed(self, article_ids: Iterable[str]) -> None:
        """Say that the vectors of the pending versions of these articles are stored: they take the old ones' place."""
        with self._db.transaction():
            for article_id in article_ids:
                old = self._db.value("SELECT row FROM articles WHERE id = ? AND state = 'indexed'", (article_id,))
                if old is not None:
                    self._remove_version(old)
                self._db.execute("UPDATE articles SET state = 'indexed' WHERE id = ?", (article_id,))
                self._clusters.join(article_id)

    def make_pending(self, passage_ids: Iterable[str]) -> None:
        """Make the articles pending that these passages stand in; one that has a new version waits for that."""
        query = (
            "SELECT article FROM passages JOIN articles ON articles.row = article"
            " WHERE state = 'indexed' AND passages.id IN ({})"
        )
        with self._db.transaction():
            for version in {version for (version,) in self._db.rows_of(query, list(passage_ids))}:
                sql = "UPDATE OR IGNORE articles SET state = 'pending' WHERE row = ?"
                if not self._db.execute(sql, (version,)):
                    self._remove_version(version)

    # Look-up

    def get(self, article_id: str) -> Article | None:
        """Return one article as it is found, or as it will be when its vectors are stored; None if there is none."""
        found = self._version(article_id, "row", _OLDER)
        return Article(*found[1:]) if found else None

    def __iter__(self) -> Iterator[Article]:
        """Yield all articles, by id, as `get` returns them."""
        for *article, _ in self._db.rows(f"SELECT {ARTICLE}, min({_OLDER}) FROM articles GROUP BY id ORDER BY id"):
            yield Article(*article)

    def without_texts(self, after: str, most: int) -> list[Article]:
        """Return the first articles whose ids come after one, by id, as `get` returns them but for their texts."""
        columns = ARTICLE.replace("articles.text", "''")
        query = f"SELECT {columns}, min({_OLDER}) FROM articles WHERE id > ? GROUP BY id ORDER BY id LIMIT ?"
        return [Article(*article) for *article, _ in self._db.rows(query, (after, most))]

    def as_read(self, article_id: str) -> ReadArticle | None:
        """Return one article as it was stored last, with what cleaning took out of it; None if there is none."""
        found = self._version(article_id, "removed", _NEWER)
        return ReadArticle(Article(*found[1:]), removed_of(found[0])) if found else None

    def _version(self, article_id: str, column: str, order: str) -> tuple[Any, ...] | None:
        """Return a column and the article, of one of its versions; None if there is none."""
        query = f"SELECT {column}, {ARTICLE} FROM articles WHERE id = ? ORDER BY {order} LIMIT 1"
        found: tuple[Any, ...] | None = self._db.row(query, (article_id,))
        return found

    def ids(self) -> list[str]:
        """Return the ids of all articles."""
        return self._db.column("SELECT DISTINCT id FROM articles ORDER BY id")

    def path_of(self, article_id: str) -> str | None:
        """Return the file an article was read from, or None when there is no such article."""
        return self._db.text("SELECT path FROM articles WHERE id = ?", (article_id,))

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, as `get` returns it."""
        found = self._version(article_id, "removed", _OLDER)
        return removed_of(found[0]) if found else ()

    def count(self) -> int:
        """Count the articles, pending ones included."""
        return self._db.number(
            "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM articles AS new WHERE state = 'pending'"
            " AND EXISTS (SELECT 1 FROM articles AS old WHERE old.id = new.id AND old.state = 'indexed'))"
        )

    def count_pending(self) -> int:
        """Count the articles that wait for their vectors, as new ones or with a new version."""
        return self._db.number("SELECT count(*) FROM articles WHERE state = 'pending'")


def digest(read: ReadArticle) -> str:
    """Fingerprint all of an article but the place it was read from."""
    content = asdict(read)
    del content["article"]["path"]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _columns_of(read: ReadArticle) -> dict[str, Any]:
    """Return what is stored of an article, by the names of the columns."""
    article = read.article
    days = days_of(article.published) if article.published else None
    return asdict(article) | {
        "digest": digest(read),
        "first_day": days and days.first,
        "last_day": days and days.last,
        "source_key": article.source.casefold() if article.source else None,
        "removed": json.dumps([astuple(removed) for removed in read.removed], ensure_ascii=False),
    }


def removed_of(column: str | None) -> tuple[Removed, ...]:
    """Read what cleaning took out of an article."""
    return tuple(Removed(*pair) for pair in json.loads(column or "[]"))
