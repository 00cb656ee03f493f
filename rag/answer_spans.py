"""The words in the quotes that answer: of each quote where there are such, and of one in short where that is sure.

Both are slices of what is quoted anyway. A question that wants yes or no has no such words. Nothing is said in short
where another quote of the answer has other words, where a notice corrects or withdraws what is quoted, or where the
answer is not sure itself; and never what an earlier report says.
"""

from dataclasses import replace

from index.language.words import content_stems
from rag.answer import Answer, Citation, ShortAnswer
from rag.contest.values import numbers_in
from rag.quote import Slice
from rag.reader.answer_type import wants_yes_or_no
from rag.reader.spans import AnswerSpan, answer_span
from rag.sides import EARLIER

LIKELY, SURE = 0.25, 0.73  # probabilities of a span, above which 0.65 and 0.85 are right (`training.span_limits`)


def with_answer_spans(answer: Answer, *, least_confidence: float) -> Answer:
    """Return an answer whose citations name their words that answer the question; one that grows may be given, too.

    Nothing is said in short below the least confidence.
    """
    question = answer.standalone_question
    if not answer.citations or wants_yes_or_no(question):
        return answer
    found = {one.number: answer_span(question, one.title, one.quote.text) for one in answer.citations}
    citations = tuple(_with_span(one, found[one.number]) for one in answer.citations)
    short = _in_short(answer, citations, found) if answer.confidence >= least_confidence else None
    return replace(answer, citations=citations, short_answer=short)


def _with_span(citation: Citation, span: AnswerSpan | None) -> Citation:
    if span is None or span.probability < LIKELY:
        return citation
    quote = citation.quote
    text = quote.text[span.start : span.end]
    return replace(citation, span=Slice(quote.start + span.start, quote.start + span.end, text))


def _in_short(
    answer: Answer, citations: tuple[Citation, ...], found: dict[int, AnswerSpan | None]
) -> ShortAnswer | None:
    """Return the surest words of what is said; none where its quotes do not all say so, or it is not sure."""
    newest = [one for one in citations if one.kind != EARLIER]
    if answer.status != "answered" or any(one.kind for one in newest):  # a notice: what it is of may not hold
        return None
    said = {number for one in answer.sentences if one.is_borne_out and not one.withdrawn for number in one.citations}
    told = [(span.probability, one, one.span) for one in newest if one.span and (span := found[one.number])]
    sure = [each for each in told if each[0] >= SURE and each[1].number in said]
    if not sure:
        return None
    _, citation, words = max(sure, key=lambda each: each[0])
    if not all(say_alike(words.text, other.text) for _, _, other in told):
        return None
    return ShortAnswer(words.text, citation.number, words.start, words.end)


def say_alike(one: str, other: str) -> bool:
    """Tell whether two answers may be the same: they share a word that says something, and their figures agree.

    >>> say_alike("Ada Lund", "Mayor Lund"), say_alike("3 June", "17 June"), say_alike("about 9,460", "9,500 people")
    (True, False, True)
    """
    numbers, others = list(numbers_in(one)), list(numbers_in(other))
    if numbers and others:
        return any(number.agrees(rival) for number in numbers for rival in others)
    return bool(content_stems(one) & content_stems(other))
