"""Mirror files and folders into the library, a part at a time, so that memory does not grow with their number.

What can't be used is skipped and reported, and takes nothing out of the library: the articles of a file with a fault,
or below a folder that can't be looked into, stay as they were. A sync that is interrupted leaves whole articles.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from index.embedding import Passage, split_passages
from index.errors import InputError
from index.reading import Article, FoundFile, ReadArticle, Skipped, find_files, read_file
from index.store import EMBED_AT_ONCE, Store
from index.storing import ChangedFile

MOST_FAULTS = 1000  # that a report names; the others are counted


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did: articles `added`, `updated`, `removed`, `unchanged`; passages embedded; what was skipped.

    `skipped` counts the files, folders and single articles that can't be used; `faults` are the first 1,000 of them.
    """

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    passages: int = 0
    skipped: int = 0
    faults: tuple[Skipped, ...] = ()


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


@dataclass
class _Meter:
    """Tells the progress of a sync, by the bytes of the files to read."""

    progress: Progress | None
    total: int = 0  # bytes
    files_read: int = 0  # bytes
    file_read: int = 0  # characters, of the file that is not read to its end yet
    articles: int = 0
    passages: int = 0  # embedded
    _embedded: float = 0.0  # bytes read before the passages that are being embedded
    _started: float = field(default_factory=time.monotonic)

    def embedded(self, passages: int, share: float) -> None:
        """Tell that `passages` are embedded in all, and this share of those that waited together."""
        self.passages = passages
        read = self.files_read + self.file_read
        done = self._embedded + (read - self._embedded) * share
        if share == 1:
            self._embedded = read
        seconds = time.monotonic() - self._started
        if self.progress:
            self.progress(SyncProgress(self.articles, passages, done / max(self.total, read, 1), seconds))


