"""Where a library is to be opened: its folder, and the server that may hold its vectors."""

from pathlib import Path

from index.address import Address
from index.errors import InputError, LibraryDamaged
from index.storing import CATALOG

_LEFT_OVER = (CATALOG, "chroma", "damaged-", "spare", "write.lock")  # how the names begin of what a library keeps


def check_place(folder: Path, *, must_exist: bool, repair: bool) -> None:
    """Raise an error for a folder where no library is, nor can be made, or one whose catalog is empty."""
    catalog = folder / CATALOG
    if catalog.exists():
        if catalog.stat().st_size == 0 and (folder / "chroma").exists() and not repair:
            raise LibraryDamaged(f"{catalog}: the catalog is empty; run: onrecord check --repair --library {folder}")
    elif must_exist:
        raise InputError(f"{folder}: no library here; make it with: onrecord sync PATH --library {folder}")
    elif folder.exists() and not (folder.is_dir() and all(one.name.startswith(_LEFT_OVER) for one in folder.iterdir())):
        raise InputError(f"{folder}: not a library, and not empty; choose another folder for --library")


def server_at(address: str) -> Address:
    """Return the address of a Chroma server, as a user gave it; raises `InputError`."""
    try:
        return Address.parse(address)
    except InputError as error:
        raise InputError(f"--chroma {error}") from error
