"""What is written: articles, cleaned, cut and stored so that any sentence can be found and quoted exactly."""

from index.articles import Article, read_articles
from index.embedder import Embedder
from index.errors import InputError, LibraryError, LibraryLocked, LibraryMismatch, OnRecordError
from index.library import CheckReport, Hit, Library, SyncReport
from index.passages import Passage, Sentence, split_passages, split_sentences

__all__ = [
    "Article",
    "CheckReport",
    "Embedder",
    "Hit",
    "InputError",
    "Library",
    "LibraryError",
    "LibraryLocked",
    "LibraryMismatch",
    "OnRecordError",
    "Passage",
    "Sentence",
    "SyncReport",
    "read_articles",
    "split_passages",
    "split_sentences",
]
