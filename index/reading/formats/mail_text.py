"""What a mail says itself: of one in two forms, plain text and page, one is taken.

That is the plain text, unless it says less than half of what the page says. What the other says alone is listed.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from typing import cast

from index.reading.cleaning import Removed
from index.reading.decoding import decode, decode_page
from index.reading.formats.markup import html_to_text
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE
from index.reading.news_export import has_marks
from index.reading.opinion import KnownText, words_of
from index.reading.pages import read_page
from index.reading.raw_article import RawArticle, Unreadable, with_line_feeds

LEAST_PLAIN = 0.5  # of the words of a mail's page that its plain text has, or else the page is taken
LEAST_OF_PAGE = 0.7  # of the words of a mail's page that are found in it as a web page, or else all of it is taken

_QUOTE_DEPTH = re.compile(r">*")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"https?://\S+")  # which programs write behind each link of a page's plain text
_OTHER_FORM = "in the mail's other form alone"


def body_of_mail(mail: EmailMessage) -> tuple[RawArticle, list[EmailMessage]]:
    """Return the mail's own text, and the parts that say it."""
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    plain_text = plain_text_of(cast(EmailMessage, plain)) if plain is not None else ""
    used = [cast(EmailMessage, part) for part in (plain, page) if part is not None]
    if page is None:
        return RawArticle(plain_text), used
    raw = page_of(cast(EmailMessage, page))
    whole = html_to_text(decode_page(raw))
    if has_marks(raw):
        return RawArticle(whole), used
    if len(plain_text.split()) >= LEAST_PLAIN * len(whole.split()):
        return RawArticle(plain_text, removed=tuple(_said_alone(whole, plain_text))), used
    found = read_page(raw)
    if found is None or len(found.text.split()) < LEAST_OF_PAGE * len(whole.split()):
        found = RawArticle(whole)
    return replace(found, removed=(*found.removed, *_said_alone(plain_text, whole))), used


def _said_alone(form: str, taken: str) -> Iterator[Removed]:
    """Yield the paragraphs of a mail's form that the one that is taken lacks, however their lines are broken."""
    known = KnownText("\n".join(map(_bare, _PARAGRAPHS.split(taken))) + "\n" + taken)
    for paragraph in _PARAGRAPHS.split(form):
        if (words := words_of(_bare(paragraph))) and known.share(words) < 1:
            yield Removed(paragraph.strip("\n"), _OTHER_FORM)


def _bare(paragraph: str) -> str:
    """Return a paragraph on one line, without addresses and the signs for italics in plain text."""
    return " ".join(_ADDRESS.sub(" ", paragraph).replace("_", " ").split())


def plain_text_of(part: EmailMessage) -> str:
    """Return a part of plain text, with the lines that its program broke joined."""
    raw = _text_payload(part)
    text: str | None = None
    with suppress(LookupError, UnicodeDecodeError):
        text = raw.decode(part.get_content_charset() or "utf-8")
    text = with_line_feeds(decode(raw) if text is None else text)
    return _flowed(text, param(part, "delsp") == "yes") if param(part, "format") == "flowed" else text


def _flowed(text: str, joins_words: bool) -> str:
    r"""Join the lines that a mail program broke (RFC 3676).

    >>> _flowed("The harbor \nopened in May.\n-- \nAnn", False)
    'The harbor opened in May.\n-- \nAnn'
    """
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        depth = _QUOTE_DEPTH.match(line)[0]  # type: ignore[index]  # it matches nothing, too
        line = (f"{depth} " if depth else "") + line[len(depth) :].removeprefix(" ")
        if goes_on and lines and line != "-- " and _QUOTE_DEPTH.match(lines[-1])[0] == depth:  # type: ignore[index]
            lines[-1] = (lines[-1][:-1] if joins_words else lines[-1]) + line[len(depth) :].removeprefix(
                " " if depth else ""
            )
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def page_of(part: EmailMessage) -> bytes:
    """Return a page in UTF-8 where its part says how it is encoded, or else as it is."""
    raw = _text_payload(part)
    charset = part.get_content_charset()
    with suppress(LookupError, UnicodeDecodeError):
        return raw.decode(charset).encode() if charset else raw
    return raw


def payload_of(part: EmailMessage) -> bytes:
    """Return the bytes of a part as they were before they were sent."""
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _text_payload(part: EmailMessage) -> bytes:
    raw = payload_of(part)
    if len(raw) > LARGEST_TEXT:
        raise Unreadable(f"larger than {LARGEST_TEXT // MEGABYTE} MB of text; split it")
    return raw


def param(part: EmailMessage, name: str) -> str:
    """Return what a part says of its content by a name, in small letters but for an address; "" for nothing."""
    value = part.get_param(name)
    return value.strip().lower() if isinstance(value, str) and name != "start" else str(value or "").strip()
