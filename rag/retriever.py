"""Passages for a question: dense and keyword search, fused and filtered by the library, without copies."""

from dataclasses import dataclass

from index import Hit, Library


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles may answer: published from `since` to `until` (ISO dates, included), by `source`."""

    since: str | None = None
    until: str | None = None
    source: str | None = None


class Retriever:
    """Finds passages in a library."""

    def __init__(self, library: Library, *, pool: int) -> None:
        """`pool` is the number of passages to look at."""
        self._library = library
        self._pool = pool

    def retrieve(self, question: str, scope: Scope) -> tuple[Hit, ...]:
        """Return the passages that fit a standalone question, best first; of equal texts only the best.

        Raises `InputError` for an empty question or a date that is none.
        """
        hits = self._library.search(question, self._pool, since=scope.since, until=scope.until, source=scope.source)
        first_of_text: dict[str, Hit] = {}
        for hit in hits:
            first_of_text.setdefault(" ".join(hit.text.split()), hit)
        return tuple(first_of_text.values())
