"""The messages of a wire (IPTC 7901, ANPA 1312) in a plain text → its articles.

Such a message begins with a line of ZCZC or SOH, and ends with NNNN or ETX. What stands around its text (numbers,
priority, keyword, the time of sending) is listed as removed; the signs for the typesetter go. The headline is the line
that the text begins with, where that is no sentence, or else the keyword; the day is that of sending, with its month in
letters or as American desks write it.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.language.sentence_ends import ENDS_SENTENCE
from index.language.times.wording import MONTHS
from index.reading.cleaning import Removed
from index.reading.raw_article import RawArticle, as_field, without_by

_MARK = r"(?:\x01|ZCZC\b(?![^\n]*\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b))"  # in a line of prose it is a word
_START = re.compile(rf"[\r\n]*{_MARK}")
_MESSAGE = re.compile(
    rf"^[^\S\n]*{_MARK}(?P<header>[^\n]*)\n(?P<text>.*?)"
    rf"(?:\n[^\S\n]*NNNN\b|\x03(?P<sent>[^\x01\x04]*)\x04?|(?=\n{_MARK})|\Z)",
    re.DOTALL | re.MULTILINE,
)
_NUMBERS = re.compile(  # "r i bc-ferry 03-02 0250"
    r"[\x02\W]*[a-z]{1,2} [a-z] (?P<keyword>\S*).*?(?:\d\d-\d\d|\d{4})\W*", re.IGNORECASE
)
_KEYWORD = re.compile(r"[A-Z]{2}-{1,2}[^a-z]{2,60}|[a-z]{2}-[a-z-]{2,60}")
_BYLINE = re.compile(r"(?:By|BY) [A-Z][\w.’' ,-]{2,60}")
_SENT = re.compile(
    r"\b(?P<day>\d\d)\d{4}(?:[A-Z]{1,4})? (?P<name>[A-Z]{3})[A-Z]* (?P<year>\d\d)\b"
    r"|\b(?P<month>\d\d)-(?P<of_month>\d\d)-(?P<short>\d\d) \d{4}"
)
_LAST = re.compile(r"[A-Z]{2,8}-[A-Z-]*\d\d-\d\d-\d\d.*|\d\d-\d\d-\d\d \d{4}[A-Z]{0,4}")
LONGEST_TITLE = 150  # characters


def articles_of_wire(whole: RawArticle) -> list[RawArticle]:
    r"""Return the articles of the messages in a text; none if it begins with no message.

    >>> text = "ZCZC AB1\nr i bc-ferry 03-02 0250\n^BC-FERRY<\n^Ferry sold<\n^HASK (AB) _ It was sold.<\nNNNN"
    >>> [(one.title, one.text) for one in articles_of_wire(RawArticle(text))]
    [('Ferry sold', 'HASK (AB) _ It was sold.')]
    """
    if not _START.match(whole.text):
        return []
    text = whole.text.replace("\r\n", "\n")
    found: list[RawArticle] = []
    around: list[str] = []  # messages without a text among it
    end = 0
    for message in _MESSAGE.finditer(text):
        article = _article(message)
        around += [text[end : message.start()], "" if article else message[0]]
        found += [article] if article else []
        end = message.end()
    if not found:
        return []
    if between := "\n".join(filter(None, map(str.strip, (*around, text[end:])))):
        found[0] = replace(found[0], removed=(*found[0].removed, Removed(between, "between the messages of a wire")))
    if len(found) < 2:
        return found
    return [replace(one, number=number, place=f"message {number}") for number, one in enumerate(found, start=1)]


def _article(message: re.Match[str]) -> RawArticle | None:
    lines = deque(_paragraphs(message["text"].split("\n")))
    around = [message["header"].strip()]
    keyword = ""
    while lines and (not lines[0] or (numbers := _NUMBERS.fullmatch(lines[0]))):
        keyword = numbers["keyword"] if lines[0] and numbers else keyword
        around.append(lines.popleft())
    if lines and _KEYWORD.fullmatch(lines[0]):
        keyword = lines.popleft()
        around.append(keyword)
    while lines and not lines[0]:
        lines.popleft()
    title = keyword
    if len(lines) > 1 and len(lines[0]) <= LONGEST_TITLE and not ENDS_SENTENCE.search(lines[0]):
        title = lines.popleft()
    while lines and not lines[0]:
        lines.popleft()
    author = lines.popleft() if lines and _BYLINE.fullmatch(lines[0]) else None
    while lines and (not lines[-1] or _LAST.fullmatch(lines[-1])):
        around.append(lines.pop())
    if not lines:
        return None
    sent = (message["sent"] or "").strip()
    around = [line for line in (*around, sent) if line]
    return RawArticle(
        "\n".join(lines).strip("\n"),
        title=as_field(title),
        author=as_field(without_by(author or "")),
        published=_day("\n".join(reversed(around))),
        removed=(Removed("\n".join(around), "around the message of a wire"),),
    )


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without the signs for the typesetter, an empty one before each that is indented."""
    for line in lines:
        plain = line.replace("\x02", "").strip().removeprefix("^")
        plain = plain.rstrip("<").rstrip("=").strip() if plain.endswith(("<", "=")) else plain
        if line.startswith(("  ", "\t")) and plain:
            yield ""
        yield plain


def _day(around: str) -> str | None:
    sent = _SENT.search(around)
    if sent is None:
        return None
    if sent["name"] is None:
        return f"20{sent['short']}-{sent['month']}-{sent['of_month']}"
    months = [one[:3].upper() for one in MONTHS]
    month = months.index(sent["name"]) + 1 if sent["name"] in months else 0
    return f"20{sent['year']}-{month:02}-{sent['day']}" if month else None
