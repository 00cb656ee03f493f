"""Fields above a plain text without lines around them ("Title: …", "Date: …", an empty line) → its articles.

A text that begins with such a header may hold several articles, as people gather them in one file: each has a header
of the same names. A header has a title, and a date, source, author or address; with a line of prose in it, it is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.reading.field_names import field_named
from index.reading.raw_article import RawArticle, raw_article_of

_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{1,30}?)[ \t]*:[ \t]+(?P<value>\S.*)")
_RULE = re.compile(r"[-=*_~#]{3,}")
_OF_TEXT = ("text", "lead", "summary", None)
_BESIDE_TITLE = ("published", "source", "author", "url")


@dataclass(frozen=True, slots=True)
class _Header:
    """Lines `[start, end)` of a text that are fields."""

    start: int
    end: int
    fields: dict[str, object]


def articles_with_headers(whole: RawArticle) -> list[RawArticle]:
    r"""Return the articles of a text that begins with a header; none if it begins with none.

    >>> found = articles_with_headers(RawArticle("Title: Dock\nDate: 3 May 2016\n\nIt froze.\n"))
    >>> [(one.title, one.published, one.text) for one in found]
    [('Dock', '3 May 2016', 'It froze.')]
    """
    if not _FIELD.match(whole.text.lstrip("\n\r\t -=*_~#")):
        return []
    lines = whole.text.replace("\r\n", "\n").split("\n")
    headers = list(_headers(lines))
    if not headers or any(line.strip() and not _RULE.fullmatch(line.strip()) for line in lines[: headers[0].start]):
        return []
    names = list(headers[0].fields)
    headers = [one for one in headers if list(one.fields)[0] == names[0] and set(one.fields) <= set(names)]
    ends = [one.start for one in headers[1:]] + [len(lines)]
    found = []
    for header, end in zip(headers, ends, strict=True):
        article = raw_article_of(header.fields, text=_without_rules(lines[header.end : end]))
        if article is None:
            return []
        found.append(article)
    found[0] = replace(found[0], removed=(*whole.removed, *found[0].removed))
    if len(found) == 1:
        return found
    return [replace(one, number=number, place=f"article {number}") for number, one in enumerate(found, start=1)]


def _headers(lines: Sequence[str]) -> Iterator[_Header]:
    """Yield the paragraphs that are nothing but fields, of which one is a title."""
    start = 0
    while start < len(lines):
        line = lines[start].strip()
        is_apart = start == 0 or not lines[start - 1].strip() or _RULE.fullmatch(lines[start - 1].strip()) is not None
        if not line or not is_apart:
            start += 1
            continue
        end = start
        fields: dict[str, object] = {}
        while end < len(lines) and (field := _FIELD.fullmatch(lines[end].strip())) and field["name"] not in fields:
            if field_named(field["name"]) in _OF_TEXT:
                break
            fields[field["name"]] = field["value"]
            end += 1
        known = {field_named(name) for name in fields}
        is_ended = end == len(lines) or not lines[end].strip() or _RULE.fullmatch(lines[end].strip()) is not None
        if is_ended and "title" in known and not known.isdisjoint(_BESIDE_TITLE):
            yield _Header(start, end, fields)
        start = max(end, start + 1)


def _without_rules(lines: Sequence[str]) -> str:
    """Return a text without the rules above and below it."""
    kept = list(lines)
    for at in (0, -1):
        while kept and (not kept[at].strip() or _RULE.fullmatch(kept[at].strip())):
            kept.pop(at)
    return "\n".join(kept)
