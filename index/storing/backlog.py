"""What waits to be read: a sync that was cut off leaves files that it never came to, and articles without vectors.

A sync notes what it is about to read, and strikes out each file in the transaction that records it as read; so what is
left after a kill, at whatever moment, is what it had still to do.
"""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.storing.database import Database
from index.storing.manifest import BELOW, below

UNREAD = """
CREATE TABLE unread (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE unfinished (path TEXT PRIMARY KEY, as_is INTEGER NOT NULL) WITHOUT ROWID;
"""

_RUN = "; run: "
_UNDER_WAY = "a sync is under way, ask again when it is done"
_CUT_OFF = "The last sync did not come to its end"
_LINE = re.compile(
    r"(?:(?:(?P<articles>[\d,]+) of (?P<of>[\d,]+) articles?)?(?: and )?(?:(?P<files>[\d,]+) files?)? waits? to be read"
    rf"|(?i:{_CUT_OFF}))(?:{_RUN}onrecord sync |; {_UNDER_WAY})|(?i:{_UNDER_WAY})"
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A path that a sync was given and did not come to the end of; `as_is` if it was to be taken without cleaning."""

    path: str
    as_is: bool = False


@dataclass(frozen=True, slots=True)
class Backlog:
    """What the answers do not know yet; false when nothing waits.

    `articles`, `of` all there are, have been read and wait for their vectors; they are found as they were before, if
    they were. `files` have still to be read, below `paths`, to whose end the last sync of each did not come; what is
    gone from there is still found. `library` is the folder that holds it all. A sync that `is_under_way`, in any
    process, may be reading them.
    """

    articles: int = 0
    of: int = 0
    files: int = 0
    paths: tuple[Unread, ...] = ()
    library: str = ""
    is_under_way: bool = False

    def __bool__(self) -> bool:
        return bool(self.articles or self.files or self.paths)

    def __str__(self) -> str:
        """Return one line that names what to do, empty when nothing waits and no sync is under way."""
        if self.is_under_way and not self.what:
            return _UNDER_WAY.capitalize()
        if not self:
            return ""
        verb = "waits" if self.articles + self.files == 1 else "wait"
        what = f"{self.what} {verb} to be read" if self.what else _CUT_OFF
        if self.is_under_way:
            return f"{what}; {_UNDER_WAY}"
        library = f" --library {shlex.quote(self.library)}" if self.library else ""
        commands = []
        for as_is in sorted({one.as_is for one in self.paths} or {False}):
            below = " ".join(shlex.quote(one.path) for one in self.paths if one.as_is == as_is) or "PATH"
            commands.append(f"onrecord sync {below}{' --as-is' if as_is else ''}{library}")
        return f"{what}{_RUN}{'; then: '.join(commands)}"

    @classmethod
    def told_in(cls, line: str) -> "Backlog | None":
        """Return the numbers of a line that `str` returned, which answers are kept with; None for any other line.

        >>> Backlog.told_in(str(Backlog(articles=1, of=9, files=2)))
        Backlog(articles=1, of=9, files=2, paths=(), library='', is_under_way=False)
        """
        if not (read := _LINE.match(line)):
            return None
        articles, of, files = (int((read[name] or "0").replace(",", "")) for name in ("articles", "of", "files"))
        return cls(articles, of, files)

    @property
    def what(self) -> str:
        """What waits in words, empty where no numbers are known."""
        waiting = [f"{self.articles:,} of {_counted(self.of, 'article')}"] if self.articles else []
        waiting += [_counted(self.files, "file")] if self.files else []
        return " and ".join(waiting)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


class Unfinished:
    """The tables of what syncs have still to read."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, scope: Sequence[Path], *, as_is: bool) -> None:
        """Note the files that a sync of `scope` has found and is about to read."""
        with self._db.transaction():
            self.end(scope)
            self._db.execute("INSERT OR IGNORE INTO unread SELECT path FROM found WHERE to_read")
            rows = [(str(path), as_is) for path in scope]
            self._db.execute_many("INSERT OR REPLACE INTO unfinished VALUES (?, ?)", rows)

    def strike_out(self, path: str) -> None:
        """Say that a file has been read."""
        self._db.execute("DELETE FROM unread WHERE path = ?", (path,))

    def end(self, scope: Sequence[Path]) -> None:
        """Say that a sync of `scope` has come to its end."""
        with self._db.transaction():
            for table in ("unread", "unfinished"):
                self._db.execute_many(f"DELETE FROM {table} WHERE {BELOW}", map(below, scope))

    def holds(self, path: Path) -> bool:
        """Tell whether a sync of a path did not come to its end."""
        return bool(self._db.value("SELECT 1 FROM unfinished WHERE path = ?", (str(path),)))

    def backlog(self, articles: int, of: int, library: Path, *, is_under_way: bool) -> Backlog:
        """Return what waits, given how many articles wait for their vectors."""
        files = self._db.number("SELECT count(*) FROM unread")
        rows = self._db.rows("SELECT path, as_is FROM unfinished ORDER BY path")
        paths = tuple(Unread(path, bool(as_is)) for path, as_is in rows)
        return Backlog(articles, of, files, paths, str(library), is_under_way)
