"""The start of a file without a suffix → its kind, if it is text: pages as wget saves them, mails, notes."""

import codecs
import re

from index.reading.decoding import UTF16_MARKS

SNIFFED = 4096  # bytes

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Each line and each comment in one way alone: a text that is none of both is told at once.
_PAGE = re.compile(
    rb"\s*(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(
    rb"(?:[A-Za-z][\w-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*+)*?(?:Message-ID|MIME-Version):",
    re.IGNORECASE,
)
_LETTERS = re.compile(rb"[A-Za-z\x80-\xff]{2}")


def kind_by_content(start: bytes) -> str | None:
    r"""Return what kind a file is of by how it starts; None for what is no text, and for programs.

    >>> [kind_by_content(start) for start in (b"The harbor opened.", b"<!doctype html>", b"#!/bin/sh", b"\x89PNG\x1a")]
    ['.txt', '.html', None, None]
    """
    if start.startswith(UTF16_MARKS):
        return ".txt"
    if start.startswith((b"#!", b"%!PS")) or _CONTROL.search(start) or not _LETTERS.search(start):
        return None
    text = start.removeprefix(codecs.BOM_UTF8)
    signs = ((b"%PDF-", ".pdf"), (b"{\\rtf", ".rtf"), (b"WARC/", ".warc"))
    if known := next((kind for sign, kind in signs if text.startswith(sign)), None):
        return known
    if _PAGE.match(text):
        return ".html"
    if text.lstrip().startswith(b"<?xml"):
        return ".xml"
    return ".eml" if _MAIL.match(text) else ".txt"
