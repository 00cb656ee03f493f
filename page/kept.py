"""The file in the library's folder that holds what people did at the page: asked, judged, measured.

A file of an earlier version is carried on. Where nothing can be written, all of it lasts as long as the page.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index import InputError, LibraryError
from index.storing.database import add_functions

FILE = "conversations.sqlite3"

# What each version of the file added to the one before it. What is here is in people's files: append, change nothing.
_STEPS = (
    """
CREATE TABLE conversation (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, title TEXT NOT NULL, changed REAL NOT NULL,
    is_removed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE turn (
    conversation TEXT NOT NULL REFERENCES conversation (id), number INTEGER NOT NULL, question TEXT NOT NULL,
    filters TEXT NOT NULL, answer TEXT, note TEXT NOT NULL, is_whole INTEGER NOT NULL, run TEXT,
    PRIMARY KEY (conversation, number));
CREATE INDEX conversation_of ON conversation (person, changed)
""",
    """
CREATE TABLE opinion (
    person TEXT NOT NULL, conversation TEXT NOT NULL, number INTEGER NOT NULL, thumb TEXT NOT NULL, note TEXT NOT NULL,
    gold TEXT, changed REAL NOT NULL, PRIMARY KEY (person, conversation, number));
CREATE TABLE evaluation (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, begun REAL NOT NULL, gold TEXT NOT NULL, model TEXT NOT NULL,
    questions INTEGER NOT NULL, scored BLOB NOT NULL);
CREATE INDEX evaluation_of ON evaluation (person, begun)
""",
    "ALTER TABLE evaluation ADD COLUMN is_removed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversation ADD COLUMN removed REAL",
)

_log = logging.getLogger("onrecord")


class Kept:
    """The file, open. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.RLock()
        try:
            self._connection = _open(folder / FILE)
        except sqlite3.OperationalError as error:
            _log.warning("conversations last only as long as the page: %s can't be written (%s)", folder / FILE, error)
            self._connection = _open(":memory:")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Make all changes inside, or none; raises `LibraryError` where they can't be written."""
        try:
            with self._lock:
                self._connection.execute("BEGIN IMMEDIATE")
                with self._connection:  # which commits, or rolls back
                    yield self._connection
        except sqlite3.Error as error:
            raise LibraryError(f"the conversation can't be kept ({error}); see to the disk") from error

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise LibraryError(f"what was kept can't be read ({error}); see to the disk") from error


def _open(where: Path | str) -> sqlite3.Connection:
    if isinstance(where, Path):
        with suppress(OSError):
            where.touch(mode=0o600)  # what people asked is nobody else's
            where.chmod(0o600)
    connection = sqlite3.connect(where, check_same_thread=False, isolation_level=None, timeout=30)
    add_functions(connection)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not version:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")  # raises where nothing can be written
        with connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]  # another may just have made it
            if version not in range(len(_STEPS) + 1):
                raise InputError(f"{where}: made by another version of OnRecord; move it away")
            for statement in ";\n".join(_STEPS[version:]).split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(_STEPS)}")
    except InputError:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise InputError(f"{where}: not what OnRecord keeps conversations in ({error}); move it away") from error
    return connection
