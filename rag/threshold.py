"""From which confidence on questions are answered: as shipped, or as a library's owner calibrated it.

`onrecord calibrate` keeps the threshold in the library, with what it was fitted to. It holds for confidences of the
same scale: another calibration of the reader, or another embedding model, makes it void, and that of `Settings` holds.
"""

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any

from index import Library
from index.plain_text import one_line
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


@dataclass(frozen=True, slots=True)
class AnswerThreshold:
    """From which confidence on questions are answered, what that was calibrated to, and whether the latter holds."""

    answers_from: float
    calibrated: KeptThreshold | None
    holds: bool

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values; without `calibrated` where it was not."""
        kept = {"calibrated": asdict(self.calibrated) | {"holds": self.holds}} if self.calibrated else {}
        return {"answers_from": self.answers_from} | kept

    @property
    def told(self) -> str:
        """The same in one line."""
        kept = self.calibrated
        if kept is None:
            return f"answers from a confidence of {self.answers_from:g} on, as shipped"
        fitted = f"{kept.day} to {kept.answerable + kept.unanswerable} questions of {kept.gold}"
        if self.holds:
            return one_line(f"answers from a confidence of {self.answers_from:g} on, calibrated {fitted}")
        void = f"void since the reader or the embedding model changed; as shipped: {self.answers_from:g}"
        return one_line(f"calibrated to {kept.value:g} {fitted}, {void}; run: onrecord calibrate GOLD")


def threshold_of(library: Library) -> AnswerThreshold:
    """Return from which confidence on a library's questions are answered, and why."""
    kept = kept_threshold(library)
    value = float(with_own_threshold(Settings(), library).answer_threshold)
    return AnswerThreshold(value, kept, kept is not None and kept.holds_for(library))


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
