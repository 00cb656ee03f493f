"""What an answer within dates, sources and times does not show of what all articles say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from index import Hit, SourceCount
from index.language.times.typed import time_in_words
from index.plain_text import one_line
from index.scope import Scope
from rag.contest import Side, find_contest, label, story_of
from rag.quote import origin
from rag.reader import EvidenceSentence

MOST_READ = 3  # passages outside of a scope, as reading takes nearly all the time of an answer without a model

MOST_SOURCES = 5  # that are named in the place of one that there is not
NO_SUCH_SOURCE = "No article is from a source of this name; {}."
SAID = "Articles outside of {scope} do say something; ask without {it} to see it{named}."
DENIED = "Articles outside of {scope} say otherwise; ask without {it} to see both sides: {named}."


def passages_outside(scope: Scope, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield found passages with those of their sentences alone that a scope leaves out."""
    for hit in hits:
        if not scope.holds_article(hit.article.source, hit.article.published):
            yield hit
        elif others := tuple(one for one in hit.passage.sentences if one.times and not scope.speaks_of_it(one.times)):
            yield replace(hit, passage=replace(hit.passage, sentences=others))


def said_outside(question: str, scope: Scope, outside: Sequence[EvidenceSentence]) -> str:
    """Return a note that names who says what on a question to which nothing answers within a scope.

    `outside` are sentences that bear on it, best first; of those that agree, the best is quoted.
    """
    sides = find_contest(question, outside)
    named = _named(sides, sides) or "; ".join(map(_quoted, outside[:1]))
    return in_words(SAID, scope, named=f": {named}" if named else "")


def said_otherwise(
    question: str, scope: Scope, within: Sequence[EvidenceSentence], outside: Sequence[EvidenceSentence]
) -> str | None:
    """Return a note that names the sides of a question that are taken `outside` of a scope alone; None for none.

    Both are sentences that bear on the question. One side at least has to be taken `within`; where figures develop,
    earlier ones say nothing against the latest.
    """
    sides = find_contest(question, sorted((*within, *outside), key=lambda one: -one.relevance))
    hidden = [side for side in sides if not any(one in within for one in side.sentences)]
    story = story_of(question, sides)
    if not hidden or len(hidden) == len(sides) or (story and story.latest in within):
        return None
    return in_words(DENIED, scope, named=_named(sides, hidden))


def _named(sides: Sequence[Side], of_them: Sequence[Side]) -> str:
    """Return what some sides say, in a quote where it is no value, and whose they are; dates as a sentence has them."""
    said_by = [side.sentences for side in sides]
    said = (one.value.text or one.sentences[0].quote.in_marks for one in of_them)
    labels = (label(one, sides.index(side), said_by, time_in_words) for one, side in zip(said, of_them, strict=True))
    return "; ".join(map(one_line, labels))


def _quoted(one: EvidenceSentence) -> str:
    article = one.hit.article
    date = article.published and time_in_words(article.published)
    return f"{one_line(one.quote.in_marks)} — {origin(article.title, article.source, date)}"


def in_words(note: str, scope: Scope, **filled: str) -> str:
    """Return a note that names what narrows the search.

    >>> in_words(SAID, Scope.of(since="2025", source="Daily"), named=": 9")
    'Articles outside of these dates and this source do say something; ask without them to see it: 9.'
    """
    set_ = {
        "these dates": scope.since is not None or scope.until is not None,
        "this source": scope.source is not None,
        "this time": scope.times_from is not None,
    }
    named = [name for name, is_set in set_.items() if is_set]
    they = "it" if len(named) == 1 and named[0] != "these dates" else "them"
    return note.format(scope=" and ".join(named), it=they, **filled)


def no_such_source(name: str, sources: Iterable[SourceCount]) -> str | None:
    """Return a note that names the sources nearest to one of no article, None for one that there is, in any case."""
    names = {one.source.casefold(): one.source for one in sources if one.source}
    if name.casefold() in names:
        return None
    if not names:
        return NO_SUCH_SOURCE.format("the library knows the source of none")
    near = dict.fromkeys((*get_close_matches(name.casefold(), names, n=MOST_SOURCES), *names))
    named = [one_line(names[one]) for one in near][:MOST_SOURCES]
    return NO_SUCH_SOURCE.format(f"the library has {', '.join(named)}{' and others' * (len(names) > len(named))}")
