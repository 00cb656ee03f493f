"""Files → bytes, never more of them than an article can have; only regular files are opened.

The limits are for the damaged, the mistaken and the hostile: no article comes near them.
"""

import gzip
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from index.reading.raw_article import Unreadable

MEGABYTE = 1_000_000  # bytes
LARGEST_TEXT = 10 * MEGABYTE  # bytes of one article, unpacked; a long novel has 3 million
LARGEST_DOCUMENT = 100 * MEGABYTE  # bytes of a PDF or Word file; most of a large one are its pictures
LARGEST_JSON = 100 * MEGABYTE  # bytes; one JSON value is in memory as a whole, and takes several times its size
LARGEST_XML = 50 * MEGABYTE  # bytes; its tree takes ten times as much memory

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is open for reading: its bytes, unpacked, and what it looked like when it was opened."""

    path: Path
    stream: BinaryIO
    opened: os.stat_result

    def check_unchanged(self) -> None:
        """Raise `Unreadable` if it is not any more what was opened."""
        now = self.path.stat()
        if (self.opened.st_size, self.opened.st_mtime_ns) != (now.st_size, now.st_mtime_ns):
            raise Unreadable("changed while it was read; sync again when it is complete")


def whole_items(items: Iterable[T], file: OpenFile) -> Iterator[T]:
    """Yield what is read from a file, each item when the next has been read and nothing has changed.

    Of a file that grows, the last item may be half of one, and half a file may be unreadable for that alone; both are
    the same `Unreadable`. What was read before is whole.
    """
    held: list[T] = []
    try:
        for item in items:
            file.check_unchanged()
            yield from held
            held = [item]
    except Exception:
        file.check_unchanged()
        yield from held
        raise
    file.check_unchanged()
    yield from held


@contextmanager
def open_file(file: Path) -> Iterator[OpenFile]:
    """Open a regular file for reading, unpacked if its name ends in .gz.

    Raises `Unreadable` for anything else that has a name (a pipe would never end), `OSError` when it can't be read.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise Unreadable("not a regular file; remove it or give it another suffix")
    with open(file, "rb", opener=_open_at_once) as stream:
        before = os.fstat(stream.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("not a regular file; remove it or give it another suffix")
        is_packed = file.name.lower().endswith(".gz")
        yield OpenFile(file, cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if is_packed else stream, before)


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting: the file may have become a pipe since it was looked at."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@contextmanager
def sound(kind: str) -> Iterator[None]:
    """Raise `Unreadable` for whatever a damaged file brings the parts of its parser to (KeyError, RecursionError)."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"not a sound {kind} ({error or type(error).__name__}); open it and save it anew") from error


def read_whole(stream: BinaryIO, limit: int, fix: str = "split it") -> bytes:
    """Return all bytes; raises `Unreadable` for more than `limit`, after reading one more than that."""
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise Unreadable(f"larger than {limit // MEGABYTE} MB; {fix}")
    return raw
