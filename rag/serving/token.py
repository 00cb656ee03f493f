"""The token that says who may ask: made for one run, or kept in a file for many."""

import os
import re
import secrets
import shlex
import stat
from pathlib import Path

from index import InputError

SHORTEST = 16  # characters

_VISIBLE = re.compile(r"[\x21-\x7e]+")


def new_token() -> str:
    """Return one that nobody guesses."""
    return secrets.token_urlsafe(32)


def read_token(file: Path) -> str:
    """Return the token of a file, made there when missing, for its owner alone to read.

    Raises `InputError` for a file that others can read, for what is no file, and for anything but one long word in it.
    """
    try:
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(f"{new_token()}\n")
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):  # a folder without its x would be closed to its owner, and a pipe be waited for
            raise InputError(f"{file}: a token is kept in a file; name one, like {file / 'token'}")
        if stat.S_IMODE(mode) & 0o077:
            raise InputError(f"{file}: others can read this token; run: chmod 600 {shlex.quote(str(file))}")
        token = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: no token can be read or made there ({error}); give another file") from error
    if len(token) < SHORTEST or not _VISIBLE.fullmatch(token):
        raise InputError(f"{file}: not a token; it must be one line of {SHORTEST} letters and figures or more")
    return token
