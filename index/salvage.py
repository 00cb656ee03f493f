"""Make a damaged catalog anew, from all of its rows that can still be read.

SQLite reads a table through a tree of pages; when some are spoilt, most rows can often still be reached one by one.
The new catalog is complete before it takes the place of the old one, which is kept.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from index.embedding import Embedder, split_passages
from index.errors import LibraryDamaged, LibraryError, LibraryMismatch
from index.folders import write_lock
from index.reading import Article, ReadArticle
from index.storing import CATALOG, Catalog, ChangedFile, article_of, digest, read_aside, removed_of
from index.swapping import delete_folder
from index.vectors import open_vectors

_MAGIC, _PAGE = b"SQLite format 3\0", 4096  # bytes
MOST_NAMED = 20  # in a line; a report names all
OF_ANOTHER_VERSION = "made by another version of OnRecord"
UNREADABLE_IN_A_ROW = 100_000  # row numbers; then a damaged table is taken to be at its end


@dataclass(frozen=True, slots=True)
class Salvage:
    """What became of a damaged catalog.

    `fault` is what was wrong, `kept` where the damaged file lies now, `restored` the number of articles that could
    be read, and `missing` the ids of those that could not, as far as they are known, or the names of their files.
    `may_be_more` unless the damage has left the table of articles whole.
    """

    fault: str
    kept: Path
    restored: int
    missing: tuple[str, ...]
    may_be_more: bool

    def __str__(self) -> str:
        what = self.fault if self.fault == OF_ANOTHER_VERSION else f"damaged ({self.fault})"
        said = f"the catalog was {what}: {self.restored} articles could be read from it"
        if self.missing:
            more = ", …" if len(self.missing) > MOST_NAMED else ""
            said += f", {len(self.missing)} could not ({', '.join(self.missing[:MOST_NAMED])}{more})"
        if self.may_be_more:
            said += ", and there may be more that nothing is known of"
        return f"{said}; sync again what it was made from; the old file is kept as {self.kept.name}"


def salvage(folder: Path, embedder: Embedder) -> Salvage | None:
    """Make the catalog in a folder anew if it is damaged or of another version; None when it is sound.

    Articles whose vectors are still stored get them back, if the library was built with the same model. The next
    sync reads all files again.
    """
    file = folder / CATALOG
    if not file.exists():
        return None
    with write_lock(folder):
        fault = _fault(file)
        if fault is None:
            return None
        half_made = folder / f"{CATALOG}.new"
        _delete(*_files_of(half_made))
        with closing(Catalog(half_made)) as catalog:
            with _readable_copy(file, half_made) as damaged:
                known = _read_into(catalog, damaged, embedder)
                checked = _table(damaged, "PRAGMA integrity_check(articles)")  # and its indexes
                may_be_more = [tuple(row) for row in checked] != [("ok",)]
            if catalog.fact("id") is None:  # whose its vectors are can't be told any more, only of what they were
                with suppress(LibraryError):
                    known.update(map(article_of, _stored_passages(folder / "chroma")))
                delete_folder(folder / "chroma")
            restored = set(catalog.articles.ids())
        kept = folder / f"damaged-{datetime.now():%Y%m%d-%H%M%S}.sqlite3"
        for path, copy in zip(_files_of(file), _files_of(kept), strict=True):
            if path.exists():
                shutil.copyfile(path, copy)
        _delete(*_files_of(file)[1:])  # else they would be taken for those of the new file
        os.replace(half_made, file)
    return Salvage(fault, kept, len(restored), tuple(sorted(known - restored)), may_be_more)


def _files_of(catalog: Path) -> list[Path]:
    """Return the files that SQLite keeps beside each other, that of the catalog first."""
    return [Path(f"{catalog}{suffix}") for suffix in ("", "-wal", "-shm")]


def _delete(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _fault(file: Path) -> str | None:
    if file.stat().st_size == 0:
        return "it is empty"
    try:
        with closing(Catalog(file)) as catalog:
            return next(iter(catalog.faults()), None)
    except LibraryDamaged as error:
        return str(error.__cause__)
    except LibraryMismatch:
        return OF_ANOTHER_VERSION


@contextmanager
def _readable_copy(file: Path, sound: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of a damaged catalog whose header fits its length; without that, SQLite reads nothing of it.

    A spoilt header is replaced by that of a `sound` catalog (https://www.sqlite.org/fileformat2.html#the_database_header).
    """
    copy = file.with_name(f"{file.name}.copy")
    raw = bytearray(file.read_bytes())
    if raw[:16] != _MAGIC or raw[16:18] != _PAGE.to_bytes(2, "big"):
        raw[:100] = sound.read_bytes()[:100]
        raw[32:40] = bytes(8)  # no free pages
    raw[28:32] = (len(raw) // _PAGE).to_bytes(4, "big")
    raw[92:96] = raw[24:28]  # which says that the number of pages is to be believed
    copy.write_bytes(raw)
    if (log := Path(f"{file}-wal")).exists():
        shutil.copyfile(log, f"{copy}-wal")
    try:
        with closing(sqlite3.connect(copy)) as damaged:
            damaged.row_factory = sqlite3.Row
            yield damaged
    finally:
        _delete(*_files_of(copy))


def _read_into(catalog: Catalog, damaged: sqlite3.Connection, embedder: Embedder) -> set[str]:
    """Store what can be read of a damaged catalog in a new one; return the ids of all articles that are known of."""
    read_from: set[str] = set()
    with catalog.transaction():
        for name, value in _table(damaged, "SELECT name, value FROM facts"):
            catalog.record_fact(name, value)
        known = {article_of(str(row["id"])) for row in _rows(damaged, "passages")}
        for row in _rows(damaged, "articles"):
            known.add(str(row["id"]))
            read = _article(row)
            if read:  # of two versions, the newer comes later
                catalog.articles.store(read, lambda article: split_passages(article, embedder, embedder.max_pieces))
                read_from.add(row["path"])
        for path, name, as_is in _table(damaged, "SELECT path, name, as_is FROM files"):
            catalog.files.record(ChangedFile(path, name, -1, -1, -1, "", bool(as_is)), None, {})
            if path not in read_from:
                known.add(name)
        for (written,) in _table(damaged, "SELECT whole FROM set_aside"):
            with suppress(ValueError, TypeError, KeyError):  # spoilt: the next sync finds it again
                catalog.left_out.keep(read_aside(written))
        catalog.passages.note_stale(str(key) for (key,) in _table(damaged, "SELECT passage_id FROM stale_vectors"))
    return known


def _article(row: sqlite3.Row) -> ReadArticle | None:
    """Return the article of a row, or None when its digest says that it has been spoilt."""
    is_old = "removed" not in row.keys()
    try:
        removed = () if is_old else removed_of(row["removed"])
        read = ReadArticle(Article(**{field.name: row[field.name] for field in fields(Article)}), removed)
    except (ValueError, TypeError):
        return None
    return read if is_old or digest(read) == row["digest"] else None


def _table(damaged: sqlite3.Connection, query: str) -> list[sqlite3.Row]:
    """Return the rows of a table, none if it is spoilt or missing."""
    try:
        return damaged.execute(query).fetchall()
    except sqlite3.DatabaseError:
        return []


def _rows(damaged: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    number = unreadable = 0
    while unreadable < UNREADABLE_IN_A_ROW:
        try:
            row = damaged.execute(f"SELECT rowid, * FROM {table} WHERE rowid > ? LIMIT 1", (number,)).fetchone()
        except sqlite3.DatabaseError:
            number += 1
            unreadable += 1
            continue
        if row is None:
            return
        number, unreadable = row[0], 0
        yield row


def _stored_passages(chroma: Path) -> set[str]:
    """Return the ids of all passages that have a vector in a folder, whatever library they are of."""
    if not chroma.exists():
        return set()
    with closing(open_vectors(chroma, "none")) as vectors:
        names = vectors.names()
    found: set[str] = set()
    for name in names:
        with closing(open_vectors(chroma, name)) as vectors:
            found |= vectors.ids()
    return found
