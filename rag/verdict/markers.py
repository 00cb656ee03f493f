"""The markers that a model puts behind its sentences: `[1.2]`, `[1.2, 2.1]`, `[1.2-1.4]`, `[1.2][3.1]`.

What they point at is looked up elsewhere; here they are only found, in whatever way they are written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import Sentence, split_sentences

LONGEST_RANGE = 20  # sentences; no passage has more, and [1.1-1.99999] is no reason to count to 99999
MOST_DIGITS = 4  # of a sentence's number; Python reads no integer of thousands

_POINT = r"\d+(?:\.\d+)?"
_ITEM = rf"(?:source |sentence )?{_POINT}"
_MARKER = re.compile(rf"\s*\[\s*({_ITEM}(?:\s*(?:[,;–-]|and|to)\s*{_ITEM})*)\s*\]", re.IGNORECASE)
_HALF_MARKER = re.compile(r"\s*\[[\d.,;–\sa-z-]*\Z", re.IGNORECASE)
_BARE = re.compile(
    r"(?:yes|no|correct|indeed|true|false|not exactly|not quite)\s*[.!,:]?|\W*\d{0,3}[.)]?\W*", re.IGNORECASE
)
_LEADING = re.compile(r"[ \t]*:[ \t]*(?=\w)")
_LEADING_LINE = re.compile(r"[ \t]*(?:[:–-][ \t]*)?(?=[\w“\"])")
_INNER_STOP = re.compile(r"\.(?=[\"”]\Z)")
_BRACKETS = str.maketrans("【】", "[]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker: its position in the draft without markers, and the points it names (`"1.2"`).

    It belongs to what stands before it, or, when it `leads`, to the sentence that begins there.
    """

    position: int
    points: tuple[str, ...]
    leads: bool = False


def without_half_marker(draft: str) -> str:
    """Return a growing draft without a marker that is not whole yet."""
    return _HALF_MARKER.sub("", draft.translate(_BRACKETS))


def without_markers(draft: str) -> tuple[str, list[Mark]]:
    """Take the markers out of a draft, remembering where they stood.

    >>> without_markers("It fell [1.2, 1.3].")
    ('It fell.', [Mark(position=7, points=('1.2', '1.3'), leads=False)])
    """
    draft = draft.translate(_BRACKETS)
    marks: list[Mark] = []
    text = ""
    end = 0
    for match in _MARKER.finditer(draft):
        text += draft[end : match.start()]
        if draft[match.end() : match.end() + 1] == ".":
            text = _INNER_STOP.sub("", text)  # “It fell.” [1.2].
        leads = _leads(draft, match)
        if leads and text:
            text += "\n"
        marks.append(Mark(len(text), tuple(_points(match[1])), bool(leads)))
        end = leads.end() if leads else match.end()
    return text + draft[end:], marks


def _leads(draft: str, marker: re.Match[str]) -> re.Match[str] | None:
    """Return what stands between a marker and the sentence it leads, as in "[1.2]: It fell."; None if it leads none."""
    begins_line = not draft[: marker.start()].strip() or "\n" in marker[0]
    return (_LEADING_LINE if begins_line else _LEADING).match(draft, marker.end())


def _points(marker: str) -> Iterator[str]:
    """Yield the points of a marker; a range such as 1.2-1.4 stands for all it spans."""
    plain = re.sub(r"source |sentence ", "", marker, flags=re.IGNORECASE)
    for item in re.split(r"\s*(?:[,;]|\band\b)\s*", plain):
        first, _, last = re.sub(r"\s*(?:[–-]|\bto\b)\s*", "-", item).partition("-")
        passage, _, start = first.partition(".")
        last_passage, _, stop = last.rpartition(".")
        is_range = last and last_passage in ("", passage) and start and max(len(start), len(stop)) <= MOST_DIGITS
        if is_range and 0 <= int(stop) - int(start) < LONGEST_RANGE:
            yield from (f"{passage}.{number}" for number in range(int(start), int(stop) + 1))
        else:
            yield from filter(None, (first, last))


def sentences_with_points(text: str, marks: list[Mark]) -> Iterator[tuple[Sentence, tuple[str, ...]]]:
    """Yield each sentence with what its markers point at; one between sentences belongs to the one before it.

    A bare "Yes." or the number of a list says nothing without the sentence behind it, and counts to that.
    """
    spans = _joined(text, list(split_sentences(text)))
    for number, span in enumerate(spans):
        first = 0 if number == 0 else span.start + 1
        last = spans[number + 1].start if number + 1 < len(spans) else len(text)
        own = (
            mark
            for mark in marks
            if (span.start <= mark.position < span.end if mark.leads else first <= mark.position <= last)
        )
        points = [point for mark in own for point in mark.points]
        yield span, tuple(dict.fromkeys(points))


def _joined(text: str, spans: list[Sentence]) -> list[Sentence]:
    joined: list[Sentence] = []
    for span in spans:
        if joined and _is_bare(text[joined[-1].start : joined[-1].end]):
            span = Sentence(joined.pop().start, span.end)
        joined.append(span)
    return joined


def _is_bare(sentence: str) -> bool:
    return bool(_BARE.fullmatch(sentence.strip()))
