"""What waits to be read: a sync that was cut off leaves files that it never came to, and articles without vectors.

A sync notes what it is about to read, and strikes out each file in the transaction that records it as read; so what is
left after a kill, at whatever moment, is what it had still to do.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.database import Database

UNREAD = """
CREATE TABLE unread (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE unfinished (path TEXT PRIMARY KEY, as_is INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What the answers do not know yet; false when nothing waits.

    `articles`, `of` all there are, have been read and wait for their vectors; they are found as they were before, if
    they were. `files` are those that the last sync of `paths` had still to read, `as_is` or not.
    """

    articles: int = 0
    of: int = 0
    files: int = 0
    paths: tuple[str, ...] = ()
    as_is: bool = False

    def __bool__(self) -> bool:
        return bool(self.articles or self.files)

    def __str__(self) -> str:
        """Return one line that names the command to run, empty when nothing waits."""
        if not self:
            return ""
        waiting = [f"{self.articles:,} of {_counted(self.of, 'article')}"] if self.articles else []
        waiting += [_counted(self.files, "file")] if self.files else []
        verb = "waits" if self.articles + self.files == 1 else "wait"
        paths = " ".join(map(shlex.quote, self.paths)) or "PATH"
        option = " --as-is" if self.as_is else ""
        return f"{' and '.join(waiting)} {verb} to be read; run: onrecord sync {paths}{option}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


class Unfinished:
    """The tables of what syncs have still to read."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, scope: Sequence[Path], *, as_is: bool) -> None:
        """Note the files that a sync of `scope` has found and is about to read."""
        with self._db.transaction():
            self._clear(scope)
            self._db.execute("INSERT OR IGNORE INTO unread SELECT path FROM found WHERE to_read")
            rows = [(str(path), as_is) for path in scope]
            self._db.execute_many("INSERT OR REPLACE INTO unfinished VALUES (?, ?)", rows)

    def strike_out(self, path: str) -> None:
        """Say that a file has been read."""
        self._db.execute("DELETE FROM unread WHERE path = ?", (path,))

    def end(self, scope: Sequence[Path]) -> None:
        """Say that a sync of `scope` has come to its end."""
        with self._db.transaction():
            self._clear(scope)

    def _clear(self, scope: Sequence[Path]) -> None:
        for root in scope:
            below = f"{str(root).rstrip('/')}/"
            for table in ("unread", "unfinished"):
                self._db.execute(
                    f"DELETE FROM {table} WHERE path = ? OR (path >= ? AND path < ?)",
                    (str(root), below, f"{below[:-1]}0"),  # 0 is the character after /
                )

    def backlog(self, articles: int, of: int) -> Backlog:
        """Return what waits, given how many articles wait for their vectors."""
        files = int(self._db.value("SELECT count(*) FROM unread"))
        rows = list(self._db.rows("SELECT path, as_is FROM unfinished ORDER BY path"))
        return Backlog(articles, of, files, tuple(path for path, _ in rows), any(as_is for _, as_is in rows))
