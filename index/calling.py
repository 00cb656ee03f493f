"""Calls to a server that a person named: one request, to that host alone, and a bounded answer, in JSON.

No redirect is followed, no cookie kept, nothing unpacked. A server on this machine is never asked for through a proxy;
for others the proxies of the environment hold. The key of an address goes to that address, and stands in no error.
Who is busy (429, 502, 503, 504, a broken connection) is asked again, when it says, as long as the call may take.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from index.address import Address, redacted, without_userinfo
from index.connections import CONNECT_S, CanNotConnect, Connections, connections
from index.errors import InputError
from index.plain_text import one_line

if TYPE_CHECKING:
    import httpx

LARGEST_ANSWER = 100_000_000  # bytes
LARGEST_ERROR = 64_000  # bytes of the body of a failure; the rest is not read
LONGEST_DETAIL = 200  # characters of what a server says about its failure
BUSY = (429, 502, 503, 504)
MOST_TRIES, BROKEN_TRIES = 6, 3  # while it is busy, and where the connection breaks
FIRST_WAIT_S = 0.5  # before the second try, where the server does not say when; twice as long before each other

Result = TypeVar("Result")

_VISIBLE = re.compile(r"[\x21-\x7e]+")


class CallFailed(Exception):
    """A call that got no answer: why, without any key, and the status and detail of what was answered instead.

    Where another try may help (`is_passing`), it is after `wait_s` seconds, if the server says so.
    """

    def __init__(
        self,
        reason: str,
        status: int | None = None,
        detail: str = "",
        *,
        is_passing: bool = False,
        wait_s: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.detail = detail
        self.is_passing = is_passing
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Caller:
    """A server, and how patiently it is asked: `silence_s` between two bytes, up to the `deadline_s` of a call."""

    address: Address
    silence_s: float = 60.0
    deadline_s: float = 300.0

    def __post_init__(self) -> None:
        """Raise `InputError` for a key that no header can hold."""
        if not self.address.user and self.address.password and not _VISIBLE.fullmatch(self.address.password):
            raise InputError(
                f"{self.address.url}: the key in its address holds a blank or a sign that is not ASCII; set it anew"
            )

    @contextmanager
    def client(self) -> Iterator[Connections]:
        """Yield connections for some calls at once or one after the other; any thread may use them."""
        try:
            with connections(self.address, silence_s=self.silence_s) as opened:
                yield opened
        except CanNotConnect as error:
            raise CallFailed(str(error)) from None

    def call(
        self, client: Connections, method: str, path: str, value: Any = None, *, stopped: Event | None = None
    ) -> Any:
        """Return the JSON that a path below the address answers with; raises `CallFailed`.

        Waiting for another try ends when `stopped` is set.
        """

        def ask(latest: float) -> Any:
            with self.answered(client, method, path, value, latest=latest) as response:
                return _json(b"".join(self.chunks(response, latest)))

        return self.again(ask, stopped)

    def again(self, ask: Callable[[float], Result], stopped: Event | None = None) -> Result:
        """Return what `ask` does when it goes well, before the time that it is told; raises `CallFailed`."""
        latest = monotonic() + self.deadline_s
        broken = 0
        for attempt in count(1):
            try:
                return ask(latest)
            except CallFailed as failed:
                wait_s = FIRST_WAIT_S * 2 ** (attempt - 1) if failed.wait_s is None else failed.wait_s
                broken += failed.status is None
                is_over = attempt >= MOST_TRIES or broken >= BROKEN_TRIES or monotonic() + wait_s > latest
                if is_over or not failed.is_passing or (stopped or Event()).wait(wait_s):
                    raise
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def answered(
        self,
        client: Connections,
        method: str,
        path: str,
        value: Any = None,
        *,
        latest: float,
        accept: str = "application/json",
    ) -> Iterator["httpx.Response"]:
        """Yield a response whose body has still to be read by a time; raises `CallFailed` for any but a good one."""
        import httpx

        content = None if value is None else json.dumps(value).encode()
        headers = {"Accept": accept} | ({"Content-Type": "application/json"} if content else {})
        try:
            url = self.address.url + path
            with client.stream(method, url, content=content, headers=headers, latest=latest) as response:
                self._check(response)
                yield response
        except httpx.TimeoutException as error:
            silent = f"no answer for {self.silence_s:g} s"
            said = "it can't be reached in time" if isinstance(error, httpx.ConnectTimeout) else silent
            raise CallFailed(f"{said}; see whether it is busy, and try again") from None
        except httpx.ConnectError as error:
            if "CERTIFICATE" in str(error).upper():
                raise CallFailed("its certificate is not trusted here; see SSL_CERT_FILE") from None
            raise CallFailed("nothing answers there; start the server, or name another") from None
        except httpx.TransportError as error:
            if monotonic() > latest:
                raise self._too_late from None
            broken = f"the connection broke ({self.shown(str(error) or type(error).__name__)}); try again"
            raise CallFailed(broken, is_passing=True) from None
        except (httpx.InvalidURL, UnicodeError):
            raise CallFailed("its host is a name that no machine can have; write it anew") from None

    def chunks(self, response: "httpx.Response", latest: float) -> Iterator[bytes]:
        """Yield the body of a response, up to its bounds in size and time; raises `CallFailed` beyond them."""
        size = 0
        for chunk in response.iter_raw():
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise CallFailed("its answer does not end; check what answers there")
            if monotonic() > latest:
                raise self._too_late
            yield chunk

    @property
    def _too_late(self) -> CallFailed:
        return CallFailed(f"no whole answer in {self.deadline_s:g} s; see whether it is busy, and try again")

    def _check(self, response: "httpx.Response") -> None:
        status = response.status_code
        if response.is_redirect:
            where = self.shown(without_userinfo(response.headers.get("Location", "nowhere")).partition("?")[0])
            raise CallFailed(f"it redirects to {where}, which is not followed; name the true address", status)
        is_packed = response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity")
        if not 200 <= status < 300:
            detail = "" if is_packed else self.shown(_said(response))
            reason = self.shown(f"it answers {status} {response.reason_phrase}") + (f" ({detail})" if detail else "")
            wait_s = _seconds(response.headers.get("Retry-After", ""))
            raise CallFailed(reason, status, detail, is_passing=status in BUSY, wait_s=wait_s)
        if is_packed:
            raise CallFailed("it packs its answer though it was asked not to; check what answers there")

    def shown(self, detail: str) -> str:
        """Return what the server says as one line of a bearable length, without its key."""
        return shown(redacted(one_line(redacted(detail, self.address.secrets)), self.address.secrets))


def shown(detail: str) -> str:
    """Return what a server says as one line of a bearable length."""
    line = one_line(detail)
    return line if len(line) <= LONGEST_DETAIL else f"{line[:LONGEST_DETAIL]}…"


def message_of(body: Any) -> str:
    """Return the message in what a server says of its failure; all of it, as it was sent, where there is none.

    >>> message_of({"error": {"message": "no such model", "type": "x"}}), message_of({"code": 7})
    ('no such model', '{"code": 7}')
    """
    while isinstance(body, dict):
        inner = (body.get(name) for name in ("message", "error", "detail"))
        body = next(filter(None, inner), None) or json.dumps(body, ensure_ascii=False)
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise CallFailed("its answer is not JSON; check what answers there") from None


def _said(response: "httpx.Response") -> str:
    """Return what a failure says of itself, the beginning of it."""
    import httpx

    body, latest = b"", monotonic() + CONNECT_S
    with suppress(httpx.TransportError):
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > LARGEST_ERROR or monotonic() > latest:
                return ""
    try:
        return message_of(json.loads(body))
    except (ValueError, RecursionError):
        return ""


def _seconds(text: str) -> float | None:
    """Return the seconds that a `Retry-After` asks for; None where it says nothing that can be read.

    >>> _seconds("3"), _seconds("soon"), _seconds("Wed, 21 Oct 2015 07:28:00 GMT"), _seconds(f"1 May {10**20} 7:28:00")
    (3.0, None, 0.0, None)
    """
    try:
        if text.strip().isdecimal():
            return float(text)
        when = parsedate_to_datetime(text)
        return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
