"""What a vector search filters by, in the flat form that Chroma takes."""

from typing import Any

from index.filter import Filter, days_spoken_of
from index.reading.dates import days_of
from index.storing.catalog import StoredPassage


def metadata_of(stored: StoredPassage) -> dict[str, str | int]:
    """Return what is stored beside the vector of a passage: its article, source and days, as far as they are known."""
    article = stored.article
    metadata: dict[str, str | int] = {"article": article.id}
    if article.source:
        metadata["source"] = article.source.casefold()
    if article.published:
        days = days_of(article.published)
        metadata |= {"first_day": days.first, "last_day": days.last}
    if spoken := days_spoken_of(stored.passage.times):
        metadata |= {"first_time": spoken.first, "last_time": spoken.last}
    return metadata


def where(allowed: Filter) -> dict[str, Any] | None:
    """Return a filter as a condition on that, in Chroma's language; None if it allows everything."""
    conditions: list[dict[str, Any]] = []
    if allowed.since is not None:
        conditions.append({"last_day": {"$gte": allowed.since}})
    if allowed.until is not None:
        conditions.append({"first_day": {"$lte": allowed.until}})
    if allowed.source is not None:
        conditions.append({"source": allowed.source})
    if allowed.times_from is not None:
        conditions.append({"last_time": {"$gte": allowed.times_from}})
    if allowed.times_to is not None:
        conditions.append({"first_time": {"$lte": allowed.times_to}})
    return {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)
