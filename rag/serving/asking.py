"""Questions asked for others: some at once, each in a thread of its own, so that no model holds up the server."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Unpack

from index.scope import ScopeOptions
from rag.answer import Answer, Answering, Turn


class AllBusy(Exception):
    """As many questions as may be are being answered."""


class Askers:
    """A chatbot that answers a number of questions at once, and turns others away."""

    def __init__(self, chatbot: Answering, most: int) -> None:
        self._chatbot = chatbot
        self._free = threading.BoundedSemaphore(most)

    def _take(self) -> None:
        if not self._free.acquire(blocking=False):
            raise AllBusy

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold one of the places for what takes as long as a question; raises `AllBusy`."""
        self._take()
        try:
            yield
        finally:
            self._free.release()

    async def answers(
        self, question: str, history: Sequence[Turn | Answer], **within: Unpack[ScopeOptions]
    ) -> AsyncGenerator[Answer]:
        """Yield the answer as it grows; raises `AllBusy`, and what the chatbot raises.

        Who reads slowly gets the newest of it. Closing the generator ends the asking at its next word.
        """
        self._take()
        growing = _Growing(self._free.release)
        growing.begin(self._chatbot.stream(question, history, **within))
        try:
            while (answer := await growing.newest()) is not None:
                yield answer
        finally:
            growing.is_left.set()


class _Growing:
    """An answer that a thread of its own has from the chatbot, told to the loop that serves."""

    def __init__(self, end: Callable[[], None]) -> None:
        """`end` is called once the thread is done with it."""
        self.is_left = threading.Event()  # nobody waits for it any more
        self._end = end
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._newest: Answer | None = None
        self._ended = False
        self._failure: BaseException | None = None

    def begin(self, answers: Generator[Answer]) -> None:
        """Read the answers."""
        threading.Thread(target=self._read, args=[answers], name="onrecord-question", daemon=True).start()

    async def newest(self) -> Answer | None:
        """Return the next answer, or a newer one, None at the end; raises what went wrong."""
        await self._changed.wait()
        self._changed.clear()
        answer, self._newest = self._newest, None
        if answer is not None:
            if self._ended:
                self._changed.set()
            return answer
        if self._failure is not None:
            raise self._failure
        return None

    def _read(self, answers: Generator[Answer]) -> None:
        failure: BaseException | None = None
        try:
            with closing(answers):
                for answer in answers:
                    if self.is_left.is_set():
                        break
                    self._tell(answer)
        except BaseException as error:  # it is raised where it is waited for
            failure = error
        self._end()
        self._tell(None, failure)

    def _tell(self, answer: Answer | None, failure: BaseException | None = None) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._take, answer, failure)

    def _take(self, answer: Answer | None, failure: BaseException | None) -> None:
        self._newest = answer or self._newest
        self._ended, self._failure = answer is None, failure
        self._changed.set()
