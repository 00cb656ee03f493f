"""RSS and Atom feeds → raw articles, one for each entry, by feedparser.

An entry's text is its content, below the summary where the content lacks that, or else its summary. Only when it says
when it was published does it have a date; when it was changed is another. Nothing is fetched, and feedparser drops what
a feed declares.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from index.reading.formats.markup import html_to_text
from index.reading.formats.members import Item
from index.reading.raw_article import RawArticle, Unreadable, as_field
from index.reading.record_text import Named, RecordText, record_text


def read_feed(raw: bytes) -> Iterator[Item]:
    """Yield the entries of a feed."""
    import feedparser

    feed = feedparser.parse(BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        reason = feed.get("bozo_exception") or "no entries in it"
        raise Unreadable(f"not a sound feed ({reason}); save it anew")
    feed_name, language = as_field(_plain(feed.feed.get("title"))), as_field(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, start=1):
        place = f"entry {number}"
        try:
            article = _article(entry)
        except Unreadable as error:
            yield Unreadable(str(error), place)
            continue
        has_name = article.member is not None
        source = article.source or feed_name
        yield replace(article, source=source, language=language, number=None if has_name else number, place=place)


def _article(entry: Any) -> RawArticle:
    said = _said(entry)
    if said is None or not said.text.strip():
        raise Unreadable("no text in it; save the page that it links to")
    authors = [_plain(author.get("name")) for author in entry.get("authors", ())] or [_plain(entry.get("author"))]
    return RawArticle(
        said.text,
        title=as_field(_plain(entry.get("title"))),
        source=as_field(_plain(entry.get("source", {}).get("title"))),
        author=as_field(", ".join(filter(None, authors))),
        published=as_field(entry.get("published")),
        url=as_field(entry.get("link")),
        member=as_field(entry.get("id")) or as_field(entry.get("link")),
        removed=said.removed,
    )


def _said(entry: Any) -> RecordText | None:
    """Return an entry's text; a summary that is the longer one is its text, and no lead."""
    contents = sorted(map(_text, entry.get("content", ())), key=len, reverse=True)
    texts = [Named("content", content) for content in contents]
    summary = Named("summary", _text(entry.get("summary_detail", {})))
    if contents and len(contents[0]) > len(str(summary.value)):
        return record_text(texts, [summary], [])
    return record_text([summary, *texts], [], [])


def _text(detail: Any) -> str:
    value = detail.get("value") or ""
    return str(value) if detail.get("type") == "text/plain" else html_to_text(value)


def _plain(value: Any) -> str:
    """Return a title or name, which may hold markup, as a line."""
    return " ".join(html_to_text(value).split()) if isinstance(value, str) else ""
