"""The token that says who may ask: made for one run, or kept in a file for many."""

import os
import re
import secrets
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

    Raises `InputError` for a file that others can read, or that holds anything but one long word.
    """
    try:
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(f"{new_token()}\n")
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise InputError(f"{file}: others can read this token; run: chmod 600 {file}")
        token = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: no token can be read or made there ({error}); give another file") from error
    if len(token) < SHORTEST or not _VISIBLE.fullmatch(token):
        raise InputError(f"{file}: not a token; it must be one line of {SHORTEST} letters and figures or more")
    return token
