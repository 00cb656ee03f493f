"""Files that hold files (archives, mails, saved web traffic): each member is read as a file of its kind would be.

All of it stays in memory and within bounds: how many members, how many bytes, how deep. A member's name is never a path
that is opened; what can't be used of one member leaves the others as they are.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO

from index.reading.formats.source import MEGABYTE
from index.reading.kinds import label
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field

MOST_MEMBERS = 100_000  # of a file, with those of the files in it
LARGEST_IN_ALL = 2000 * MEGABYTE  # bytes of them, unpacked
DEEPEST = 3  # a zip in a zip in a zip

Item = RawArticle | Unreadable | NotRead
FormatReader = Callable[[BinaryIO], Iterator[Item]]
HoldingReader = Callable[[BinaryIO, "Members"], Iterator[Item]]
KindOf = Callable[[str, BinaryIO], str | None]


class TooMuch(Unreadable):
    """A bound on all of a file is reached: nothing more of it is read."""


@dataclass(slots=True)
class Budget:
    """What may still be read of the outermost file."""

    members: int = MOST_MEMBERS
    size: int = LARGEST_IN_ALL

    def take(self, size: int) -> None:
        """Count bytes that are read; raises `TooMuch` when they are more than are left."""
        self.size -= size
        if self.size < 0:
            raise TooMuch(f"larger than {LARGEST_IN_ALL // MEGABYTE:,} MB when unpacked; unpack it, or split it")


class _Unpacked(io.RawIOBase):
    """What is in a .gz file, counted while it is read; what is read twice, once."""

    def __init__(self, packed: BinaryIO, left: Budget) -> None:
        self._stream = gzip.GzipFile(fileobj=packed)
        self._left = left
        self._counted = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        size = self._stream.readinto(buffer)
        end = self._stream.tell()
        self._left.take(max(0, end - self._counted))
        self._counted = max(end, self._counted)
        return size


class Members:
    """Reads the members of a file."""

    def __init__(
        self,
        kind_of: KindOf,
        readers: Mapping[str, FormatReader],
        holders: Mapping[str, HoldingReader],
        left: Budget | None = None,
        depth: int = 1,
    ) -> None:
        """`kind_of` tells which of the `readers` takes a member; `holders` are those of files that hold files."""
        self._kind_of = kind_of
        self._readers = readers
        self._holders = holders
        self._left = left or Budget()
        self._depth = depth

    @property
    def is_inner(self) -> bool:
        """Tell whether the file that holds these members is a member, too."""
        return self._depth > 1

    def read(self, name: str, stream: BinaryIO, size: int, kind: str | None = None) -> Iterator[Item]:
        """Yield what is in a member of so many bytes; raises `TooMuch` when all of them are more than is read."""
        name = as_field(name.replace("\\", "/")) or "unnamed"
        self._left.members -= 1
        self._left.take(size)
        if self._left.members < 0:
            raise TooMuch(f"more than {MOST_MEMBERS:,} files in it; split it")
        try:
            for item in self._items(name, stream, kind):
                if isinstance(item, RawArticle):
                    yield replace(item, member=f"{name}/{item.member}" if item.member else name)
                elif isinstance(item, Unreadable):
                    yield Unreadable(str(item), name)
                else:
                    yield item
        except TooMuch:
            raise
        except Unreadable as error:
            yield Unreadable(str(error), name)
        except (OSError, EOFError, zlib.error) as error:
            yield Unreadable(f"can't be read ({error}); pack it anew", name)
        except Exception as error:  # what a parser did not expect must not end the reading of other members
            yield Unreadable(f"can't be read ({type(error).__name__}: {' '.join(str(error).split())})", name)

    def _items(self, name: str, stream: BinaryIO, kind: str | None) -> Iterator[Item]:
        kind = kind or self._kind_of(name, stream)
        if kind is None:
            yield NotRead(label(name))
            return
        if name.lower().endswith(".gz"):
            stream = io.BufferedReader(_Unpacked(stream, self._left))
        if kind in self._holders:
            if self._depth >= DEEPEST:
                raise Unreadable(f"lies in {DEEPEST} files around it; unpack them")
            deeper = Members(self._kind_of, self._readers, self._holders, self._left, self._depth + 1)
            yield from self._holders[kind](stream, deeper)
        else:
            yield from self._readers[kind](stream)


def is_safe(name: str) -> bool:
    r"""Tell whether a member's name stays below the file that holds it.

    >>> [is_safe(name) for name in ("a/b.txt", "../b.txt", "/etc/b.txt", "C:\\\\b.txt")]
    [True, False, False, False]
    """
    path = PurePosixPath(name.replace("\\", "/"))
    has_drive = path.parts and len(path.parts[0]) == 2 and path.parts[0][1] == ":"
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not has_drive
