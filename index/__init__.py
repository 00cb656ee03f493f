"""What is written: articles, cleaned, cut and stored so that any sentence can be found and quoted exactly."""

from index import privacy  # noqa: F401 (before all others: what they import is told then to stay silent)
from index.embedding import Embedder, Passage, load_embedder, split_passages
from index.errors import InputError, LibraryDamaged, LibraryError, LibraryLocked, LibraryMismatch, OnRecordError
from index.health import CheckReport
from index.language.sentences import Sentence, split_sentences
from index.language.times import Time
from index.library import Library
from index.reading import Article, Notice, Removed, Skipped, read_articles
from index.reporting import FileOutcome, SyncProgress, SyncReport, Undated
from index.search import Hit
from index.storing import Backlog, Headline, MonthCount, SetAside, SourceCount

__all__ = [
    "Article",
    "Backlog",
    "CheckReport",
    "Embedder",
    "FileOutcome",
    "Headline",
    "Hit",
    "InputError",
    "Library",
    "LibraryDamaged",
    "LibraryError",
    "LibraryLocked",
    "LibraryMismatch",
    "MonthCount",
    "Notice",
    "OnRecordError",
    "Passage",
    "Removed",
    "Sentence",
    "SetAside",
    "Skipped",
    "SourceCount",
    "SyncProgress",
    "SyncReport",
    "Undated",
    "Time",
    "load_embedder",
    "read_articles",
    "split_passages",
    "split_sentences",
]
