"""Mirror files and folders into the library, a part at a time, so that memory does not grow with their number.

What can't be used is skipped and reported, and takes nothing out of the library: the articles of a file with a fault,
or below a folder that can't be looked into, stay as they were. What was set aside by hand stays aside. A sync that is
interrupted or cancelled leaves whole articles.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.embedding import Passage
from index.errors import InputError
from index.precedence import give_way
from index.reading import Article, FoundFile, NotRead, ReadArticle, Skipped, find_files, read_file
from index.reporting import Cancelled, FileOutcome, Meter, Progress, SyncReport, Undated
from index.store import EMBED_AT_ONCE, Store
from index.storing import ChangedFile

COUNTED = ("added", "updated", "removed", "unchanged", "skipped")
MOST_NAMED = 1000  # faults, or files, that a report names; the others are counted


class _Cancel(Exception):  # noqa: N818 (no error: somebody wanted it)
    """The sync is to end here."""


class Sync:
    """One run of a sync; the caller holds the write lock."""

    def __init__(
        self,
        store: Store,
        scope: Sequence[Path],
        *,
        as_is: bool,
        gone: bool,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        """`scope` are the resolved paths to mirror, none below another; where `gone`, they may be missing or empty."""
        self._store = store
        self._catalog = store.catalog
        self._articles = store.catalog.articles
        self._files = store.catalog.files
        self._unfinished = store.catalog.unfinished
        self._scope = scope
        self._as_is = as_is
        self._left_out = store.catalog.left_out
        self._may_be_gone = gone
        self._cancelled = cancelled or (lambda: False)
        self._meter = Meter(progress)
        self._counts: Counter[str] = Counter()
        self._faults: list[Skipped] = []
        self._not_read: Counter[str] = Counter()
        self._outcomes: list[FileOutcome] = []
        self._undated: list[Undated] = []
        self._unreadable: list[Path] = []
        self._left: dict[str, Callable[[], None]] = {}  # by path of files that lack some of their articles: record it
        self._cut_passages = 0  # since the last were embedded

    def run(self, *, rebuild: bool = False) -> SyncReport:
        """Do it; with `rebuild`, every article of the library is read, cut and embedded anew, whole or not at all.

        Raises `InputError` for a missing or empty folder: more likely a disk is missing than all articles.
        """
        try:
            with self._store.rebuilding() if rebuild else nullcontext():
                return self._mirror(rebuild)
        except _Cancel:
            if rebuild:
                return SyncReport(cancelled=True)
            self._left_out.note(self._faults)
            return replace(self._report, cancelled=True)

    def _mirror(self, rebuild: bool) -> SyncReport:
        self._catalog.complete()
        self._files.begin(self._scope, self._store.folder.resolve())
        for root in self._scope:
            self._files.note_found(self._find(root), as_is=self._as_is)
        if rebuild:
            self._files.note_elsewhere()
        else:
            self._store.notice_lost()  # raises for vectors that are not of this catalog, before anything is changed
            self._counts["unchanged"] = self._files.pass_over_unchanged()
        self._meter.total = self._files.bytes_to_read()
        if self._meter.total or self._articles.count_pending() or self._files.gone():
            self._unfinished.begin(self._scope, as_is=self._as_is)
        for file in self._files.to_read():
            self._check_cancelled()
            self._take(file, anew=rebuild)
            self._meter.read(file.size)
        self._remove_left()
        if rebuild:
            for article_id in self._files.unread_articles():
                self._articles.recut(article_id, self._cut)
        self._remove_gone()
        self._embed()
        self._store.delete_stale()
        with self._catalog.transaction():
            self._unfinished.end(self._scope)
            self._left_out.forget_faults(self._scope)
            self._left_out.note(self._faults)
        return self._report

    @property
    def _report(self) -> SyncReport:
        """What it has done so far."""
        added, updated, removed, unchanged, skipped = map(self._counts.__getitem__, COUNTED)
        return SyncReport(
            added,
            updated,
            removed,
            unchanged,
            self._meter.passages,
            skipped,
            faults=tuple(self._faults),
            aside=self._left_out.count_set_aside(self._scope),
            not_read=tuple((self._not_read + self._files.not_read()).most_common()),
            undated=tuple(self._undated),
            files=tuple(self._outcomes),
        )

    def _check_cancelled(self) -> None:
        give_way()
        if self._cancelled():
            raise _Cancel

    def _find(self, root: Path) -> Iterator[FoundFile]:
        """Yield the files below a root; note what can't be looked into."""
        try:
            for found in find_files(root, self._files.known):
                if isinstance(found, NotRead):
                    self._not_read[found.kind] += found.count
                elif isinstance(found, Skipped):
                    self._skip(found)
                    self._unreadable.append(found.path)
                else:
                    yield found
        except InputError as error:
            if not self._may_be_gone:
                is_known = self._files.gone() or self._unfinished.holds(root)
                hint = "; to remove what came from it, say --gone as well" if is_known else ""
                raise InputError(f"{error}{hint}") from error

    def _skip(self, skipped: Skipped) -> None:
        self._counts["skipped"] += 1
        if len(self._faults) < MOST_NAMED:
            self._faults.append(skipped)

    def _take(self, file: ChangedFile, *, anew: bool) -> None:
        """Bring the articles of one file into the catalog."""
        digest = file.read_digest()
        if digest and not anew and (old := self._files.known_as(file, digest)):
            with self._catalog.transaction():
                self._files.move(old, file)
                self._left_out.move(old, file.path)
                self._unfinished.strike_out(file.path)
                self._counts["unchanged"] += self._articles.move(old, file.path)
            return
        self._files.distrust(file.path)  # should this be interrupted, what is stored is neither the old nor the new
        faultless, not_read = True, Counter[str]()
        before, untold = self._counts.copy(), list[str]()
        with closing(read_file(Path(file.path), file.name, as_is=file.as_is)) as reading:
            for item in reading:
                self._check_cancelled()
                if isinstance(item, NotRead):
                    not_read[item.kind] += item.count
                elif fault := item if isinstance(item, Skipped) else self._conflict(item.article):
                    faultless = False
                    self._skip(fault)
                elif isinstance(item, ReadArticle):
                    self._store_article(item, anew=anew)
                    untold += [item.untold_date] if item.untold_date else []
        with self._catalog.transaction():
            if faultless and self._files.unread_articles(file.path):
                self._left[file.path] = partial(self._files.record, file, digest, not_read)
                faultless = False  # until they are found in another file, or removed
            self._files.record(file, digest if faultless else None, not_read)
            self._unfinished.strike_out(file.path)
            if faultless:
                self._left_out.drop_unread(file.path)
        if untold and len(self._undated) < MOST_NAMED:
            self._undated.append(Undated.among(file.path, untold))
        if len(self._outcomes) < MOST_NAMED:
            self._outcomes.append(FileOutcome.of(file.path, self._counts - before, not_read))

    def _conflict(self, article: Article) -> Skipped | None:
        """Tell why an article can't have the id it has, if another has it."""
        read_from, aside = self._files.read_from(article.id), self._left_out.path_of(article.id)
        other = read_from or self._articles.path_of(article.id) or aside
        if other is None:
            return None
        if read_from is None:
            has_left = other in self._left or self._files.is_to_read(other) or self._files.is_gone(other)
            if other == article.path or has_left:
                self._files.distrust(other)  # should it still hold the article, that is told when it is read
                return None
        where = "this file" if other == article.path else other
        taken = f'the id "{article.id}" is taken, in {where}' + ", by what was removed by hand" * (other == aside)
        return Skipped(Path(article.path), f"{taken}; give each article its own")

    def _store_article(self, item: ReadArticle, *, anew: bool) -> None:
        self._files.note_read(item.article.id, item.article.path)
        if self._left_out.take_up(item):
            return
        self._counts[self._articles.store(item, self._cut, anew=anew)] += 1
        self._meter.articles += 1
        self._meter.file_read += len(item.article.text)
        if self._cut_passages >= EMBED_AT_ONCE:
            self._embed()

    def _cut(self, article: Article) -> Sequence[Passage]:
        cut = self._store.cut(article)
        self._cut_passages += len(cut)
        return cut

    def _embed(self) -> None:
        """Embed what is waiting."""
        before = self._meter.passages
        for done, waiting in self._store.index_pending():
            self._meter.embedded(before + done, done / waiting)
            if done < waiting:
                self._check_cancelled()
        self._cut_passages = 0

    def _remove_left(self) -> None:
        """Remove the articles that their files do not hold any more, and no other file that was read."""
        for path, record in self._left.items():
            with self._catalog.transaction():
                self._remove_unread(path)
                record()

    def _remove_unread(self, path: str) -> None:
        """Remove the articles that are known by a path and that this sync has not read, those set aside, too."""
        for article_id in self._files.unread_articles(path):
            self._articles.remove(article_id)
            self._counts["removed"] += 1
        self._left_out.drop_unread(path)

    def _remove_gone(self) -> None:
        """Remove the articles whose files are gone; what can't be looked into is not gone."""
        for path in self._files.gone():
            if not any(Path(path).is_relative_to(place) for place in self._unreadable):
                with self._catalog.transaction():
                    self._remove_unread(path)
                    self._files.forget(path)
