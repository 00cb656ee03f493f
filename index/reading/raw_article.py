"""An article as its file gives it, before it is cleaned."""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from index.language.lists import ITEM
from index.language.tables import is_row
from index.language.words import is_field
from index.language.wrapping import is_broken
from index.reading.cleaning import Removed
from index.reading.columns import with_tabs
from index.reading.dates import iso_date, orders_of
from index.reading.field_names import NAMES, field_named, plain_name
from index.reading.markup import line_of_markup
from index.reading.record_text import NOTHING, Named, RecordText, record_text

LONGEST_FIRST_LINE_TITLE = 120  # characters
LONGEST_START = 2000  # characters of a text that tell whether its first line is a title
LONGEST_FIELD = 1000  # characters; the title is indexed again with each passage
MOST_NAMES = 100  # authors or the like of one article; a longer list is something else

# What says what a field is in an object of its own, the surest first.
_NAME_WITHIN = (
    *("name", "title", "rendered", "main", "original", "displayname", "fullname", "label", "value", "text", "date"),
    *("numberlong", "iso", "oid", "uri", "url"),
)
_LISTS = ("author", "source")  # fields that Python programs write as lists and objects of theirs: "['Ann Lee', 'Bo']"
_NO_CHARACTER = re.compile(r"[\0\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_OF_MINUTES = frozenset("apologies attendees chair chairman clerk location minutes place present time venue".split())
_ADDRESS = re.compile(r"https?://(?:www\.)?([^/?#\s]+)(/[^?#\s]+)?\S*", re.IGNORECASE)
_BY = re.compile(r"(?:written )?by:?\s+(?=\S)", re.IGNORECASE)


class Unreadable(Exception):
    """Why a file, or the article at a place of it, can't be used: one line that names the fix."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}: {reason}" if place else reason)


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file, or a member of one, that is of no kind that is read, or stands for `count` of them."""

    kind: str  # its suffix, or what else it is known by
    count: int = 1


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a file gives of an article; every field but the text is one line."""

    text: str
    id: str | None = None
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    member: str | None = None  # the name of the file that it stands in, within a file that holds files
    number: int | str | None = None  # its line, row or place in a file of many
    place: str = ""  # the same in words ("line 3")
    removed: tuple[Removed, ...] = ()  # by the reader itself (the running headers of a PDF)
    is_whole: bool = True  # else the file has only what leads to its text
    given: str | None = None  # the text to the letter, where the reader resolved its HTML or put parts together
    leads: tuple[Removed, ...] = ()  # what it put before that


def raw_article_of(
    fields: Mapping[str, object], *, text: str | None = None, number: int | str | None = None, place: str = ""
) -> RawArticle | None:
    """Return the article that named fields describe, whatever of the known names they use.

    `text` goes before any field of its kind; with it, a summary leads to it as a description does. None when nothing
    gives one. HTML and entities in fields are resolved.
    """
    given: dict[str, list[Named]] = {}
    for name, value in fields.items():
        given.setdefault(plain_name(name), []).append(Named(name, value))
    known = {field: [one for name in names for one in given.get(name, ())] for field, names in NAMES.items()}
    texts, leads, summaries = (known.pop(field) for field in ("text", "lead", "summary"))
    if text is None:
        found = record_text(texts, leads, summaries)
    else:
        found = record_text([Named("text", text, is_plain=True)], leads + summaries, []) if text else RecordText("", "")
    if found is None:
        return None
    lines = {field: [(one, _line(one.value, field)) for one in values] for field, values in known.items()}
    unread = [left for values in lines.values() for one, line in values if not line for left in _unread(one)]
    said = {field: [line for _, line in values if line] for field, values in lines.items()}
    article = RawArticle(
        found.text,
        **{field: next(iter(lines), None) for field, lines in said.items()},
        number=number,
        place=place,
        removed=(*found.removed, *unread),
        is_whole=found.is_whole,
        given=found.given,
        leads=found.leads,
    )
    names = [line for line in said["source"] if not _ADDRESS.fullmatch(line)]
    pages = [line for line in said["source"] if (address := _ADDRESS.fullmatch(line)) and address[2]]
    hosts = [address[1] for line in said["source"] if (address := _ADDRESS.fullmatch(line))]
    dates = [line for line in said["published"] if iso_date(line) or orders_of(line)]
    source = next(iter(names + hosts), None)
    return replace(
        article,
        title=without_source(article.title, source),
        source=source,
        url=article.url or next(iter(pages), None),
        published=next(iter(dates), article.published),
    )


def _line(value: object, field: str) -> str | None:
    """Return a field as one line: a string, a list of names, or objects that have a name."""
    if isinstance(value, str) and field in _LISTS:
        value = _unfolded(value)
    values: Sequence[object] = value[:MOST_NAMES] if isinstance(value, list) else [value]
    named = [_name_in(item) if isinstance(item, dict) else item for item in values]
    # A list in a list is left out: YAML can write one of a few lines that unfolds to gigabytes.
    lines = [item[: 2 * LONGEST_FIELD] for item in named if isinstance(item, str)]
    if field == "url":  # what is of several words is no address
        lines = [line for line in lines if len(line.split()) == 1]
    else:
        lines = [line_of_markup(line) for line in lines]
    if field == "author":
        lines = list(map(without_by, lines))
        lines = [line for line in lines if any(map(str.isalpha, line))]  # the number of one in a database is no name
    return as_field(", ".join(dict.fromkeys(line for line in lines if line.casefold() not in NOTHING)))


def _unread(one: Named) -> list[Removed]:
    """Return the value of a field of which nothing is taken, as what is left out, unless it stands for no value."""
    value = one.value.strip() if isinstance(one.value, str) else ""
    reason = f'the field "{one.name}", whose value is none of its kind'
    return [] if line_of_markup(value).casefold() in NOTHING else [Removed(value, reason)]


def _name_in(item: Mapping[object, object], depth: int = 0) -> object:
    """Return what an object calls itself: {"name": …}, {"rendered": …}, {"main": …}."""
    within = {plain_name(str(name)): value for name, value in item.items()}
    if {"text", "title"} <= {field_named(name) for name in within}:
        return None  # a whole article, as search engines have it under "_source"
    for name in _NAME_WITHIN:
        value = within.get(name)
        if isinstance(value, dict) and depth < 2:
            value = _name_in(value, depth + 1)
        if isinstance(value, str) and value.strip().casefold() not in NOTHING:
            return value
    return None


def _unfolded(value: str) -> object:
    """Return the list or object that a string is the writing of, else the string."""
    line = value.strip()
    if not (line.startswith(("[", "{")) and line.endswith(("]", "}")) and len(line) <= LONGEST_FIELD):
        return value
    for read in (json.loads, ast.literal_eval):
        try:
            unfolded = read(line)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return unfolded if isinstance(unfolded, list | dict) else value
    return value


def without_by(author: str) -> str:
    """Return the names in a line like "By Ann Lee"."""
    return author[by.end() :] if (by := _BY.match(author)) else author


def without_source(title: str | None, source: str | None) -> str | None:
    """Return a title without the name of its source, which news services put behind it.

    >>> without_source("Mill burns down - Vale Times", "Vale Times")
    'Mill burns down'
    """
    title = title or ""
    end = title[-len(source) :] if source else ""
    bare = title[: len(title) - len(end)].rstrip()
    if not end or end.casefold() != (source or "").casefold() or not bare.endswith((" -", " |", " –", " —")):
        return title or None
    return bare[:-2].rstrip() or title


def as_field(value: str | None) -> str | None:
    """Return a field as one line without control characters; None if it says nothing."""
    line = " ".join(_CONTROL.sub(" ", whole_characters((value or "")[: 2 * LONGEST_FIELD])).split())[:LONGEST_FIELD]
    return None if line.casefold() in NOTHING else line


def whole_characters(text: str) -> str:
    r"""Replace NUL and halves of characters, which no file or database takes, as HTML and CommonMark do.

    >>> whole_characters("a\0b\ud83d") == "a\ufffdb\ufffd"
    True
    """
    return _NO_CHARACTER.sub("\ufffd", text)


def with_line_feeds(text: str) -> str:
    r"""Return a text whose lines end with "\n" alone.

    >>> with_line_feeds("one\r\ntwo\rthree\n")
    'one\ntwo\nthree\n'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def first_line_title(text: str) -> str | None:
    r"""Return the first line when it looks like a title: short, no sentence, no part of a list, and of no paragraph.

    >>> first_line_title("Lock opens\nThe lock was opened."), first_line_title("The lock at Hadley was\nopened again.")
    ('Lock opens', None)
    """
    line, *others = re.split(r"\r\n|[\r\n]", text.lstrip()[:LONGEST_START])
    line = line.strip()
    is_title = len(line) <= LONGEST_FIRST_LINE_TITLE and any(map(str.isalnum, line)) and line[-1] not in ".!,;:"
    if (
        not is_title
        or is_row(line)
        or _is_item(line, others)
        or _is_field(line, others)
        or "\t" in with_tabs([line, *others])[0]
        or is_broken(line, [one.strip() for one in takewhile(str.strip, others)])
    ):
        return None
    return as_field(line.lstrip("# "))


def _is_field(line: str, others: Sequence[str]) -> bool:
    """Tell whether a line is a field, as minutes begin with, or one of several; headlines have colons, too."""
    following = next(filter(None, map(str.strip, others)), "")
    name = line.partition(":")[0].casefold()
    return is_field(line) and (is_field(following) or name in _OF_MINUTES or field_named(name) is not None)


def _is_item(line: str, others: Sequence[str]) -> bool:
    """Tell whether a line is an item of a list: a number may begin a title ("1. FC Köln win"), with no item below."""
    item = ITEM.match(line)
    following = next(filter(None, map(str.strip, others)), "")
    return item is not None and (item["number"] is None or not following or ITEM.match(following) is not None)
