"""Whether the page may be served at a host: to this machine alone, to people with a password, or knowingly to anyone.

A host that is not this machine's own loopback can be reached by others, and what they send can be read on the way.
"""

from pathlib import Path

from index import InputError
from index.address import is_loopback
from page.passwords import Passwords


def check_access(host: str, *, auth: Path | None = None, insecure: bool = False) -> Passwords | None:
    """Return the passwords to ask for, None when the address printed in the terminal is enough.

    Raises `InputError` for a host that others can reach without `auth` or `insecure`, and for a file without passwords.
    """
    if auth is not None:
        return Passwords.read(auth)
    if is_loopback(host) or insecure:
        return None
    raise InputError(
        f"{host}: other machines could read your articles there; "
        "ask for passwords with --auth FILE, or let anyone with the page's address in with --insecure"
    )
