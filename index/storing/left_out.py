"""What a sync leaves out: what could not be read when it was looked at last, and articles that were set aside by hand.

An article that was set aside is kept whole, as its file has it, and no sync takes it up again until it is brought back;
when its file no longer holds it, there is nothing left to bring back.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.reading import Article, ReadArticle, Removed, Skipped
from index.storing.database import Database
from index.storing.manifest import BELOW, below

LEFT_OUT = """
CREATE TABLE IF NOT EXISTS faults (path TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (path, reason)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS set_aside (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, title TEXT NOT NULL, source TEXT, published TEXT, since REAL NOT NULL,
    whole TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS set_aside_by_path ON set_aside (path);
"""


@dataclass(frozen=True, slots=True)
class SetAside:
    """What a list shows of an article that was set aside."""

    id: str
    title: str
    source: str | None
    published: str | None
    path: str  # of its file


class LeftOut:
    """The tables of what is left out. An older catalog may lack them; then nothing is."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # What could not be read

    def note(self, faults: Iterable[Skipped]) -> None:
        """Take down what could not be read."""
        rows = ((str(fault.path), fault.reason) for fault in faults)
        self._db.execute_many("INSERT OR IGNORE INTO faults VALUES (?, ?)", rows)

    def forget_faults(self, scope: Sequence[Path]) -> None:
        """Forget what could not be read at or below some paths."""
        self._db.execute_many(f"DELETE FROM faults WHERE {BELOW}", map(below, scope))

    def faults(self) -> list[Skipped]:
        """Return what could not be read."""
        rows = self._db.rows("SELECT path, reason FROM faults ORDER BY path, reason") if self._db.has("faults") else ()
        return [Skipped(Path(path), reason) for path, reason in rows]

    # What was set aside

    def keep(self, read: ReadArticle) -> None:
        """Keep an article that is set aside."""
        article = read.article
        row = (article.id, article.path, article.title, article.source, article.published, time.time(), _written(read))
        self._db.execute("INSERT OR REPLACE INTO set_aside VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def take_up(self, read: ReadArticle) -> bool:
        """Keep an article as it was just read if it is one that was set aside; tell whether it is.

        One of another file has got the name that the file of that one had, which is no more.
        """
        path = self.path_of(read.article.id)
        if path == read.article.path:
            self.keep(read)
        elif path is not None:
            self.drop(read.article.id)
        return path == read.article.path

    def path_of(self, article_id: str) -> str | None:
        """Return the file of an article that was set aside, or None."""
        return self._db.text("SELECT path FROM set_aside WHERE id = ?", (article_id,))

    def get(self, article_id: str) -> ReadArticle | None:
        """Return an article that was set aside, or None."""
        if not self._db.has("set_aside"):
            return None
        written = self._db.text("SELECT whole FROM set_aside WHERE id = ?", (article_id,))
        return read_aside(written) if written else None

    def drop(self, article_id: str) -> None:
        """Say that an article is not set aside any more."""
        self._db.execute("DELETE FROM set_aside WHERE id = ?", (article_id,))

    def move(self, old: str, new: str) -> None:
        """Say that the articles of a file lie elsewhere now."""
        self._db.execute("UPDATE set_aside SET path = ? WHERE path = ?", (new, old))

    def drop_unread(self, path: str) -> None:
        """Forget the articles that a file was known to hold, and from which the sync under way has not read them."""
        unread = "NOT EXISTS (SELECT 1 FROM read WHERE article_id = id)"
        self._db.execute(f"DELETE FROM set_aside WHERE path = ? AND {unread}", (path,))

    def set_aside(self) -> list[SetAside]:
        """Return the articles that were set aside, the latest first."""
        query = "SELECT id, title, source, published, path FROM set_aside ORDER BY since DESC"
        return [SetAside(*row) for row in self._db.rows(query)] if self._db.has("set_aside") else []

    def count_set_aside(self, scope: Sequence[Path]) -> int:
        """Count the articles that were set aside and whose files lie at or below some paths."""
        query = f"SELECT count(*) FROM set_aside WHERE {BELOW}"
        return sum(self._db.number(query, below(root)) for root in scope)


def _written(read: ReadArticle) -> str:
    return json.dumps(asdict(read), ensure_ascii=False)


def read_aside(written: str) -> ReadArticle:
    """Return an article as it was kept; raises `ValueError`, `TypeError` or `KeyError` for what was spoilt."""
    told = json.loads(written)
    return ReadArticle(Article(**told["article"]), tuple(Removed(**one) for one in told["removed"]))
