"""SQLite: articles and their states, keyword index, spelling, the files they came from, near duplicates."""

from index.storing.articles import digest, removed_of
from index.storing.backlog import Backlog
from index.storing.catalog import CATALOG, Catalog
from index.storing.left_out import SetAside, read_aside
from index.storing.listing import Headline, ListKind, MonthCount, Order, SourceCount
from index.storing.manifest import ChangedFile
from index.storing.passages import StoredPassage, article_of, words_of
from index.storing.scoped import asked_next

__all__ = [
    "CATALOG",
    "Backlog",
    "Catalog",
    "ChangedFile",
    "Headline",
    "ListKind",
    "MonthCount",
    "Order",
    "SetAside",
    "SourceCount",
    "StoredPassage",
    "article_of",
    "asked_next",
    "digest",
    "read_aside",
    "removed_of",
    "words_of",
]
