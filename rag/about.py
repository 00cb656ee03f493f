"""What is said to words that ask nothing of the articles: what the library holds, by its titles, sources and dates."""

import re
from collections.abc import Sequence

from index import Library, SourceCount
from index.language.persons import PRONOUNS, words
from index.language.times.typed import time_in_words
from index.language.words import AUXILIARY, content_stems, stem
from index.plain_text import one_line
from rag.quote import origin

DOT = "• "  # before each line of a list
LATEST = 5  # articles named
MOST_SOURCES = 8  # named

WELCOME = "You're welcome. Ask on whenever you like."
INVITATION = "Ask about anything that they say."

_THANKS = re.compile(
    r"\W*((many|no|ok|okay|great)\W+)?(thanks|thank you|cheers|bye|goodbye)(\W+(a lot|(so|very) much|again|bye))?\W*",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\W*(hello|hallo|hi|hey|help|good (morning|afternoon|evening))\b(\W+(there|onrecord)\b)?\W*", re.IGNORECASE
)
_LIBRARY = frozenset(map(stem, "articles library collection overview summary summarise summarize topics".split()))
_ASKING = "news sources ask contain cover describe give hold know list many please say show sum tell"
_OF_IT = _LIBRARY | frozenset(map(stem, [*_ASKING.split(), *AUXILIARY.split("|")]))
_POINTING = frozenset({*PRONOUNS, "this", "that"})  # at what was said before


def about_library(question: str, library: Library) -> str | None:
    """Return what is said to a greeting, to thanks, or to a question about the library as a whole.

    None for any other question: one with a word that articles could say, or that points at what was said before.
    """
    if _THANKS.fullmatch(question):
        return WELCOME
    greeting = _GREETING.match(question)
    asked = question[greeting.end() :] if greeting else question
    content, said = content_stems(asked), frozenset(words(asked))
    is_about_it = content & _LIBRARY or said & {"you"} or (greeting and not said)
    return _held(library) if is_about_it and content <= _OF_IT and not said & _POINTING else None


def _held(library: Library) -> str:
    """Return what the library holds in short lines: how much, from where, and its latest articles, each after a dot."""
    sources = library.sources()
    count = sum(one.articles for one in sources)
    latest = [
        f"{DOT}{origin(one.title, one.source, one.published and time_in_words(one.published))}"
        for one in library.headlines(most=LATEST)
    ]
    is_dated = any(one.first or one.last for one in sources)
    heading = ["The latest:" if is_dated else "Among them:"] if latest else []
    lines = (_how_many(sources, count, undated=count - sum(one.articles for one in library.months())), _from(sources))
    return "\n".join([*filter(None, lines), *heading, *latest, INVITATION])


def _how_many(sources: Sequence[SourceCount], count: int, undated: int) -> str:
    dates = sorted(date for one in sources for date in (one.first, one.last) if date)
    days = [time_in_words(date) for date in dict.fromkeys((dates[0], dates[-1]))] if dates else []
    spanned = f", {'from ' if len(days) > 1 else 'of '}{' to '.join(days)}" if days else ""
    without = f"; {undated:,} without a date" if days and undated else ""
    return f"The library holds {count:,} article{'' if count == 1 else 's'}{spanned}{without}."


def _from(sources: Sequence[SourceCount]) -> str:
    """Return the sources with their numbers, the first of them by name; of a single one, its name says it all.

    >>> _from([SourceCount("Daily", 3, None, None), SourceCount(None, 2, None, None)])
    'Sources: Daily (3), none given (2).'
    """
    named = [(one_line(one.source), one.articles) for one in sources if one.source]
    unnamed = sum(one.articles for one in sources if not one.source)
    if not named:
        return ""
    if len(named) == 1 and not unnamed:
        return f"Source: {named[0][0]}."
    more = [number for _, number in named[MOST_SOURCES:]]
    parts = [f"{source} ({number:,})" for source, number in named[:MOST_SOURCES]]
    parts += [f"{len(more):,} more ({sum(more):,})"] if more else []
    parts += [f"none given ({unnamed:,})"] if unnamed else []
    return f"Sources: {', '.join(parts)}."
