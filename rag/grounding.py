"""Draft + evidence → sentences with citations and verdicts.

The model's markers are looked up, never trusted: one that points nowhere is rejected and named. Text that the model
put in quotation marks keeps them only if it stands in the evidence word for word. Nothing is repaired in silence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import split_sentences
from rag.answer import Citation, Quote, Rejected, Verdict
from rag.reader import EvidenceSentence
from rag.verdict import judge

_POINT = r"\d+(?:\.\d+)?"
_MARKER = re.compile(rf"\s*\[\s*({_POINT}(?:\s*[,;–-]\s*{_POINT})*)\s*\]")
_HALF_MARKER = re.compile(r"\s*\[[^\[\]]*\Z")
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|‘([^‘’]+)’(?!\w)")


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


def cite(number: int, evidence: EvidenceSentence) -> Citation:
    """Make a numbered citation of a sentence."""
    article, passage = evidence.hit.article, evidence.hit.passage
    around = Quote(article.id, passage.start, passage.end, evidence.hit.text)
    return Citation(
        number,
        evidence.quote,
        round(evidence.score, 4),
        article.title,
        article.source,
        article.published,
        article.url,
        around,
    )


def ground(draft: str, sentences: Mapping[str, EvidenceSentence]) -> Grounded:
    """Put a draft on the record: `sentences` are those the model was shown, by marker.

    A draft may be cut anywhere (it streams): half a marker at its end is left out.
    """
    text, marks = _without_markers(_HALF_MARKER.sub("", draft))
    cited: dict[Quote, EvidenceSentence] = {}
    rejected: list[Rejected] = []
    verdicts: list[Verdict] = []
    for sentence, points in _sentences_with_points(text, marks):
        found = [sentences[point] for point in points if point in sentences]
        rejected += [Rejected(f"[{point}]", "no such sentence") for point in points if point not in sentences]
        sentence, verbatim, invented = _check_quotation_marks(sentence, sentences.values())
        found = list({one.quote: one for one in [*found, *verbatim]}.values())
        rejected += [Rejected(words, "not word for word in the articles shown") for words in invented]
        for one in found:
            cited.setdefault(one.quote, one)
        numbers = tuple(list(cited).index(one.quote) + 1 for one in found)
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


def _sentences_with_points(text: str, marks: Sequence[_Mark]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each sentence with what its markers point at; one between sentences belongs to the one before it."""
    spans = list(split_sentences(text))
    for number, span in enumerate(spans):
        first = 0 if number == 0 else span.start + 1
        last = spans[number + 1].start if number + 1 < len(spans) else len(text)
        points = [point for mark in marks if first <= mark.position <= last for point in mark.points]
        yield text[span.start : span.end], tuple(dict.fromkeys(points))


def _check_quotation_marks(
    sentence: str, evidence: Iterable[EvidenceSentence]
) -> tuple[str, list[EvidenceSentence], list[str]]:
    """Take quotation marks off what is not verbatim; return the sentence, the sources of what is, and what is not."""
    verbatim: list[EvidenceSentence] = []
    invented: list[str] = []

    def check(match: re.Match[str]) -> str:
        words: str = next(filter(None, match.groups())).strip()
        source = next((one for one in evidence if words.rstrip(".,") in one.quote.text), None)
        if source is None:
            invented.append(words)
            return words
        verbatim.append(source)
        return str(match[0])

    return _QUOTED.sub(check, sentence), verbatim, invented
