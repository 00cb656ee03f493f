"""An answer as text for a terminal."""

from index.plain_text import plain
from rag.answer import Answer, Citation


def as_text(answer: Answer) -> str:
    """Return the answer, what is wrong with it, and where it comes from; before it, a question read otherwise."""
    lines = [answer.text, ""]
    if answer.standalone_question != answer.question:
        lines = [f"Understood as: {answer.standalone_question}", "", *lines]
    if answer.status == "contested":
        sides = (f"  {one.label}: {''.join(f'[{number}]' for number in one.citations)}" for one in answer.positions)
        lines += ["The articles disagree:", *sides, ""]
    lines += [f"! {note}" for note in answer.notes]
    lines += [
        f"! {'The model wrote: ' * one.withdrawn}{one.text} — {one.verdict}: {'; '.join(one.reasons)}".rstrip(": ")
        for one in answer.sentences
        if one.reasons or one.withdrawn
    ]
    lines += [f"! {one.marker}: {one.reason}" for one in answer.rejected]
    if answer.nearest:
        lines.append("The nearest they come:")
    said = {sentence.text for sentence in answer.sentences}
    lines += [_reference(one, with_quote=one.quote.text not in said) for one in answer.citations or answer.nearest]
    return plain("\n".join(lines)).rstrip()


def _reference(citation: Citation, *, with_quote: bool) -> str:
    about = ", ".join(part for part in (citation.title, citation.source, citation.published, citation.url) if part)
    quote = f": “{' '.join(citation.quote.text.split())}”" if with_quote else ""
    times = "".join(f" ({time})" for time in citation.named_times())
    return f"[{citation.number}] {about} ({citation.quote.article}){quote}{times}"
