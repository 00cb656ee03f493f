"""Names and passwords in a file as `htpasswd -B` writes it: a line `name:hash` each, the hash salted by bcrypt.

A password itself is never stored, shown or logged, and no error repeats a line of the file.
"""

import hashlib
import os
import re
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path

import bcrypt

from index import InputError
from index.plain_text import one_line

LONGEST = 72  # bytes; bcrypt reads no more of a password
NEW = "onrecord password FILE NAME"

_HASH = re.compile(r"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}")
_NAME = re.compile(r"[^:\x00-\x1f\x7f]{1,100}")


@dataclass(frozen=True, slots=True)
class Passwords:
    """Who may sign in."""

    hashes: dict[str, str] = field(repr=False)

    @classmethod
    def read(cls, file: Path) -> "Passwords":
        """Read a file; raises `InputError` when it can't be read, is empty or holds anything else."""
        hashes = _read(file)
        if not hashes:
            raise InputError(f"{file}: holds no passwords; add one with: {NEW}")
        return cls(hashes)

    def accept(self, name: str, password: str) -> bool:
        """Tell whether a password is right; takes as long for a name that is not there."""
        known = name in self.hashes
        # Costs may differ from line to line, so the hash in place of a missing one is always the same one for a name.
        place = int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()) % len(self.hashes)
        expected = self.hashes[name] if known else list(self.hashes.values())[place]
        given = password.encode("utf-8", "replace")
        fits = len(given) <= LONGEST and b"\0" not in given
        return bcrypt.checkpw(given if fits else b"", expected.encode()) and known and fits


def ask_password(name: str) -> str:
    """Ask for a new password twice in the terminal, or read it from the first line of a pipe.

    Raises `InputError` when the two differ.
    """
    _check_name(name)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass(f"Password for {name}: ")
    if getpass("Once more: ") != password:
        raise InputError("the two passwords differ; nothing was written")
    return password


def write_password(file: Path, name: str, password: str) -> None:
    """Add a name and its password to a file, or change it; nobody but the file's owner may read it.

    Raises `InputError` for a name or password that can't be used, and for a file that is something else.
    """
    _check_name(name)
    if not password:
        raise InputError("an empty password lets anyone in; choose another")
    given = password.encode("utf-8", "surrogateescape")
    if len(given) > LONGEST or b"\0" in given:
        raise InputError(f"a password may have {LONGEST} bytes and no NUL in it; choose a shorter one")
    hashes = _read(file) if file.exists() else {}
    hashes[name] = bcrypt.hashpw(given, bcrypt.gensalt()).decode()
    lines = "".join(f"{one}:{hashed}\n" for one, hashed in hashes.items())
    try:
        handle, new = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # made with mode 0600
    except OSError as error:
        raise InputError(f"{file}: can't be written ({error.strerror}); choose another place") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(lines)
            written.flush()
            os.fsync(handle)
        os.replace(new, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name != one_line(name):
        raise InputError("a name needs 1 to 100 characters, none of them a colon, and no space around it")


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        raise InputError(f"{file}: can't be read ({why}); make it with: {NEW}") from error
    hashes: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith("#"):
            continue
        name, _, hashed = line.partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed) or not 4 <= int(hashed[4:6]) <= 31:
            raise InputError(f"{file}: line {number} is no name and bcrypt hash; make it with: {NEW}")
        hashes[name] = hashed
    return hashes
