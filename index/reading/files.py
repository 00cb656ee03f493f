"""Folders → the files in them that may hold articles, in the order of their names.

Nothing outside the folder is ever reached, and no file is named twice: a symbolic link is followed only to what lies
in the folder and is not found there anyway.
"""

import json
import os
import stat
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from index.errors import InputError, check_path
from index.reading.formats import SUFFIXES, kind_of, kind_of_stream
from index.reading.formats.source import MEGABYTE, open_file
from index.reading.kinds import GOLD, LINKS, OF_PAGES, folders_of_pages, label, suffix_of
from index.reading.raw_article import NotRead, Unreadable

MOST_KINDS = 12  # that are named of what is not read
AT_ONCE = 500  # files that it is asked of whether they are known

_OF_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was found."""

    path: Path  # absolute, without links
    name: str  # its POSIX path below the root
    size: int
    mtime_ns: int
    ctime_ns: int  # when it or its state was changed last, which nobody can set back; on Windows, when it was made
    inode: str  # its number in the file system, of more bits than a database may hold

    @classmethod
    def at(cls, path: Path, name: str) -> "FoundFile":
        """Look at a file; raises `OSError`."""
        state = path.stat()
        return cls(path, name, state.st_size, state.st_mtime_ns, state.st_ctime_ns, str(state.st_ino))


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that can't be used, a file, a folder or one article of a file, and why, with the fix."""

    path: Path
    reason: str

    def __str__(self) -> str:
        r"""Return one safe line, in which a line break in a name is \n and a control character \x1b."""
        line = f"{self.path}: {self.reason}"
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


def resolved_roots(paths: Sequence[str | Path]) -> list[Path]:
    """Return paths as they are without links, none of them below another; raises `InputError`."""
    if not paths or "" in paths:
        raise InputError("nothing to sync; give a file or folder of articles")
    try:
        given = {check_path(path).resolve() for path in paths}
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        raise InputError(f"{' '.join(map(str, paths))}: can't be followed ({error}); give another path") from error
    return sorted(path for path in given if not any(path.is_relative_to(other) for other in given - {path}))


Known = Callable[[Sequence[FoundFile]], Collection[FoundFile]]  # which of some files are known to hold articles


def find_files(root: Path, known: Known = lambda _: ()) -> Iterator[FoundFile | Skipped | NotRead]:
    """Yield the files below a folder that are of a readable kind, or the file that `root` is.

    Of what is not read, each file is counted as a `NotRead` of its kind: other suffixes, gold questions, the parts of
    saved pages; but for hidden files, which nobody put there. Gold questions are not looked for in files that are
    `known`. Raises `InputError` if there is no such file or folder, or if the folder holds
    nothing to read.
    """
    try:
        mode = root.stat().st_mode
        real = root.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: NUL in it; RuntimeError: links in a circle
        raise InputError(f"{root}: no such file or folder; give the path of your articles") from error
    if stat.S_ISDIR(mode):
        walk, before = _without_gold_questions(_walk(real), known), Counter[str]()
        for first in walk:
            if not isinstance(first, NotRead):
                return chain((NotRead(kind, count) for kind, count in before.items()), [first], walk)
            before[first.kind] += first.count
        there = f" (but {not_read_line(before)})" if before else ""
        raise InputError(f"{root}: no articles in this folder{there}; put {' '.join(SUFFIXES)} files there")
    if _kind(real, root.name) is None:
        raise InputError(f"{root}: not a kind of file that is read ({' '.join(SUFFIXES)}, or one of them with .gz)")
    return iter([_found(real, root.name)])


def not_read_line(kinds: Mapping[str, int]) -> str:
    """Return what was not read in words, the most frequent kinds first.

    >>> not_read_line({".mov": 9, ".jpg": 14, OF_PAGES: 5})
    '23 other files were not read: .jpg 14, .mov 9; 5 files belong to saved pages'
    """
    others = sorted((kind for kind in kinds if kind != OF_PAGES), key=lambda kind: (-kinds[kind], kind))
    count, parts = sum(kinds[kind] for kind in others), kinds.get(OF_PAGES, 0)
    named = ", ".join(f"{kind} {kinds[kind]:,}" for kind in others[:MOST_KINDS])
    more = f" and {sum(kinds[kind] for kind in others[MOST_KINDS:]):,} more" if len(others) > MOST_KINDS else ""
    told = [f"{count:,} other {'file was' if count == 1 else 'files were'} not read: {named}{more}"] if count else []
    told += [f"{parts:,} {'file belongs' if parts == 1 else 'files belong'} to saved pages"] if parts else []
    return "; ".join(told)


