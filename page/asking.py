"""What happens when a question is asked: what is shown at each step, and who may be asked."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gradio as gr

from index import OnRecordError
from page.conversation import Conversation, Exchange, messages, panel_html
from page.models import Models, Pending
from rag import Chatbot


class Asking:
    """Asks a chatbot on behalf of the page; keeps nothing of a conversation."""

    def __init__(self, chatbot: Chatbot, models: Models) -> None:
        self._models = models
        self._using = lru_cache(maxsize=8)(chatbot.using)

    def show(self, conversation: Conversation, busy: bool = False) -> tuple[Any, ...]:
        """Return a conversation, its record, itself, and the buttons to ask and to stop."""
        buttons = gr.update(visible=not busy), gr.update(visible=busy)
        return messages(conversation), panel_html(conversation), conversation, *buttons

    def end(self, conversation: Conversation, note: str) -> tuple[Any, ...]:
        """Return a conversation in which nothing more will come; `note` says why."""
        ended = (replace(one, growing=False, note=note) if one.growing else one for one in conversation)
        return self.show(tuple(ended))

    def converse(
        self,
        question: str | None,
        earlier: Conversation,
        allowed: frozenset[str],
        model: str | None,
        since: str | None,
        until: str | None,
        during: str | None,
        strict: bool,
    ) -> Iterator[Any]:
        """Yield the question's field, the model that waits to be allowed, its row and field, and what `show` returns.

        A model elsewhere that is not `allowed` yet gets nothing.
        """
        if not question or not question.strip() or any(one.growing for one in earlier):
            yield gr.skip()
            return
        exchange = Exchange(question, growing=True)
        as_it_is = (gr.skip(),) * 4
        yield "", None, *consent(None), *self.show((*earlier, exchange), busy=True)
        try:
            name = self._models.chosen(model)
            if pending := self._models.pending(name, allowed):
                exchange = replace(exchange, note=pending.note, growing=False)
                yield question, pending, *consent(pending), *self.show((*earlier, exchange))
                return
            history = [one.answer for one in earlier if one.answer]
            dates = {"since": since or None, "until": until or None, "during": during or None}
            for answer in self._using(name, strict=strict).stream(question, history, **dates):
                exchange = replace(exchange, answer=answer)
                yield *as_it_is, *self.show((*earlier, exchange), busy=True)
        except OnRecordError as error:
            exchange = replace(exchange, note=str(error))
        yield *as_it_is, *self.show((*earlier, replace(exchange, growing=False)))


def consent(pending: Pending | None, wrong: bool = False) -> tuple[Any, Any]:
    """Return what to show of the row in which a host is allowed: the row, and the field for its name."""
    if pending is None:
        return gr.update(visible=False), ""
    told = "Nothing was allowed; type" if wrong else "Type"
    return gr.update(visible=True), gr.update(value="", placeholder=f"{told} {pending.host} to allow it")
