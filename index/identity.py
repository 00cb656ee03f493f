"""Which library it is: its folder and server, what it was built with, and the change that both its halves stand at.

With anything else than it records, vectors would not be those of its articles. Catalog and vectors carry the same
change stamp, so that half a backup beside the other half is noticed: the catalog records which one is coming before
Chroma is changed, and that it has come in the transaction that counts on it. So, whenever a process is killed, Chroma's
stamp is one of the two; anything else was put there by another hand.
"""

import json
import os
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index.address import Address, without_userinfo
from index.embedding import PACKAGED_MODEL, Embedder, ServerModel, load_embedder, passages
from index.errors import InputError, LibraryDamaged, LibraryError, LibraryMismatch
from index.language import times
from index.reading import cleaning
from index.storing import CATALOG, Catalog, near_duplicates
from index.vectors import Vectors

BUILT_WITH, CHANGE, NEXT = "built with", "change", "next change"  # facts of the catalog
TRIES = 100  # to look at both halves while nothing is written
# How the names begin of what a library keeps.
_LEFT_OVER = (CATALOG, "added", "chroma", "conversations", "damaged-", "questions.lock", "spare", "write.lock")
_PLACE, _FOLDER = "place of the vectors", "its folder"
_MODEL, _PIECES, _DIMENSIONS = "embedding model", "word pieces read", "dimensions"
# Facts about a model of a server: where it made vectors last, and the one that tells it from others.
_SERVER, _PROBE = "embedding server", "vector of the known sentence"


def check_place(folder: Path, *, must_exist: bool, repair: bool) -> None:
    """Raise an error for a folder where no library is, nor can be made, or one whose catalog is empty."""
    catalog = folder / CATALOG
    if catalog.exists():
        if catalog.stat().st_size == 0 and (folder / "chroma").exists() and not repair:
            raise LibraryDamaged(f"{catalog}: the catalog is empty; run: onrecord check --repair --library {folder}")
    elif folder.exists() and not (folder.is_dir() and all(one.name.startswith(_LEFT_OVER) for one in folder.iterdir())):
        inside = next(folder.glob(f"*/{CATALOG}"), None)  # as `open_chatbot` keeps it beside the articles
        fix = f"say --library {inside.parent}" if inside else "choose another folder for --library"
        raise InputError(f"{folder}: not a library, and not empty; {fix}")
    elif must_exist:
        raise InputError(f"{folder}: no library here; make it with: onrecord sync PATH --library {folder}")


def server_at(address: str) -> Address:
    """Return the address of a Chroma server, as a user gave it; raises `InputError`."""
    try:
        return Address.parse(address)
    except InputError as error:
        raise InputError(f"--chroma {error}") from error


def built_with(embedder: Embedder, chroma: Address | None) -> str:
    """Return what decides how articles become vectors, and where those are, to be recorded."""
    decided = {
        _PLACE: chroma.url if chroma else _FOLDER,
        _MODEL: embedder.model,
        _PIECES: embedder.max_pieces,
        "cutter": passages.VERSION,
        "cleaner": cleaning.VERSION,
        "copies": near_duplicates.VERSION,
        "times": times.VERSION,
    }
    return json.dumps(decided if embedder.dimensions is None else decided | {_DIMENSIONS: embedder.dimensions})


def record_built_with(catalog: Catalog, embedder: Embedder, now: str) -> None:
    """Record what a library is built with from now on."""
    catalog.record_fact(BUILT_WITH, now)
    if isinstance(embedder, ServerModel):
        catalog.record_fact(_PROBE, json.dumps([round(float(one), 6) for one in embedder.probe]))


def record_server(catalog: Catalog, embedder: Embedder) -> None:
    """Record where vectors were made last, if by a server."""
    if isinstance(embedder, ServerModel) and embedder.url and embedder.url != catalog.fact(_SERVER):
        catalog.record_fact(_SERVER, embedder.url)


