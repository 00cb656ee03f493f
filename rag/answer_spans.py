"""The words in the quotes that answer: of each quote where there are such, and of one in short where that is sure.

Both are slices of what is quoted anyway. A question that wants yes or no has no such words.
"""

from dataclasses import replace

from rag.answer import Answer, Citation, ShortAnswer
from rag.quote import Slice
from rag.reader.answer_type import wants_yes_or_no
from rag.reader.spans import AnswerSpan, answer_span

LIKELY, SURE = 0.23, 0.73  # probabilities of a span, above which 0.65 and 0.85 are right (`training.span_limits`)


def with_answer_spans(answer: Answer) -> Answer:
    """Return an answer whose citations name their words that answer the question; one that grows may be given, too."""
    question = answer.standalone_question
    if not answer.citations or wants_yes_or_no(question):
        return answer
    found = {one.number: answer_span(question, one.title, one.quote.text) for one in answer.citations}
    citations = tuple(_with_span(one, found[one.number]) for one in answer.citations)
    return replace(answer, citations=citations, short_answer=_in_short(answer, citations, found))


def _with_span(citation: Citation, span: AnswerSpan | None) -> Citation:
    if span is None or span.probability < LIKELY:
        return citation
    quote = citation.quote
    text = quote.text[span.start : span.end]
    return replace(citation, span=Slice(quote.start + span.start, quote.start + span.end, text))


def _in_short(
    answer: Answer, citations: tuple[Citation, ...], found: dict[int, AnswerSpan | None]
) -> ShortAnswer | None:
    """Return the surest words of what is said; none where the articles disagree, or it is not sure."""
    said = [number for one in answer.sentences if one.is_borne_out and not one.withdrawn for number in one.citations]
    sure = [(span.probability, one) for one in citations if one.number in said and (span := found[one.number])]
    if answer.status != "answered" or not sure:
        return None
    probability, surest = max(sure, key=lambda one: one[0])
    if probability < SURE or surest.span is None:
        return None
    return ShortAnswer(surest.span.text, surest.number, surest.span.start, surest.span.end)
