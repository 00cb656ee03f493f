"""What a library was built with, as it records: with anything else, vectors would not be those of its articles."""

import json
from contextlib import closing
from pathlib import Path

from index.address import Address, without_userinfo
from index.embedding import PACKAGED_MODEL, Embedder, load_embedder, passages
from index.errors import LibraryError, LibraryMismatch
from index.language import times
from index.reading import cleaning
from index.storing import CATALOG, Catalog, near_duplicates

BUILT_WITH = "built with"  # the fact of the catalog
_PLACE, _FOLDER = "place of the vectors", "its folder"
_MODEL, _PIECES = "embedding model", "word pieces read"


def built_with(embedder: Embedder, chroma: Address | None) -> str:
    """Return what decides how articles become vectors, and where those are, to be recorded."""
    return json.dumps(
        {
            _PLACE: chroma.url if chroma else _FOLDER,
            _MODEL: embedder.model,
            _PIECES: embedder.max_pieces,
            "cutter": passages.VERSION,
            "cleaner": cleaning.VERSION,
            "copies": near_duplicates.VERSION,
            "times": times.VERSION,
        }
    )


def check_built_with(folder: Path, recorded: str, now: str) -> None:
    """Raise `LibraryMismatch` if a library was built with something else than would be used now."""
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
    chosen = f" --embedding {new[_MODEL]}" if old.get(_MODEL) != new[_MODEL] else ""
    raise LibraryMismatch(
        f"{folder}: built with another {changed}; run: onrecord sync PATH --rebuild{chosen} --library {folder}"
    )


def recorded_embedder(folder: Path) -> Embedder:
    """Return the embedding model that a library was built with; the packaged one where that is unknown."""
    if not (folder / CATALOG).exists():
        return Embedder()
    try:
        with closing(Catalog(folder / CATALOG)) as catalog:
            recorded = json.loads(catalog.fact(BUILT_WITH) or "{}")
    except LibraryError:  # damaged, as whoever opens it will be told
        return Embedder()
    return load_embedder(recorded.get(_MODEL, PACKAGED_MODEL), max_pieces=recorded.get(_PIECES))
