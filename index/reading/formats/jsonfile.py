"""JSON and JSON Lines → raw articles.

A .json file holds one object, a list of them, or either somewhere in what a news service sends around it: an object is
taken for an article by its shape, a text and a title, whatever the envelope is called. If each line is an object of its
own, it is read as JSON Lines, which many give that suffix. Numbers are taken as they are written.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from index.reading.decoding import decode, redecoded, text_lines
from index.reading.field_names import field_named, fields_of
from index.reading.formats.json_records import as_records
from index.reading.formats.source import LARGEST_JSON, LARGEST_TEXT, MEGABYTE, read_whole
from index.reading.raw_article import RawArticle, Unreadable, raw_article_of
from index.reading.unknown_fields import with_unknown_prose

DEEPEST = 12  # objects and lists around an article

_ABOUT = ("meta", "metadata", "attributes", "properties", "fields", "info", "header", "headers")  # what tells of a text
_JSON_FEED = "https://jsonfeed.org/version/"  # the title of one is what its items are from
_NO_TEXT = 'needs an object with a non-empty "text"; add it'
_NONE_WITHIN = 'needs an object with a non-empty "text", and a title, date or address beside it; add them'


def read_json_lines(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield the articles of each line, as a rule one, holding one line at a time in memory."""
    for number, line in enumerate(text_lines(stream, LARGEST_TEXT), start=1):
        place = f"line {number}"
        if line is None:
            yield Unreadable(f"larger than {LARGEST_TEXT // MEGABYTE} MB; split it", place)
        elif line.strip():
            try:
                found = _found(_parsed(redecoded(line)), is_top=True)
            except Unreadable as error:
                yield Unreadable(str(error), place)
                continue
            for within, article in enumerate(found, start=1):
                numbered = number if len(found) == 1 else f"{number}.{within}"
                yield replace(article, number=numbered, place=place) if article else Unreadable(_NO_TEXT, place)


def read_json(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield the articles of a JSON value, which is read as a whole."""
    if _is_json_lines(stream):
        yield from read_json_lines(stream)
        return
    content = _parsed(decode(read_whole(stream, LARGEST_JSON, "put one article on each line and name it .jsonl")))
    found = _found(content, is_top=True)
    if isinstance(content, dict) and len(found) == 1 and (found[0] is None or raw_article_of(content)):
        holds_others = any(isinstance(value, dict | list) for value in content.values())
        yield found[0] or Unreadable(_NONE_WITHIN if holds_others else _NO_TEXT)
        return
    for number, article in enumerate(found, start=1):
        place = f"article {number}"
        yield replace(article, number=number, place=place) if article else Unreadable(_NO_TEXT, place)


def _is_json_lines(stream: BinaryIO) -> bool:
    """Tell whether the first line is an object, and more follows; the stream stands at its start again."""
    first, more = stream.readline(LARGEST_TEXT), stream.read(2)
    stream.seek(0)
    try:
        return bool(more.strip()) and isinstance(_parsed(decode(first)), dict)
    except Unreadable:
        return False


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=fields_of)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON ({error}); mend or remove it") from error


def _found(
    value: object, around: RawArticle | None = None, *, is_top: bool = False, depth: int = 0
) -> list[RawArticle | None]:
    """Return the articles of a value in their order, with None for an object without text among them.

    `around` is what the object around it tells of it. Below the top, an article has to have more than a text.
    """
    value = as_records(value)
    if isinstance(value, list) and depth < DEEPEST:
        items = [_found(item, is_top=is_top, depth=depth + 1) or [None] for item in value]
        found = [article for item in items for article in item]
        return found if is_top or any(found) else []
    if not isinstance(value, dict) or depth >= DEEPEST:
        return [None] if is_top else []
    article = raw_article_of(value)
    if article:
        article = _completed(article, [value[name] for name in value if name.lower() in _ABOUT], around)
        if not (is_top or article.title or article.published or article.url):
            article = None
    own = with_unknown_prose(value, article) if article and article.is_whole else None
    children = {
        name: child
        for name, child in value.items()
        if isinstance(child, dict | list) and not (own and (field_named(name) or name.lower() in _ABOUT))
    }
    about = raw_article_of(value, text="") if children else None
    is_feed = str(value.get("version", "")).startswith(_JSON_FEED)
    nested: list[RawArticle | None] = []
    for name, child in children.items():
        is_item = is_feed and name == "items"  # which needs no title
        nested += _found(child, about if isinstance(child, dict) else None, is_top=is_item, depth=depth + 1)
    if about and is_feed:
        nested = [
            one and _completed(one, [], RawArticle("", source=about.title, language=about.language)) for one in nested
        ]
    if own:
        return [own, *(one for one in nested if one and one.title)]
    if any(nested):
        return nested
    return [with_unknown_prose(value, article)] if article and article.title else [None] if is_top else []


def _completed(article: RawArticle, about: Sequence[object], around: RawArticle | None) -> RawArticle:
    """Fill in what an article does not say itself from the objects in and around it that tell of it."""
    others = [other for one in about if isinstance(one, dict) and (other := raw_article_of(one, text=""))]
    others += [around] if around else []

    def told(field: str) -> str | None:
        return next(filter(None, (getattr(one, field) for one in (article, *others))), None)

    return replace(
        article,
        id=told("id"),
        title=told("title"),
        source=told("source"),
        author=told("author"),
        published=told("published"),
        url=told("url"),
        language=told("language"),
    )
