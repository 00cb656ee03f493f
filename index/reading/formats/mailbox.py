"""Mails in one file (.mbox), each behind a line that begins with "From " → what each of them holds.

Mail programs write such files in ways that differ (RFC 4155): a line of a mail that begins with "From " may have a ">"
before it, which is taken away. One mail at a time is in memory.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from index.reading.formats.members import Item, Members
from index.reading.formats.source import LARGEST_DOCUMENT, MEGABYTE
from index.reading.raw_article import Unreadable

_BEGINS = re.compile(  # a sentence may begin with "From Monday, 10:30", too
    rb"From \S.*\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:\d\d? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
    rb".*\b\d\d:\d\d.*\b\d{4}\b"
)
LONGEST_BEGIN = 300  # bytes of a line that tell whether it begins a mail
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?From \S")  # whose date some programs leave out
_ESCAPED = re.compile(rb">+From ")


def read_mailbox(stream: BinaryIO, members: Members) -> Iterator[Item]:
    """Yield the mails of a file and what is attached to them."""
    for number, mail in enumerate(_mails(stream), start=1):
        yield from members.read(f"mail {number}", BytesIO(mail), len(mail), ".eml")


def _mails(stream: BinaryIO) -> Iterator[bytes]:
    mail, after_blank = bytearray(), True
    first = stream.readline(LARGEST_DOCUMENT)
    while first and not first.strip():
        first = stream.readline(LARGEST_DOCUMENT)
    if not _FIRST.match(first):
        raise Unreadable("no mail in it; export it anew, or each mail as .eml")
    for line in iter(lambda: stream.readline(LARGEST_DOCUMENT), b""):
        if after_blank and _BEGINS.match(line[:LONGEST_BEGIN]):
            yield bytes(mail)
            mail.clear()
        else:
            mail += line[1:] if _ESCAPED.match(line) else line
        if len(mail) > LARGEST_DOCUMENT:
            raise Unreadable(f"a mail larger than {LARGEST_DOCUMENT // MEGABYTE} MB in it; export it as .eml")
        after_blank = not line.strip()
    yield bytes(mail)
