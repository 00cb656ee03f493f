"""An answer as text for a terminal.

Quotes are set apart by a bar before each of their lines, so that nothing in one can pass for a source, a verdict or
another quote. What else others wrote (a title, a model's sentence) stays on its line.
"""

import textwrap
import unicodedata
from collections.abc import Iterator

from index.plain_text import one_line, plain
from rag.answer import QUOTES, Answer, Citation
from rag.quote import in_a_row
from rag.show.marks import judged_in_words
from rag.show.quotes import in_short

BAR = "│ "
INDENT = "    "  # of what is wrapped
LEAST_WIDTH = 20  # columns that text is wrapped to, however narrow the terminal

_SECOND = "\ue001"  # stands for the second column of a sign while lines are measured


def as_text(answer: Answer, *, width: int | None = None) -> str:
    """Return the answer, what is wrong with it, and where it comes from; before it, a question read otherwise.

    With a `width` of so many columns all is wrapped here, since a terminal would go on at its edge, where a line that
    others wrote could look like one of ours.
    """
    return "\n".join(_lines(answer, width)).strip("\n")


def _wrapped(line: str, width: int | None, *, first: str = "", then: str = INDENT) -> Iterator[str]:
    """Yield a line in parts of at most `width` columns, of which some signs take two."""
    if width is None:
        yield f"{first}{line}"
        return
    # One column stays free: a sign of two may stand at the end.
    room = max(LEAST_WIDTH, width - max(len(first), len(then)) - 1)
    counted = "".join(f"{sign}{_SECOND}" if unicodedata.east_asian_width(sign) in "WF" else sign for sign in line)
    parts = textwrap.wrap(counted, room, break_on_hyphens=False) or [""]
    for prefix, part in zip((first, *[then] * len(parts)), parts, strict=False):
        yield f"{prefix}{part.replace(_SECOND, '')}"


def _lines(answer: Answer, width: int | None) -> Iterator[str]:
    if answer.standalone_question != answer.question:
        yield from (*_wrapped(f"Understood as: {one_line(answer.standalone_question)}", width), "")
    if answer.status == "not_found":  # a reply has several lines
        yield from (*(part for line in answer.text.splitlines() for part in _wrapped(one_line(line), width)), "")
    elif answer.model != QUOTES:
        yield from (*_wrapped(one_line(answer.text), width), "")
    if answer.short_answer:
        yield from (*_wrapped(f"In short: {in_short(answer)} [{answer.short_answer.citation}]", width), "")
    if answer.status == "contested":
        yield "The articles disagree:"
        for side in answer.positions:
            numbers = "".join(f"[{number}]" for number in side.citations)
            yield from _wrapped(f"{one_line(side.label)}: {numbers}", width, first="  ")
        yield ""
    told = [part for line in _faults(answer) for part in _wrapped(f"! {one_line(line)}", width)]
    yield from (*told, "") if told and answer.model != QUOTES else ()
    if answer.nearest:
        yield "The nearest they come:"
    for citation in answer.citations or answer.nearest:
        yield from _cited(citation, width)
    yield from told if answer.model == QUOTES else ()


def _faults(answer: Answer) -> Iterator[str]:
    """Yield what went wrong, what is not borne out, and what was rejected."""
    yield from answer.notes
    for one in answer.sentences:
        if one.withdrawn or not one.is_borne_out:
            wrote = "The model wrote: " if one.withdrawn else ""
            yield f"{wrote}{one.text} — {judged_in_words(one)}"
    yield from (f"{one.marker}: {one.reason}" for one in answer.rejected)


def _cited(citation: Citation, width: int | None) -> Iterator[str]:
    """Yield a quote behind its bar, then where it comes from."""
    for line in plain(citation.quote.in_marks).split("\n"):
        yield from _wrapped(" ".join(line.split()), width, first=BAR, then=BAR)
    times = "".join(f" (“{one_line(written)}” is {days})" for written, days in citation.times_to_name())
    about = f"[{citation.number}] {in_a_row(citation.origin, citation.url)} ({one_line(citation.quote.article)}){times}"
    yield from (*_wrapped(about, width), "")
