"""What a library can list, and tell of itself, without reading its texts."""

from abc import ABC, abstractmethod
from typing import Unpack

from index.errors import check_text
from index.reading import Article, Skipped
from index.scope import Scope, ScopeOptions
from index.store import Store
from index.storing import Headline, ListKind, MonthCount, Order, SetAside, SourceCount


class Lists(ABC):
    """The lists of a library."""

    @property
    @abstractmethod
    def _store(self) -> Store: ...

    @property
    def fingerprint(self) -> str:
        """What differs once a search may find something else: with what the library was built, and its last change."""
        return self._store.fingerprint

    def copies_of(self, article_id: str) -> list[str]:
        """Return the ids of the near duplicates of an article: the others in its cluster."""
        check_text(article_id=article_id)
        return self._store.catalog.clusters.around(article_id)

    def headlines(
        self,
        containing: str = "",
        most: int = 500,
        *,
        kind: ListKind = "",
        order: Order = "-date",
        **within: Unpack[ScopeOptions],
    ) -> list[Headline]:
        """Return the first articles whose title and source contain each of some words; the latest first, if not said.

        Case and accents make no difference. Undated articles, and those without a source, come last when it is by that.
        """
        check_text(containing=containing)
        return self._store.catalog.listing.headlines(containing, most, kind, order, Scope.of(**within))

    def without_texts(self, after: str = "", most: int = 1000) -> list[Article]:
        """Return the first articles whose ids come after one, by id; their texts are left out, and empty."""
        return self._store.catalog.articles.without_texts(after, most)

    def sources(self, **within: Unpack[ScopeOptions]) -> list[SourceCount]:
        """Return who published how many of the articles, and from when to when, the most first."""
        return self._store.catalog.listing.sources(Scope.of(**within))

    def months(self, **within: Unpack[ScopeOptions]) -> list[MonthCount]:
        """Return how many of the articles were published in which month, the first one first."""
        return self._store.catalog.listing.months(Scope.of(**within))

    def set_aside_articles(self) -> list[SetAside]:
        """Return the articles that were set aside, the latest first."""
        return self._store.catalog.left_out.set_aside()

    def faults(self) -> list[Skipped]:
        """Return what the last sync of each path could not read."""
        return self._store.catalog.left_out.faults()
