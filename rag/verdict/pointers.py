"""What a model's draft points at: the markers behind its sentences, and the words that it puts in quotation marks.

Markers (`[1.2]`, `[1.2, 2.1]`, `[1.2-1.4]`, `[1.2][3.1]`) are only found here, in whatever way they are written; what
they point at is looked up elsewhere. Of quotations, only what stands in the evidence word for word keeps its marks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index import Sentence, split_sentences
from index.language.quotation_marks import AS_PLAIN
from rag.reader import EvidenceSentence

LONGEST_RANGE = 20  # sentences; no passage has more, and [1.1-1.99999] is no reason to count to 99999
MOST_DIGITS = 4  # of a sentence's number; Python reads no integer of thousands
TAKEN_OFF = "\ue000"  # stands in for a quotation mark until the sentences are cut: offsets stay true

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
_QUOTED = re.compile(
    r"``(.+?)''|,,(.+?)''|''(.+?)''|‘‘(.+?)’’|<<(.+?)>>|“([^“”]+)[”“]|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|‘(.+?)’(?!\w)|(?<!\w)'(?!\d)(.+?)'(?!\w)"
    r"|‚([^‚‘’]+)[‘’]|‹([^‹›]+)›|›([^‹›]+)‹|「([^「」]+)」",
    re.DOTALL,
)
_APOSTROPHE = "['’]"
_QUOTATION_MARKS = '“”„«»"'


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
        begins_line = not draft[: match.start()].strip() or "\n" in match[0]
        leads = (_LEADING_LINE if begins_line else _LEADING).match(draft, match.end())  # "[1.2]: It fell."
        if leads and text:
            text += "\n"
        marks.append(Mark(len(text), tuple(_points(match[1])), bool(leads)))
        end = leads.end() if leads else match.end()
    return text + draft[end:], marks


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
    spans: list[Sentence] = []
    for span in split_sentences(text):
        if spans and _BARE.fullmatch(text[spans[-1].start : spans[-1].end].strip()):
            span = Sentence(spans.pop().start, span.end)
        spans.append(span)
    for number, span in enumerate(spans):
        first = 0 if number == 0 else span.start + 1
        last = spans[number + 1].start if number + 1 < len(spans) else len(text)
        points = [
            point
            for mark in marks
            if (span.start <= mark.position < span.end if mark.leads else first <= mark.position <= last)
            for point in mark.points
        ]
        yield span, tuple(dict.fromkeys(points))


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, as the span `[start, end)` of the draft, marks included.

    `sources` are the sentences that hold them; none when they are invented.
    """

    start: int
    end: int
    words: str
    sources: tuple[EvidenceSentence, ...]


def check_quotations(text: str, evidence: Iterable[EvidenceSentence]) -> tuple[str, list[Quotation]]:
    """Take the marks off every quotation that is not verbatim, and off marks that have no partner.

    Done over the whole draft, since a quotation can run over several sentences. A stop that was put inside the marks,
    as American style does, goes outside when only the words are verbatim.
    """
    characters = list(text)
    plain = text.translate(AS_PLAIN)  # sign by sign, so offsets hold for both
    quotations: list[Quotation] = []
    for match in _QUOTED.finditer(plain):
        words, start, end = next(filter(None, match.groups())), match.start(), match.end()
        first, last = match.span(match.lastindex or 0)  # of the words: some marks are two signs
        sources = _holders(words, evidence)
        if not sources and words[-1] in ".," and end - last == 1 and (sources := _holders(words[:-1], evidence)):
            characters[end - 2 : end] = text[end - 1], text[end - 2]
        for at in (*range(start, first), *range(last, end)) if not sources else ():
            characters[at] = TAKEN_OFF
        quotations.append(Quotation(start, end, " ".join(words.split()), tuple(sources)))
    kept = {at for one in quotations if one.sources for at in (one.start, one.end - 1, one.end - 2)}
    for at, character in enumerate(plain):
        if character in _QUOTATION_MARKS and at not in kept:
            characters[at] = TAKEN_OFF
            if not any(one.start <= at < one.end for one in quotations):
                quotations.append(Quotation(at, at + 1, "a quotation mark without its partner", ()))
    return "".join(characters), quotations


def _holders(words: str, evidence: Iterable[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the sentences that hold these very words, whole; several when the words run over them."""
    if not words.split():
        return []
    shown = r"\s+".join(re.escape(word) for word in words.split())  # line breaks and apostrophes are no other words
    pattern = re.compile(rf"(?<!\w){re.sub(_APOSTROPHE, _APOSTROPHE, shown)}(?!\w)")
    for one in {each.hit.passage.id: each for each in evidence}.values():
        for match in pattern.finditer(one.hit.text.translate(AS_PLAIN)):
            start, end = (one.hit.passage.start + offset for offset in match.span())
            holders = [
                each
                for each in evidence
                if each.hit.passage.id == one.hit.passage.id and each.sentence.start < end and start < each.sentence.end
            ]
            if holders and holders[0].sentence.start <= start and end <= max(each.sentence.end for each in holders):
                return holders
    return []
