"""What Chroma raises, and what we use of it that it does not promise to keep: 1.5 has no public way to the same end.

Chroma shares what is open by one name among all clients of a process: a folder that another process has written to
can't be opened anew by that name (https://github.com/chroma-core/chroma/issues/3792), nor one whose opening failed.
Its client of a server makes its own connections, which ask proxies whatever runs on this machine, wait for ever, and
are not closed; it asks two questions before anybody could give it others.
"""

from collections.abc import Callable, Iterable
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, cast

from index.address import redacted

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.config import Settings

LONGEST = 300  # characters of what Chroma says; a server may send a page

_NONSENSE = (TypeError, LookupError, AttributeError)  # of Chroma's client, from an answer that it can't read


def load_chroma() -> None:
    """Import Chroma, which takes most of a second, else done when vectors are first needed. Any thread may call."""
    import chromadb  # noqa: F401


def failures(*, of_server: bool) -> tuple[type[BaseException], ...]:
    """Return what to catch, also what Chroma's Rust raises over a spoilt database, which is no `Exception`."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    panics = (one for one in BaseException.__subclasses__() if one.__name__ == "PanicException")
    return ChromaError, HTTPError, OSError, ValueError, *panics, *(_NONSENSE if of_server else ())


def said(error: BaseException, secrets: Iterable[str]) -> str:
    """Return what went wrong, in a line, without what may be a key."""
    if isinstance(error, (*_NONSENSE, JSONDecodeError)):
        return "its answer is not Chroma's"
    line = " ".join(str(error).split()) or type(error).__name__
    return redacted(line, secrets)[:LONGEST]


def free_name(place: str) -> str:
    """Return a name of a folder that it is not open by in this process."""
    from chromadb.api.shared_system_client import SharedSystemClient

    while place in SharedSystemClient._identifier_to_system:
        place += "/."
    return place


def forget(name: str) -> None:
    """Forget what was half opened by a name, which Chroma would hand out again."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_system.pop(name, None)


def client_with(connections: "Callable[[httpx.Headers, httpx.Limits], httpx.Client]", settings: "Settings") -> "Client":
    """Return a client of a server whose connections are made by a function of their headers and limits."""
    from chromadb.api.client import Client

    def replace(server: Any) -> None:
        old, server._session = server._session, connections(server._session.headers, server.http_limits)
        old.close()

    class OwnConnections(Client):
        """Chroma's client with connections of our own from its first two requests on, which it makes here."""

        def get_user_identity(self) -> Any:
            replace(self._server)
            return self._server.get_user_identity()

        def _validate_tenant_database(self, tenant: str, database: str) -> None:
            replace(cast(Any, self._admin_client)._server)
            self._admin_client.get_tenant(name=tenant)
            self._admin_client.get_database(name=database, tenant=tenant)

    return OwnConnections(settings=settings)


def close_connections(client: "Client") -> None:
    """Close the connections to a server, which Chroma does not."""
    for part in (client, client._admin_client):
        if session := getattr(getattr(part, "_server", None), "_session", None):
            session.close()


def settings(**options: Any) -> "Settings":
    """Return settings for Chroma that report to nobody, and that no .env file in the current folder can change."""
    from chromadb.config import Settings

    return Settings(**{"_env_file": None, "chroma_otel_collection_endpoint": "", **options})
