"""An ASGI application that uvicorn serves, in a thread of this process."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index import InputError
from rag.serving.place import Place

if TYPE_CHECKING:
    import uvicorn

LARGEST_HEADER = 16_384  # bytes
HEADER_S = 30.0  # in which a request's header has come whole
STARTS_IN_S = 30.0


@dataclass(frozen=True, slots=True)
class Running:
    """An application while it is served."""

    _server: "uvicorn.Server"
    _loop: asyncio.AbstractEventLoop
    _thread: threading.Thread

    def soon(self, call: Callable[[], object]) -> None:
        """Have something called in the loop that serves, unless that has ended."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)

    def close(self) -> None:
        """Stop serving: take no more, let what runs end within its time, and free the port."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is no error
        self._server.should_exit = True
        self._thread.join()


def run(application: Any, place: Place, sockets: list[socket.socket], *, ends_in_s: int) -> Running:
    """Serve an application at a place; after `ends_in_s` what still streams is cut off. Raises `InputError`."""
    import uvicorn

    settings = uvicorn.Config(
        application,
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,  # it would hold tokens and questions
        server_header=False,
        proxy_headers=False,
        ws="none",
        http=_hurried(),  # with h11, which bounds what it reads of headers
        h11_max_incomplete_event_size=LARGEST_HEADER,
        timeout_graceful_shutdown=ends_in_s,
    )
    server = uvicorn.Server(settings)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=_run, args=[loop, _to_the_end(server, sockets)], daemon=True)
    thread.start()
    latest = time.monotonic() + STARTS_IN_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > latest:
            for one in sockets:
                one.close()
            raise InputError(f"it can't be served at {place.url}; the log says why")
        time.sleep(0.01)
    return Running(server, loop, thread)


def _hurried() -> "type[asyncio.Protocol]":
    """Return a protocol that hangs up on who sends no header in time, which uvicorn would wait for without end."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Hurried(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._late = self.loop.call_later(HEADER_S, self._hang_up)

        def on_response_complete(self) -> None:
            self._late.cancel()
            self._late = self.loop.call_later(HEADER_S, self._hang_up)
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._late.cancel()
            super().connection_lost(exc)

        def _hang_up(self) -> None:
            if self.cycle is None or self.cycle.response_complete:  # no request has begun since
                self.transport.abort()

    return Hurried


async def _to_the_end(server: "uvicorn.Server", sockets: list[socket.socket]) -> None:
    """Serve; then close each connection that is left, so that no browser waits at one for a server that has gone.

    uvicorn leaves open what comes while it ends, as a browser's spare connections do.
    """
    await server.serve(sockets)
    for connection in list(server.server_state.connections):
        connection.transport.abort()
    await asyncio.sleep(0)  # which is when they are closed


def _run(loop: asyncio.AbstractEventLoop, serving: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(serving)
