"""The way to a model's server: one request, to the named host alone, whose answer is bounded.

No redirect is followed, no cookie kept, no connection kept open, nothing unpacked. Keys are put in here, so that no
client library holds them, and only for the origin that they are for. A server on this machine is never asked for
through a proxy; for others the proxies of the environment hold.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from index.address import Address, redacted
from rag.llm.background import current_line
from rag.llm.errors import ModelError, shown
from rag.llm.events import EventReader, whole_events

LARGEST_ERROR = 64_000  # bytes of the body of an error; the rest is not read
CONNECT_S = 10.0

_NEEDED = ("host", "accept", "content-type", "content-length", "anthropic-version")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model is, the headers that its keys go in, and what must never be shown of them."""

    address: Address
    headers: tuple[tuple[str, str], ...] = ()
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Server({self.address.url})"


def http_client(library: ModuleType, server: Server, reader: Callable[[], EventReader], *, silence_s: float) -> Any:
    """Return a client of `library` (httpx, or its twin httpx2) for one server.

    Each response is read by a new `reader`; a silence of `silence_s` ends it. Raises `ModelError` for a proxy of the
    environment that can't be used.
    """

    class Body(library.SyncByteStream):  # type: ignore[misc, name-defined]
        def __init__(self, stream: Any, read: Callable[[Any], Iterator[bytes]]) -> None:
            self._stream, self._read = stream, read

        def __iter__(self) -> Iterator[bytes]:
            return self._read(self._stream)

        def close(self) -> None:
            self._stream.close()

    def ask(request: Any) -> None:
        _prepare(request, server)
        request.extensions["timeout"] = library.Timeout(silence_s, connect=min(silence_s, CONNECT_S)).as_dict()

    def receive(response: Any) -> None:
        response.stream = Body(response.stream, _way_to_read(response, server, reader))

    try:
        return library.Client(
            trust_env=not server.address.is_on_this_machine,
            follow_redirects=False,
            limits=library.Limits(max_keepalive_connections=0),
            event_hooks={"request": [ask], "response": [receive]},
        )
    except (ImportError, ValueError, library.InvalidURL):
        # Their text may hold the proxy's password.
        raise ModelError(
            "the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names can't be used; name one like http://host:port"
        ) from None


def _prepare(request: Any, server: Server) -> None:
    """Leave of a request's headers what is needed, add the keys, and have its connection noted."""
    named = type(request.url)(server.address.url)  # with the host as it is sent, whatever its letters
    if (request.url.scheme, request.url.host, request.url.port) != (named.scheme, named.host, named.port):
        raise ModelError("the request is for another server than the one named, and was not sent")
    for name in [name for name in request.headers if name.lower() not in _NEEDED]:
        del request.headers[name]
    request.headers.update({"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "OnRecord"})
    request.headers.update(dict(server.headers))
    if (line := current_line.get()) is not None:
        request.extensions["trace"] = line.trace


def _way_to_read(response: Any, server: Server, reader: Callable[[], EventReader]) -> Callable[[Any], Iterator[bytes]]:
    """Return how the body of a response is read; raises `ModelError` for one that is not read at all."""
    if (line := current_line.get()) is not None:
        line.answered(response)
    status = response.status_code
    if 300 <= status < 400:
        raise ModelError(_redirected(redacted(response.headers.get("location", ""), server.secrets)))
    if status < 200:
        raise ModelError("the server does not answer as a model does; check what answers there")
    is_packed = response.headers.pop("content-encoding", "").strip().lower() not in ("", "identity")
    if status >= 400:
        return _nothing if is_packed else _beginning
    if is_packed:
        raise ModelError("the server packs its answer though it was asked not to; check what answers there")
    return lambda stream: whole_events(stream, reader())


def _redirected(location: str) -> str:
    try:
        host = urlsplit(location).hostname or "another address"
    except ValueError:
        host = "another address"
    return f"the server redirects to {shown(host)}; redirects are not followed: name the true address"


def _beginning(stream: Any) -> Iterator[bytes]:
    size = 0
    for chunk in stream:
        yield chunk[: LARGEST_ERROR - size]
        size += len(chunk)
        if size >= LARGEST_ERROR:
            return


def _nothing(stream: Any) -> Iterator[bytes]:
    return iter(())