def _walk(root: Path) -> Iterator[FoundFile | Skipped | NotRead]:
    """Walk a folder, its files before its subfolders, without recursion, which a deep tree would exhaust."""
    folders, walked = [(root, "")], set()  # with what the names of their files begin with
    while folders:
        folder, prefix = folders.pop()
        if folder in walked:  # links may lead in circles
            continue
        walked.add(folder)
        try:
            with os.scandir(folder) as scan:
                entries = sorted((entry for entry in scan if not _is_hidden(entry.name)), key=lambda entry: entry.name)
        except OSError as error:
            yield Skipped(folder, f"can't be looked into ({error.strerror}); give yourself access to it")
            continue
        subfolders = []
        of_pages = folders_of_pages(entry.name for entry in entries)
        for entry in entries:
            path = _target(Path(entry.path), root) if entry.is_symlink() else Path(entry.path)
            is_folder = path is not None and entry.is_dir()
            if path is None or (entry.name in of_pages if is_folder else _kind(path, entry.name) is None):
                yield from _passed_over(entry, root, is_folder=is_folder)
            elif entry.name != entry.name.encode(errors="ignore").decode():
                yield Skipped(path, "its name is not UTF-8; rename it")
            elif is_folder:
                subfolders.append((path, f"{prefix}{entry.name}/"))
            else:
                yield _found(path, prefix + entry.name)
        folders += reversed(subfolders)


def _without_gold_questions(
    found: Iterator[FoundFile | Skipped | NotRead], known: Known
) -> Iterator[FoundFile | Skipped | NotRead]:
    """Yield what was found, and files of gold questions as such; only those that are not `known` are opened."""
    while some := list(islice(found, AT_ONCE)):
        may_hold = [one for one in some if isinstance(one, FoundFile) and kind_of(one.path.name) in _OF_LINES]
        unknown = {one.path for one in may_hold} - {one.path for one in known(may_hold)} if may_hold else set()
        for one in some:
            is_gold = isinstance(one, FoundFile) and one.path in unknown and _holds_gold_questions(one.path)
            yield NotRead(GOLD) if is_gold else one


def _kind(path: Path, name: str) -> str | None:
    """Return the kind of a file by its name, or by how it starts where it has no suffix."""
    if (kind := kind_of(name)) or suffix_of(name):
        return kind
    try:
        with open_file(path) as opened:
            return kind_of_stream(name, opened.stream)
    except (OSError, Unreadable):
        return None


def _passed_over(entry: "os.DirEntry[str]", root: Path, *, is_folder: bool) -> Iterator[NotRead]:
    """Count what is not read: a file, the files that a browser saved beside a page, a link that leads out."""
    if is_folder:
        if files := sum(len(names) for _, _, names in os.walk(entry.path)):
            yield NotRead(OF_PAGES, files)
    elif not entry.is_symlink() or _target(Path(entry.path), root) is not None:
        yield NotRead(label(entry.name))
    else:
        with suppress(OSError, ValueError, RuntimeError):
            if Path(entry.path).resolve(strict=True).is_relative_to(root):
                return
        yield NotRead(LINKS)


def _found(path: Path, name: str) -> FoundFile | Skipped:
    try:
        return FoundFile.at(path, name)
    except OSError as error:
        return Skipped(path, f"can't be read ({error.strerror}); check the file and its permissions")


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))  # ~$ is Word's mark for a document that is open


def _target(link: Path, root: Path) -> Path | None:
    """Return where a link leads if that lies below `root` and only links lead there."""
    try:
        target = link.resolve(strict=True)
        below = target.relative_to(root)
    except (OSError, ValueError, RuntimeError):
        return None  # broken, in a circle, or leading out
    is_found_anyway = not any(map(_is_hidden, below.parts)) and (
        target.is_dir() or _kind(target, target.name) is not None
    )
    return None if is_found_anyway else target


def _holds_gold_questions(file: Path) -> bool:
    """Tell gold questions from articles by the first line: it has a "question" and no "text"."""
    try:
        with open_file(file) as opened:
            first = json.loads(opened.stream.readline(MEGABYTE))
    except (OSError, EOFError, zlib.error, ValueError, RecursionError, Unreadable):
        return False  # reading it as articles will say what is wrong with it
    return isinstance(first, dict) and "question" in first and "text" not in first
