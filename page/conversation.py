"""A conversation as HTML: what was said on the left, the record behind it on the right.

Whatever an article, a model or a user wrote is data, and is escaped here or in `rag.show.html`.
"""

from dataclasses import dataclass, replace
from html import escape

from rag import Answer
from rag.show import answer_html, sources_html


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of a conversation and its answer so far; `note` is what went wrong, `growing` that more will come."""

    question: str
    answer: Answer | None = None
    note: str = ""
    growing: bool = False


Conversation = tuple[Exchange, ...]


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """Return a conversation as `gr.Chatbot` takes it, as HTML made here."""
    shown = []
    for turn, exchange in enumerate(conversation, start=1):
        answer = exchange.answer
        said = answer_html(answer, turn, growing=exchange.growing) if answer else ""
        if exchange.growing and not said:
            said = '<p class="aside">Reading the articles …</p>'
        elif answer and not exchange.growing:
            maker = "no model, quotes only" if answer.model == "quotes" else escape(answer.model)
            said += f'<p class="aside">{maker} · {answer.timings.total_s:.1f} s</p>'
        said += f'<p class="note">{escape(exchange.note)}</p>' if exchange.note else ""
        shown.append({"role": "user", "content": f"<p>{escape(exchange.question)}</p>"})
        shown.append({"role": "assistant", "content": said})
    return shown


def panel_html(conversation: Conversation) -> str:
    """Return the sources of a conversation, the latest answer's first and open."""
    records = ""
    for turn, exchange in enumerate(conversation, start=1):
        answer = exchange.answer
        if answer and exchange.growing:
            answer = replace(answer, sentences=answer.sentences[:-1])  # the last one can't be judged yet
        if answer and (record := sources_html(answer, turn)):
            summary = f"<summary>{escape(exchange.question)}</summary>"
            records = f"<details open>{summary}{record}</details>{records.replace('<details open>', '<details>', 1)}"
    return records or '<p class="aside">The passages behind an answer appear here, with the quoted words marked.</p>'
