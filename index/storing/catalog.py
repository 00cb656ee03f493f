"""The catalog: articles, their passages and all that is known of them, in one SQLite file. The source of truth.

Every change is one transaction, so that a crash in between loses and doubles nothing.
"""

from contextlib import AbstractContextManager
from pathlib import Path

from index.errors import LibraryDamaged
from index.storing.articles import ARTICLES, Articles
from index.storing.backlog import UNREAD, Unfinished
from index.storing.database import Database
from index.storing.left_out import LEFT_OUT, LeftOut
from index.storing.listing import LISTED, Listing
from index.storing.manifest import FILES, Manifest
from index.storing.near_duplicates import CLUSTERS, Clusters
from index.storing.notices import NOTICES, Notices
from index.storing.passages import PASSAGES, Passages
from index.storing.scoped import SCOPED, Scoped
from index.storing.spelling import SPELLINGS, Spelling

CATALOG = "catalog.sqlite3"  # the name of its file
SCHEMA_VERSION = 5
SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{FILES}{UNREAD}{ARTICLES}{CLUSTERS}{PASSAGES}{SCOPED}{SPELLINGS}{LISTED}{LEFT_OUT}{NOTICES}"""


class Catalog:
    """The SQLite file of a library, a part for each subject."""

    def __init__(self, file: Path) -> None:
        """Open or create the catalog; raises `LibraryDamaged` or, for that of another version, `LibraryMismatch`."""
        self._db = Database(file, SCHEMA, SCHEMA_VERSION)
        self.files = Manifest(self._db)  # that the articles were read from
        self.unfinished = Unfinished(self._db)  # what is still to be read
        self.spelling = Spelling(self._db)  # mends the words of a question
        self.clusters = Clusters(self._db)  # which articles are near duplicates
        self.scoped = Scoped(self._db)  # which passages a filter leaves
        self.passages = Passages(self._db, self.scoped)  # what has a vector, and is found by its words
        self.listing = Listing(self._db)  # what lists show of the articles
        self.left_out = LeftOut(self._db)  # what could not be read, and what was set aside
        self.notices = Notices(self._db)  # which articles correct or withdraw others
        self.articles = Articles(self._db, self.passages, self.spelling, self.clusters, self.notices)

    def close(self) -> None:
        """Close the connections of all threads."""
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all changes inside at once; readers see none of them before the end."""
        return self._db.transaction()

    def complete(self) -> None:
        """Add what catalogs have of late to an older one; whoever calls it writes."""
        self._db.add(SCOPED + LISTED + LEFT_OUT + NOTICES)

    def fact(self, name: str) -> str | None:
        """Return a recorded fact about the library itself (what built it, its id), or None."""
        return self._db.text("SELECT value FROM facts WHERE name = ?", (name,))

    def record_fact(self, name: str, value: str) -> None:
        """Record a fact, in place of an older one."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def drop_fact(self, name: str) -> None:
        """Forget a fact."""
        self._db.execute("DELETE FROM facts WHERE name = ?", (name,))

    @property
    def changes(self) -> int:
        """A number that is another one when another thread or process has written since."""
        return self._db.number("PRAGMA data_version")

    def faults(self) -> list[str]:
        """Return what SQLite's own integrity checks find wrong; empty when all is well."""
        try:
            found = [text for text in self._db.column("PRAGMA integrity_check") if text != "ok"]
            self._db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        except LibraryDamaged as error:
            return [str(error.__cause__)]
        return found