def check_built_with(folder: Path, catalog: Catalog, now: str, embedding: str) -> None:
    """Raise `LibraryMismatch` if a library was built with something else than would be used now.

    `embedding` is how the model that would be used is named.
    """
    recorded = catalog.fact(BUILT_WITH) or "{}"
    if recorded == now:
        return
    old, new = json.loads(recorded), json.loads(now)
    if old.get(_PLACE, new[_PLACE]) != new[_PLACE]:
        place = without_userinfo(old[_PLACE])
        fix = "leave --chroma out" if place == _FOLDER else f"say --chroma {place}"
        raise LibraryMismatch(
            f"{folder}: its vectors are in {place}; {fix}, "
            f"or make them anew with: onrecord sync PATH --rebuild --library {folder}"
        )
    changed = ", ".join(f"{key} {old.get(key)}, now {new[key]}" for key in new if old.get(key) != new[key])
    is_of_model = any(old.get(key) != new.get(key) for key in (_MODEL, _PIECES, _DIMENSIONS))
    chosen = f" --embedding {embedding}" if is_of_model else ""
    raise LibraryMismatch(
        f"{folder}: built with another {changed}; run: onrecord sync PATH --rebuild{chosen} --library {folder}"
    )


def embedder_of(folder: Path, given: Embedder | None, *, rebuild: bool) -> Embedder:
    """Return the embedding model of a library: what it was built with; of a new one what is given, or the packaged one.

    A model of a server has no address there: it is given, or stands in ONRECORD_EMBEDDING, or is the one where vectors
    were made last if that is on this machine. Another library's word sends nobody's questions elsewhere.
    """
    recorded = _recorded(folder)
    model = recorded.get(_MODEL)
    if given is None and (named := os.environ.get("ONRECORD_EMBEDDING")):
        found = load_embedder(named)
        given = found if model in (None, found.model) else None
    embedder = given or load_embedder(model or PACKAGED_MODEL, max_pieces=recorded.get(_PIECES))
    if not isinstance(embedder, ServerModel) or embedder.model != model:
        return embedder
    last = recorded.get(_SERVER) or ""
    address = Address.parse(last) if last else None
    probe = recorded.get(_PROBE)
    return embedder.as_recorded(
        max_pieces=recorded.get(_PIECES),
        probe=None if rebuild or not probe else np.array(json.loads(probe), dtype=np.float32),
        address=address if address and address.is_on_this_machine else None,
        last_at=last,
    )


def _recorded(folder: Path) -> dict[str, Any]:
    """Return what a library has recorded of its embedding model; nothing of what is no library, or damaged."""
    file = folder / CATALOG
    if not file.exists() or not file.stat().st_size:  # one that is empty would be filled, and pass for a new one
        return {}
    try:
        with closing(Catalog(file)) as catalog:
            facts = {name: catalog.fact(name) for name in (_SERVER, _PROBE)}
            built: dict[str, Any] = json.loads(catalog.fact(BUILT_WITH) or "{}")
            return built | facts
    except LibraryError:  # as whoever opens it will be told
        return {}


class ChangeStamp:
    """The stamp of a library."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def agrees(self, vectors: Vectors) -> bool:
        """Tell whether catalog and vectors belong together; there may be no vectors at all, as `check` will tell."""
        before = self._known()
        for _ in range(TRIES):
            found = vectors.stamp()
            after = self._known()
            if found is None or found in before | after:
                return True
            if before == after:
                return False
            before = after  # another process has written meanwhile
        return True

    def begin(self, vectors: Vectors) -> str:
        """Return the stamp of a change that is about to be made to vectors which agree with the catalog."""
        stamp = uuid.uuid4().hex[:12]
        with self._catalog.transaction():
            self._catalog.record_fact(CHANGE, vectors.stamp() or "")
            self._catalog.record_fact(NEXT, stamp)
        return stamp

    def confirm(self, stamp: str) -> None:
        """Say that the change has been made; raises `LibraryError` in a catalog that was not told of it before."""
        if self._catalog.fact(NEXT) != stamp:
            raise LibraryError("the catalog was put in the place of another one during the sync; sync again")
        self._catalog.record_fact(CHANGE, stamp)

    @property
    def last(self) -> str:
        """The last change that was made, empty before the first."""
        return self._catalog.fact(CHANGE) or ""

    def _known(self) -> set[str]:
        return {self.last, self._catalog.fact(NEXT) or ""}
