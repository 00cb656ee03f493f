"""What the page's script looks up and changes, each by a call of its own: conversations, articles, the library."""

import re
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import gradio as gr

from index import InputError
from page.actions import file_name
from page.article import opened_html
from page.calls import NOT_SAID, Call, told_by
from page.conversations import GONE, Conversations, Exchange
from page.days import moment_in_words
from page.first import OFFERED, first_html
from page.turns import shown, with_notes
from rag import Answer, Chatbot
from rag.show import EXPORTS

MOST_LISTED = 500  # conversations, of which the rest is found by searching


class Looking:
    """The calls of the script. Each takes a few words; what is wrong is told as `error`."""

    def __init__(
        self,
        chatbot: Chatbot,
        conversations: Conversations,
        growing: Callable[[str], Exchange | None],
        grows_for: Callable[[str], bool],
        person_of: Callable[[gr.Request], str],
        *,
        adds: bool,
    ) -> None:
        """`growing` tells of the turn that grows in a conversation; `adds` whether people may add articles.

        `grows_for` tells whether any grows for a person.
        """
        self._growing = growing
        self._grows_for = grows_for
        self._library = chatbot.library
        self._conversations = conversations
        self._person_of = person_of
        self._adds = adds

    @property
    def calls(self) -> list[Call]:
        """The functions to be called, by their names."""
        named = (self.opened, self.later, self.listed, self.renamed, self.removed, self.restored)
        shown = (self.elsewhere, self.place, self.first, self.exported)
        return [told_by(call, self._person_of) for call in (*named, *shown)]

    def opened(self, person: str, conversation: str) -> dict[str, Any]:
        """Open a conversation."""
        return {"turns": self._shown(conversation, self._conversations.turns(person, conversation))}

    def later(self, person: str, conversation: str, after: str) -> dict[str, Any]:
        """Tell of the turns of a conversation after the one with a number: those that another tab asked."""
        if not re.fullmatch("[0-9]{1,9}", after):
            raise InputError(NOT_SAID)
        return {"turns": self._shown(conversation, self._conversations.turns(person, conversation, int(after)))}

    def elsewhere(self, person: str) -> dict[str, Any]:
        """Tell whether an answer grows, in whatever conversation."""
        return {"growing": self._grows_for(person)}

    def _shown(self, conversation: str, turns: list[Exchange]) -> list[dict[str, Any]]:
        """Return turns as they are shown, the one that grows as far as it is."""
        growing = self._growing(conversation)
        as_far = [growing if growing and turn.growing and growing.number == turn.number else turn for turn in turns]
        return [shown(conversation, turn, kept=not turn.is_elsewhere) for turn in as_far]

    def listed(self, person: str, containing: str) -> dict[str, Any]:
        """List conversations that contain some words, and those of them that were removed not long ago."""
        listed = self._conversations.listed(person, containing, MOST_LISTED)
        removed = self._conversations.listed(person, containing, MOST_LISTED, removed=True)
        told = [asdict(one) | {"when": moment_in_words(one.changed, time.time())} for one in listed]
        return {"listed": told, "removed": [asdict(one) for one in removed]}

    def renamed(self, person: str, conversation: str, title: str) -> dict[str, Any]:
        """Give a conversation another title."""
        self._conversations.rename(person, conversation, title)
        return {}

    def removed(self, person: str, conversation: str) -> dict[str, Any]:
        """Remove a conversation."""
        self._conversations.remove(person, conversation)
        return {}

    def restored(self, person: str, conversation: str) -> dict[str, Any]:
        """Bring a removed conversation back."""
        self._conversations.remove(person, conversation, back=True)
        return {}

    def place(self, person: str, conversation: str, number: str, cited: str) -> dict[str, Any]:
        """Show the article that a citation of an answer stands in, with all that the answer quotes from it."""
        answers, growing = self._answers(person, conversation, number), self._growing(conversation)
        if growing and growing.answer and str(growing.number) == number:
            answers = [growing.answer]
        citations = [one for answer in answers for one in answer.citations]
        quote = next((one.quote for one in citations if str(one.number) == cited), None)
        if quote is None:
            raise InputError(GONE)
        return {"html": opened_html(self._library, quote.article, citations)}

    def first(self, person: str) -> dict[str, Any]:
        """Say what is in the library, before anything is asked."""
        dated = sum(one.articles for one in self._library.months())
        latest = self._library.headlines(most=OFFERED)
        return {"html": first_html(self._library.sources(), dated, latest, self._adds)}

    def exported(self, person: str, conversation: str, number: str, form: str) -> dict[str, Any]:
        """Write an answer, or with an empty number all of a conversation, in a format."""
        answers = self._answers(person, conversation, number)
        file = EXPORTS[form](answers)
        told = {"text": file} if isinstance(file, str) else {"bytes": b64encode(file).decode()}
        return told | {"name": file_name(answers, form)}

    def _answers(self, person: str, conversation: str, number: str) -> list[Answer]:
        turns = self._conversations.turns(person, conversation)
        return [with_notes(one) for one in turns if one.answer and number in ("", str(one.number))]
