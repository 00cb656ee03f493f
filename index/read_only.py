"""A library on a disk that can only be read, as a backup or a share may be, is read from a copy that can be written.

SQLite and Chroma write when they read: a shared memory, a log, what others have left to be taken up.
"""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path

from index.errors import LibraryError


def is_read_only(path: Path) -> bool:
    """Tell whether a file or folder exists and can't be written to."""
    return path.exists() and not os.access(path, os.W_OK)


class TemporaryCopy:
    """Copies of files and folders in a temporary folder, which is gone when they are let go of, or with the process."""

    def __init__(self, sources: Iterable[Path], place: Path) -> None:
        """Copy those that exist; raises `LibraryError`, naming `place`, without room for it."""
        self.folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        self._delete = weakref.finalize(self, _delete, self.folder, os.getpid())
        try:
            for source in sources:
                _copy(source, self.folder / source.name)
        except OSError as error:
            self.delete()
            raise LibraryError(
                f"{place}: can only be read, and not be copied to {tempfile.gettempdir()} for that ({error}); "
                "free some space there, or give yourself access to it"
            ) from error

    def delete(self) -> None:
        """Let go of it."""
        self._delete()


def _copy(source: Path, target: Path) -> None:
    """Copy what is in files, not who may change them."""
    if source.is_dir():
        target.mkdir()
        for path in source.iterdir():
            _copy(path, target / path.name)
    elif source.exists():
        shutil.copyfile(source, target)


def _delete(folder: Path, process: int) -> None:
    if process == os.getpid():  # and not one that was forked from it
        shutil.rmtree(folder, ignore_errors=True)
