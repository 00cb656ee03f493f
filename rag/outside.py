"""What an answer within dates, sources and times does not show of what all articles say."""

from collections.abc import Iterable

from index import SourceCount
from index.scope import Scope
from rag.answer import Answer

NO_SUCH_SOURCE = "no article is from a source of this name; choose one that the library has"
SAID = "articles outside of these dates, sources and times do say something; ask without them to see it"
DENIED = "articles outside of these dates, sources and times say otherwise; ask without them to see both sides"


def hidden_by(scope: Scope, answer: Answer, whole: Answer, sources: Iterable[SourceCount]) -> str | None:
    """Return what an answer within a scope hides of that of all articles, None if that is nothing."""
    if scope.source and not is_among(sources, scope.source):
        return NO_SUCH_SOURCE
    outside = {one.number for one in whole.citations if not scope.holds(one)}
    if answer.status == "not_found":
        return SAID if outside else None
    return DENIED if any(outside.issuperset(side.citations) for side in whole.positions) else None


def is_among(sources: Iterable[SourceCount], name: str) -> bool:
    """Tell whether one of the sources has this name, in any case."""
    return name.casefold() in ((one.source or "").casefold() for one in sources)
