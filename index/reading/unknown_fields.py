"""What a record says in fields that are of no known kind: it is no part of the article, and listed as left out.

Only prose is listed, three words and more: the numbers, flags and addresses that programs set say nothing to a reader.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.reading.cleaning import Removed
from index.reading.dates import iso_date
from index.reading.field_names import field_named
from index.reading.markup import text_of_markup
from index.reading.opinion import KnownText, words_of
from index.reading.raw_article import RawArticle

FEWEST_WORDS = 3
DEEPEST = 50  # objects in objects; nobody writes notes below

_WORD = re.compile(r"(?<!\S)[\"“‘'(]?[^\W\d_]{2,}(?:[’'-][^\W\d_]+)*[\"”’'),.;:!?]*(?!\S)")


def unknown_prose(fields: Mapping[str, object], article: RawArticle) -> Iterator[Removed]:
    """Yield the prose in fields of no known name, and in objects within them, unless the article has it.

    An object with a text and a title is an article of its own, and its prose is not of this one.

    >>> article = RawArticle("It rained.")
    >>> [(one.text, one.reason) for one in unknown_prose({"text": "It rained.", "note": "Not yet checked."}, article)]
    [('Not yet checked.', 'the field "note"')]
    """
    used: KnownText | None = None
    seen: set[str] = set()
    left = {name: value for name, value in fields.items() if field_named(name) in (None, "title")}
    for path, value in _strings(left, ""):
        text = text_of_markup(value).strip()
        if text in seen or not is_prose(text):
            continue
        seen.add(text)
        if used is None:
            said = filter(None, (article.title, article.source, article.author))  # as a title goes before its source
            beside = (one.text for one in (*article.leads, *article.removed))
            used = KnownText("\n".join((article.text, *said, *beside)))
        if used.share(words_of(text)) < 1:
            yield Removed(text, f'the field "{path}"')


def with_unknown_prose(fields: Mapping[str, object], article: RawArticle) -> RawArticle:
    """Return the article of a record with what its fields of no known kind say as removed."""
    return replace(article, removed=(*article.removed, *unknown_prose(fields, article)))


def _strings(value: object, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the strings within a value, each with the names that lead to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list) and depth < DEEPEST:
        for one in value:
            yield from _strings(one, path, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        if {"text", "title"} <= {field_named(str(name)) for name in value} and path:
            return
        for name, one in value.items():
            yield from _strings(one, f"{path}.{name}" if path else str(name), depth + 1)


def is_prose(text: str) -> bool:
    """Tell whether a field says anything to a reader."""
    return len(_WORD.findall(text)) >= FEWEST_WORDS and iso_date(text) is None
