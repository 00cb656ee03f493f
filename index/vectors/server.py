"""A connection to a Chroma server: straight to the address that was given, with its key, and nowhere else.

Chroma's own client asks proxies whatever runs on this machine, and waits for ever; here nothing that leads to this
machine goes through a proxy, silence has an end, and a redirect is told, not followed.
"""

from collections.abc import Iterator
from contextlib import suppress
from json import JSONDecodeError
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit, urlunsplit

from index.address import Address, without_userinfo
from index.vectors.folder import settings

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client

SILENCE_S = 60.0  # after which a server is given up; a batch of 1,000 vectors may take a while
LARGEST_ANSWER = 200_000_000  # bytes; a thousand vectors of 4,096 numbers are some 80 million
LONGEST_ANSWER_S = 120.0
CHROMAS_PORT = 8000  # of a server over http whose address names none


class NotChroma(ValueError):
    """What answers is not a Chroma server, or not to us."""


def connect(address: Address) -> "Client":
    """Connect to the server, which must answer; raises what Chroma and httpx raise, or `NotChroma`."""
    from chromadb.api.client import Client

    class Straight(Client):
        """Chroma's client with connections of our own from its first two requests on, which it makes here."""

        def get_user_identity(self) -> Any:
            _connect_straight(self._server, address)
            return self._server.get_user_identity()

        def _validate_tenant_database(self, tenant: str, database: str) -> None:
            _connect_straight(cast(Any, self._admin_client)._server, address)
            self._admin_client.get_tenant(name=tenant)
            self._admin_client.get_database(name=database, tenant=tenant)

    parts = urlsplit(address.url)
    is_secure = parts.scheme == "https"
    where = parts.netloc if parts.port or is_secure else f"{parts.netloc}:{CHROMAS_PORT}"
    chosen = settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=urlunsplit(parts._replace(netloc=where)),
        chroma_server_http_port=address.port,
        chroma_server_ssl_enabled=is_secure,
    )
    return Straight(settings=chosen)


def sessions(client: "Client") -> "list[httpx.Client]":
    """Return the connections to a server, which Chroma does not close."""
    servers = (getattr(part, "_server", None) for part in (client, client._admin_client))
    return [session for server in servers if (session := getattr(server, "_session", None))]


def _connect_straight(server: Any, address: Address) -> None:
    """Give Chroma's client of a server another connection."""
    import httpx

    headers = server._session.headers
    headers["Accept-Encoding"] = "identity"  # what is packed can't be bounded before it is unpacked
    if address.authorization:
        headers["Authorization"] = address.authorization
    server._session.close()
    server._session = httpx.Client(
        headers=headers,
        timeout=SILENCE_S,
        limits=server.http_limits,
        trust_env=not address.is_on_this_machine,  # the environment may name a proxy
        follow_redirects=False,
        event_hooks={"response": [_check_answer]},
    )


def _read_bounded(response: "httpx.Response") -> None:
    """Read an answer, if it is neither larger nor slower than any of Chroma's; raises `NotChroma`."""
    import httpx

    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotChroma("it packs its answer though it was asked not to; give the address of Chroma itself")

    class Bounded(httpx.SyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            size, latest = 0, monotonic() + LONGEST_ANSWER_S
            for chunk in self._stream:
                size += len(chunk)
                if size > LARGEST_ANSWER or monotonic() > latest:
                    raise NotChroma("its answer does not end; is that the port of a Chroma server?")
                yield chunk

        def close(self) -> None:
            self._stream.close()

    response.stream = Bounded(response.stream)
    response.read()


def _check_answer(response: "httpx.Response") -> None:
    """Raise `NotChroma` for an answer that Chroma does not give."""
    from chromadb.errors import error_types

    if response.is_redirect:
        where = without_userinfo(response.headers["Location"]).partition("?")[0]
        raise NotChroma(f"it redirects to {where}, which is not followed; give the address of Chroma itself")
    if response.status_code in (401, 403):
        raise NotChroma("it asks for another key; give it as in http://:KEY@host:port")
    _read_bounded(response)
    if response.is_error:
        said: Any = None
        with suppress(JSONDecodeError, UnicodeDecodeError):
            said = response.json()
        if not isinstance(said, dict) or str(said.get("error")) not in error_types:
            raise NotChroma(f"it answers {response.status_code} {response.reason_phrase}, which is not Chroma's")
    elif not response.headers.get("Content-Type", "").startswith("application/json"):
        raise NotChroma("its answer is not Chroma's; is that the port of a Chroma server?")
