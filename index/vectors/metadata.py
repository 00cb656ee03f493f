"""What Chroma keeps beside a vector, and a scope as a condition on that, which Chroma looks at each passage for."""

from typing import Any

from index.reading import days_of
from index.scope import Scope, days_spoken_of
from index.storing import StoredPassage


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


def where(scope: Scope) -> dict[str, Any] | None:
    """Return a scope as a condition on that, in Chroma's language; None for the whole."""
    bounds = (
        ("last_day", "$gte", scope.since),
        ("first_day", "$lte", scope.until),
        ("source", "$eq", scope.source),
        ("last_time", "$gte", scope.times_from),
        ("first_time", "$lte", scope.times_to),
    )
    conditions = [{name: {sign: bound}} for name, sign, bound in bounds if bound is not None]
    return {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)
