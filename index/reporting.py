"""What a sync tells: how far it is while it goes on, and at its end what it did."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.plain_text import one_line
from index.reading import Skipped, orders_of

MOST_TOLD = 5  # files with dates that can't be told
MOST_GIVEN = 2  # dates of a file that are told as they are given
PAUSE_S = 0.5  # between two reports of files that bring nothing to embed yet


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What a file that was read brought: so many articles were added, updated, or are unchanged.

    `not_read` counts by kind, the most first, what is not read of the files that it holds.
    """

    path: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    not_read: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, path: str, gained: Counter[str], not_read: Counter[str]) -> "FileOutcome":
        """Make one of counts."""
        counts = gained["added"], gained["updated"], gained["unchanged"]
        return cls(path, *counts, tuple(not_read.most_common()))


@dataclass(frozen=True, slots=True)
class Undated:
    """A file with dates that can't be told: of how many articles, the first of them as given, and why.

    >>> str(Undated("/news/d.csv", 41, ("05/04/24", "06/04/24"), may_be_either=True))
    'd.csv has 05/04/24 and 06/04/24, which may be either'
    """

    path: str
    articles: int
    given: tuple[str, ...]
    may_be_either: bool  # day or month first; else no day, month or year is seen in it

    @classmethod
    def among(cls, path: str, given: Sequence[str]) -> "Undated":
        """Tell of the dates of a file that can't be told, as they are given; of those that may be either, if any."""
        either = [one for one in given if len(orders_of(one)) > 1]
        return cls(path, len(given), tuple(dict.fromkeys(either or given))[:MOST_GIVEN], bool(either))

    def __str__(self) -> str:
        given = " and ".join(self.given)
        one = len(self.given) == 1
        why = "may be either" if self.may_be_either else f"{'is' if one else 'are'} not understood"
        return one_line(f"{Path(self.path).name} has {given}, which {why}")


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did: articles `added`, `updated`, `removed`, `unchanged`; passages embedded; what was skipped.

    `skipped` counts the files, folders and single articles that can't be used; `faults` are the first 1,000 of them.
    `not_read` counts the files of kinds that are not read, by kind, the most first, and those in files that hold files.
    `aside` counts the articles that stay out since they were set aside by hand. `files` are the first 1,000 that were
    read. `undated` are the files that were read with dates that can't be told, the first 1,000 of them: no date is
    guessed, so their articles have none. After a sync that was `cancelled`, the rest waits for the next one.
    """

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    passages: int = 0
    skipped: int = 0
    faults: tuple[Skipped, ...] = ()
    aside: int = 0
    not_read: tuple[tuple[str, int], ...] = ()
    undated: tuple[Undated, ...] = ()
    files: tuple[FileOutcome, ...] = field(default=(), compare=False)
    cancelled: bool = False

    @property
    def without_a_date(self) -> str:
        """How many articles have no date because theirs can't be told, and which are; empty if there are none.

        >>> SyncReport(undated=(Undated("d.csv", 41, ("05/04/24", "06/04/24"), True),)).without_a_date
        '41 without a date: d.csv has 05/04/24 and 06/04/24, which may be either'
        """
        if not self.undated:
            return ""
        told = "; ".join(map(str, self.undated[:MOST_TOLD]))
        more = f"; and {len(self.undated) - MOST_TOLD:,} more files" if len(self.undated) > MOST_TOLD else ""
        return f"{sum(file.articles for file in self.undated):,} without a date: {told}{more}"


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
Cancelled = Callable[[], bool]  # asked between two files, and between some passages and the next


@dataclass
class Meter:
    """Tells the progress of a sync, by the bytes of the files to read."""

    progress: Progress | None
    total: int = 0  # bytes
    files_read: int = 0  # bytes
    file_read: int = 0  # characters, of the file that is not read to its end yet
    articles: int = 0
    passages: int = 0  # embedded
    _embedded: float = 0.0  # bytes read before the passages that are being embedded
    _started: float = field(default_factory=time.monotonic)
    _told: float = field(default_factory=time.monotonic)

    def read(self, size: int) -> None:
        """Tell that a file of so many bytes is read, unless something was told just now."""
        self.files_read += size
        self.file_read = 0
        if time.monotonic() - self._told >= PAUSE_S:
            self._tell(self._embedded)

    def embedded(self, passages: int, share: float) -> None:
        """Tell that `passages` are embedded in all, and this share of those that waited together."""
        self.passages = passages
        read = self.files_read + self.file_read
        done = self._embedded + (read - self._embedded) * share
        if share == 1:
            self._embedded = read
        self._tell(done)

    def _tell(self, done: float) -> None:
        self._told = time.monotonic()
        share = done / max(self.total, self.files_read + self.file_read, 1)
        if self.progress:
            self.progress(SyncProgress(self.articles, self.passages, share, self._told - self._started))
