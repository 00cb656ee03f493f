"""Bytes → text, in the encoding that the bytes prove; saved web pages as a browser would read them.

UTF-8, UTF-16 and UTF-32 prove themselves, by a mark or by the zeros between the letters. For older encodings, a text
that is nearly all ASCII is taken as Windows-1252, which the web takes too, if what it makes of the other bytes can
stand where they stand; so is one whose marked letters, single ones in its words, are the same in other Latin
encodings. Of other text charset-normalizer judges, and is believed only when no other encoding comes near. The rest is
refused, with the fix: see `index.reading.encodings`.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from index.reading.encodings import how_to_save
from index.reading.raw_article import Unreadable

SAMPLE, SAMPLE_OF_PAGE = 1_000_000, 100_000  # bytes that are looked at to tell an encoding
DECLARED_WITHIN = 4096  # bytes; browsers look at 1024, but go on when the head is late
MOST_BROKEN = 0.05  # share of the characters beyond ASCII of a page that may be undecodable in the right encoding
LEAST_STRAY = 0.9  # of the bytes beyond ASCII are no UTF-8, in a text of an older encoding
MOST_FOREIGN_LETTERS = 0.05  # of the letters of a text that counts as nearly all ASCII
MOST_CHAOS = 3.0  # percent, as charset-normalizer measures how unlike writing a text is; another is near within this
LEAST_COHERENCE = 50.0  # percent, as it measures how like a language a text is
CLEAR_MARGIN = 4.0  # percent of coherence over every other reading of the same bytes
CANDIDATES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "iso8859_2", "koi8_r", "mac_roman"]

WIDE_WITHIN = 400  # bytes that are looked at for zeros
SHORTEST_WIDE = 8  # bytes
MOST_ZEROS = 0.7  # of every second byte; all of them, in English

BINARY = "a binary file, not text; remove it or give it its true suffix"

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,500}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
# Labels stand for more than they say: https://encoding.spec.whatwg.org/#names-and-labels
_BROWSER_ENCODINGS = {
    **{"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"},
    **{"shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "big5": "big5hkscs"},
}
# A capital or a sign within a word: what Õ is in "mayorÕs", and ³ in "powiedzia³a".
_OUT_OF_PLACE = re.compile(r"[a-zß-ÿа-яα-ω][À-ÞŠŒŽŸА-ЯΑ-Ω]|[^\W\d_][•†‡…¡¿¹²³ªº¦§¶©®™°±¬¢£¥¤¸¨´¯˜ˆ“„«][^\W\d_]")
_LATIN = ("cp1250", "cp1254")  # which have Eastern and Turkish letters in some of the same places
# Letters that no word of an alphabet of Latin letters with a few marks has: two in a row, or one by itself.
_OF_OTHER_ALPHABETS = re.compile(r"[^\W\d_a-zA-Z]{2}|(?<![a-zA-Z])[^\W\d_a-zA-Z](?![a-zA-Z])")
# What other encodings have in place of Eastern letters (Dvoøák), and four foreign letters in a row.
_OF_OTHER_ENCODINGS = re.compile(r"[ÐÞØÆðþøæì\x80-\x9f\ufffd]|[À-ÿ]{4}")


def decode(raw: bytes) -> str:
    """Return the text of all of a file or a line; raises `Unreadable` for a binary file or an encoding in doubt."""
    return raw.decode(encoding_of(raw))


def encoding_of(raw: bytes) -> str:
    """Return the name of the encoding that can decode all of `raw`."""
    wide = wide_encoding(raw)
    if wide is None and b"\0" in raw:
        raise Unreadable(BINARY)
    try:
        raw.decode(wide or "utf-8-sig")
    except UnicodeDecodeError as error:
        with suppress(UnicodeDecodeError):
            if wide is None and (older := _older_encoding(raw)):
                raw.decode(older)
                return older
        at = f"{(wide or 'utf-8').upper()} at byte {error.start}"
        if wide:
            raise Unreadable(f"not valid {at}; save it as UTF-8") from error
        is_mixed = _stray_share(raw) < LEAST_STRAY
        raise Unreadable(f"not valid {at}, {how_to_save(raw[:SAMPLE_OF_PAGE], is_mixed=is_mixed)}") from error
    return wide or "utf-8-sig"


def wide_encoding(raw: bytes) -> str | None:
    """Return the encoding of a text with two or four bytes a sign, by its mark or its zeros; None for any other.

    >>> [wide_encoding(raw) for raw in ("ab".encode("utf-16"), "It opened.".encode("utf-16-le"), b"ab")]
    ['utf-16', 'utf-16-le', None]
    """
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if raw.startswith(UTF16_MARKS):
        return "utf-16"
    start = raw[: WIDE_WITHIN - len(raw[:WIDE_WITHIN]) % 2]
    for encoding, zeros, letters in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(start) >= SHORTEST_WIDE and zeros.count(0) > MOST_ZEROS * len(zeros) and 0 not in letters:
            return encoding
    return None


def _older_encoding(raw: bytes) -> str | None:
    """Return the older encoding that the start of the bytes is in beyond doubt."""
    sample = raw[:SAMPLE] if not raw[:SAMPLE].isascii() else raw
    if _stray_share(sample) < LEAST_STRAY:
        return None  # partly UTF-8; read as anything else, that part would be wrong
    western = sample.decode("cp1252", errors="replace")
    letters = [sign for sign in western if sign.isalpha()]
    is_nearly_ascii = sum(not letter.isascii() for letter in letters) <= MOST_FOREIGN_LETTERS * len(letters)
    is_alike = {sample.decode(encoding, "replace") for encoding in _LATIN} == {western}
    is_alike = is_alike and not _OF_OTHER_ALPHABETS.search(western)
    if (is_nearly_ascii or is_alike) and not _OUT_OF_PLACE.search(western) and not _OF_OTHER_ENCODINGS.search(western):
        return "cp1252"
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=CANDIDATES, enable_fallback=False)
    readings = [match for match in matches if not _OUT_OF_PLACE.search(str(match))]
    if not readings or readings[0].percent_chaos > MOST_CHAOS or readings[0].percent_coherence < LEAST_COHERENCE:
        return None
    best, *others = readings
    for other in others:
        is_near = other.percent_chaos < best.percent_chaos + MOST_CHAOS
        if is_near and other.percent_coherence > best.percent_coherence - CLEAR_MARGIN and str(other) != str(best):
            return None
    return "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding


def _stray_share(sample: bytes) -> float:
    """Return how many of the signs beyond ASCII are no UTF-8."""
    mended = sample.decode("utf-8", errors="surrogateescape")
    stray = sum("\ud800" <= sign <= "\udfff" for sign in mended)
    foreign = sum(sign > "\x7f" for sign in mended)
    return stray / foreign if foreign else 1.0


def text_lines(stream: BinaryIO, longest: int, *, newline: str = "\n") -> Iterator[str | None]:
    """Yield the lines of a file of any length; None in place of one of more than `longest` characters.

    `newline` is that of `open`. Bytes that the encoding of the file's start does not have stay as lone surrogates, from
    which `redecoded` gets them back. Raises `Unreadable` for a binary file.
    """
    start = stream.read(SAMPLE)
    stream.seek(0)
    wide = wide_encoding(start)
    if b"\0" in start and not wide:
        raise Unreadable(BINARY)
    try:
        encoding = wide or encoding_of(start[: start.rfind(b"\n") + 1])
    except Unreadable:
        encoding = "utf-8-sig"  # for the lines that are; the others are refused one by one
    with io.TextIOWrapper(stream, encoding, "replace" if wide else "surrogateescape", newline=newline) as lines:
        while line := lines.readline(longest + 1):
            if len(line) <= longest:
                yield line
            else:
                while not line.endswith("\n") and (line := lines.readline(longest)):
                    pass
                yield None


def redecoded(line: str) -> str:
    """Return a line of `text_lines` in the encoding that it is in; raises `Unreadable` when that is in doubt."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return decode(line.encode("utf-8", errors="surrogateescape"))
    return line


