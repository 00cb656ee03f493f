"""What a file says of an answer, line by line, whatever its format."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.plain_text import one_line
from rag.answer import Answer
from rag.show.marks import judged_in_words
from rag.show.quotes import in_one_line, in_short, quote_of


@dataclass(frozen=True, slots=True)
class Statement:
    """One line, with the numbers of its citations; `doubt` is why these do not bear it out."""

    kind: Literal["understood", "short", "contest", "side", "sentence", "note"]
    text: str
    citations: tuple[int, ...] = ()
    doubt: str = ""


def lines_of(answer: Answer) -> Iterator[Statement]:
    """Yield what stands below the question: how it was read, sides, sentences and notes, in this order."""
    if answer.standalone_question != answer.question:
        yield Statement("understood", f"Understood as: {one_line(answer.standalone_question)}")
    if answer.short_answer:
        yield Statement("short", f"In short: {in_short(answer)}", (answer.short_answer.citation,))
    said = {number for side in answer.positions for number in side.citations}
    if said:
        yield Statement("contest", "The articles disagree:")
    for side in answer.positions:
        quotes = " ".join(in_one_line(answer.citation(number).quote) for number in side.citations)
        yield Statement("side", f"{quotes} ({one_line(side.label)})", side.citations)
    if not answer.sentences:
        yield Statement("sentence", one_line(answer.text))
    for sentence in (one for one in answer.sentences if not one.withdrawn):
        quoted = quote_of(answer, sentence)
        if quoted and said.issuperset(sentence.citations):
            continue  # a side has said so
        doubt = "" if sentence.is_borne_out else one_line(judged_in_words(sentence))
        text = in_one_line(quoted.quote) if quoted else one_line(sentence.text)
        yield Statement("sentence", text, sentence.citations, doubt)
    yield from (Statement("note", one_line(note)) for note in answer.notes)
