"""Fields above a plain text without lines around them ("Title: …", "Date: …", an empty line) → its articles.

A text that begins with such a header may hold several articles, as people gather them in one file: each has a header of
the same names. Its fields may be paragraphs of their own, as programs for texts write them. A header has a title, and a
date, source, author or address; with a line of prose in it, it is none. A field of another name ends it, and is text.
What stands below a header stays to the letter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.language.sentence_ends import ENDS_SENTENCE
from index.reading.field_names import field_named
from index.reading.raw_article import RawArticle, raw_article_of

_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{1,30}?)[ \t]*:(?:[ \t]+(?P<value>\S.*)|$)", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|[\r\n]")
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z][a-z’'-]*")
_RULE = re.compile(r"[-=*_~#]{3,}")
_OF_TEXT = ("text", "lead", "summary", None)
_BESIDE_TITLE = ("published", "source", "author", "url")
FEWEST_SMALL_WORDS = 4  # of a sentence; who wrote for whom has fewer


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters `[start, end)` of a text, and what they say without the spaces around it."""

    start: int
    end: int
    said: str

    @property
    def is_rule(self) -> bool:
        return _RULE.fullmatch(self.said) is not None


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
    lines = list(_lines(whole.text))
    headers = list(_headers(lines))
    if not headers or any(line.said and not line.is_rule for line in lines[: headers[0].start]):
        return []
    names = list(headers[0].fields)
    headers = [one for one in headers if list(one.fields)[0] == names[0] and set(one.fields) <= set(names)]
    ends = [one.start for one in headers[1:]] + [len(lines)]
    found = []
    for header, end in zip(headers, ends, strict=True):
        article = raw_article_of(header.fields, text=_without_rules(whole.text, lines[header.end : end]))
        if article is None:
            return []
        found.append(article)
    found[0] = replace(found[0], removed=(*whole.removed, *found[0].removed))
    if len(found) == 1:
        return [replace(found[0], **{name: getattr(found[0], name) or getattr(whole, name) for name in _BESIDE_TITLE})]
    return [replace(one, number=number, place=f"article {number}") for number, one in enumerate(found, start=1)]


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for end in (*_LINE_END.finditer(text), None):
        stop = end.start() if end else len(text)
        yield _Line(start, stop, text[start:stop].strip())
        start = end.end() if end else stop


def _headers(lines: Sequence[_Line]) -> Iterator[_Header]:
    """Yield the fields at the top of paragraphs, of which one is a title."""
    start = 0
    while start < len(lines):
        is_apart = start == 0 or not lines[start - 1].said or lines[start - 1].is_rule
        if not lines[start].said or not is_apart:
            start += 1
            continue
        end = at = start
        gap = int(start + 1 < len(lines) and not lines[start + 1].said)  # each is a paragraph, as in Word
        fields: dict[str, object] = {}
        while at < len(lines) and (field := _FIELD.fullmatch(lines[at].said)) and field["name"] not in fields:
            if field_named(field["name"]) in _OF_TEXT or _is_prose(field):
                break
            fields[field["name"]] = field["value"] or ""
            end = at + 1
            at = end + gap if not any(line.said for line in lines[end : end + gap]) else len(lines)
        known = {field_named(name) for name, value in fields.items() if value}
        if _is_ended(lines, end) and "title" in known and not known.isdisjoint(_BESIDE_TITLE):
            yield _Header(start, end, fields)
        start = max(end, start + 1)


def _is_ended(lines: Sequence[_Line], end: int) -> bool:
    """Tell whether a header may end before a line: an empty one, a rule, or a field of no known name."""
    if end == len(lines) or not lines[end].said or lines[end].is_rule:
        return True
    field = _FIELD.fullmatch(lines[end].said)
    return field is not None and field_named(field["name"]) in _OF_TEXT


def _is_prose(field: re.Match[str]) -> bool:
    """Tell whether somebody says a sentence, as a title alone may be one."""
    value = field["value"] or ""
    is_sentence = len(_SMALL_WORD.findall(value)) >= FEWEST_SMALL_WORDS and ENDS_SENTENCE.search(value) is not None
    return is_sentence and field_named(field["name"]) != "title"


def _without_rules(text: str, lines: Sequence[_Line]) -> str:
    """Return the text of some lines without the rules above and below it."""
    filled = [number for number, line in enumerate(lines) if line.said and not line.is_rule]
    return text[lines[filled[0]].start : lines[filled[-1]].end] if filled else ""
