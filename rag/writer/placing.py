"""Where quotes stand in an answer that has been made: some before all else, some behind, each once."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answer import QUOTES, Answer, Citation, Verdict
from rag.verdict.grounding import number_in, with_numbers
from rag.writer.quotes import in_quotation_marks


def placed(answer: Answer, first: Sequence[Citation], last: Sequence[Citation]) -> Answer:
    """Return an answer with some quotes `first` and some `last`, named as they are there (`Citation.kind`).

    Where it has one of them already, that one moves, and a longer quote with it; a model's sentence that cites one
    stays, and so do the sides of a contest.
    """
    if not first and not last:
        return answer
    first, last = ([_as_quoted(one, answer) for one in some] for some in (first, last))
    given = (*first, *last)
    cited = {
        one.number: next((each for each in given if each.quote.contains(one.quote)), one) for one in answer.citations
    }

    def is_moved(sentence: Verdict) -> bool:
        is_quote = answer.model == QUOTES and not sentence.withdrawn
        return is_quote and all(cited[number] in given for number in sentence.citations)

    citations: list[Citation] = []

    def quoted(some: Sequence[Citation]) -> list[Verdict]:
        return [Verdict(one.quote.text, (number_in(citations, one),), "quoted") for one in some]

    def renumbered(numbers: Sequence[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number_in(citations, cited[number]) for number in numbers))

    shown = quoted(first)
    kept = [one for one in answer.sentences if not one.withdrawn and not is_moved(one)]
    shown += [replace(one, citations=renumbered(one.citations)) for one in kept]
    shown += quoted(last)
    positions = tuple(replace(one, citations=renumbered(one.citations)) for one in answer.positions)
    withdrawn = [replace(one, citations=renumbered(one.citations)) for one in answer.sentences if one.withdrawn]
    in_order = [citations[number - 1] for one in shown for number in one.citations]
    return replace(
        answer,
        text=in_quotation_marks(in_order) if answer.model == QUOTES else with_numbers(shown),
        sentences=(*withdrawn, *shown),
        citations=tuple(citations),
        positions=positions,
    )


def _as_quoted(one: Citation, answer: Answer) -> Citation:
    """Return a quote as the answer has it, which may be longer."""
    longer = next((each for each in answer.citations if each.quote.contains(one.quote)), None)
    return replace(longer, kind=one.kind) if longer else one
