"""A collection on a Chroma server: straight to the address that was given, with its key, and nowhere else.

Nothing that leads to this machine goes through a proxy, silence has an end, and a redirect is told, not followed.
"""

from contextlib import closing, suppress
from json import JSONDecodeError
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit, urlunsplit

from index.address import Address, without_userinfo
from index.vectors.chroma import client_with, close_connections, failures, settings
from index.vectors.vectors import Change, Vectors

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client

SILENCE_S = 60.0  # after which a server is given up; a batch of 1,000 vectors may take a while
LARGEST_ANSWER = 200_000_000  # bytes; a thousand vectors of 4,096 numbers are some 80 million
LONGEST_ANSWER_S = 120.0
CHROMAS_PORT = 8000  # of a server over http whose address names none


class NotChroma(ValueError):
    """What answers is not a Chroma server, or not to us."""


class ServerVectors(Vectors):
    """A server, which sees by itself to who reads and writes."""

    is_server = True

    def __init__(self, address: Address, collection: str) -> None:
        super().__init__(address.url, collection)
        self._secrets = address.secrets
        try:
            self._client = connect(address)
            self._collection = self._find(self._client)
        except failures(of_server=True) as error:
            self._fail("can't be opened", error)

    @property
    def _fix(self) -> str:
        return "start the server (chroma run), or leave --chroma out"

    def _prepare_retry(self) -> None:
        with suppress(*failures(of_server=True)):
            self._collection = self._find(self._client)  # another client may have dropped it, or made it anew

    def _change(self, change: Change, size: int, stamp: str | None) -> None:
        with self._changing():
            collection, metadata = self._prepared(stamp)
            change(collection)
            if metadata != (collection.metadata or {}):
                collection.modify(metadata=metadata)

    def close(self) -> None:
        """Let go of the connection."""
        close_connections(self._client)
        self._client.close()


def connect(address: Address) -> "Client":
    """Connect to the server, which must answer; raises what Chroma and httpx raise, or `NotChroma`."""

    def straight(headers: "httpx.Headers", limits: "httpx.Limits") -> "httpx.Client":
        import httpx

        headers["Accept-Encoding"] = "identity"  # what is packed can't be bounded before it is unpacked
        if address.authorization:
            headers["Authorization"] = address.authorization
        return httpx.Client(
            headers=headers,
            timeout=SILENCE_S,
            limits=limits,
            trust_env=not address.is_on_this_machine,  # the environment may name a proxy
            follow_redirects=False,
            event_hooks={"response": [_check_answer]},
        )

    parts = urlsplit(address.url)
    is_secure = parts.scheme == "https"
    where = parts.netloc if parts.port or is_secure else f"{parts.netloc}:{CHROMAS_PORT}"
    chosen = settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=urlunsplit(parts._replace(netloc=where)),
        chroma_server_http_port=address.port,
        chroma_server_ssl_enabled=is_secure,
    )
    return client_with(straight, chosen)


def _read_bounded(response: "httpx.Response") -> None:
    """Read an answer, if it is neither larger nor slower than any of Chroma's; raises `NotChroma`."""
    import httpx

    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotChroma("it packs its answer though it was asked not to; give the address of Chroma itself")
    body, latest = bytearray(), monotonic() + LONGEST_ANSWER_S
    with closing(cast(httpx.SyncByteStream, response.stream)) as stream:
        for chunk in stream:
            body += chunk
            if len(body) > LARGEST_ANSWER or monotonic() > latest:
                raise NotChroma("its answer does not end; is that the port of a Chroma server?")
    response.stream = httpx.ByteStream(bytes(body))
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
