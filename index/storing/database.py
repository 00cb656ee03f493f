"""One SQLite file for many threads: a connection for each, transactions that nest, and errors that name the fix."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import LibraryDamaged, LibraryError, LibraryMismatch
from index.plain_text import searchable
from index.read_only import TemporaryCopy, is_read_only, state_of

WAIT_S = 30  # for another connection's transaction
MOST_KEYS = 500  # SQLite limits the values of a query

_CAN_NOT_WRITE = ("SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR")
# What SQLite's messages say when the file itself is not what it should be.
_DAMAGE = ("malformed", "not a database", "corrupt", "no such table", "no such column", "vtable constructor failed")


def add_functions(connection: sqlite3.Connection) -> None:
    """Add what lists are searched and sorted by: `has_words(text, words)`, and `searchable(text)` of a text or NULL.

    The words that a text has are given `searchable`, and each stands somewhere in it.
    """
    connection.create_function("has_words", 2, _has_words, deterministic=True)
    connection.create_function("searchable", 1, lambda text: searchable(text or ""), deterministic=True)


def _has_words(text: str, words: str) -> bool:
    said = searchable(text)
    return all(word in said for word in _split(words))


_split = lru_cache(1)(str.split)  # asked of each row


class Database:
    """An SQLite file with a schema. Readers see the last commit, even while another thread or process writes.

    Where nothing can be written, it can still be read. Another file that is put in its place is taken up by the next
    statement of each thread, but for those inside of a transaction.
    """

    _is_made = False

    def __init__(self, file: Path, schema: str, version: int) -> None:
        """Open or create the file; `version` numbers the schema, whose statements end with a semicolon and newline.

        Raises `LibraryMismatch` for a file of another version, `LibraryError` for one that can't be used.
        """
        self._file, self._log, self._version = file, Path(f"{file}-wal"), version
        self._here = threading.local()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._copy = TemporaryCopy(file)  # of a file that can't be read where it lies
        if self.value("PRAGMA user_version") == 0:
            with self.transaction():
                if not self.value("SELECT count(*) FROM sqlite_master"):  # else made just now, or long ago
                    for statement in schema.split(";\n"):
                        self.execute(statement)
                    self.execute(f"PRAGMA user_version = {version}")
        self._is_made = True
        self._check_version(self._connection)

    def _check_version(self, connection: sqlite3.Connection) -> None:
        if connection.execute("PRAGMA user_version").fetchone()[0] != self._version:
            connection.close()
            fix = f"run: onrecord check --repair --library {self._file.parent}"
            raise LibraryMismatch(f"{self._file}: made by another version of OnRecord; {fix}")

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection to the file that is there now."""
        here = self._here
        connection: sqlite3.Connection | None = getattr(here, "connection", None)
        if connection is None or (not connection.in_transaction and here.state != self._state(here.is_frozen)):
            with self._translated():
                here.connection, here.is_frozen, here.state = None, False, self._state(is_frozen=False)
                connection = self._connect()
                if self._is_made:
                    self._check_version(connection)
            with self._lock:
                me = threading.current_thread()
                for thread in [one for one in self._connections if one is me or not one.is_alive()]:
                    self._connections.pop(thread).close()
                self._connections[me] = connection
            here.connection = connection
        return connection

    def _state(self, is_frozen: bool) -> tuple[int, ...]:
        """Return what tells the file from another in its place; of one that was opened as it was, what tells a change.

        Whoever may write to a frozen one has written; what was opened as it was would never see that.
        """
        if is_frozen:
            return state_of(self._file, self._log)
        try:
            stat = self._file.stat()
        except FileNotFoundError as error:
            if not self._is_made:
                return ()
            fix = f"put it back, or make it anew with: onrecord sync PATH --library {self._file.parent}"
            raise LibraryError(f"{self._file}: the catalog is gone; {fix}") from error
        return stat.st_dev, stat.st_ino

    def _connect(self) -> sqlite3.Connection:
        connection = _connect(self._file.resolve().as_uri())
        try:
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        except sqlite3.OperationalError as error:
            is_logged = self._log.exists() and self._log.stat().st_size
            if (
                not error.sqlite_errorname.startswith(_CAN_NOT_WRITE)
                or not self._file.exists()
                or (is_logged and not is_read_only(self._file.parent))
            ):
                raise
            # Not even the shared memory of readers can be written: the disk is full, or not ours to write to.
            connection.close()
            self._here.is_frozen, self._here.state = True, self._state(is_frozen=True)
            if not is_logged:
                return _connect(f"{self._file.resolve().as_uri()}?immutable=1")
            connection = _connect((self._copy.of(self._file, self._log) / self._file.name).as_uri())
            connection.execute("PRAGMA query_only = 1")
        return connection

    def close(self) -> None:
        """Close the connections of all threads."""
        self._copy.delete()
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()
        self._here = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes inside visible at once, or none; an inner transaction is part of the outer one."""
        if self._connection.in_transaction:
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself rolls back when the disk is full
                self._connection.execute("ROLLBACK")
            raise

    def add(self, schema: str) -> None:
        """Make what is missing of a schema, each of whose statements leaves alone what is there."""
        for statement in schema.split(";\n"):
            self.execute(statement)

    def has(self, name: str) -> bool:
        """Tell whether there is a table of that name: an older file may lack what the next writer adds."""
        return bool(self.value("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)))

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that changes something; return the number of rows it changed."""
        with self._translated():
            return self._connection.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per row."""
        with self._translated(), self.transaction():
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, values: Sequence[Any]) -> int:
        """Run an INSERT; return the new row's number."""
        with self._translated():
            return int(self._connection.execute(sql, values).lastrowid or 0)

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Any]:
        """Yield the rows of a query as tuples, read as they are asked for."""
        with self._translated():
            yield from self._connection.execute(sql, values)

    def rows_of(self, sql: str, keys: Sequence[Any]) -> Iterator[Any]:
        """Yield the rows of a query in which `{}` stands for any number of keys, which are asked for in parts."""
        for start in range(0, len(keys), MOST_KEYS):
            some = keys[start : start + MOST_KEYS]
            yield from self.rows(sql.format(", ".join("?" * len(some))), some)

    def column(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """Return the first value of each row of a query."""
        return [row[0] for row in self.rows(sql, values)]

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """Return the first row of a query as a tuple, or None."""
        with self._translated():
            return self._connection.execute(sql, values).fetchone()

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """Return the first value of a query's first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return that value as a number, 0 if there is none."""
        return int(self.value(sql, values) or 0)

    def text(self, sql: str, values: Sequence[Any] = ()) -> str | None:
        """Return that value as text, or None."""
        found = self.value(sql, values)
        return None if found is None else str(found)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise SQLite's errors as ours."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if any(sign in str(error) for sign in _DAMAGE):
                raise LibraryDamaged(
                    f"{self._file}: the catalog is damaged ({error}); "
                    f"run: onrecord check --repair --library {self._file.parent}"
                ) from error
            raise LibraryError(
                f"{self._file}: the catalog can't be used now ({error}); "
                "check the disk and your access to it, and try again"
            ) from error


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, timeout=WAIT_S, check_same_thread=False, isolation_level=None, uri=True)
    add_functions(connection)
    return connection
