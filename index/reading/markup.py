"""Bytes of a saved web page → its tree of elements.

Decodes as a browser would, and never raises. Pages that would take minutes or gigabytes are refused (None): see the
limits below. Nothing is fetched, no entity of a document type is expanded, and scripts are never run.
"""

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 20_000_000  # bytes
MOST_ELEMENTS = 30_000  # long reads have 5,000; extraction takes quadratic time in the worst case
LONGEST_ATTRIBUTE = 20_000  # characters; longer ones are inline images and data for scripts
MOST_BROKEN = 0.05  # share of the characters beyond ASCII that may be undecodable in the right encoding

_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,500}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1024, but go on when the head is late
_DETECTED_WITHIN = 100_000  # bytes
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Labels stand for more than they say: https://encoding.spec.whatwg.org/#names-and-labels
_BROWSER_ENCODINGS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}


def parse_page(raw: bytes) -> "HtmlElement | None":
    """Return the page's root element; None when there is none or the page is beyond the limits."""
    from trafilatura import load_html

    if len(raw) > LARGEST_PAGE:
        return None
    tree = load_html(decode_page(raw))
    if tree is None or sum(1 for _ in zip(range(MOST_ELEMENTS + 1), tree.iter(), strict=False)) > MOST_ELEMENTS:
        return None
    for element in tree.iter("*"):
        for name, value in element.items():
            if len(value) > LONGEST_ATTRIBUTE:
                del element.attrib[name]
    return tree


def decode_page(raw: bytes) -> str:
    r"""Return the page's characters; what can't be decoded becomes U+FFFD.

    A byte order mark counts most. Then valid UTF-8 is taken for what it is, whatever the page declares, since no other
    text looks like it by chance; then what the page declares, then what its bytes look like. A few broken characters
    do not count.

    >>> decode_page('<meta charset="iso-8859-1"><p>“ten”'.encode("cp1252"))
    '<meta charset="iso-8859-1"><p>“ten”'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    declared = _DECLARED.search(raw, 0, _DECLARED_WITHIN)
    candidates = [_browser_encoding(declared[1].decode("ascii", errors="replace"))] if declared else []
    if raw[1:40:2].strip(b"\0") == b"" and len(raw) > 1:
        candidates.insert(0, "utf-16-le")
    elif raw[:40:2].strip(b"\0") == b"" and raw:
        candidates.insert(0, "utf-16-be")
    elif b"\x1b$" not in raw:  # ISO-2022-JP is made of ASCII
        candidates.insert(0, "utf-8")
    for candidate in filter(None, candidates):
        text = raw.decode(candidate, errors="replace")
        if text.count("\ufffd") <= MOST_BROKEN * sum(not character.isascii() for character in text):
            return text
    return raw.decode(_detected(raw) or "cp1252", errors="replace")


def _browser_encoding(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
        b"a".decode(name)
    except (LookupError, UnicodeError):  # unknown, or no text encoding (hex, zip)
        return None
    return _BROWSER_ENCODINGS.get(name, name)


def _detected(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    guess = from_bytes(raw[:_DETECTED_WITHIN]).best()
    return guess.encoding if guess else None
