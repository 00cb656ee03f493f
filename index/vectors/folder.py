"""A folder of Chroma's, opened so that what others have written to it is seen, and never where Chroma would hang."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.config import Settings

_used_by: set[int] = set()  # the processes that have opened a folder


def refuse_after_fork(folder: Path) -> None:
    """Raise `LibraryError` where Chroma would hang: its threads do not survive a fork."""
    if _used_by and os.getpid() not in _used_by:
        raise LibraryError(
            f"{folder}: Chroma can't be used in a process forked from one that has used it; "
            "start your processes by spawn or forkserver, or fork before the first search"
        )
    _used_by.add(os.getpid())


def open_folder(name: str) -> "Client":
    """Open a folder by a name of it."""
    import chromadb

    local = "chromadb.api.rust.RustBindingsAPI"  # whatever the environment says
    return cast("Client", chromadb.PersistentClient(name, settings=settings(chroma_api_impl=local)))


def settings(**options: Any) -> "Settings":
    """Return settings for Chroma that report to nobody, and that no .env file in the current folder can change."""
    from chromadb.config import Settings

    return Settings(**{"_env_file": None, "chroma_otel_collection_endpoint": "", **options})


def name_of_its_own(place: str) -> str:
    """Return another name of a folder than those it is open by: Chroma shares what is open by one name.

    What is shared can't be opened anew, and so would not see what another process has written.
    """
    from chromadb.api.shared_system_client import SharedSystemClient

    while place in SharedSystemClient._identifier_to_system:
        place += "/."
    return place


def forget(name: str) -> None:
    """Forget what was half opened by a name, which Chroma would hand out again."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_system.pop(name, None)
