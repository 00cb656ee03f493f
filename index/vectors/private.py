"""What we use of Chroma that it does not promise to keep, all of it, since 1.5 has no public way to the same end.

Chroma shares what is open by one name among all clients of a process: a folder that another process has written to
can't be opened anew by that name (https://github.com/chroma-core/chroma/issues/3792), nor one whose opening failed.
Its client of a server makes its own connections, which ask proxies whatever runs on this machine, wait for ever, and
are not closed; it asks two questions before anybody could give it others.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.config import Settings


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


def client_with(connections: "Callable[[httpx.Client, Any], httpx.Client]", settings: "Settings") -> "Client":
    """Return a client of a server whose connections are made by a function of those it has, and of their limits."""
    from chromadb.api.client import Client

    def replace(server: Any) -> None:
        old, server._session = server._session, connections(server._session, server.http_limits)
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
