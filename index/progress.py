"""How far a sync is."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a sync is: articles read, passages embedded, the share of the bytes that is done, seconds so far."""

    articles: int
    passages: int
    share: float
    seconds: float

    @property
    def passages_per_second(self) -> float:
        """Passages embedded per second since the sync began."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this pace; None while too little is done to tell."""
        return self.seconds * (1 - self.share) / self.share if self.share else None

    def __str__(self) -> str:
        left = self.seconds_left
        rest = f", {int(left) // 60}:{int(left) % 60:02} left" if left is not None else ""
        return f"{self.articles:,} articles, {self.passages_per_second:.0f} passages/s{rest}"


Progress = Callable[[SyncProgress], None]


class Meter:
    """Tells the progress of a sync, by the bytes of the files to read, `total` in all."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._started = time.monotonic()
        self.total = 0
        self._files_read = 0  # bytes
        self._file_read = 0  # characters, of the file that is not read to its end yet
        self._embedded = 0.0  # bytes read before the passages that are being embedded
        self._articles = 0

    def read_article(self, characters: int) -> None:
        """Count an article that has been read."""
        self._articles += 1
        self._file_read += characters

    def finish_file(self, size: int) -> None:
        """Count a file that has been read to its end."""
        self._files_read += size
        self._file_read = 0

    def embedded(self, passages: int, share: float) -> None:
        """Tell that `passages` are embedded in all, and this share of those that waited together."""
        read = self._files_read + self._file_read
        done = self._embedded + (read - self._embedded) * share
        if share == 1:
            self._embedded = read
        seconds = time.monotonic() - self._started
        self._progress(SyncProgress(self._articles, passages, done / max(self.total, read, 1), seconds))
