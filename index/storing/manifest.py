"""Which files the articles were read from, so that a sync reads only what changed.

A file is unchanged when its size, its times and its number in the file system agree with what was recorded after it
had been read without fault, or else its digest; it has moved when a file with the same bytes is gone. Times are not
trusted for files that were changed just before they were read, as in git (https://git-scm.com/docs/racy-git).
"""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.reading import FoundFile
from index.storing.database import Database

FILES = """
CREATE TABLE files (
    path TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    digest TEXT, as_is INTEGER NOT NULL, ctime_ns INTEGER, inode TEXT, not_read TEXT) WITHOUT ROWID;
"""
_ADDED = ("ctime_ns INTEGER", "inode TEXT", "not_read TEXT")  # to an older table, by the next sync
_THIS_SYNC = """
DROP TABLE IF EXISTS temp.found;
DROP TABLE IF EXISTS temp.read;
CREATE TEMP TABLE found (
    path TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, inode TEXT NOT NULL, as_is INTEGER NOT NULL,
    to_read INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;
CREATE TEMP TABLE read (article_id TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;
"""

BELOW = "(path = ? OR (path >= ? AND path < ?))"  # a condition: at or below a path
JUST_NOW_NS = 2_000_000_000  # the coarsest clock among file systems (FAT) ticks every two seconds


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file to read; `name` is what its articles' ids start from, and stays when the file moves."""

    path: str
    name: str
    size: int
    mtime_ns: int  # -1 if it was changed too lately to tell a later change by
    ctime_ns: int
    inode: str
    as_is: bool

    def read_digest(self) -> str | None:
        """Fingerprint what the file holds; None for what can't be read, as reading it will tell."""
        try:
            if not Path(self.path).is_file():  # a pipe would be waited for
                return None
            with open(self.path, "rb") as opened:
                return hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError:
            return None


