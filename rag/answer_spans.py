"""The words in the quotes that answer: of each quote where there are such, and of one in short where that is sure.

Both are slices of what is quoted anyway. A question that wants yes or no has no such words. Nothing is said in short
where another quote of the answer has other words, where a notice corrects or withdraws what is quoted, or where the
answer is not sure itself; and never what an earlier report says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.words import content_stems
from rag.answer import Answer, Citation, ShortAnswer
from rag.contest.values import numbers_in
from rag.quote import Slice
from rag.reader.answer_type import wants_yes_or_no
from rag.reader.spans import AnswerSpan, answer_span
from rag.sides import EARLIER

LIKELY, SURE = 0.607, 0.719  # probabilities of a span, above which 0.8 and 0.85 are right (`training.span_limits`)
ALWAYS_READ = 1  # quotes of an answer, the best ones: each takes a tenth of its time
CAN_GAINSAY = 0.25  # that of a quote whose words must not be others than those in short: half of such are right


def with_answer_spans(answer: Answer, *, least_confidence: float) -> Answer:
    """Return an answer whose citations name their words that answer the question; one that grows may be given, too.

    Nothing is said in short below the least confidence.
    """
    question = answer.standalone_question
    if not answer.citations or wants_yes_or_no(question):
        return answer
    found = _found_in(question, answer.citations)
    citations = tuple(replace(one.citation, span=one.words_above(LIKELY)) for one in found)
    short = _in_short(answer, found) if answer.confidence >= least_confidence else None
    return replace(answer, citations=citations, short_answer=short)


def _found_in(question: str, citations: Sequence[Citation]) -> list["_Found"]:
    """Read the best quotes, and all others where one of those answers surely, which they may gainsay."""
    best = sorted(citations, key=lambda one: one.score, reverse=True)[:ALWAYS_READ]
    found = {one.number: _Found(one, answer_span(question, one.title, one.quote.text)) for one in best}
    is_sure = any(one.words_above(SURE) for one in found.values())
    for one in citations:
        if one.number not in found:
            found[one.number] = _Found(one, answer_span(question, one.title, one.quote.text) if is_sure else None)
    return [found[one.number] for one in citations]


@dataclass(frozen=True, slots=True)
class _Found:
    """A citation, and where in its quote the words are that answer best."""

    citation: Citation
    span: AnswerSpan | None

    def words_above(self, probability: float) -> Slice | None:
        """Return those words, if it is so probable that they answer."""
        if self.span is None or self.span.probability < probability:
            return None
        start, text = self.citation.quote.start, self.citation.quote.text
        return Slice(start + self.span.start, start + self.span.end, text[self.span.start : self.span.end])


def _in_short(answer: Answer, found: Sequence[_Found]) -> ShortAnswer | None:
    """Return the surest words of what is said; none where its quotes do not all say so, or it is not sure."""
    newest = [one for one in found if one.citation.kind != EARLIER]
    if answer.status != "answered" or any(one.citation.kind for one in newest):  # what a notice is of may not hold
        return None
    said = {number for one in answer.sentences if one.is_borne_out and not one.withdrawn for number in one.citations}
    sure = [
        (one.span.probability, one.citation.number, words)
        for one in newest
        if one.citation.number in said and one.span and (words := one.words_above(SURE))
    ]
    if not sure:
        return None
    _, number, words = max(sure, key=lambda each: each[0])
    others = (one.words_above(CAN_GAINSAY) for one in newest)
    if not all(say_alike(words.text, other.text) for other in others if other):
        return None
    return ShortAnswer(words.text, number, words.start, words.end)


def say_alike(one: str, other: str) -> bool:
    """Tell whether two answers may be the same: they share a word that says something, and their figures agree.

    >>> say_alike("Ada Lund", "Mayor Lund"), say_alike("3 June", "17 June"), say_alike("about 9,460", "9,500 people")
    (True, False, True)
    """
    numbers, others = list(numbers_in(one)), list(numbers_in(other))
    if numbers and others:
        return any(number.agrees(rival) for number in numbers for rival in others)
    return bool(content_stems(one) & content_stems(other))
