"""A little room on the disk, kept for the day when it is full: Chroma writes a few pages when it opens a folder."""

from contextlib import suppress
from pathlib import Path

SIZE = 1_000_000  # bytes; 64 kB were enough for Chroma 1.5.9


class SpareRoom:
    """A file that holds nothing but its place."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def take(self) -> None:
        """Take the room, if there is any."""
        with suppress(OSError):
            if not self._file.exists() or self._file.stat().st_size < SIZE:
                self._file.write_bytes(bytes(SIZE))  # written, since a sparse file takes no room

    def give_up(self) -> bool:
        """Give the room to whoever needs it now; tell whether there was any."""
        try:
            held = self._file.stat().st_size > 0
            self._file.write_bytes(b"")
        except OSError:
            return False
        return held
