"""Connections to a server that a person named, which end at a deadline, whatever they wait for.

No redirect is followed, no cookie kept. A server on this machine is never asked for through a proxy; for others the
proxies of the environment hold.
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from index.address import Address

if TYPE_CHECKING:
    import ssl

    import httpx

CONNECT_S = 10.0
AGAIN_S = 1.0  # between two attempts to hang up on who was just being connected to


class CanNotConnect(Exception):
    """There is something wrong with the environment: what, in one line, without what may be a password."""


class Connections:
    """Connections to one server. Any thread may use them; those of all calls end when one call takes too long."""

    def __init__(self, client: "httpx.Client") -> None:
        self._client = client
        self._lock = Lock()
        self._sockets: list[socket.socket] = []

    @contextmanager
    def stream(
        self, method: str, url: str, *, content: bytes | None, headers: Mapping[str, str], latest: float
    ) -> "Iterator[httpx.Response]":
        """Yield a response whose body has still to be read, all of it before a time of the monotonic clock.

        Raises what httpx does; a connection that was hung up looks broken.
        """
        over = Event()
        Thread(target=self._watch, args=(over, latest), name="onrecord-deadline", daemon=True).start()
        try:
            with self._client.stream(
                method, url, content=content, headers=headers, extensions={"trace": self._note}
            ) as response:
                yield response
        finally:
            over.set()

    def _note(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of each socket that httpcore opens (its extension "trace")."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._sockets = [one for one in self._sockets if one.fileno() >= 0]
                self._sockets.append(info["return_value"].get_extra_info("socket"))

    def _watch(self, over: Event, latest: float) -> None:
        """Hang up when it is too late: a read waits for the next byte only, and those may come one by one for ever."""
        wait_s = latest - monotonic()
        while not over.wait(max(wait_s, 0.0)):
            with self._lock:
                for one in self._sockets:
                    with suppress(OSError):  # closed already
                        # Not SSLSocket's own, which takes the cipher away from a thread that is reading.
                        socket.socket.shutdown(one, socket.SHUT_RDWR)
            wait_s = AGAIN_S


@contextmanager
def connections(address: Address, *, silence_s: float) -> Iterator[Connections]:
    """Yield connections to a server, for some calls at once or one after the other; raises `CanNotConnect`.

    `silence_s` is the longest wait for a byte.
    """
    import httpx

    key = address.authorization
    headers = {"Accept-Encoding": "identity", "User-Agent": "OnRecord"} | ({"Authorization": key} if key else {})
    try:
        client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(silence_s, connect=min(silence_s, CONNECT_S)),
            trust_env=not address.is_on_this_machine,
            follow_redirects=False,
            verify=_certificates(),
        )
    except OSError:
        raise CanNotConnect("the certificates of SSL_CERT_FILE or SSL_CERT_DIR can't be read; set it anew") from None
    except (ImportError, ValueError, httpx.InvalidURL):  # their text may hold the proxy's password
        raise CanNotConnect("the proxy that the environment names can't be used; name one like http://host") from None
    with client:
        yield Connections(client)


@cache
def _certificates() -> "ssl.SSLContext":
    """Load the certificates that servers are trusted by once, since that takes a tenth of a second."""
    import httpx

    return httpx.create_ssl_context()
