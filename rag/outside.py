"""What an answer within dates, sources and times does not show of what all articles say."""

from collections.abc import Iterable

from index import SourceCount
from index.scope import Scope
from rag.answer import Answer

NO_SUCH_SOURCE = "No article is from a source of this name; choose one that the library has."
SAID = "Articles outside of {scope} do say something; ask without {it} to see it."
DENIED = "Articles outside of {scope} say otherwise; ask without {it} to see both sides."


def hidden_by(scope: Scope, answer: Answer, whole: Answer, sources: Iterable[SourceCount]) -> str | None:
    """Return what an answer within a scope hides of that of all articles, None if that is nothing."""
    if scope.source and not is_among(sources, scope.source):
        return NO_SUCH_SOURCE
    outside = {one.number for one in whole.citations if not scope.holds(one)}
    if answer.status == "not_found":
        return _filled(SAID, scope) if outside else None
    return _filled(DENIED, scope) if any(outside.issuperset(side.citations) for side in whole.positions) else None


def _filled(note: str, scope: Scope) -> str:
    """Return a note that names what narrows the search.

    >>> _filled(SAID, Scope.of(since="2025", source="Daily"))
    'Articles outside of these dates and this source do say something; ask without them to see it.'
    """
    set_ = {
        "these dates": scope.since is not None or scope.until is not None,
        "this source": scope.source is not None,
        "this time": scope.times_from is not None,
    }
    named = [name for name, is_set in set_.items() if is_set]
    they = "it" if len(named) == 1 and named[0] != "these dates" else "them"
    return note.format(scope=" and ".join(named), it=they)


def is_among(sources: Iterable[SourceCount], name: str) -> bool:
    """Tell whether one of the sources has this name, in any case."""
    return name.casefold() in ((one.source or "").casefold() for one in sources)
