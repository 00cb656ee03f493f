"""Who may come in: whoever has the address that was printed when the page was started, or signs in with a password.

    token     in the printed address; good until the page is closed
    ticket    in the address a browser is started with, good once: other users of a machine can read such an address
    session   in a cookie, given for either of them or for a password

All are random and new with each start, and are compared in constant time.
"""

import asyncio
import hmac
import math
import secrets
import time
from collections import deque
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import cookie_parser

from page.passwords import Passwords

SIGNED_IN_S = 12 * 3600.0
FAILURES = 10  # wrong passwords, of all names together, before all have to wait
WAIT_S = 60.0
TICKET_S = 120.0
MOST_SESSIONS = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who came in; `name` is empty for who came with the token."""

    name: str
    expires: float


class TooManyFailures(Exception):
    """So many passwords were wrong of late that none is tried for a while."""


class Entry:
    """The keys of one start of the page, and the sessions given for them."""

    def __init__(self, port: int, passwords: Passwords | None = None) -> None:
        self.cookie = f"onrecord-{port}"  # all ports of a host share their cookies
        self.passwords = passwords
        self.token = secrets.token_urlsafe(32)
        self.ticket = secrets.token_urlsafe(32)
        self._ticket_expires = time.monotonic() + TICKET_S
        self._sessions: dict[bytes, Session] = {}
        self._failures: deque[float] = deque()

    def redeem(self, key: str) -> str | None:
        """Return the value of a new session's cookie for the token or the unused ticket, None for anything else."""
        if self.passwords:
            return None
        by_ticket = _same(key, self.ticket) and time.monotonic() < self._ticket_expires
        if by_ticket:
            self.ticket = secrets.token_urlsafe(32)
        return self._begin("", math.inf) if by_ticket or _same(key, self.token) else None

    async def sign_in(self, name: str, password: str) -> str | None:
        """Return the value of a new session's cookie for a right password; raises `TooManyFailures`."""
        if not self.passwords:
            return None
        now = time.monotonic()
        while self._failures and self._failures[0] < now - WAIT_S:
            self._failures.popleft()
        if len(self._failures) >= FAILURES:
            raise TooManyFailures
        self._failures.append(now)  # before it is tried, or many at once would all be tried
        if not await asyncio.to_thread(self.passwords.accept, name, password):
            return None
        if now in self._failures:
            self._failures.remove(now)
        return self._begin(name, now + SIGNED_IN_S)

    def session(self, cookies: str) -> Session | None:
        """Return the session of a request's cookies."""
        found = self._sessions.get(self._key(cookies))
        return found if found and time.monotonic() < found.expires else None

    def sign_out(self, cookies: str) -> None:
        """End the session of a request's cookies."""
        self._sessions.pop(self._key(cookies), None)

    def _begin(self, name: str, expires: float) -> str:
        value = secrets.token_urlsafe(32)
        while len(self._sessions) >= MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        self._sessions[_digest(value)] = Session(name, expires)
        return value

    def _key(self, cookies: str) -> bytes:
        return _digest(cookie_parser(cookies).get(self.cookie, ""))


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _digest(value: str) -> bytes:
    """Return what a session is kept under: looked up by its digest, how long that takes tells nothing of its value."""
    return sha256(value.encode()).digest()
