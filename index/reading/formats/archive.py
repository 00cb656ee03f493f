"""Archives (.zip) → the articles of the files in them, each known as ARCHIVE/FILE.

Nothing is unpacked to the disk. Hidden files, and what belongs to saved pages, are passed over as in a folder.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from index.reading.formats.members import MOST_MEMBERS, Item, Members, TooMuch, is_safe
from index.reading.formats.source import LARGEST_DOCUMENT, read_whole
from index.reading.kinds import OF_PAGES, folders_of_pages
from index.reading.raw_article import NotRead, Unreadable

_ENCRYPTED = 0x1
_HIDDEN = (".", "~$", "__MACOSX")


def read_zip(stream: BinaryIO, members: Members) -> Iterator[Item]:
    """Yield what the files in an archive hold, in the order of their names."""
    if members.is_inner:  # which can be read from its start to its end alone
        stream = BytesIO(read_whole(stream, LARGEST_DOCUMENT))
    try:
        archive = ZipFile(stream)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"not a sound .zip file ({error}); pack it anew") from error
    with archive:
        files = [one for one in archive.infolist() if not one.is_dir()]
        if len(files) > MOST_MEMBERS:
            raise TooMuch(f"more than {MOST_MEMBERS:,} files in it; split it")
        of_pages = _folders_of_pages(files)
        for file in sorted(files, key=lambda one: one.filename):
            yield from _file(archive, file, of_pages, members)


def _file(archive: ZipFile, file: ZipInfo, of_pages: set[str], members: Members) -> Iterator[Item]:
    path = PurePosixPath(file.filename.replace("\\", "/"))
    if any(part.startswith(_HIDDEN) for part in path.parts if part != ".."):
        return
    if not of_pages.isdisjoint(map(str, path.parents)):
        yield NotRead(OF_PAGES)
    elif not is_safe(file.filename):
        yield Unreadable("its name leads out of the archive; pack it anew", file.filename)
    elif file.flag_bits & _ENCRYPTED:
        yield Unreadable("needs a password; unpack it", file.filename)
    else:
        yield from _read(archive, file, members)


def _read(archive: ZipFile, file: ZipInfo, members: Members) -> Iterator[Item]:
    """Read one file; no more of it than the archive says is ever unpacked."""
    try:
        opened = archive.open(file)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        yield Unreadable(f"can't be unpacked ({error}); pack it anew", file.filename)
        return
    with opened:
        yield from members.read(file.filename, cast(BinaryIO, opened), file.file_size)


def _folders_of_pages(files: list[ZipInfo]) -> set[str]:
    """Return the paths of the folders that hold the parts of saved pages."""
    entries: dict[PurePosixPath, set[str]] = {}
    for file in files:
        path = PurePosixPath(file.filename.replace("\\", "/"))
        for parent in list(path.parents)[:20]:
            entries.setdefault(parent, set()).add(path.name)
            path = parent
    return {str(folder / name) for folder, names in entries.items() for name in folders_of_pages(names)}
