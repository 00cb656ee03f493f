"""Chroma, a folder or a server: the only room that imports it. Derived from the catalog."""

from pathlib import Path

from index.address import Address
from index.vectors.chroma import load_chroma
from index.vectors.folder import FolderVectors
from index.vectors.server import ServerVectors
from index.vectors.vectors import BATCH, SURELY_FOUND, Vectors

__all__ = ["BATCH", "SURELY_FOUND", "Vectors", "load_chroma", "open_vectors"]


def open_vectors(place: Path | Address, collection: str) -> Vectors:
    """Open a collection in a folder or on a server; raises `LibraryError` if that can't be."""
    return ServerVectors(place, collection) if isinstance(place, Address) else FolderVectors(place, collection)
