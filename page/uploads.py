"""Files that come from the browser, until they lie in a folder of the library's own, from where they are synced.

What comes in one go waits aside until it is all there, so that nothing is left of what was broken off. Whatever a name
says, the file lands below that folder; one that lies there already is never written over.
"""

import asyncio
import filecmp
import os
import re
import secrets
import shutil
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import Response

from index import InputError
from index.plain_text import one_line
from index.reading import SUFFIXES, kind_of, suffix_of
from page.replies import refused

FOLDER = "added"  # in the library's own
LARGEST = 100_000_000  # bytes of a file, as the readers take them
MOST_FILES = 10_000  # in one go
LONGEST_NAME = 150  # characters of a file's or a folder's
LEFT_S = 86_400  # after which nobody waits for a file any more
DEEPEST = 8  # folders within each other

_UNFIT = re.compile(r'[<>:"|?*]')  # in names on some systems


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that came by a name, and where it lies now; not `is_new` if one with the same bytes lay there.

    Of such a one, so many articles are `back` that had been removed by hand: whoever adds it again wants them.
    """

    name: str
    path: Path
    is_new: bool
    back: int = 0


class Uploads:
    """What people add from their browsers."""

    def __init__(self, library: Path) -> None:
        self.folder = library / FOLDER
        incoming = self.folder / ".incoming"  # hidden, so that no sync reads it
        self._aside = incoming / secrets.token_hex(8)
        self._waiting: dict[str, list[tuple[str, Path]]] = defaultdict(list)  # by batch: names, and where they wait
        for left in incoming.glob("*"):  # by runs that were killed; not by one that is open beside this
            if left.stat().st_mtime < time.time() - LEFT_S:
                shutil.rmtree(left, ignore_errors=True)

    async def receive(self, request: Request, batch: str) -> Response:
        """Keep the file that a request brings, under the name it says, until its batch is taken."""
        name = request.query_params.get("name", "")
        announced = request.headers.get("content-length", "0")
        if kind_of(safe_name(name)) is None and (suffix_of(name) or not safe_name(name)):
            return refused(415, f"not a kind of file that is read ({' '.join(SUFFIXES)}, or one of them with .gz)")
        if not announced.isdecimal() or int(announced) > LARGEST:
            return refused(413, f"larger than {LARGEST // 1_000_000} MB; split it")
        if len(self._waiting.get(batch, ())) >= MOST_FILES:
            return refused(413, f"more than {MOST_FILES:,} files at once; give their folder's path instead")
        file = self._aside / secrets.token_hex(8)
        try:
            self._aside.mkdir(parents=True, exist_ok=True)
            if not await _write(request, file):
                return refused(413, f"larger than {LARGEST // 1_000_000} MB; split it")
        except OSError as error:
            file.unlink(missing_ok=True)
            return refused(507, f"can't be kept ({error.strerror or error}); see to the disk")
        except BaseException:  # the browser went away
            file.unlink(missing_ok=True)
            raise
        self._waiting[batch].append((name, file))
        return Response(status_code=204)

    def take(self, batch: str) -> list[Taken]:
        """Move what came in a batch to where it is synced from; raises `InputError` where that can't be, for all."""
        waiting, taken = self._waiting.pop(batch, []), list[Taken]()
        for name, file in waiting:
            try:
                taken.append(_place(name, file, self.folder / safe_name(name)))
            except OSError as error:  # then nothing is taken
                for left in (*(path for _, path in waiting), *(one.path for one in taken if one.is_new)):
                    left.unlink(missing_ok=True)
                raise InputError(f"{name}: can't be kept ({error.strerror or error}); see to {self.folder}") from error
        return taken

    def waiting(self, batch: str) -> list[tuple[str, Path]]:
        """Return the names of what came in a batch, and where it waits to be taken."""
        return list(self._waiting.get(batch, ()))

    def drop(self, batch: str) -> None:
        """Forget what came in a batch."""
        for _, file in self._waiting.pop(batch, []):
            file.unlink(missing_ok=True)

    def close(self) -> None:
        """Forget all that waits."""
        self._waiting.clear()
        shutil.rmtree(self._aside, ignore_errors=True)


def safe_name(name: str) -> str:
    r"""Return a name as a path that stays below its folder, empty when nothing is left of it.

    >>> safe_name("../../etc/passwd.txt"), safe_name("C:\\news\\.a.txt"), safe_name("..")
    ('etc/passwd.txt', 'C/news/a.txt', '')
    """
    parts = [_UNFIT.sub("", one_line(part)).strip(". ~$") for part in re.split(r"[/\\]", name)]
    kept = [part for part in parts if part][-DEEPEST:]
    return str(PurePosixPath(*(_shortened(part) for part in kept))) if kept else ""


def _shortened(name: str) -> str:
    """Return a name of which the beginning goes rather than its suffixes, and that is short enough in bytes, too."""
    while len(name.encode()) > LONGEST_NAME:
        name = name[1:].lstrip(". ~$")
    return name


async def _write(request: Request, file: Path) -> bool:
    """Write what a request brings; tell whether that was all of it, or more than is taken."""
    size = 0
    with open(file, "xb") as opened:
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST:
                break
            await asyncio.to_thread(opened.write, chunk)
    if size > LARGEST:
        file.unlink()
    return size <= LARGEST


def _place(name: str, file: Path, wanted: Path) -> Taken:
    """Move a file to where it is wanted, or beside what lies there: "a.txt", then "a (2).txt"."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    length = len(kind_of(wanted.name) or "") + (3 if wanted.name.lower().endswith(".gz") else 0)
    stem, suffix = wanted.name[: len(wanted.name) - length], wanted.name[len(wanted.name) - length :]
    target, number = wanted, 1
    while True:
        with suppress(FileExistsError):
            open(target, "xb").close()  # so that nobody else takes the name
            try:
                os.replace(file, target)
            except OSError:
                target.unlink()
                raise
            return Taken(name, target, True)
        if target.is_file() and filecmp.cmp(file, target, shallow=False):
            file.unlink()
            return Taken(name, target, False)
        number += 1
        target = wanted.with_name(f"{stem} ({number}){suffix}")
