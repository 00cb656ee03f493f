"""Draft + evidence → sentences with citations and verdicts.

The model's markers are looked up, never trusted: one that points nowhere is rejected and named. Text that the model
put in quotation marks keeps them only if it stands in the evidence word for word. Nothing is repaired in silence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Sentence, split_sentences
from rag.answer import Citation, Quote, Rejected, Verdict
from rag.reader import EvidenceSentence
from rag.verdict import judge

_POINT = r"\d+(?:\.\d+)?"
_MARKER = re.compile(rf"\s*\[\s*({_POINT}(?:\s*[,;–-]\s*{_POINT})*)\s*\]")
_HALF_MARKER = re.compile(r"\s*\[[\d.,;–\s-]*\Z")
_QUOTED = re.compile(
    r"“([^“”]+)[”“]|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|‘(.+?)’(?!\w)|(?<!\w)'(.+?)'(?!\w)", re.DOTALL
)
_QUOTATION_MARKS = '“”„«»"'
_TAKEN_OFF = "\ue000"  # stands in for a quotation mark until the sentences are cut: offsets stay true


@dataclass(frozen=True, slots=True)
class Grounded:
    """A draft on the record: its text with citation numbers, its sentences, and what was rejected."""

    text: str
    sentences: tuple[Verdict, ...]
    citations: tuple[Citation, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    position: int  # in the draft without markers
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Quotation:
    start: int  # of the opening mark
    end: int  # behind the closing mark
    words: str
    sources: tuple[EvidenceSentence, ...]  # none: the words are invented


def cite(number: int, evidence: EvidenceSentence) -> Citation:
    """Make a numbered citation of a sentence."""
    article, passage, sentence = evidence.hit.article, evidence.hit.passage, evidence.sentence
    start, end = min(passage.start, sentence.start), max(passage.end, sentence.end)  # neighbours may be of two passages
    around = Quote(article.id, start, end, article.text[start:end])
    return Citation(
        number,
        evidence.quote,
        round(evidence.score, 4),
        article.title,
        article.source,
        article.published,
        article.url,
        around,
        sentence.times,
    )


def ground(draft: str, sentences: Mapping[str, EvidenceSentence], *, growing: bool = False) -> Grounded:
    """Put a draft on the record: `sentences` are those the model was shown, by marker.

    A `growing` draft may be cut anywhere: half a marker at its end is left out.
    """
    text, marks = _without_markers(_HALF_MARKER.sub("", draft) if growing else draft)
    text, quotations = _check_quotations(text, sentences.values())
    cited: dict[Quote, EvidenceSentence] = {}
    rejected: list[Rejected] = []
    verdicts: list[Verdict] = []
    for span, points in _sentences_with_points(text, marks):
        rejected += [Rejected(f"[{point}]", "no such sentence") for point in points if point not in sentences]
        within = [one for one in quotations if one.start < span.end and span.start < one.end]
        invented = [one.words for one in within if not one.sources]
        rejected += [Rejected(words, "not word for word in the articles shown") for words in invented]
        found = [sentences[point] for point in points if point in sentences]
        found = list(
            {one.quote: one for one in [*found, *(source for one in within for source in one.sources)]}.values()
        )
        for one in found:
            cited.setdefault(one.quote, one)
        numbers = tuple(list(cited).index(one.quote) + 1 for one in found)
        sentence = text[span.start : span.end].replace(_TAKEN_OFF, "")
        name, reasons = judge(sentence, found)
        verdict = Verdict(sentence, numbers, name, reasons)
        if invented:
            reasons = (*reasons, *(f"the articles do not have these words: {words}" for words in invented))
            verdict = replace(verdict, verdict="unsupported" if found else "uncited", reasons=reasons)
        verdicts.append(verdict)
    shown = " ".join(one.text + "".join(f"[{number}]" for number in one.citations) for one in verdicts)
    citations = tuple(cite(number, one) for number, one in enumerate(cited.values(), start=1))
    return Grounded(shown, tuple(verdicts), citations, tuple(dict.fromkeys(rejected)))


def _without_markers(draft: str) -> tuple[str, list[_Mark]]:
    """Take the markers out of a draft, remembering where they stood.

    >>> _without_markers("It fell [1.2, 1.3].")
    ('It fell.', [_Mark(position=7, points=('1.2', '1.3'))])
    """
    marks: list[_Mark] = []
    parts: list[str] = []
    length = end = 0
    for match in _MARKER.finditer(draft):
        parts.append(draft[end : match.start()])
        length += len(parts[-1])
        marks.append(_Mark(length, tuple(_points(match[1]))))
        end = match.end()
    return "".join([*parts, draft[end:]]), marks


def _points(marker: str) -> Iterator[str]:
    """Yield the points of a marker; a range such as 1.2-1.4 stands for all it spans."""
    for item in re.split(r"\s*[,;]\s*", marker):
        first, _, last = re.sub(r"\s*[–-]\s*", "-", item).partition("-")
        passage, _, start = first.partition(".")
        last_passage, _, stop = last.rpartition(".")
        if last and last_passage in ("", passage) and start and 0 <= int(stop) - int(start) < 20:
            yield from (f"{passage}.{number}" for number in range(int(start), int(stop) + 1))
        else:
            yield from filter(None, (first, last))


def _sentences_with_points(text: str, marks: Sequence[_Mark]) -> Iterator[tuple[Sentence, tuple[str, ...]]]:
    """Yield each sentence with what its markers point at; one between sentences belongs to the one before it."""
    spans = list(split_sentences(text))
    for number, span in enumerate(spans):
        first = 0 if number == 0 else span.start + 1
        last = spans[number + 1].start if number + 1 < len(spans) else len(text)
        points = [point for mark in marks if first <= mark.position <= last for point in mark.points]
        yield span, tuple(dict.fromkeys(points))


def _check_quotations(text: str, evidence: Iterable[EvidenceSentence]) -> tuple[str, list[_Quotation]]:
    """Take the marks off every quotation that is not verbatim, and off marks that have no partner.

    Done over the whole draft, since a quotation can run over several sentences. A stop that was put inside the marks,
    as American style does, goes outside when only the words are verbatim.
    """
    characters = list(text)
    quotations: list[_Quotation] = []
    for match in _QUOTED.finditer(text):
        words, start, end = next(filter(None, match.groups())), match.start(), match.end()
        sources = _find_words(words, evidence)
        if not sources and words[-1] in ".," and (sources := _find_words(words[:-1], evidence)):
            characters[end - 2 : end] = text[end - 1], text[end - 2]
        if not sources:
            characters[start] = characters[end - 1] = _TAKEN_OFF
        quotations.append(_Quotation(start, end, " ".join(words.split()), tuple(sources)))
    kept = {at for one in quotations if one.sources for at in (one.start, one.end - 1, one.end - 2)}
    for at, character in enumerate(characters):
        if character in _QUOTATION_MARKS and at not in kept:
            characters[at] = _TAKEN_OFF
            if not any(one.start <= at < one.end for one in quotations):
                quotations.append(_Quotation(at, at + 1, "a quotation mark without its partner", ()))
    return "".join(characters), quotations


def _find_words(words: str, evidence: Iterable[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the sentences that hold these very words, whole; several when the words run over them."""
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for one in evidence:
        for match in pattern.finditer(one.hit.text):
            start, end = (one.hit.passage.start + offset for offset in match.span())
            holders = [
                each
                for each in evidence
                if each.hit.passage.id == one.hit.passage.id and each.sentence.start < end and start < each.sentence.end
            ]
            if holders and holders[0].sentence.start <= start and end <= max(each.sentence.end for each in holders):
                return holders
    return []
