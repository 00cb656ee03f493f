"""A turn of a conversation as HTML: the question and what was said, and the record behind it.

Whatever an article, a model or a user wrote is data, and is escaped here or in `rag.show.html`.
"""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from index import Backlog
from page.actions import AGAIN_ALONE, actions_html
from page.conversations import CUT_OFF, OF_ANOTHER_VERSION, Exchange
from page.filters import filters_words
from page.waiting import waiting_html
from rag import Answer
from rag.answer import QUOTES
from rag.show import answer_html, sources_html


def shown(conversation: str, turn: Exchange, *, kept: bool = True) -> dict[str, Any]:
    """Return what the page's script puts in the place of a turn, or adds to the others; refused ones are not kept."""
    return {
        "conversation": conversation,
        "number": turn.number,
        "said": said_html(turn),
        "record": record_html(turn),
        "growing": turn.growing,
        "kept": kept,
    }


def said_html(turn: Exchange) -> str:
    """Return a question, the filters it was asked within, and its answer."""
    answer = turn.answer
    waiting = waiting_html(answer.notes) if answer else ""
    if answer:
        answer = replace(answer, notes=tuple(note for note in answer.notes if Backlog.told_in(note) is None))
    said = answer_html(answer, turn.number, growing=turn.growing) if answer else ""
    if turn.growing and not said:
        said = '<p class="aside">Reading the articles …</p>'
    elif answer and not turn.growing:
        said += f'<div class="made">{actions_html(answer, filtered=bool(turn.filters))}{_made_html(answer)}</div>'
    words = _narrowed_by(turn)
    within = f'<p class="aside within">{escape(words)}</p>' if words else ""
    note = f'<p class="note">{escape(turn.note)}</p>' if turn.note else ""
    again = AGAIN_ALONE if turn.note in (CUT_OFF, OF_ANOTHER_VERSION) and not answer else ""
    return f"<h2>{escape(turn.question)}</h2>{within}{waiting}<div class='answer'>{said}</div>{note}{again}"


def _made_html(answer: Answer) -> str:
    """Return who wrote an answer and how long it took: a model by its own name; the whole one is seen where one points.

    Nothing of silence and greetings that no model was asked for.
    """
    if answer.status == "not_found" and (answer.model == QUOTES or not answer.prompt):
        return ""
    name = answer.model.rpartition("#")[2]
    name = Path(name).name if name.startswith("gguf:") else name
    by = f'<span title="{escape(answer.model)}">{escape(name)}</span>'
    quotes = "quotes only" if answer.prompt else "no model, quotes only"
    return f'<span class="aside">{quotes if answer.model == QUOTES else by} · {answer.timings.total_s:.1f} s</span>'


def record_html(turn: Exchange) -> str:
    """Return the passages behind an answer, with the quoted words marked, and how its sentences were judged."""
    return sources_html(turn.answer, turn.number) if turn.answer else ""


def _narrowed_by(turn: Exchange) -> str:
    """Return what narrowed the search for an answer; a reply tells of the whole library, whatever the filters."""
    is_reply = turn.answer is not None and turn.answer.is_reply
    return f"In articles {filters_words(turn.filters)}:" if turn.filters and not is_reply else ""


def with_notes(turn: Exchange) -> Answer:
    """Return the answer of a turn that has one, with what the page says beside it among its notes."""
    assert turn.answer is not None
    beside = (_narrowed_by(turn), *turn.answer.notes, turn.note)
    return replace(turn.answer, notes=tuple(filter(None, beside)))
