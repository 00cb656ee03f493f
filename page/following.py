"""An answer followed as it grows, in a thread of its own, so that whoever follows it is never held by it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import closing, suppress

from rag import Answer


class Following:
    """One answer that grows. `stop` ends it at once for who follows, and the model as soon as that lets go."""

    def __init__(self, ask: Callable[[], Generator[Answer]], person: str = "") -> None:
        """`ask` is called in the thread, too, as a model may take a while to be loaded; the answer is a person's."""
        self.person = person
        self._ask = ask
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[Answer | BaseException | None] = asyncio.Queue()
        self._is_left = threading.Event()
        self.is_stopped = False

    def stop(self) -> None:
        """End it; from any thread."""
        self.is_stopped = True
        self._put(None)

    async def answers(self) -> AsyncIterator[Answer]:
        """Yield the answer, each time as far as it has grown since; raises what asking for it raises."""
        threading.Thread(target=self._read, name="onrecord-answer", daemon=True).start()
        answer: Answer | None = None
        try:
            while isinstance(piece := await self._pieces.get(), Answer) and not self.is_stopped:
                answer = piece
                if self._pieces.empty():  # else there is a later one already
                    yield answer
                    answer = None
            if answer and not self.is_stopped:
                yield answer
            if isinstance(piece, BaseException):
                raise piece
        finally:
            self._is_left.set()

    def _read(self) -> None:
        try:
            with closing(self._ask()) as stream:
                for answer in stream:
                    if self._is_left.is_set():
                        return
                    self._put(answer)
            self._put(None)
        except BaseException as error:
            self._put(error)

    def _put(self, piece: Answer | BaseException | None) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody follows any more
            self._loop.call_soon_threadsafe(self._pieces.put_nowait, piece)
