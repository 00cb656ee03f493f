"""Read from what may block for ever, without being held: in a thread of its own, up to a deadline.

Closing the generator returns at once. The thread ends as soon as what it waits for lets it; its connection is hung up,
so that waiting for a server ends there and then, and the server stops working for nobody.
"""

import socket
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import suppress
from contextvars import ContextVar, copy_context
from queue import Empty, Queue
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, TypeVar

from rag.llm.errors import SILENT, TimedOut

READ_AHEAD = 64  # pieces that wait for a slow reader

Piece = TypeVar("Piece")


class Deadline:
    """The time that one answer may take a model, in seconds, all that it is asked for it together."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = monotonic() + seconds
        self._was_silent = False

    @property
    def left(self) -> float:
        """The seconds that are left, 0 when it has passed."""
        return max(0.0, self._ends - monotonic())

    def end(self) -> None:
        """Let it pass now: who was silent once is not waited for again."""
        self._was_silent = self._was_silent or self.left > 0
        self._ends = monotonic()

    def passed(self) -> TimedOut:
        """Return the error that says so."""
        if self._was_silent:
            return TimedOut(SILENT)
        limit = f"{self._seconds:g} s"
        return TimedOut(f"no whole answer in time ({limit}); try again, use a smaller model, or raise model_deadline_s")


class Line:
    """The connection of one request: held by the thread that reads it, hung up by any other."""

    def __init__(self) -> None:
        self.closed = Event()
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self._response: Any = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of the socket when httpcore has opened it (its extension "trace")."""
        if not event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        stream = info["return_value"]
        with self._lock:
            self._socket = stream.get_extra_info("socket")
        if self.closed.is_set():
            stream.close()
            raise ConnectionAbortedError("nobody waits for this answer any more")

    def answered(self, response: Any) -> None:
        """Take note of the response, which is closed when the thread ends."""
        self._response = response

    def hang_up(self) -> None:
        """End the connection, whatever its thread waits for."""
        self.closed.set()
        with self._lock:
            if self._socket is not None:
                with suppress(OSError):  # closed already
                    # Not SSLSocket's own, which takes the cipher away from a thread that is reading.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the response; for its own thread."""
        if self._response is not None:
            self._response.close()
            self._response = None


current_line: ContextVar[Line | None] = ContextVar("current_line", default=None)


def in_background(
    read: Callable[[Line], Iterable[Piece]], deadline: Deadline, *, silence_s: Callable[[], float]
) -> Generator[Piece]:
    """Yield what is read, in a thread, within the deadline and without a silence longer than may be just then.

    What reading raises is raised here; `TimedOut` when it takes too long. No piece is None or an error.
    """
    if deadline.left <= 0:
        raise deadline.passed()
    line = Line()
    pieces: Queue[Piece | BaseException | None] = Queue(READ_AHEAD)
    Thread(target=copy_context().run, args=(_read, read, line, pieces), name="onrecord-model", daemon=True).start()
    try:
        while True:
            try:
                piece = pieces.get(timeout=min(deadline.left, silence_s()))
            except Empty:
                raise (TimedOut(SILENT) if deadline.left else deadline.passed()) from None
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            if deadline.left <= 0:
                raise deadline.passed()
            yield piece
    finally:
        line.hang_up()
        with suppress(Empty):
            while True:
                pieces.get_nowait()  # makes room: the thread may be waiting for it


def _read(read: Callable[[Line], Iterable[Piece]], line: Line, pieces: "Queue[Piece | BaseException | None]") -> None:
    current_line.set(line)
    end: BaseException | None = None
    try:
        for piece in read(line):
            if line.closed.is_set():
                break
            pieces.put(piece)
    except BaseException as error:  # also what a foreign model raises on purpose; it is raised where it is waited for
        end = error
    with suppress(Exception):  # what is hung up may fail to close
        line.close()
    if not line.closed.is_set():
        pieces.put(end)
