"""Cut a text into sentences; keep true offsets.

A sentence never crosses a paragraph. All offsets count characters of the text, and between the first sentence and the
last nothing is left out but white space, the marks of a list's items and the bars around a table's row. Punkt finds the
ends; `index.language.sentence_ends` mends them.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import TYPE_CHECKING

from index.language.lists import ITEM, lines_of, said
from index.language.sentence_ends import ends_inside, ends_within, goes_on
from index.language.speakers import label_of, with_speakers
from index.language.statements import is_statement
from index.language.tables import Span, is_row
from index.language.times import Time
from index.language.words import nltk_data
from index.language.wrapping import goes_on_below

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer

LONGEST_ANSWER = 300  # characters of one in an interview that begins with no statement ("A: No. It …") and stays whole
# Punkt raises TimeoutError for a text that it has not read within 5 seconds (nltk.redos); it needs 0.2 for this one.
LONGEST_READ = 20_000  # characters

_IMPORTING = Lock()

_SPACE = re.compile(r"\s*")


@cache
def sentence_tokenizer() -> "PunktTokenizer":
    """Load the trained Punkt model; the untrained one would end a sentence at "Mr."."""
    with _IMPORTING, _nothing_but_parts_of("nltk"):
        data, punkt = import_module("nltk.data"), import_module("nltk.tokenize.punkt")
        data.path.append(str(nltk_data()))
        tokenizer: PunktTokenizer = punkt.PunktTokenizer("english")
    return tokenizer


@contextmanager
def _nothing_but_parts_of(package: str) -> Iterator[None]:
    """Import modules of a package without the package itself: all of NLTK takes seconds, with SciPy and pandas."""
    if package in sys.modules or (spec := find_spec(package)) is None:
        yield
        return
    sys.modules[package] = module_from_spec(spec)  # which is not run
    try:
        yield
    finally:
        for name in [one for one in sys.modules if one.partition(".")[0] == package]:
            del sys.modules[name]  # who imports it after all gets it whole


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence as the span `[start, end)` of its article's text, and the times it names, in the same offsets.

    An item of a list or a row of a table has the slices before it that introduce it as its `lead`; it is an entry if it
    says something with these alone (see `index.language.lists`).
    """

    times: tuple[Time, ...] = ()
    lead: tuple[Span, ...] = ()
    is_entry: bool = False

    def said_in(self, text: str) -> str:
        """Return it as it is read, with what introduces it."""
        return said(text, self.start, self.end, self.lead)

    def is_statement_in(self, text: str) -> bool:
        """Tell whether it says something: no question, no heading, no line that only introduces others."""
        return self.is_entry or is_statement(text[self.start : self.end])


def split_sentences(text: str) -> Iterator[Sentence]:
    r"""Yield the sentences of a text.

    >>> [text[s.start:s.end] for text in ["Gov. Li left.\n“Why?” he asked."] for s in split_sentences(text)]
    ['Gov. Li left.', '“Why?” he asked.']
    """
    for line in with_speakers(text, lines_of(text, list(_paragraphs(text)), lambda one: _cut(text, one))):
        cut = [line] if line.is_row else _cut(text, line)
        is_short = not line.speaker or line.end - line.start <= LONGEST_ANSWER
        if line.is_entry and is_short and not is_statement(text[cut[0].start : cut[0].end]):
            cut = [line]  # "7 a.m. Gates open" is one
        for number, one in enumerate(cut):
            goes_on = line.speaker is not None and number > 0
            is_own = not goes_on or label_of(text, one) is not None
            lead = line.lead if is_own or line.speaker is None else (*line.lead, line.speaker)
            is_entry = line.is_entry and not goes_on and not (line.speaker and text[one.end - 1] == "?")
            yield Sentence(one.start, one.end, lead=lead, is_entry=is_entry)


def _cut(text: str, paragraph: Span) -> Sequence[Span]:
    """Return the sentences of a paragraph: what Punkt makes of it, divided and made whole where that is wrong."""
    found = list(_joined(text, _divided(text, _punkt_sentences(text, paragraph.start, paragraph.end))))
    ends = [one.end - paragraph.start for one in found]
    inside = ends_inside(text[paragraph.start : paragraph.end], ends) if len(found) > 1 else set()
    whole: list[Span] = []
    goes_on_within = False
    for one, end in zip(found, ends, strict=True):
        whole.append(Span(whole.pop().start, one.end) if goes_on_within else one)
        goes_on_within = end in inside
    return whole


def _divided(text: str, sentences: Iterable[Span]) -> Iterator[Span]:
    """Yield what Punkt takes for one sentence as what it is."""
    for one in sentences:
        start = one.start
        for end, begin in ends_within(text[one.start : one.end]):
            yield Span(start, one.start + end)
            start = one.start + begin
        yield Span(start, one.end)


def _joined(text: str, sentences: Iterable[Span]) -> Iterator[Span]:
    """Yield whole what Punkt cuts in two."""
    last: Span | None = None
    for one in sentences:
        is_near = last and one.end - last.start <= LONGEST_READ
        if last and is_near and goes_on(text, last.start, last.end, one.start):
            one = Span(last.start, one.end)
        elif last:
            yield last
        last = one
    if last:
        yield last


def _punkt_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of a paragraph; one longer than `LONGEST_READ` is divided, at a space where there is one."""
    punkt = sentence_tokenizer()
    while start < end:
        read_to = min(start + LONGEST_READ, end)
        spans = list(punkt.span_tokenize(text[start:read_to]))
        if read_to == end or len(spans) > 1:  # the last may go on: it is read again, with what follows
            whole = spans if read_to == end else spans[:-1]
            yield from (Span(start + first, start + last) for first, last in whole)
            start = end if read_to == end else start + spans[-1][0]
        else:
            space = text.rfind(" ", start, read_to)
            read_to = space if space > start else read_to
            yield Span(start, start + len(text[start:read_to].rstrip()))
            start = _SPACE.match(text, read_to, end).end()  # type: ignore[union-attr]  # it matches nothing, too


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the spans of paragraphs, without the white space around them; a wrapped line is not the end of one."""
    lines = [line for line in re.finditer(r"[^\r\n]+", text) if line[0].strip()]
    start: int | None = None
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        start = line.start() if start is None else start
        if following is None or not _is_wrapped(line[0], text[line.end() : following.start()], following[0]):
            stripped = text[start : line.end()].strip()
            first = text.index(stripped[0], start)
            yield Span(first, first + len(stripped))
            start = None


def _is_wrapped(line: str, between: str, following: str) -> bool:
    """Tell whether a line goes on in the following one, with what stands `between` them."""
    is_item_or_row = ITEM.match(following.lstrip()) or is_row(line.strip()) or is_row(following.strip())
    if between not in ("\n", "\r\n", "\r") or is_item_or_row:
        return False
    return goes_on_below(line, following)
