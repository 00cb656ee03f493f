"""How articles and passages are written into the columns of the catalog, and read from them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from typing import Any

from index.language.sentences import Sentence
from index.language.times import Time
from index.reading import Article, ReadArticle, Removed, days_of

ARTICLE = ", ".join(f"articles.{field.name}" for field in fields(Article))


def digest(read: ReadArticle) -> str:
    """Fingerprint all of an article but the place it was read from."""
    content = asdict(read)
    del content["article"]["path"]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def columns_of(read: ReadArticle) -> dict[str, Any]:
    """Return what is stored of an article, by the names of the columns."""
    article = read.article
    days = days_of(article.published) if article.published else None
    return asdict(article) | {
        "digest": digest(read),
        "first_day": days and days.first,
        "last_day": days and days.last,
        "source_key": article.source.casefold() if article.source else None,
        "removed": json.dumps([astuple(removed) for removed in read.removed], ensure_ascii=False),
    }


def removed_of(column: str | None) -> tuple[Removed, ...]:
    """Read what cleaning took out of an article."""
    return tuple(Removed(*pair) for pair in json.loads(column or "[]"))


def sentences_to_json(sentences: Sequence[Sentence]) -> str:
    """Write each sentence as [start, end, time, …], a time as [start, end, first, last]."""
    flat = [[one.start, one.end, *map(astuple, one.times)] for one in sentences]
    return json.dumps(flat, separators=(",", ":"))


def sentences_from_json(sentences: str) -> tuple[Sentence, ...]:
    """Read them again."""
    return tuple(
        Sentence(start, end, tuple(Time(*time) for time in times)) for start, end, *times in json.loads(sentences)
    )


def article_of(passage_id: str) -> str:
    """Return the id of the article that a passage stands in, by its own id alone.

    >>> article_of("a#b.txt#0123456789ab.7")
    'a#b.txt'
    """
    return passage_id.rpartition("#")[0]
