"""From which confidence on questions are answered: as shipped, or as a library's owner calibrated it.

`onrecord calibrate` keeps the threshold in the library, with what it was fitted to. It holds for confidences of the
same scale: another calibration of the reader, or another embedding model, makes it void, and that of `Settings` holds.
"""

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256

from index import Library
from rag.reader.calibration import FILE
from rag.settings import Settings, Uncalibrated

NAME = "answer threshold"  # as the library calls it


@dataclass(frozen=True, slots=True)
class KeptThreshold:
    """The threshold that a library was calibrated to: with which questions, how many, on which day, of which scale."""

    value: float
    gold: str
    answerable: int
    unanswerable: int
    day: str  # ISO
    scale: str

    def holds_for(self, library: Library) -> bool:
        """Tell whether the confidences of a library are still those that it was fitted to."""
        return self.scale == scale_of(library)


def kept_threshold(library: Library) -> KeptThreshold | None:
    """Return what a library was calibrated to, also when that is void; None if it was not, or nothing can be read."""
    kept = library.own_setting(NAME)
    if kept is None:
        return None
    try:
        read = KeptThreshold(**json.loads(kept))
        return read if 0 <= read.value <= 1 else None
    except (ValueError, TypeError):  # of another version
        return None


def keep_threshold(library: Library, threshold: KeptThreshold | None) -> None:
    """Keep a threshold in a library, in the place of an older one; None takes it back."""
    library.set_own(NAME, json.dumps(asdict(threshold)) if threshold else None)


def with_own_threshold(settings: Settings, library: Library) -> Settings:
    """Return settings with what the library was calibrated to, unless they choose a threshold themselves."""
    if not isinstance(settings.answer_threshold, Uncalibrated):
        return settings
    kept = kept_threshold(library)
    return replace(settings, answer_threshold=kept.value) if kept and kept.holds_for(library) else settings


def scale_of(library: Library) -> str:
    """Return what the confidences of a library depend on, besides its articles."""
    return f"{_reader()} {library.embedder.model}"


@cache
def _reader() -> str:
    return sha256(FILE.read_bytes()).hexdigest()[:12]
