"""A file that holds room on the disk for the day when it is full: Chroma writes when it opens a folder."""

from contextlib import suppress
from pathlib import Path

FILE = "spare"  # its name, in the folder of the library
SIZE = 1_000_000  # bytes; 64 kB were enough for Chroma 1.5.9


class Reserve:
    """The file, which holds nothing but its place; `is_given_up` until it is taken again."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self.is_given_up = False

    def take(self) -> None:
        """Take the room, if there is any."""
        self.is_given_up = False
        with suppress(OSError):
            if not self._file.exists() or self._file.stat().st_size < SIZE:
                self._file.write_bytes(bytes(SIZE))  # written, since a sparse file takes no room

    def give_up(self) -> bool:
        """Give the room to whoever needs it now; tell whether there was any."""
        self.is_given_up = True
        try:
            held = self._file.stat().st_size > 0
            self._file.write_bytes(b"")
        except OSError:
            return False
        return held
