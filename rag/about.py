"""What is said to words that ask nothing of the articles: what the library holds, by its titles, sources and dates."""

import re

from index import Library
from index.language.persons import PRONOUNS, words
from index.language.times.typed import time_in_words
from index.language.words import AUXILIARY, content_stems, stem
from rag.answer import origin

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
    sources = library.sources()
    dates = sorted(date for one in sources for date in (one.first, one.last) if date)
    named = [f"{one.source} ({one.articles:,})" for one in sources if one.source]
    more = [one.articles for one in sources if one.source][MOST_SOURCES:]
    unnamed = sum(one.articles for one in sources if not one.source)
    count = sum(one.articles for one in sources)
    undated = count - sum(one.articles for one in library.months())
    named = named[:MOST_SOURCES] + ([f"{len(more):,} more ({sum(more):,})"] if more else [])
    parts = (
        f"The library holds {count:,} article{'' if count == 1 else 's'}",
        f"of {time_in_words(dates[0])} to {time_in_words(dates[-1])}" if dates else "",
        f"({undated:,} without a date)" if dates and undated else "",
        f"from {', '.join(named)}" if named else "",
        f"and {unnamed:,} without a source" if named and unnamed else "",
    )
    latest = "; ".join(
        origin(one.title, one.source, one.published and time_in_words(one.published))
        for one in library.headlines(most=LATEST)
    )
    among = "The latest" if dates else "Among them"
    return f"{' '.join(filter(None, parts))}. {among}: {latest}. {INVITATION}"
