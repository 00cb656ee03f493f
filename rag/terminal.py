"""An answer as text for a terminal.

Quotes are set apart by a bar before each of their lines, so that nothing in one can pass for a source, a verdict or
another quote. What else others wrote (a title, a model's sentence) stays on its line.
"""

import textwrap
from collections.abc import Iterator

from index.plain_text import one_line, plain
from rag.answer import NOT_FOUND, QUOTES, Answer, Citation, Verdict

BAR = "│ "
LEAST_WIDTH = 20  # columns that a quote is wrapped to, however narrow the terminal


def as_text(answer: Answer, *, width: int | None = None) -> str:
    """Return the answer, what is wrong with it, and where it comes from; before it, a question read otherwise.

    Quotes are wrapped to a `width` of so many columns, as a terminal would wrap them without a bar.
    """
    return "\n".join(_lines(answer, width)).strip("\n")


def _lines(answer: Answer, width: int | None) -> Iterator[str]:
    if answer.standalone_question != answer.question:
        yield from (f"Understood as: {one_line(answer.standalone_question)}", "")
    if answer.status == "not_found":
        yield from (NOT_FOUND, "")
    elif answer.model != QUOTES:
        yield from (one_line(answer.text), "")
    if answer.status == "contested":
        yield "The articles disagree:"
        for side in answer.positions:
            yield f"  {one_line(side.label)}: {''.join(f'[{number}]' for number in side.citations)}"
        yield ""
    told = [f"! {one_line(line)}" for line in _faults(answer)]
    yield from (*told, "") if told and answer.model != QUOTES else ()
    if answer.nearest:
        yield "The nearest they come:"
    for citation in answer.citations or answer.nearest:
        yield from _cited(citation, width)
    yield from told if answer.model == QUOTES else ()


def _faults(answer: Answer) -> Iterator[str]:
    """Yield what went wrong, what is not borne out, and what was rejected."""
    yield from answer.notes
    yield from map(_judged, (one for one in answer.sentences if one.reasons or one.withdrawn))
    yield from (f"{one.marker}: {one.reason}" for one in answer.rejected)


def _judged(sentence: Verdict) -> str:
    wrote = "The model wrote: " if sentence.withdrawn else ""
    return f"{wrote}{sentence.text} — {sentence.verdict}: {'; '.join(sentence.reasons)}".rstrip(": ")


def _cited(citation: Citation, width: int | None) -> Iterator[str]:
    """Yield a quote behind its bar, then where it comes from."""
    for line in f"“{plain(citation.quote.text)}”".split("\n"):
        folded = " ".join(line.split())
        room = max(LEAST_WIDTH, width - len(BAR)) if width else max(1, len(folded))
        yield from (f"{BAR}{part}" for part in textwrap.wrap(folded, room) or [""])
    about = ", ".join(one_line(part) for part in (citation.origin, citation.url) if part)
    times = "".join(f" ({one_line(time)})" for time in citation.named_times())
    yield from (f"[{citation.number}] {about} ({one_line(citation.quote.article)}){times}", "")
