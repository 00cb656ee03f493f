"""A turn of a conversation as HTML: the question and what was said, and the record behind it.

Whatever an article, a model or a user wrote is data, and is escaped here or in `rag.show.html`.
"""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from index import Backlog
from page.actions import AGAIN_ALONE, actions_html
from page.conversations import CUT_OFF, OF_ANOTHER_VERSION, Exchange, Filters
from page.waiting import waiting_html
from rag import Answer
from rag.answer import QUOTES
from rag.show import answer_html, sources_html

FILTERS = {"since": "since", "until": "until", "source": "from", "during": "speaking of"}


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
    is_cut = not turn.growing and not turn.is_whole
    said = answer_html(answer, turn.number, growing=turn.growing, cut=is_cut) if answer else ""
    if turn.growing and not said:
        said = '<p class="aside">Reading the articles …</p>'
    elif answer and not turn.growing:
        took = f'<span class="aside">{_maker_html(answer)}{answer.timings.total_s:.1f} s</span>'
        said += f'<div class="made">{actions_html(answer, filtered=bool(turn.filters))}{took}</div>'
    words = _narrowed_by(turn)
    within = f'<p class="aside within">{escape(words)}</p>' if words else ""
    note = f'<p class="note">{escape(turn.note)}</p>' if turn.note else ""
    again = AGAIN_ALONE if turn.note in (CUT_OFF, OF_ANOTHER_VERSION) and not answer else ""
    return f"<h2>{escape(turn.question)}</h2>{within}{waiting}<div class='answer'>{said}</div>{note}{again}"


def _maker_html(answer: Answer) -> str:
    """Return who wrote an answer, if anybody did: a model by its own name; the whole one is seen where one points."""
    if answer.model == QUOTES:
        return "no model, quotes only · "
    if answer.status == "not_found" and not answer.prompt:  # silence, which no model was asked for
        return ""
    name = answer.model.rpartition("#")[2]
    name = Path(name).name if name.startswith("gguf:") else name
    return f'<span title="{escape(answer.model)}">{escape(name)}</span> · '


def record_html(turn: Exchange) -> str:
    """Return the passages behind an answer, with the quoted words marked, and how its sentences were judged."""
    answer = turn.answer
    if answer and not turn.is_whole:
        answer = replace(answer, sentences=answer.sentences[:-1])  # the last one can't be judged yet
    return sources_html(answer, turn.number) if answer else ""


def _narrowed_by(turn: Exchange) -> str:
    """Return what narrowed the search for an answer; a reply tells of the whole library, whatever the filters."""
    is_reply = turn.answer is not None and turn.answer.is_reply
    return within_words(turn.filters) if turn.filters and not is_reply else ""


def within_words(filters: Filters) -> str:
    """Return what narrows a search in words.

    >>> within_words({"since": "2025-06", "source": "Daily"})
    'In articles since 2025-06, from Daily:'
    """
    given = dict(filters)
    return f"In articles {', '.join(f'{word} {given[name]}' for name, word in FILTERS.items() if name in given)}:"


def with_notes(turn: Exchange) -> Answer:
    """Return the answer of a turn that has one, with what the page says beside it among its notes."""
    assert turn.answer is not None
    beside = (_narrowed_by(turn), *turn.answer.notes, turn.note)
    return replace(turn.answer, notes=tuple(filter(None, beside)))
