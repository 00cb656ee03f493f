"""The way to a model's server: one request, to the named host alone, whose answer is bounded.

No redirect is followed, no cookie kept, no connection kept open, nothing unpacked. A server on this machine is never
asked for through a proxy; for others the proxies of the environment hold.

Keys are put in here, so that no client library holds them, and none is ever shown. Each goes to the one place that it
is for: a server's own key stands in its address. OPENAI_API_KEY and ANTHROPIC_API_KEY are for where OpenAI's and
Anthropic's models are, which OPENAI_BASE_URL and ANTHROPIC_BASE_URL may move; no other server gets them.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from index.address import Address, forms_of, redacted
from index.calling import shown
from rag.llm.background import current_line
from rag.llm.errors import ModelError
from rag.llm.events import EventReader, whole_events
from rag.llm.name import ModelName, home_of

LARGEST_ERROR = 64_000  # bytes of the body of an error; the rest is not read
CONNECT_S = 10.0

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_NEEDED = ("host", "accept", "content-type", "content-length", "anthropic-version")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model is, the headers that its keys go in, and what must never be shown of them."""

    address: Address
    headers: tuple[tuple[str, str], ...] = ()
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Server({self.address.url})"


def server_of(name: ModelName, address: Address) -> Server:
    """Return a model's server with what it is to be sent; raises `ModelError` for a missing or malformed key."""
    headers: dict[str, str] = {}
    secrets = [*address.secrets]
    if address.authorization:
        if not address.user:
            _check(address.password, "the key in its address", name)
        headers["Authorization"] = address.authorization
    if name.kind == "anthropic" and (key := os.environ.get("ANTHROPIC_API_KEY")):
        headers["X-Api-Key"] = _check(key, "ANTHROPIC_API_KEY", name)
        secrets += forms_of(key)
    is_openai = name.kind == "openai" or (name.kind == "http" and address.origin == home_of("openai").origin)
    if is_openai and not headers and (key := os.environ.get("OPENAI_API_KEY")):
        headers["Authorization"] = f"Bearer {_check(key, 'OPENAI_API_KEY', name)}"
        secrets += forms_of(key)
    if not headers and name.kind in ("openai", "anthropic"):
        raise ModelError(f"{name.shown}: needs a key; set {name.kind.upper()}_API_KEY")
    return Server(address, tuple(headers.items()), tuple(dict.fromkeys(secrets)))


def _check(key: str, where: str, name: ModelName) -> str:
    if _VISIBLE.fullmatch(key):
        return key
    raise ModelError(f"{name.shown}: {where} holds a blank, a line break or a sign that is not ASCII; set it anew")


def http_client(library: ModuleType, server: Server, reader: Callable[[], EventReader], *, silence_s: float) -> Any:
    """Return a client of `library` (httpx, or its twin httpx2) for one server.

    Each response is read by a new `reader`; a silence of `silence_s` ends it. An unusable proxy raises `ModelError`.
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
        return lambda stream: iter(()) if is_packed else _beginning(stream)
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
