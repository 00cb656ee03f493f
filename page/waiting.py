"""What was taken in and is still to be read, in the page's words, with the button that has it read."""

import re
from collections.abc import Sequence
from html import escape

from index import Backlog

_IS = {"waits": "is", "wait": "are"}
READ_ON = '<button type="button" data-do="read-on">Read on</button>'


def waiting_words(line: str) -> str:
    """Return what waits, of the line that a `Backlog` is told in; empty for any other line.

    >>> waiting_words("1 of 9 articles waits to be read; run: onrecord sync /a"), waiting_words("no such file")
    ('1 of 9 articles is taken in, to be read.', '')
    """
    what = Backlog.told_in(line)
    said = re.sub(r" (waits|wait) to be read$", lambda at: f" {_IS[at[1]]} taken in, to be read", what)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def waiting_html(notes: Sequence[str]) -> str:
    """Return those notes of an answer that tell what it did not know yet, as asides; empty for none."""
    lines = filter(None, map(waiting_words, notes))
    return "".join(f'<p class="aside waiting">{escape(line)} {READ_ON}</p>' for line in lines)
