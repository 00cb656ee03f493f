"""RSS and Atom feeds → raw articles, one for each entry, by feedparser.

An entry's text is the longest that it gives: its content, or else its summary. Only when it says when it was published
does it have a date; when it was changed is another. Nothing is fetched, and feedparser drops what a feed declares.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from index.reading.formats.markup import html_to_text
from index.reading.formats.members import Item
from index.reading.raw_article import RawArticle, Unreadable, as_field


def read_feed(raw: bytes) -> Iterator[Item]:
    """Yield the entries of a feed."""
    import feedparser

    feed = feedparser.parse(BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        reason = feed.get("bozo_exception") or "no entries in it"
        raise Unreadable(f"not a sound feed ({reason}); save it anew")
    source, language = as_field(_plain(feed.feed.get("title"))), as_field(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, start=1):
        place = f"entry {number}"
        text = max(map(_text, (*entry.get("content", ()), entry.get("summary_detail", {}))), key=len, default="")
        if not text.strip():
            yield Unreadable("no text in it; save the page that it links to", place)
            continue
        authors = [_plain(author.get("name")) for author in entry.get("authors", ())] or [_plain(entry.get("author"))]
        yield RawArticle(
            text,
            title=as_field(_plain(entry.get("title"))),
            source=as_field(_plain(entry.get("source", {}).get("title"))) or source,
            author=as_field(", ".join(filter(None, authors))),
            published=as_field(entry.get("published")),
            url=as_field(entry.get("link")),
            language=language,
            member=as_field(entry.get("id")) or as_field(entry.get("link")),
            number=None if entry.get("id") or entry.get("link") else number,
            place=place,
        )


def _text(detail: Any) -> str:
    value = detail.get("value") or ""
    return str(value) if detail.get("type") == "text/plain" else html_to_text(value)


def _plain(value: Any) -> str:
    """Return a title or name, which may hold markup, as a line."""
    return " ".join(html_to_text(value).split()) if isinstance(value, str) else ""
