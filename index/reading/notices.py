"""What an article says of an article as such: that it, or another, was corrected, clarified, withdrawn or updated.

A notice is a span of the text, which stays as it is, or the mark in a title ("CORRECTED-"). Precision first: that a
word like "correction" stands somewhere is no notice; a line or a sentence must have the form of one. English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.sentences import Sentence, split_sentences
from index.reading.boilerplate import boilerplate_reason
from index.reading.corrections import (
    is_below_speaker,
    is_page_of_corrections,
    tells_of_error,
)
from index.reading.notice_forms import (
    NoticeKind,
    bears_out,
    begins_notice,
    is_heading,
    kind_at_bottom,
    kind_of_form,
    kind_of_weak_form,
    may_hold_notice,
)
from index.reading.regrets import regrets, tells_since
from index.reading.title_marks import title_mark
from index.reading.withdrawals import PIECE, Quotations, may_withdraw, tells_what, withdraws

FARTHEST = 1_000  # characters before and behind the beginning of a notice that are read of its paragraph

_LINE_END = re.compile(r"\s*[\r\n]\s*")
_OF_ITSELF = re.compile(rf"\bthis (?:[\w-]+ )?{PIECE}|\b(?:earlier|previous|original) version\b", re.I)
_OF_ANOTHER = re.compile(rf"\b(?:its|our|an?|the) (?:[\w-]+ ){{0,3}}{PIECE}\b", re.I)


@dataclass(frozen=True, slots=True)
class Notice:
    """Characters `[start, end)` of an article's text, or of its title, that say what became of it or of another."""

    kind: NoticeKind
    article: str
    start: int
    end: int
    text: str
    in_title: bool = False

    @property
    def may_be_of_another(self) -> bool:
        """Tell whether it speaks of another article than the one that it stands in."""
        return self.in_title or (not _OF_ITSELF.search(self.text) and _OF_ANOTHER.search(self.text) is not None)


def find_notices(article: str, title: str, text: str, source: str | None) -> tuple[Notice, ...]:
    """Return the notices of an article, that in its title first; `article` is its id.

    >>> text = "Nine died. Correction (Feb. 5): An earlier version of this article gave another number. It was seven."
    >>> [(one.kind, one.text[:20]) for one in find_notices("a", "UPDATE 2-Mine blast", text, None)]
    [('update', 'UPDATE 2-'), ('correction', 'Correction (Feb. 5):')]
    """
    mark = title_mark(title)
    found = []
    if mark:
        said = title[mark.start : mark.end]
        found = [Notice(kind_at_bottom(mark.kind, said), article, mark.start, mark.end, said, in_title=True)]
    is_named = mark is not None or is_heading(title, 0, len(title))
    paragraphs = list(_paragraphs(text)) if is_page_of_corrections(title) else []
    if 2 * sum(tells_of_error(text[start:end]) for start, end in paragraphs) > len(paragraphs):
        found += [Notice("correction", article, start, end, text[start:end]) for start, end in paragraphs]
    elif may_hold_notice(text):
        for kind, start, end in _in_text(text, source, is_named=is_named):
            found.append(Notice(kind, article, start, end, text[start:end]))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a page of corrections: each of them is one, but for headings."""
    sentences, end = list(split_sentences(text)), 0
    for sentence, end_of_own in zip(sentences, _ends_of_paragraphs(text, sentences), strict=True):
        if sentence.start >= end:
            end = end_of_own
            if text[end - 1] in '.!”"’)':
                yield sentence.start, end


def _in_text(text: str, source: str | None, *, is_named: bool) -> Iterator[tuple[NoticeKind, int, int]]:
    """Yield kind and place of the notices in a text: from the sentence that begins one to the end of its paragraph."""
    shown = first = 0
    sentences = list(_sentences(text))
    ends = _ends_of_paragraphs(text, sentences)
    quotations = Quotations(text)
    for number, sentence in enumerate(sentences):
        if number and _LINE_END.search(text, sentences[number - 1].end, sentence.start):
            first, quotations = number, Quotations(text, sentence.start)  # of its paragraph
        if sentence.start < shown:
            continue
        said, paragraph = text[sentence.start : sentence.end], sentences[first].start
        form = kind_of_form(said)
        kind = form or kind_of_weak_form(said)
        is_weak = kind is not None and form is None
        if kind is None:
            before = text[max(paragraph, sentence.start - FARTHEST) : sentence.start]
            kind = _kind_of_ours(said, before, source, is_named=is_named)
            if kind and (quotations.holds(sentence.start) or is_below_speaker(text, paragraph)):
                continue
            if kind in ("correction", "update") or (kind and tells_what(before)):
                number, sentence = first, sentences[first]
        end = _end(text, sentences, ends, number) if kind else 0
        told = text[sentence.start : end]
        if kind is None or not told or (is_weak and not bears_out(told[:FARTHEST])):
            continue
        yield kind_at_bottom(kind, told), sentence.start, end
        shown = end


def _end(text: str, sentences: Sequence[Sentence], ends: Sequence[int], number: int) -> int:
    """Return where a notice ends, with its paragraph or the one below its heading; 0 if it but dates the page."""
    start, end = sentences[number].start, ends[number]
    if boilerplate_reason(text[start:end]):  # "Updated: 6 May 2025"
        return 0
    if is_heading(text, start, end) and number + 1 < len(sentences):
        return ends[number + 1]
    return end


def _sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; a line that begins a notice goes on none that was wrapped."""
    for sentence in split_sentences(text):
        start = sentence.start
        for line_end in _LINE_END.finditer(text, sentence.start, sentence.end):
            if begins_notice(text, line_end.end()):
                yield Sentence(start, line_end.start())
                start = line_end.end()
        yield Sentence(start, sentence.end)


def _kind_of_ours(said: str, before: str, source: str | None, *, is_named: bool) -> NoticeKind | None:
    """Return the kind of notice of a sentence that regrets or withdraws; None if others than the publisher do."""
    if regrets(said, before, source):
        return "correction"
    if may_withdraw(said) and withdraws(said, before, source, is_named=is_named):
        return "retraction"
    return tells_since(said, before)


def _ends_of_paragraphs(text: str, sentences: Sequence[Sentence]) -> list[int]:
    """Return for each sentence where the last one ends before the next line end."""
    ends = [one.end for one in sentences]
    for at in range(len(sentences) - 2, -1, -1):
        if not _LINE_END.search(text, sentences[at].end, sentences[at + 1].start):
            ends[at] = ends[at + 1]
    return ends
