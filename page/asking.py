"""What happens when a question is asked: what is shown at each step, what is kept, and who may be asked."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import aclosing, suppress
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any, cast

import gradio as gr

from index import InputError, Library, OnRecordError
from index.errors import check_query
from page.consent import consent
from page.conversations import CUT_OFF, CUT_SHORT, GONE, Conversations, Exchange
from page.filters import Filters, read_filters
from page.first import HOW_TO_ADD
from page.following import Following
from page.loading import CRASHED, STILL_LOADING, Loading
from page.models import Models
from page.sentence import as_sentence
from page.turns import shown
from rag import Answer
from rag.chatbot import STILL_READING
from rag.llm.name import read_name

STOPPED = "Stopped."
BACK = "Begin a new one, or, if it was removed not long ago, bring it back where the conversations are listed."
NONE_YET = "There are no articles to search yet."
ONE_AT_A_TIME = "An answer is still being written in this conversation; wait for it, or stop it."
UNSEEN_S = 10.0  # that an answer goes on while nobody sees it: as long as a page may take to be loaded anew
BEHIND_S = 90.0  # between two looks of a page that was: one that lies behind others has its timers once a minute
UNSEEN_LOOK_S = 1.0

_log = logging.getLogger("onrecord")


class Asking:
    """Asks chatbots on behalf of the page, one question at a time in each conversation."""

    def __init__(
        self,
        library: Library,
        loading: Loading,
        models: Models,
        conversations: Conversations,
        person_of: Callable[[gr.Request], str],
        adds: bool = True,
    ) -> None:
        """`adds` tells whether people may add articles."""
        self._none_yet = f"{NONE_YET} {HOW_TO_ADD}" if adds else NONE_YET
        self._library = library
        self._person_of = person_of
        self._models = models
        self._conversations = conversations
        self._loading = loading
        self._followed: dict[str, Following] = {}  # by conversation
        self._growing: dict[str, Exchange] = {}  # by conversation, as far as it is shown
        self._seen: dict[str, float] = {}  # by conversation in which one grows that was left: until when it goes on
        self._tasks: set[asyncio.Task[None]] = set()  # the loop itself holds none of them
        self._replies = count(1)
        self._names: dict[str, str] = {}  # of models, with their keys, by the names without

    async def converse(
        self,
        question: str | None,
        conversation: str | None,
        allowed: frozenset[str],
        model: str | None,
        since: str | None,
        until: str | None,
        source: str | None,
        during: str | None,
        strict: bool,
        request: gr.Request,
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Yield the model that waits to be allowed, its row and field, and what is shown.

        A model elsewhere that is not `allowed` yet gets nothing.
        """
        if not question or not question.strip():
            yield (gr.skip(),) * 4
            return
        given = {"since": since, "until": until, "source": source, "during": during}
        filters = cast(Filters, {name: value.strip() for name, value in given.items() if value and value.strip()})
        asked = Exchange(1, question, filters, model=model or "", strict=strict)
        async with aclosing(self._asked(self._person_of(request), conversation or "", asked, allowed)) as told:
            async for *others, reply in told:
                yield *others, self._numbered(reply)

    async def again(
        self, number: str | None, conversation: str | None, allowed: frozenset[str], request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Ask what a turn asked, as it was asked then: by its model, within its filters, after the turns before it.

        Yields what `converse` does.
        """
        if not number:
            yield (gr.skip(),) * 4
            return
        person, conversation = self._person_of(request), conversation or ""
        try:
            turns = self._conversations.turns(person, conversation)
            turn = next((one for one in turns if str(one.number) == number), None)
            if turn is None:
                raise InputError(GONE)
        except OnRecordError as error:
            yield None, *consent(None), self._numbered({"error": as_sentence(str(error))})
            return
        model = self._names.get(turn.model, turn.model)
        asked = Exchange(1, turn.question, turn.filters, model=model, strict=turn.strict)
        async with aclosing(self._asked(person, conversation, asked, allowed, before=turn.number)) as told:
            async for *others, reply in told:
                yield *others, self._numbered(reply)

    def _numbered(self, reply: dict[str, Any]) -> dict[str, Any]:
        """Return a reply as one of its own: Gradio does not tell the script of a value that is like the last."""
        return {**reply, "reply": next(self._replies)}

    async def _asked(
        self, person: str, conversation: str, asked: Exchange, allowed: frozenset[str], before: int | None = None
    ) -> AsyncGenerator[tuple[Any, ...]]:
        """Yield what is shown of a question that was not asked yet, and of its answer.

        It follows the turns of its conversation, or those `before` a number.
        """
        question = asked.question
        try:
            earlier = self._conversations.turns(person, conversation) if conversation else []
        except OnRecordError as error:  # below which of its turns it stands, nobody can tell
            line = f"{error} {BACK}" if isinstance(error, InputError) else as_sentence(str(error))
            yield None, *consent(None), {"error": line}
            return
        refused = replace(asked, number=len(earlier) + 1, filters=Filters())
        try:
            check_query(question)
            if not self._library.has_indexed_articles() and not str(self._library.backlog()):
                raise InputError(self._none_yet)
            read = read_filters(self._library, asked.filters)
            read.check()
            name = self._models.chosen(asked.model)
            if pending := self._models.pending(name, allowed):
                waits = replace(refused, filters=read.filters, note=pending.note)
                yield pending, *consent(pending), shown(conversation, waits, kept=False)
                return
            if conversation in self._followed:
                raise InputError(ONE_AT_A_TIME)
            how = (read.filters, self._kept(name), asked.strict, before)
            conversation, turn = self._conversations.begin(person, conversation, question, *how)
        except OnRecordError as error:
            said = replace(refused, note=as_sentence(str(error)))
            yield None, *consent(None), shown(conversation, said, kept=False)
            return
        typed: tuple[Any, ...] = (None, *consent(None))
        history = [one.answer for one in earlier if one.answer and (before is None or one.number < before)]
        async with aclosing(self._answered(person, conversation, turn, history, name)) as answered:
            async for grown in answered:
                yield *typed, shown(conversation, grown)
                typed = (gr.skip(),) * 3

    def _kept(self, name: str | None) -> str:
        """Return a model's name as it is kept, without its key, and know it by that until the page ends."""
        kept = read_name(name).shown if name else self._models.started
        self._names[kept] = name or kept
        return kept

    async def _answered(
        self, person: str, conversation: str, turn: Exchange, history: list[Answer], model: str | None
    ) -> AsyncGenerator[Exchange]:
        """Yield a turn as its answer grows; when whoever asked has gone, it goes on as long as somebody sees it."""
        asked = partial(self._loading.stream, model, turn.question, history, strict=turn.strict, **turn.filters)
        following = self._followed[conversation] = Following(asked, person)
        told = asyncio.Queue[Exchange]()
        answering = self._run(self._answer(conversation, turn, following, told.put_nowait))
        grown = turn
        try:
            yield grown
            while grown.growing:
                grown = await told.get()
                while not told.empty():
                    grown = told.get_nowait()
                yield grown
        finally:
            if not answering.done() and not answering.cancelling():
                self._seen[conversation] = time.monotonic() + UNSEEN_S
                self._run(self._end_unseen(conversation, answering))

    def _run(self, act: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(act)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _answer(
        self, conversation: str, turn: Exchange, following: Following, tell: Callable[[Exchange], None]
    ) -> None:
        """Follow an answer to its end, tell how far it is, and keep what has become of it, whatever happens."""
        ended = replace(turn, growing=False, note=CUT_OFF)
        try:
            async for answer in following.answers():
                ended = replace(ended, answer=answer, note=CUT_SHORT)
                self._growing[conversation] = replace(turn, answer=answer)
                tell(self._growing[conversation])
            note = STOPPED if following.is_stopped else ""
            ended = replace(ended, note=note, is_whole=not following.is_stopped)
        except OnRecordError as error:
            ended = replace(ended, note=as_sentence(str(error)))
        except Exception:
            _log.exception(CRASHED)
            ended = replace(ended, note=CRASHED)
        finally:  # also when nobody is there any more to see it
            if ended.answer:  # what it waited for is over
                notes = tuple(note for note in ended.answer.notes if note not in (STILL_LOADING, STILL_READING))
                ended = replace(ended, answer=replace(ended.answer, notes=notes))
            self._followed.pop(conversation, None)
            try:
                self._conversations.end(conversation, ended)
            except OnRecordError as error:
                ended = replace(ended, note=f"{ended.note} {as_sentence(str(error))}".strip())
            self._growing.pop(conversation, None)
            tell(ended)

    async def _end_unseen(self, conversation: str, answering: "asyncio.Task[None]") -> None:
        """End an answer, and with it the model's work, once nobody has asked for it for a while."""
        while not answering.done() and time.monotonic() < self._seen.get(conversation, 0.0):
            await asyncio.wait([answering], timeout=UNSEEN_LOOK_S)
        answering.cancel()
        self._seen.pop(conversation, None)  # two in a row may have been left

    def growing(self, conversation: str) -> Exchange | None:
        """Return the turn that grows in a conversation, as far as it is; what is kept of it has no answer yet."""
        if conversation in self._seen:
            self._seen[conversation] = time.monotonic() + BEHIND_S
        return self._growing.get(conversation)

    def grows_for(self, person: str) -> bool:
        """Tell whether an answer grows for a person, who sees to it wherever they are in the page."""
        followed = list(self._followed.items())
        return bool([self.growing(one) for one, following in followed if following.person == person])

    def stop(self, conversation: str | None, request: gr.Request) -> None:
        """Stop what is being answered in a conversation; its words so far stay."""
        following = self._followed.get(conversation or "")
        if following and conversation:
            with suppress(OnRecordError):  # another person's, say
                self._conversations.turns(self._person_of(request), conversation)
                following.stop()
