"""What lists show of the articles, without reading their texts: quick for a hundred thousand of them.

All queries go by one index that holds all that they ask for, so that no page with a text on it is touched. Of two
versions of an article, the one that is found is listed.
"""

from dataclasses import dataclass
from typing import Any, Literal

from index.plain_text import searchable
from index.scope import Scope
from index.storing.database import Database

LISTED = """
CREATE INDEX IF NOT EXISTS articles_listed ON articles (
    first_day DESC, id, state, story, last_day, source_key, title, source, published);
"""

ListKind = Literal["", "waiting", "copies"]
Order = Literal["date", "-date", "title", "-title", "source", "-source", "passages", "-passages"]

_LISTED_ONCE = """(state = 'indexed' OR NOT EXISTS (
    SELECT 1 FROM articles AS older WHERE older.id = listed.id AND older.state = 'indexed'))"""
_KINDS: dict[ListKind, str] = {
    "": "1",
    "waiting": "state = 'pending'",
    "copies": "story IN (SELECT story FROM articles WHERE story IS NOT NULL GROUP BY story HAVING count(*) > 1)",
}
_PASSAGES = "(SELECT count(*) FROM passages WHERE article = listed.row)"
_ORDERS: dict[Order, str] = {
    "date": "first_day IS NULL, first_day",
    "-date": "first_day DESC",  # undated ones last, too: NULL is the least of all values
    "title": "searchable(title)",
    "-title": "searchable(title) DESC",
    "source": "source IS NULL, searchable(source)",
    "-source": "source IS NULL, searchable(source) DESC",
    "passages": _PASSAGES,
    "-passages": f"{_PASSAGES} DESC",
}
_WITHIN = """(:since IS NULL OR last_day >= :since) AND (:until IS NULL OR first_day <= :until)
    AND (:source IS NULL OR source_key = :source)"""


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list shows of an article; one that is not `is_found` yet waits for its vectors.

    `copies` counts its cluster of near duplicates, itself included.
    """

    id: str
    title: str
    source: str | None
    published: str | None
    is_found: bool
    passages: int = 0
    copies: int = 1


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many articles there are of a source (None: of none that is known), and the dates of first and last."""

    source: str | None
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many articles there are of a month ("2025-06"), or of a year of which the month is not known."""

    month: str
    articles: int


class Listing:
    """The lists of a catalog. Of a scope, only the dates and the source count."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def headlines(self, containing: str, most: int, kind: ListKind, order: Order, scope: Scope) -> list[Headline]:
        """Return the first articles, in an order, whose title and source contain each of some words."""
        words = searchable(containing)
        said = "has_words(title || ' ' || coalesce(source, ''), :words)" if words.strip() else "1"
        first = f"""
            SELECT row, id, title, source, published, state, story FROM articles AS listed
            WHERE {_LISTED_ONCE} AND {_KINDS[kind]} AND {_WITHIN} AND {said}
            ORDER BY {_ORDERS[order]}, id LIMIT :most"""
        query = f"""
            SELECT id, title, source, published, state = 'indexed', {_PASSAGES},
                (SELECT count(*) FROM articles AS other WHERE other.story = listed.story)
            FROM ({first}) AS listed"""
        rows = self._db.rows(query, {"words": words, "most": most} | _values(scope))
        return [
            Headline(name, title, source, date, bool(found), passages, copies or 1)
            for name, title, source, date, found, passages, copies in rows
        ]

    def sources(self, scope: Scope) -> list[SourceCount]:
        """Return who published how many articles, and from when to when, the most first."""
        query = f"""
            SELECT source, count(*), min(published), max(published) FROM articles AS listed
            WHERE {_LISTED_ONCE} AND {_WITHIN} GROUP BY source_key ORDER BY 2 DESC, source"""
        return [SourceCount(*row) for row in self._db.rows(query, _values(scope))]

    def months(self, scope: Scope) -> list[MonthCount]:
        """Return how many dated articles there are of each month, in order."""
        query = f"""
            SELECT substr(published, 1, 7), count(*) FROM articles AS listed
            WHERE first_day IS NOT NULL AND {_LISTED_ONCE} AND {_WITHIN} GROUP BY 1 ORDER BY 1"""
        return [MonthCount(*row) for row in self._db.rows(query, _values(scope))]


def _values(scope: Scope) -> dict[str, Any]:
    return {"since": scope.since, "until": scope.until, "source": scope.source}
