"""Mails (.eml) and saved pages in one file (.mhtml) → raw articles, by Python's own `email`.

What a mail says itself is in `index.reading.formats.mail_text`. What is attached is read as a file of its kind would
be, and so is what a news database sent. A mail's date is when it was sent; that of a saved page, when it was saved, so
the page itself is asked for its own.
"""

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from index.reading.decoding import decode_page
from index.reading.formats.mail_text import body_of_mail, page_of, param, payload_of, plain_text_of
from index.reading.formats.markup import html_to_text
from index.reading.formats.members import Item, Members
from index.reading.formats.source import LARGEST_DOCUMENT, read_whole
from index.reading.kinds import OF_PAGES
from index.reading.news_export import articles_of_export
from index.reading.opinion import KnownText, words_of
from index.reading.pages import read_page
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field, first_line_title

MOST_PARTS = 1000
MOST_BOUNDARIES = 10_000  # lines that begin as those between parts do; each part takes Python a while
LONGEST_HEADER = 10_000  # characters; Python takes the square of the length for some


class _Headers(HeaderRegistry):
    """Python's own reading of headers; of no more than a field may have, and of bytes that were never encoded."""

    def __call__(self, name: str, value: str) -> BaseHeader:
        raw = value[:LONGEST_HEADER].encode("utf-8", errors="surrogateescape")
        try:
            return super().__call__(name, raw.decode())
        except UnicodeDecodeError:
            return super().__call__(name, raw.decode("cp1252", errors="replace"))


_POLICY = email.policy.default.clone(header_factory=_Headers())


def read_mail(stream: BinaryIO, members: Members) -> Iterator[Item]:
    """Yield a mail and what is attached to it."""
    mail = _parsed(read_whole(stream, LARGEST_DOCUMENT))
    if not mail.keys():
        raise Unreadable("no mail; give it its true suffix")
    leaves = list(_leaves(mail))
    body, used = body_of_mail(mail)
    name, address = parseaddr(_header(mail, "From") or "")
    article = RawArticle(
        body.text,
        title=_header(mail, "Subject") or body.title,
        author=as_field(name) or as_field(address),
        source=as_field(address.rpartition("@")[2].lower()),
        published=_sent(mail),
        url=(_header(mail, "Archived-At") or "").strip("<> ") or body.url,
        language=_header(mail, "Content-Language") or body.language,
        removed=body.removed,
    )
    attached = [part for part in leaves if not any(part is one for one in used)]
    if body.text.strip():
        yield from articles_of_export(article) or [article]
    elif not any(part.get_filename() or part.is_multipart() for part in attached):  # a digest holds mails alone
        raise Unreadable("no text in this mail; remove it")
    said = KnownText(body.text if attached else "")
    for part in attached:
        yield from _attached(part, members, said)


def read_mhtml(stream: BinaryIO) -> Iterator[Item]:
    """Yield the article of a page that was saved with its parts."""
    article, parts = _page_in_parts(_parsed(read_whole(stream, LARGEST_DOCUMENT)))
    yield article
    if parts:
        yield NotRead(OF_PAGES, parts)


def page_in_parts(raw: bytes) -> RawArticle:
    """Return the article of a page that was saved with its parts."""
    return _page_in_parts(_parsed(raw))[0]


def _page_in_parts(mail: EmailMessage) -> tuple[RawArticle, int]:
    """Return the article of a page that was saved with its parts, and how many of these there are."""
    parts = list(_leaves(mail))
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = param(mail, "start")
    root = next((part for part in pages if start and (part.get("Content-ID") or "").strip() == start), None)
    root = root or next(iter(pages), None)
    if root is None:
        raise Unreadable("no web page in it; save the page anew, as one of .html")
    article = read_page(page_of(root))
    if article is None:
        raise Unreadable("no article found in this page; remove it, or save its text as .txt")
    url = article.url or _header(mail, "Snapshot-Content-Location") or _header(root, "Content-Location")
    return replace(article, title=article.title or _header(mail, "Subject"), url=url), len(parts) - 1


def _parsed(raw: bytes) -> EmailMessage:
    if raw.count(b"\n--") > MOST_BOUNDARIES:
        raise Unreadable(f"more than {MOST_BOUNDARIES:,} lines that may begin a part; save its text as .txt")
    try:
        return email.message_from_bytes(raw, policy=_POLICY)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:  # IndexError is a LookupError
        raise Unreadable(f"not a sound mail ({error}); save it anew, or its text as .txt") from error


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold no others; a mail that is attached is one."""
    waiting, count = [mail], 0
    while waiting:
        part = waiting.pop()
        if count > MOST_PARTS:
            raise Unreadable(f"more than {MOST_PARTS:,} parts in it; split it")
        if part.is_multipart() and (part is mail or part.get_content_maintype() != "message"):  # an attached mail stays
            waiting.extend(reversed(cast(list[EmailMessage], part.get_payload())))
        else:
            count += 1
            yield part


def _attached(part: EmailMessage, members: Members, said: KnownText) -> Iterator[Item]:
    """Read what is attached; pictures of the mail's page belong to it, and so does what the mail has `said` already."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        inner = cast(EmailMessage, part.get_payload(0))
        raw = inner.as_bytes()
        name = part.get_filename() or f"{_header(inner, 'Subject') or 'attached'}.eml"
        yield from members.read(name, BytesIO(raw), len(raw), ".eml")
        return
    filename = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name or None
    if part.get("Content-ID") and part.get_content_maintype() == "image":
        yield NotRead(OF_PAGES)
    elif filename is None and part.get_content_type() in ("text/plain", "text/html"):
        yield from _more_text(part, said)
    elif filename is None:
        yield NotRead(part.get_content_type())
    else:
        raw = payload_of(part)
        yield from members.read(filename, BytesIO(raw), len(raw))


def _more_text(part: EmailMessage, said: KnownText) -> Iterator[Item]:
    """Read what has no name: text behind an attachment, as mailing lists add it and Apple's mails go on."""
    try:
        is_page = part.get_content_type() == "text/html"
        text = html_to_text(decode_page(page_of(part))) if is_page else plain_text_of(part)
    except Unreadable as error:
        yield Unreadable(str(error), "attached")
        return
    if text.strip() and said.share(words_of(text)) < 1:
        yield RawArticle(text, title=first_line_title(text), member="attached")


def _header(part: EmailMessage, name: str) -> str | None:
    try:
        value = part.get(name)
    except Exception:  # Python's own reading of headers fails on some
        return None
    return as_field(str(value)) if value is not None else None


def _sent(mail: EmailMessage) -> str | None:
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return parsedate_to_datetime(_header(mail, "Date") or "").date().isoformat()
    return None
