"""An article as its file gives it, before it is cleaned, and the names that files give to its fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.reading.cleaning import Removed

LONGEST_FIRST_LINE_TITLE = 120  # characters
LONGEST_FIELD = 1000  # characters; the title is indexed again with each passage
MOST_NAMES = 100  # authors or the like of one article; a longer list is something else

# The surest first. Compared without case and signs: "Published_At" is "publishedat".
NAMES = {
    "text": ("text", "body", "content", "article", "story", "articlebody", "articletext", "bodytext", "fulltext"),
    "id": ("id", "articleid", "guid", "uuid"),
    "title": ("title", "headline", "heading"),
    "source": ("source", "publisher", "publication", "outlet", "newspaper", "sitename"),
    "author": ("author", "authors", "byline", "creator"),
    "published": (
        *("published", "date", "publishedat", "publishedon", "publisheddate", "publishdate", "pubdate"),
        *("publicationdate", "datepublished", "dateofpublication"),
    ),
    "url": ("url", "link", "permalink", "canonicalurl"),
    "language": ("language", "lang", "inlanguage"),
}
_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
_NOTHING = frozenset(("", "~", "null", "none", "nan", "nat", "n/a"))  # as YAML, Python and pandas write "no value"
_NO_CHARACTER = re.compile(r"[\0\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Unreadable(Exception):
    """Why a file, or the article at a place of it, can't be used: one line that names the fix."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}: {reason}" if place else reason)


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
    number: int | None = None  # its line, row or place in a file of many
    place: str = ""  # the same in words ("line 3")
    removed: tuple[Removed, ...] = ()  # by the reader itself (the running headers of a PDF)


def raw_article_of(
    fields: Mapping[str, object], *, text: str | None = None, number: int | None = None, place: str = ""
) -> RawArticle | None:
    """Return the article that named fields describe, whatever of the known names they use.

    `text` goes before any field; None when neither gives one.
    """
    given: dict[str, list[object]] = {}
    for name, value in fields.items():
        given.setdefault(_plain(name), []).append(value)
    known = {field: [value for name in names for value in given.get(name, ())] for field, names in NAMES.items()}
    texts = known.pop("text")
    if text is None and (text := next(filter(None, map(_body, texts)), None)) is None:
        return None
    said = {field: next(filter(None, map(_line, values)), None) for field, values in known.items()}
    return RawArticle(text, **said, number=number, place=place, removed=())


def field_named(name: str) -> str | None:
    """Return the field that a column or key stands for.

    >>> [field_named(name) for name in ("Published_At", "HEADLINE", "price")]
    ['published', 'title', None]
    """
    return _FIELD_OF.get(_plain(name))


def _plain(name: str) -> str:
    return "".join(sign for sign in name[:50].casefold() if sign.isalnum())


def _body(value: object) -> str | None:
    """Return an article's text: a string, or a list of paragraphs."""
    if isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) and value.strip().casefold() not in _NOTHING else None


def _line(value: object) -> str | None:
    """Return a field as one line: a string, a list of names, or objects that have a name."""
    values: Sequence[object] = value[:MOST_NAMES] if isinstance(value, list) else [value]
    named = [item.get("name") if isinstance(item, dict) else item for item in values]
    # A list in a list is left out: YAML can write one of a few lines that unfolds to gigabytes.
    return as_field(", ".join(item for item in named if isinstance(item, str)))


def as_field(value: str | None) -> str | None:
    """Return a field as one line without control characters; None if it says nothing."""
    line = " ".join(_CONTROL.sub(" ", whole_characters((value or "")[: 2 * LONGEST_FIELD])).split())[:LONGEST_FIELD]
    return None if line.casefold() in _NOTHING else line


def whole_characters(text: str) -> str:
    r"""Replace NUL and halves of characters, which no file or database takes, as HTML and CommonMark do.

    >>> whole_characters("a\0b\ud83d") == "a\ufffdb\ufffd"
    True
    """
    return _NO_CHARACTER.sub("\ufffd", text)


def first_line_title(text: str) -> str | None:
    """Return the first line when it looks like a title: short, and not a sentence."""
    start = text.lstrip()[: LONGEST_FIRST_LINE_TITLE + 1]
    line = start.split("\n", 1)[0].strip()
    is_title = len(line) <= LONGEST_FIRST_LINE_TITLE and any(map(str.isalnum, line)) and line[-1] not in ".!,;:"
    return as_field(line.lstrip("# ")) if is_title else None