class Sync:
    """One run of a sync; the caller holds the write lock."""

    def __init__(
        self, store: Store, scope: Sequence[Path], *, as_is: bool, gone: bool, progress: Progress | None
    ) -> None:
        """`scope` are the resolved paths to mirror, none below another; where `gone`, they may be missing or empty."""
        self._store = store
        self._catalog = store.catalog
        self._articles = store.catalog.articles
        self._files = store.catalog.files
        self._unfinished = store.catalog.unfinished
        self._scope = scope
        self._as_is = as_is
        self._may_be_gone = gone
        self._meter = _Meter(progress)
        self._counts: Counter[str] = Counter()
        self._faults: list[Skipped] = []
        self._unreadable: list[Path] = []
        self._left: dict[str, Callable[[], None]] = {}  # by path of files that lack some of their articles: record it
        self._cut_passages = 0  # since the last were embedded

    def run(self, *, rebuild: bool = False) -> SyncReport:
        """Do it; with `rebuild`, every article of the library is read, cut and embedded anew.

        Raises `InputError` for a missing or empty folder: more likely a disk is missing than all articles.
        """
        self._files.begin(self._scope)
        for root in self._scope:
            self._files.note_found(self._find(root), as_is=self._as_is)
        if rebuild:
            self._files.note_elsewhere()
        else:
            _ = self._store.vectors  # raises if they are not those of this catalog, before anything is changed
            self._counts["unchanged"] = self._files.pass_over_unchanged()
        self._meter.total = self._files.bytes_to_read()
        if self._meter.total or self._articles.count_pending() or self._files.gone():
            self._unfinished.begin(self._scope, as_is=self._as_is)
        for file in self._files.to_read():
            self._take(file, anew=rebuild)
            self._meter.files_read += file.size
            self._meter.file_read = 0
        self._remove_left()
        if rebuild:
            for article_id in self._files.unread_articles():
                self._articles.recut(article_id, self._cut)
        self._remove_gone()
        self._store.notice_lost()
        self._embed()
        self._store.delete_stale()
        self._unfinished.end(self._scope)
        return SyncReport(**self._counts, passages=self._meter.passages, faults=tuple(self._faults))

    def _find(self, root: Path) -> Iterator[FoundFile]:
        """Yield the files below a root; note what can't be looked into."""
        try:
            for found in find_files(root):
                if isinstance(found, Skipped):
                    self._skip(found)
                    self._unreadable.append(found.path)
                else:
                    yield found
        except InputError as error:
            if not self._may_be_gone:
                is_known = self._files.gone() or self._unfinished.holds(root)
                hint = "; to remove what came from it, say --gone" if is_known else ""
                raise InputError(f"{error}{hint}") from error

    def _skip(self, skipped: Skipped) -> None:
        self._counts["skipped"] += 1
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(skipped)

    def _take(self, file: ChangedFile, *, anew: bool) -> None:
        """Bring the articles of one file into the catalog."""
        digest = file.read_digest()
        if digest and not anew and (old := self._files.known_as(file, digest)):
            with self._catalog.transaction():
                self._files.move(old, file)
                self._unfinished.strike_out(file.path)
                self._counts["unchanged"] += self._articles.move(old, file.path)
            return
        self._files.distrust(file.path)  # should this be interrupted, what is stored is neither the old nor the new
        faultless = True
        with closing(read_file(Path(file.path), file.name, as_is=file.as_is)) as reading:
            for item in reading:
                fault = item if isinstance(item, Skipped) else self._conflict(item.article)
                if fault:
                    faultless = False
                    self._skip(fault)
                elif isinstance(item, ReadArticle):
                    self._store_article(item, anew=anew)
        with self._catalog.transaction():
            if faultless and self._files.unread_articles(file.path):
                self._left[file.path] = partial(self._files.record, file, digest)
                faultless = False  # until they are found in another file, or removed
            self._files.record(file, digest if faultless else None)
            self._unfinished.strike_out(file.path)

    def _conflict(self, article: Article) -> Skipped | None:
        """Tell why an article can't have the id it has, if another has it."""
        read_from = self._files.read_from(article.id)
        other = read_from or self._articles.path_of(article.id)
        if other is None:
            return None
        if read_from is None:
            has_left = other in self._left or self._files.is_to_read(other) or self._files.is_gone(other)
            if other == article.path or has_left:
                self._files.distrust(other)  # should it still hold the article, that is told when it is read
                return None
        where = "this file" if other == article.path else other
        return Skipped(Path(article.path), f'the id "{article.id}" is taken, in {where}; give each article its own')

    def _store_article(self, item: ReadArticle, *, anew: bool) -> None:
        outcome = self._articles.store(item, self._cut, anew=anew)
        self._files.note_read(item.article.id, item.article.path)
        self._counts[outcome] += 1
        self._meter.articles += 1
        self._meter.file_read += len(item.article.text)
        if self._cut_passages >= EMBED_AT_ONCE:
            self._embed()

    def _cut(self, article: Article) -> Sequence[Passage]:
        cut = split_passages(article, self._store.embedder, self._store.embedder.max_pieces)
        self._cut_passages += len(cut)
        return cut

    def _embed(self) -> None:
        """Embed what is waiting."""
        before = self._meter.passages
        for done, waiting in self._store.index_pending():
            self._meter.embedded(before + done, done / waiting)
        self._cut_passages = 0

    def _remove_left(self) -> None:
        """Remove the articles that their files do not hold any more, and no other file that was read."""
        for path, record in self._left.items():
            with self._catalog.transaction():
                self._remove_unread(path)
                record()

    def _remove_unread(self, path: str) -> None:
        """Remove the articles that are known by a path and that this sync has not read."""
        for article_id in self._files.unread_articles(path):
            self._articles.remove(article_id)
            self._counts["removed"] += 1

    def _remove_gone(self) -> None:
        """Remove the articles whose files are gone; what can't be looked into is not gone."""
        for path in self._files.gone():
            if not any(Path(path).is_relative_to(place) for place in self._unreadable):
                with self._catalog.transaction():
                    self._remove_unread(path)
                    self._files.forget(path)
