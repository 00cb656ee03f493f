"""JSON and JSON Lines → raw articles.

A .json file holds one object, a list of them, or an object with such a list under "articles"; if each line is an
object of its own, it is read as JSON Lines, which many give that suffix. Numbers are taken as they are written.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from index.reading.decoding import decode, redecoded, text_lines
from index.reading.formats.source import LARGEST_JSON, LARGEST_TEXT, MEGABYTE, read_whole
from index.reading.raw_article import RawArticle, Unreadable, raw_article_of


def read_json_lines(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield an article for each line, holding one line at a time in memory."""
    for number, line in enumerate(text_lines(stream, LARGEST_TEXT), start=1):
        place = f"line {number}"
        if line is None:
            yield Unreadable(f"larger than {LARGEST_TEXT // MEGABYTE} MB; split it", place)
        elif line.strip():
            try:
                yield _article(_parsed(redecoded(line)), number, place)
            except Unreadable as error:
                yield Unreadable(str(error), place)


def read_json(stream: BinaryIO) -> Iterator[RawArticle | Unreadable]:
    """Yield the articles of a JSON value, which is read as a whole."""
    if _is_json_lines(stream):
        yield from read_json_lines(stream)
        return
    content = _parsed(decode(read_whole(stream, LARGEST_JSON, "put one article on each line and name it .jsonl")))
    if isinstance(content, dict) and isinstance(content.get("articles"), list):
        content = content["articles"]
    if isinstance(content, list):
        yield from (_article(item, number, f"article {number}") for number, item in enumerate(content, start=1))
    else:
        yield _article(content)


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
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON ({error}); mend or remove it") from error


def _article(item: object, number: int | None = None, place: str = "") -> RawArticle | Unreadable:
    article = raw_article_of(item, number=number, place=place) if isinstance(item, dict) else None
    return article or Unreadable('needs an object with a non-empty "text"; add it', place)
