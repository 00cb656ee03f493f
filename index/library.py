"""The door to the articles: one object over the catalog (truth), the vectors (derived) and the embedder.

    library = Library.open("news")
    library.sync("articles/")
    for hit in library.search("Who built the plant?", k=3): print(hit.score, hit.text)

Searching is safe from any thread while another syncs; one process at a time may write.
"""

import hashlib
import json
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index import cleaning, passages
from index.articles import Article, read_articles
from index.catalog import Catalog, StoredPassage
from index.embedder import Embedder
from index.errors import InputError, LibraryError, LibraryMismatch
from index.filter import Filter
from index.lock import write_lock
from index.passages import Passage, embedding_text, split_passages
from index.vectors import Vectors

Progress = Callable[[int, int], None]  # passages embedded, passages to embed

EMBED_AT_ONCE = 1024  # passages; long enough to sort by length well, short enough to lose little in a crash
VECTORS_CHANGED = "vectors changed"  # the fact that names the last change to the vectors
SMALLEST_POOL = 20  # passages that each of the two searches finds before they are fused
KEYWORD_SHARE = 0.15  # of the fused score, the rest is the cosine; the best of 0 to 0.5 on public news questions


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found.

    `similarity` is the cosine of question and passage, `keyword_score` its BM25 as a share of the best one's (0 to 1),
    `score` the two fused; hits come best first.
    """

    article: Article
    passage: Passage
    similarity: float
    keyword_score: float
    score: float

    @property
    def text(self) -> str:
        """The passage, as it stands in its article."""
        return self.article.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did: articles `added`, `updated`, `removed`, `unchanged`; passages embedded."""

    added: int
    updated: int
    removed: int
    unchanged: int
    passages: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `Library.check` found; `problems` is empty when all is well."""

    articles: int
    passages: int
    problems: tuple[str, ...]
    repaired: bool = False


class Library:
    """Articles that can be searched. Open it with `Library.open`; close it, or use it in a `with` statement."""

    def __init__(self, folder: Path, embedder: Embedder, chroma: str | None) -> None:
        self.folder = folder
        self.embedder = embedder
        self._chroma = chroma
        self._catalog = Catalog(folder / "catalog.sqlite3")
        self._vectors_seen: str | None = None
        self._vectors_lock = threading.Lock()
        self._known_complete = False

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        embedder: Embedder | None = None,
        chroma: str | None = None,
        must_exist: bool = False,
        rebuild: bool = False,
    ) -> "Library":
        """Open the library in a folder, made when missing; `chroma` is the URL of a server that holds the vectors.

        Raises `InputError` for a folder that is no library, `LibraryMismatch` when it was built with something else
        (unless `rebuild`, which cuts and embeds all articles anew), `LibraryError` when it is damaged.
        """
        folder = Path(folder)
        if chroma is not None and not chroma.startswith(("http://", "https://")):
            raise InputError(f"--chroma {chroma}: not the address of a server; write it like http://localhost:8000")
        if not (folder / "catalog.sqlite3").exists():
            if must_exist:
                raise InputError(f"{folder}: no library here; make it with: onrecord sync PATH --library {folder}")
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise InputError(f"{folder}: not a library, and not empty; choose another folder for --library")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            library = cls(folder, embedder or Embedder(), chroma)
        except OSError as error:
            raise InputError(f"{folder}: can't be used as a library ({error}); choose another --library") from error
        library._check_stamp(rebuild)
        return library

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._catalog.close()
        if "_opened_vectors" in self.__dict__:
            self._opened_vectors.close()

    # What built it

    @cached_property
    def _stamp(self) -> str:
        """What decides how articles become vectors."""
        return json.dumps(
            {
                "embedding model": self.embedder.model,
                "word pieces read": self.embedder.max_pieces,
                "cutter": passages.VERSION,
                "cleaner": cleaning.VERSION,
            }
        )

    def _check_stamp(self, rebuild: bool) -> None:
        recorded = self._catalog.fact("built with")
        if recorded is None:
            with write_lock(self.folder):
                if self._catalog.fact("id") is None:  # else another process made the library just now
                    self._catalog.record_fact("id", uuid.uuid4().hex[:12])
                    self._catalog.record_fact("built with", self._stamp)
        elif rebuild:
            with write_lock(self.folder):
                self._catalog.recut(self._cut)
                self._catalog.record_fact("built with", self._stamp)
        elif recorded != self._stamp:
            old, new = json.loads(recorded), json.loads(self._stamp)
            changed = ", ".join(f"{key} {old.get(key)}, now {new[key]}" for key in new if old.get(key) != new[key])
            raise LibraryMismatch(
                f"{self.folder}: built with another {changed}; "
                f"run: onrecord sync PATH --rebuild --library {self.folder}"
            )

    @cached_property
    def _opened_vectors(self) -> Vectors:
        model = hashlib.sha256(self._stamp.encode()).hexdigest()[:8]
        return Vectors(self._chroma or self.folder / "chroma", f"onrecord-{self._catalog.fact('id')}-{model}")

    @property
    def _vectors(self) -> Vectors:
        """The vectors as they are now, opened anew when another process has changed them."""
        with self._vectors_lock:
            changed = self._catalog.fact(VECTORS_CHANGED)
            if "_opened_vectors" in self.__dict__ and changed != self._vectors_seen:
                self._opened_vectors.reopen()
            self._vectors_seen = changed
            return self._opened_vectors

    def _complete_vectors(self) -> Vectors:
        """The vectors, if there is one for each passage; without, a search would find nothing and say nothing."""
        vectors = self._vectors
        if not self._known_complete:
            missing = self._catalog.count_indexed_passages() - vectors.count()
            if missing > 0:
                place = self._chroma or self.folder
                raise LibraryError(f"{place}: {missing} passages have lost their vectors; run: onrecord check --repair")
            self._known_complete = True
        return vectors

    def _note_vectors_changed(self) -> None:
        """Let other processes know."""
        with self._vectors_lock:
            self._vectors_seen = uuid.uuid4().hex
            self._catalog.record_fact(VECTORS_CHANGED, self._vectors_seen)

    # Change

    def sync(self, *paths: str | Path, as_is: bool = False, progress: Progress | None = None) -> SyncReport:
        """Mirror files and folders: add what is new, update what changed, remove what is gone from below them.

        Articles from elsewhere stay. Everything is read and checked before anything changes. `as_is` switches
        cleaning off. Raises `InputError` for what can't be read, `LibraryLocked` when another process writes.
        """
        if not paths:
            raise InputError("nothing to sync; give a file or folder of articles")
        given = {Path(path).resolve() for path in paths}
        scope = sorted(path for path in given if not any(path.is_relative_to(other) for other in given - {path}))
        with write_lock(self.folder):
            self._catalog.stage(article for path in scope for article in read_articles(path, as_is=as_is))
            changes = self._catalog.apply_staged(scope, self._cut)
            if self._catalog.count_indexed_passages() > self._vectors.count():
                self._mark_without_vectors()
            embedded = self._index_pending(progress or (lambda done, total: None))
            self._delete_stale()
        return SyncReport(changes.added, changes.updated, changes.removed, changes.unchanged, embedded)

    def remove(self, article_id: str) -> None:
        """Remove one article; raises `InputError` when there is none of that id."""
        with write_lock(self.folder):
            if not self._catalog.remove(article_id):
                raise InputError(f"{article_id}: no such article; list them with: onrecord articles")
            self._delete_stale()

    def _cut(self, article: Article) -> Sequence[Passage]:
        return split_passages(article, self.embedder, self.embedder.max_pieces)

    def _index_pending(self, progress: Progress) -> int:
        """Embed and store what has no vectors yet, from this sync or from one that was interrupted."""
        done, total = 0, self._catalog.pending_passages()
        while batch := self._catalog.pending(EMBED_AT_ONCE):
            vectors = self.embedder.encode([embedding_text(stored.article, stored.passage) for stored in batch])
            self._vectors.upsert(batch, vectors)
            self._note_vectors_changed()
            self._catalog.set_state("indexed", {stored.article.id for stored in batch})
            done += len(batch)
            progress(done, total)
        return done

    def _mark_without_vectors(self) -> None:
        """Make the articles pending whose passages have lost their vectors."""
        missing = self._catalog.indexed_passage_ids() - self._vectors.ids()
        self._catalog.set_state("pending", {stored.article.id for stored in self._catalog.passages(list(missing))})

    def _delete_stale(self) -> None:
        if stale := self._catalog.stale_vectors():
            self._vectors.delete(stale)
            self._note_vectors_changed()
            self._catalog.forget_stale(stale)

    # Look-up

    def search(
        self, query: str, k: int = 10, *, since: str | None = None, until: str | None = None, source: str | None = None
    ) -> list[Hit]:
        """Return the `k` passages that fit a query best, by meaning (cosine) and by words (BM25), best first.

        `since` and `until` are ISO dates (a day, month or year, both included), `source` a source's name.
        """
        check_query(query)
        if k < 1:
            raise InputError(f"k = {k}: ask for at least one passage")
        allowed = Filter.of(since, until, source)
        vector = self.embedder.encode_query(query)
        pool = max(k, SMALLEST_POOL)
        vectors = self._complete_vectors()
        similarity = {match.passage_id: match.similarity for match in vectors.query(vector, pool, allowed)}
        keyword = {match.passage_id: match.score for match in self._catalog.keyword_search(query, pool, allowed)}
        others = [passage_id for passage_id in keyword if passage_id not in similarity]
        similarity |= {key: float(vector @ found) for key, found in vectors.get(others).items()}
        best = max(keyword.values(), default=1.0) or 1.0
        hits = [
            self._hit(stored, similarity[stored.passage.id], keyword.get(stored.passage.id, 0.0) / best)
            for stored in self._catalog.passages(list(similarity))
        ]
        return sorted(hits, key=lambda hit: hit.score, reverse=True)[:k]

    def _hit(self, stored: StoredPassage, similarity: float, keyword: float) -> Hit:
        score = (1 - KEYWORD_SHARE) * similarity + KEYWORD_SHARE * keyword
        return Hit(stored.article, stored.passage, similarity, keyword, score)

    def article(self, article_id: str) -> Article:
        """Return one article; raises `InputError` when there is none of that id."""
        found = self._catalog.article(article_id)
        if found is None:
            raise InputError(f"{article_id}: no such article; list them with: onrecord articles")
        return found

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        return self._catalog.articles()

    def has_indexed_articles(self) -> bool:
        """Tell whether there is anything to search; not while the first sync is under way."""
        return self._catalog.has_indexed_passages()

    def __len__(self) -> int:
        """Count the articles."""
        return self._catalog.count_articles()

    # Health

    def check(self, *, repair: bool = False) -> CheckReport:
        """Compare catalog and vectors; with `repair`, embed what is missing and delete what is left over.

        A damaged catalog is reported, not repaired; a Chroma folder that can't be opened is made anew.
        """
        if faults := self._catalog.faults():
            return CheckReport(0, 0, tuple(f"the catalog is damaged: {fault}" for fault in faults))
        problems: list[str] = []
        try:
            stored = self._vectors.ids()
        except LibraryError as error:
            if self._chroma:
                raise
            problems.append(str(error))
            stored = set()
            if repair:
                shutil.rmtree(self.folder / "chroma")
        wanted = self._catalog.indexed_passage_ids()
        pending = self._catalog.pending_passages()
        if pending:
            problems.append(f"{pending} passages wait for their vectors (an interrupted sync)")
        if missing := wanted - stored:
            problems.append(f"{len(missing)} passages have no vector")
        if orphans := stored - wanted:
            problems.append(f"{len(orphans)} vectors belong to no passage")
        if repair and problems:
            with write_lock(self.folder):
                self._mark_without_vectors()
                self._vectors.delete(list(orphans))
                self._note_vectors_changed()
                self._index_pending(lambda done, total: None)
                self._delete_stale()
        return CheckReport(len(self), len(wanted), tuple(problems), repaired=repair and bool(problems))


def check_query(query: str) -> None:
    """Raise `InputError` for what can't be searched for: nothing, or half a character."""
    if not query.strip():
        raise InputError("the question is empty; ask something")
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"the question holds half a character ({error.object[error.start]!a}); remove it") from error