class Manifest:
    """The table of files in a catalog, and temporary ones of what the sync under way has found and read."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._scope: Sequence[Path] = ()
        self._library = Path()

    # What this sync finds and reads

    def begin(self, scope: Sequence[Path], library: Path) -> None:
        """Forget what an earlier sync has found and read; this one mirrors the files at or below `scope`.

        But for those in the `library`'s own folder, where people's files lie that came through the page: a folder of
        articles may hold it, hidden, and its syncs do not look there.
        """
        self._scope, self._library = scope, library
        known = self._db.column("SELECT name FROM pragma_table_info('files')")
        for column in _ADDED:
            if column.split()[0] not in known:
                self._db.execute(f"ALTER TABLE files ADD COLUMN {column}")
        for statement in _THIS_SYNC.split(";\n"):
            self._db.execute(statement)

    def note_found(self, files: Iterable[FoundFile], *, as_is: bool) -> None:
        """Take down the files that lie on the disk."""
        self._db.execute_many(
            "INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            ((str(one.path), one.name, one.size, one.mtime_ns, one.ctime_ns, one.inode, as_is) for one in files),
        )

    def known(self, files: Sequence[FoundFile]) -> list[FoundFile]:
        """Return those that are as they were when they were last read without fault."""
        query = "SELECT path, size, mtime_ns, ctime_ns, inode FROM files WHERE digest IS NOT NULL AND path IN ({})"
        as_read = set(self._db.rows_of(query, [str(one.path) for one in files]))
        return [one for one in files if (str(one.path), one.size, one.mtime_ns, one.ctime_ns, one.inode) in as_read]

    def note_elsewhere(self) -> None:
        """Take down as found also those recorded files outside of what was walked that still exist."""
        rows = self._db.rows("SELECT path, name, as_is FROM files WHERE path NOT IN (SELECT path FROM found)")
        for path, name, as_is in list(rows):
            with suppress(OSError):
                self.note_found([FoundFile.at(Path(path), name)], as_is=as_is)

    def is_gone(self, path: str) -> bool:
        """Tell whether a file is no more: missed by this sync, or missing from a folder that still holds others.

        A folder that is missing or empty may be that of a disk which is not there today.
        """
        if self._is_mirrored(path) and any(Path(path).is_relative_to(root) for root in self._scope):
            return self._db.value("SELECT 1 FROM found WHERE path = ?", (path,)) is None
        return _is_missing(Path(path)) and _holds_something(Path(path).parent)

    def pass_over_unchanged(self) -> int:
        """Leave out the found files that need not be read again; return the number of their articles."""
        self._db.execute(
            "UPDATE found SET to_read = 0 FROM files WHERE files.path = found.path AND files.size = found.size"
            " AND files.mtime_ns = found.mtime_ns AND files.ctime_ns = found.ctime_ns AND files.inode = found.inode"
            " AND files.as_is = found.as_is AND files.digest IS NOT NULL"
        )
        return self._db.number("SELECT count(DISTINCT id) FROM found JOIN articles USING (path) WHERE NOT to_read")

    def bytes_to_read(self) -> int:
        """Sum up the sizes of the files to read."""
        return self._db.number("SELECT sum(size) FROM found WHERE to_read")

    def is_to_read(self, path: str) -> bool:
        """Tell whether a file has been found and not been read yet."""
        return bool(self._db.value("SELECT to_read FROM found WHERE path = ?", (path,)))

    def to_read(self) -> Iterator[ChangedFile]:
        """Yield the found files to read, by path, each with the name it is known by or a free one."""
        columns = "path, name, size, mtime_ns, ctime_ns, inode, as_is"
        next_one = f"SELECT {columns} FROM found WHERE to_read AND path > ? ORDER BY path LIMIT 1"
        path = ""
        while row := self._db.row(next_one, (path,)):
            path, name, size, mtime_ns, ctime_ns, inode, as_is = row
            known = self._db.text("SELECT name FROM files WHERE path = ?", (path,))
            holder = self._db.text("SELECT path FROM files WHERE name = ?", (name,))
            free = name if holder is None or self.is_gone(holder) else path.lstrip("/")
            is_settled = max(mtime_ns, ctime_ns) < time.time_ns() - JUST_NOW_NS
            yield ChangedFile(path, known or free, size, mtime_ns if is_settled else -1, ctime_ns, inode, bool(as_is))
            self._db.execute("UPDATE found SET to_read = 0 WHERE path = ?", (path,))

    def note_read(self, article_id: str, path: str) -> None:
        """Take down an article that this sync has read."""
        self._db.execute("INSERT INTO read VALUES (?, ?)", (article_id, path))

    def read_from(self, article_id: str) -> str | None:
        """Return the file from which this sync has read an article, or None."""
        return self._db.text("SELECT path FROM read WHERE article_id = ?", (article_id,))

    def unread_articles(self, path: str | None = None) -> list[str]:
        """Return the ids of the articles, all or those known by a path, that this sync has not read."""
        unread = "SELECT DISTINCT id FROM articles WHERE NOT EXISTS (SELECT 1 FROM read WHERE article_id = id)"
        return self._db.column(unread) if path is None else self._db.column(f"{unread} AND path = ?", (path,))

    # What is known from earlier ones

    def known_as(self, file: ChangedFile, digest: str) -> str | None:
        """Return the path that a file with these bytes, read in the same way, was last read by without fault, or None.

        That is the file's own, or for a file that is not known, that of one that is no more.
        """
        if known := self._db.row("SELECT digest, as_is FROM files WHERE path = ?", (file.path,)):
            return file.path if known == (digest, file.as_is) else None
        query = "SELECT path FROM files WHERE digest = ? AND as_is = ? AND path NOT IN (SELECT path FROM found)"
        paths = self._db.column(f"{query} ORDER BY path", (digest, file.as_is))
        return next((path for path in paths if _is_missing(Path(path))), None)

    def record(self, file: ChangedFile, digest: str | None, not_read: Mapping[str, int]) -> None:
        """Record a file as it was when it was read; a `digest` of None has it read again by the next sync.

        `not_read` counts by kind what in it is of no kind that is read.
        """
        self._db.execute("DELETE FROM files WHERE path = ? OR name = ?", (file.path, file.name))
        values = (file.path, file.name, file.size, file.mtime_ns, digest, file.as_is, file.ctime_ns, file.inode)
        counted = json.dumps(not_read) if not_read else None
        self._db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, counted))

    def not_read(self) -> Counter[str]:
        """Count by kind what in the files that this sync has found is of no kind that is read."""
        query = "SELECT not_read FROM files WHERE not_read IS NOT NULL AND path IN (SELECT path FROM found)"
        return sum((Counter(json.loads(counted)) for counted in self._db.column(query)), Counter[str]())

    def move(self, old: str, file: ChangedFile) -> None:
        """Say that a file lies elsewhere now, or has got another time; its name stays."""
        values = (file.path, file.size, file.mtime_ns, file.ctime_ns, file.inode, old)
        assign = "path = ?, size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?"
        self._db.execute(f"UPDATE files SET {assign} WHERE path = ?", values)

    def distrust(self, path: str) -> None:
        """Have a file read again, whatever it looks like, until it has been read to its end."""
        self._db.execute("UPDATE files SET digest = NULL WHERE path = ?", (path,))

    def forget(self, path: str) -> None:
        """Drop a file that is no more."""
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))

    def gone(self) -> list[str]:
        """Return the paths that files or articles are known by and that this sync should have found."""
        known = "SELECT path FROM files UNION SELECT DISTINCT path FROM articles"
        query = f"SELECT path FROM ({known}) WHERE {BELOW} AND path NOT IN (SELECT path FROM found)"
        missed = {path for root in self._scope for path in self._db.column(query, below(root))}
        return sorted(filter(self._is_mirrored, missed))

    def _is_mirrored(self, path: str) -> bool:
        is_apart = Path(path).is_relative_to(self._library)
        return not is_apart or any(root.is_relative_to(self._library) for root in self._scope)


def below(root: Path) -> tuple[str, str, str]:
    """Return the values of `BELOW`."""
    folder = str(root).rstrip("/")
    return str(root), f"{folder}/", f"{folder}0"  # 0 is the character after /


def _is_missing(file: Path) -> bool:
    """Tell whether there is surely no such file; what can't be looked at may exist."""
    try:
        file.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError | NotADirectoryError)
    return False


def _holds_something(folder: Path) -> bool:
    try:
        return next(folder.iterdir(), None) is not None
    except OSError:
        return False
