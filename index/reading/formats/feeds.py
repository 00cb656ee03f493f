"""RSS and Atom feeds → raw articles, one for each entry, by feedparser.

An entry's text is its content, below the summary where the content lacks that, or else its summary. Only when it says
when it was published does it have a date; when it was changed is another. Of a blog that WordPress exported as a feed,
what its readers can't see is counted as not read: drafts, private and removed posts, and what is no post. Nothing is
fetched, and feedparser drops what a feed declares.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from index.reading.formats.markup import html_to_text
from index.reading.formats.members import Item
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field, without_source
from index.reading.record_text import Named, RecordText, record_text

UNPUBLISHED = "unpublished posts"  # kinds of what is not read
NO_POSTS = "attachments and menus of a blog"

_POSTS = ("post", "page")
# https://wordpress.org/documentation/article/shortcodes/: tags of WordPress's own, in a text that is HTML besides
_SHORTCODE = re.compile(r"\[/?(?:audio|caption|wp_caption|embed|gallery|playlist|video)(?:\s[^\[\]]*)?/?\]")


def read_feed(raw: bytes) -> Iterator[Item]:
    """Yield the entries of a feed."""
    import feedparser

    feed = feedparser.parse(BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        reason = feed.get("bozo_exception") or "no entries in it"
        raise Unreadable(f"not a sound feed ({reason}); save it anew")
    is_rss_1 = feed.version in ("rss090", "rss10")
    feed_name, language = as_field(_plain(feed.feed.get("title"))), as_field(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, start=1):
        place = f"entry {number}"
        if kind := _unseen(entry):
            yield NotRead(kind)
            continue
        try:
            article = _article(entry, is_rss_1)
        except Unreadable as error:
            yield Unreadable(str(error), place)
            continue
        has_name = article.member is not None
        source = article.source or feed_name
        title = without_source(article.title, source)
        number_of = None if has_name else number
        yield replace(article, title=title, source=source, language=language, number=number_of, place=place)


def _unseen(entry: Any) -> str:
    """Return what an entry of an exported blog is that its readers don't see as a post; "" for all others."""
    if entry.get("wp_post_type", "post") not in _POSTS:
        return NO_POSTS
    return UNPUBLISHED if entry.get("wp_status", "publish") != "publish" or entry.get("wp_post_password") else ""


def _article(entry: Any, is_rss_1: bool) -> RawArticle:
    said = _said(entry)
    if said is None or not said.text.strip():
        raise Unreadable("no text in it; save the page that it links to")
    authors = [_plain(author.get("name")) for author in entry.get("authors", ())] or [_plain(entry.get("author"))]
    return RawArticle(
        said.text,
        title=as_field(_plain(entry.get("title"))),
        source=as_field(_plain(entry.get("source", {}).get("title"))),
        author=as_field(", ".join(filter(None, authors))),
        published=as_field(_published(entry, is_rss_1)),
        url=as_field(entry.get("link")),
        member=as_field(entry.get("id")) or as_field(entry.get("link")),
        removed=said.removed,
    )


def _published(entry: Any, is_rss_1: bool) -> Any:
    """Return when an entry was published; RSS 1.0 has one date (dc:date), which feedparser takes for the last change.

    https://web.resource.org/rss/1.0/modules/dc/
    """
    first = entry.get("published") or entry.get("wp_post_date") or (entry.get("created") if is_rss_1 else None)
    return first or (entry.get("updated") if is_rss_1 else None)


def _said(entry: Any) -> RecordText | None:
    """Return an entry's text; a summary that is the longer one is its text, and no lead."""
    contents = sorted(map(_text, entry.get("content", ())), key=len, reverse=True)
    texts = [Named("content", content, is_plain=True) for content in contents]
    given = _text(entry.get("summary_detail", {})) or html_to_text(entry.get("excerpt_encoded", ""))
    summary = Named("summary", given, is_plain=True)
    if contents and len(contents[0]) > len(str(summary.value)):
        return record_text(texts, [summary], [])
    return record_text([summary, *texts], [], [])


def _text(detail: Any) -> str:
    value = detail.get("value") or ""
    return str(value) if detail.get("type") == "text/plain" else html_to_text(_SHORTCODE.sub(" ", value))


def _plain(value: Any) -> str:
    """Return a title or name, which may hold markup, as a line."""
    return " ".join(html_to_text(value).split()) if isinstance(value, str) else ""