def decode_page(raw: bytes) -> str:
    r"""Return the characters of a web page; what can't be decoded becomes U+FFFD, and nothing is refused.

    A byte order mark counts most, then valid UTF-8, whatever the page declares, since no other text looks like it by
    chance; then what the page declares, then what its bytes look like. A few broken characters do not count.

    >>> decode_page('<meta charset="iso-8859-1"><p>“ten”'.encode("cp1252"))
    '<meta charset="iso-8859-1"><p>“ten”'
    """
    if raw.startswith((codecs.BOM_UTF8, *UTF16_MARKS)):
        return raw.decode("utf-16" if raw.startswith(UTF16_MARKS) else "utf-8-sig", errors="replace")
    declared = _DECLARED.search(raw, 0, DECLARED_WITHIN)
    candidates = [_browser_encoding(declared[1].decode("ascii", errors="replace"))] if declared else []
    if raw[1:40:2].strip(b"\0") == b"" and len(raw) > 1:
        candidates.insert(0, "utf-16-le")
    elif raw[:40:2].strip(b"\0") == b"" and raw:
        candidates.insert(0, "utf-16-be")
    elif b"\x1b$" not in raw:  # ISO-2022-JP is made of ASCII
        candidates.insert(0, "utf-8")
    for candidate in filter(None, candidates):
        text = raw.decode(candidate, errors="replace")
        broken = text.count("\ufffd")
        if not broken or broken <= MOST_BROKEN * sum(not character.isascii() for character in text):
            return text
    from charset_normalizer import from_bytes

    guess = from_bytes(raw[:SAMPLE_OF_PAGE]).best()
    return raw.decode(guess.encoding if guess else "cp1252", errors="replace")


def _browser_encoding(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
        b"a".decode(name)
    except (LookupError, UnicodeError):  # unknown, or no text encoding (hex, zip)
        return None
    return _BROWSER_ENCODINGS.get(name, name)
