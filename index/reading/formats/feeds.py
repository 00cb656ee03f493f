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

from index.reading.cleaning import Removed
from index.reading.formats.feed_media import captions, with_captions_apart
from index.reading.formats.members import Item
from index.reading.formats.wordpress import unseen, with_paragraphs, without_shortcodes
from index.reading.markup import line_of_markup, text_of_markup
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field, without_source
from index.reading.record_text import Named, RecordText, record_text

_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF|channel)\s*>", re.IGNORECASE)
_CHANGED = re.compile(rb"<(?:\w+:)?(?:updated|modified)\b")  # what a feed says that dates the last change for sure
_SEEN = {"post_type": "post", "status": "publish", "post_password": ""}  # what WordPress says of a post, in its order


def read_feed(raw: bytes) -> Iterator[Item]:
    """Yield the entries of a feed."""
    import feedparser

    feed = feedparser.parse(BytesIO(with_captions_apart(raw)), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        fault = feed.get("bozo_exception")
        said = f"not a sound feed ({fault}); save it anew" if fault else "a feed without entries; remove it"
        raise Unreadable(said)
    breaks_off = _END.search(raw) is None
    is_rss_1 = feed.version in ("rss090", "rss10") or (feed.version.startswith("rss") and not _CHANGED.search(raw))
    feed_name, language = as_field(_plain(feed.feed.get("title"))), as_field(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, start=1):
        place = f"entry {number}"
        kind = unseen(*(entry.get(f"wp_{name}", usual) for name, usual in _SEEN.items()))
        if kind:
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
    if breaks_off:
        yield Unreadable("the feed breaks off in it, and what is missing is not read; save it anew", place)


def _article(entry: Any, is_rss_1: bool) -> RawArticle:
    said = _said(entry)
    shown = [text for caption in captions(entry) if (text := text_of_markup(caption, is_html=True).strip())]
    if said is None or not said.text.strip():  # a feed of films has no other text
        said, shown = record_text([Named("caption", text, is_plain=True) for text in shown[-1:]], [], []), shown[:-1]
    if said is None or not said.text.strip():
        raise Unreadable("no text in it; save the page that it links to")
    authors = [_plain(author.get("name")) for author in entry.get("authors", ())] or [_plain(entry.get("author"))]
    title, link = as_field(_plain(entry.get("title"))), str(entry.get("link") or "")
    return RawArticle(
        said.text,
        title=title,
        source=as_field(_plain(entry.get("source", {}).get("title"))),
        author=as_field(", ".join(filter(None, authors))),
        published=as_field(_published(entry, is_rss_1)),
        url=as_field(
            link if "://" in link or link.startswith("/") else None
        ),  # or else it is the entry's id, which feedparser puts there
        member=as_field(entry.get("id")) or as_field(entry.get("link")),
        removed=(*said.removed, *_captions(shown, f"{title}\n{said.text}")),
    )


def _captions(shown: list[str], known: str) -> Iterator[Removed]:
    """Yield the captions that say more than the article and its title."""
    yield from (Removed(text, "caption of a picture beside it") for text in shown if text not in known)


def _published(entry: Any, is_rss_1: bool) -> Any:
    """Return when an entry was published; RSS 1.0 has one date (dc:date), which feedparser takes for the last change.

    Other RSS may have that date as well, where it says nothing else that dates a change.

    https://web.resource.org/rss/1.0/modules/dc/
    """
    first = entry.get("published") or entry.get("wp_post_date") or (entry.get("created") if is_rss_1 else None)
    return first or (entry.get("updated") if is_rss_1 else None)


def _said(entry: Any) -> RecordText | None:
    """Return an entry's text; a summary that is the longer one is its text, and no lead."""
    is_typed = "wp_post_type" in entry
    contents = sorted((_text(one, is_typed=is_typed) for one in entry.get("content", ())), key=_length, reverse=True)
    texts = [Named("content", text, is_plain=True) for text, _ in contents]
    given, tags = _text(entry.get("summary_detail", {}), is_typed=is_typed)
    if not given:
        given, tags = _text({"value": entry.get("excerpt_encoded")}, is_typed=is_typed)
    summary = Named("summary", given, is_plain=True)
    if contents and len(contents[0][0]) > len(given):
        said = record_text(texts, [summary], [])
    else:
        said = record_text([summary, *texts], [], [])
    removed = dict.fromkeys(tag for _, tags_of_one in (*contents, (given, tags)) for tag in tags_of_one)
    return said and replace(said, removed=(*said.removed, *removed))


def _length(of: tuple[str, Any]) -> int:
    return len(of[0])


def _text(detail: Any, *, is_typed: bool) -> tuple[str, tuple[Removed, ...]]:
    """Return a text and what it lacks; `is_typed`: its paragraphs may have no tags."""
    value = detail.get("value") or ""
    if detail.get("type") == "text/plain":
        return str(value), ()
    html, removed = without_shortcodes(value)
    return text_of_markup(with_paragraphs(html) if is_typed else html, is_html=True), removed


def _plain(value: Any) -> str:
    """Return a title or name, which may hold markup, as a line."""
    return line_of_markup(value) if isinstance(value, str) else ""
