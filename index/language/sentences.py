"""Cut a text into sentences; keep true offsets.

A sentence never crosses a paragraph. All offsets count characters of the text, and between the first sentence and the
last nothing but white space is left out. Punkt finds the ends; a few that it takes for one too many are undone.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import TYPE_CHECKING

from index.language.times import Time
from index.language.words import is_common_word, nltk_data

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer

SHORTEST_WRAPPED_LINE = 55  # characters; a shorter line that ends without a stop is a heading, not a wrapped line
# Punkt raises TimeoutError for a text that it has not read within 5 seconds (nltk.redos); it needs 0.2 for this one.
LONGEST_READ = 20_000  # characters

_IMPORTING = Lock()

_LIST_ITEM = re.compile(r"\s*(?:[•*–-]|\d{1,3}[.)])\s")
_SPACE = re.compile(r"\s*")
_STOPS = tuple(".!?…:;\"”'’)")

LONGEST_END = 40  # characters of a sentence that tell whether it goes on
_BEFORE_A_NAME = re.compile(
    r"\b(?:Adm|Amb|Asst|Atty|Brig|Capt|Cmdr|Col|Cpl|Dep|Dept|Det|Dr|Gen|Gov|Govs|Hon|Insp|Lt|Maj|Mme|Mr|Mrs|Ms|Msgr|Mt|"
    r"Pfc|Pres|Prof|Pvt|Rep|Reps|Rev|Sec|Sen|Sens|Sgt|Supt|Univ|approx)\.$"
)
_NUMBER_TO_COME = re.compile(r"\bNos?\.$")
_INITIALS = re.compile(r"(?<!\S)(?!B\.C\.|A\.D\.)(?:[A-Z]\.){2,3}$")
_ASKED_OR_CRIED = re.compile(r"[?!][\"”’']+$")
_PLAIN_END = re.compile(r"(?:[a-z]{3}|[\d\]])\.$")
_BEGINS_LARGE = re.compile(r"[\W\d_]{0,9}[A-Z]")
_BEGINS_SMALL = re.compile(r"(?!https?:|www\.)[a-z][^\sA-Z]*(?:\s|$)")  # no "iPhone", no "al-Assad"
_BEGINS_WITH_A_MARK = re.compile(r"[,;:)\]]")
_NAME = re.compile(r"[A-Z][\w'’-]*")
_SAYS_WHO = re.compile(
    r"(?:[\w.’'-]+ ){0,3}[\w.’'-]+(?:, \d+,)? "
    r"(?:said|says|asked|asks|told|added|wrote|tweeted|shouted|cried|replied|warned|wondered|demanded|recalled)\b"
)


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
class Sentence:
    """A sentence as the span `[start, end)` of its article's text, and the times it names, in the same offsets."""

    start: int
    end: int
    times: tuple[Time, ...] = ()


def split_sentences(text: str) -> Iterator[Sentence]:
    r"""Yield the sentences of a text.

    >>> [text[s.start:s.end] for text in ["Gov. Li left.\n“Why?” he asked."] for s in split_sentences(text)]
    ['Gov. Li left.', '“Why?” he asked.']
    """
    for paragraph in _paragraphs(text):
        whole: list[Sentence] = []  # those that Punkt cut in two are made whole again
        for one in _punkt_sentences(text, paragraph.start, paragraph.end):
            if whole and one.end - whole[-1].start <= LONGEST_READ and _goes_on(text, whole[-1], one):
                whole[-1] = replace(whole[-1], end=one.end)
            else:
                whole.append(one)
        yield from whole


def _goes_on(text: str, last: Sentence, one: Sentence) -> bool:
    """Tell whether what Punkt takes for the next sentence belongs to the last one.

    It does after a title (Gov. Young), a number's sign (No. 2), a quotation (“Why?” he asked. “No!” Ms. Li said.) and
    initials (George R.R. Martin, but not: in the U.S. He). A small letter says nothing where the last one has none
    large, or ends in a plain word.
    """
    before, after = text[max(last.start, last.end - LONGEST_END) : last.end], text[one.start : one.end]
    if _BEGINS_WITH_A_MARK.match(after) or (_BEFORE_A_NAME.search(before) and after[0].isalnum()):
        return True
    if _NUMBER_TO_COME.search(before) and after[0].isdigit():
        return True
    name = _NAME.match(after)
    if name and not is_common_word(name[0]):
        said_by_it = _ASKED_OR_CRIED.search(before) and _SAYS_WHO.match(after)
        return bool(said_by_it or _INITIALS.search(before))
    begins_large = _BEGINS_LARGE.match(text, last.start)
    return bool(begins_large and _BEGINS_SMALL.match(after) and not _PLAIN_END.search(before))


def _punkt_sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph; one longer than `LONGEST_READ` is divided, at a space where there is one."""
    punkt = sentence_tokenizer()
    while start < end:
        read_to = min(start + LONGEST_READ, end)
        spans = list(punkt.span_tokenize(text[start:read_to]))
        if read_to == end or len(spans) > 1:  # the last may go on: it is read again, with what follows
            whole = spans if read_to == end else spans[:-1]
            yield from (Sentence(start + first, start + last) for first, last in whole)
            start = end if read_to == end else start + spans[-1][0]
        else:
            space = text.rfind(" ", start, read_to)
            read_to = space if space > start else read_to
            yield Sentence(start, start + len(text[start:read_to].rstrip()))
            start = _SPACE.match(text, read_to, end).end()  # type: ignore[union-attr]  # it matches nothing, too


def _paragraphs(text: str) -> Iterator[Sentence]:
    """Yield the spans of paragraphs, without the white space around them; a wrapped line is not the end of one."""
    lines = [line for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    start: int | None = None
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        start = line.start() if start is None else start
        if following is None or not _is_wrapped(line[0], text[line.end() : following.start()], following[0]):
            stripped = text[start : line.end()].strip()
            first = text.index(stripped[0], start)
            yield Sentence(first, first + len(stripped))
            start = None


def _is_wrapped(line: str, between: str, following: str) -> bool:
    """Tell whether a line goes on in the following one, with what stands `between` them."""
    if between != "\n" or _LIST_ITEM.match(following):
        return False
    is_long = len(line.strip()) >= SHORTEST_WRAPPED_LINE and not line.rstrip().endswith(_STOPS)
    return following.lstrip()[0].islower() or is_long
