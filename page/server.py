"""Gradio's server behind the guard, in a thread of this process.

Gradio's own `launch` would ask the page's address for proof that it runs, over whatever proxy the environment names,
and let no guard stand before it.
"""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from index import InputError
from page.adding import Adding
from page.entry import Entry
from page.events import is_said
from page.guard import Guard, ReceiveFile
from page.passwords import Passwords
from page.place import Place, bind

LARGEST_HEADER = 16_384  # bytes
STARTS_IN_S = 30.0
ENDS_WARMING_IN_S = 20.0
ENDS_IN_S = 1  # then what still streams is cut off
LOOKS_EVERY_S = 0.02  # Gradio's queue, for something to do; 1,000 times a second of itself, though nobody is there


@dataclass(frozen=True, slots=True)
class Served:
    """The page while it is open."""

    place: Place
    entry: Entry
    _page: gr.Blocks
    _server: uvicorn.Server
    _loop: asyncio.AbstractEventLoop
    _thread: threading.Thread
    warming: threading.Timer | None = None  # what loads models, soon
    adding: Adding | None = None  # what articles are added with

    @property
    def local_url(self) -> str:
        """Where it is, for who has a session or a password."""
        return self.place.url

    @property
    def url(self) -> str:
        """Where to open it: with the token, unless it asks for passwords."""
        return self.place.url if self.entry.passwords else f"{self.place.url}?token={self.entry.token}"

    @property
    def once_url(self) -> str:
        """Where to open it once, for whom others may look over the shoulder."""
        return self.place.url if self.entry.passwords else f"{self.place.url}?ticket={self.entry.ticket}"

    def close(self) -> None:
        """Stop serving, and free the port."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is no error
        with suppress(RuntimeError):  # the loop has ended already
            # Ends what streams; in the loop, where those wait whom it wakes.
            self._loop.call_soon_threadsafe(partial(self._page.close, verbose=False))
        self._server.should_exit = True
        self._thread.join()
        if self.adding:
            self.adding.close()
        if self.warming:
            self.warming.cancel()
            self.warming.join(ENDS_WARMING_IN_S)  # native threads of it would not survive the end of Python


def serve(
    build: Callable[[], gr.Blocks],
    *,
    host: str,
    port: int | None = None,
    passwords: Passwords | None = None,
    receive_file: ReceiveFile | None = None,
    **looks: Any,
) -> Served:
    """Serve a page; `looks` are Gradio's theme, css and head. Raises `InputError` when the address can't be used."""

    async def built() -> tuple[gr.Blocks, FastAPI]:
        page = build()
        return page, gradio_server(page, **looks)

    with ThreadPoolExecutor(1) as apart:  # where no event loop runs, Gradio opens some and leaves them so
        page, gradio = apart.submit(asyncio.run, built()).result()
    place, sockets = bind(host, port)
    entry = Entry(place.port, passwords)
    settings = uvicorn.Config(
        Guard(gradio, place, entry, partial(is_said, page), receive_file),
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,  # it would hold the token
        server_header=False,
        proxy_headers=False,
        ws="none",
        http="h11",  # which bounds what it reads of headers
        h11_max_incomplete_event_size=LARGEST_HEADER,
        timeout_graceful_shutdown=ENDS_IN_S,
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
            raise InputError(f"the page can't be served at {place.url}; the log says why")
        time.sleep(0.01)
    return Served(place, entry, page, server, loop, thread)


async def _to_the_end(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
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


def gradio_server(page: gr.Blocks, **looks: Any) -> FastAPI:
    """Return Gradio's server for a page, with all of its routes; whatever the environment says, it shares nothing."""
    outer = FastAPI(openapi_url=None)
    private: dict[str, Any] = {
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "ssr_mode": False,
        "pwa": False,
        "footer_links": [],
        "max_file_size": 0,
        "root_path": "",
    }
    gr.mount_gradio_app(outer, page, "/", show_error=False, **private, **looks)
    (mounted,) = (route.app for route in outer.routes if isinstance(route, Mount))
    vars(page).update(app=mounted, server=None)  # for `page.close`, which looks for them
    vars(vars(page)["_queue"]).update(sleep_when_free=LOOKS_EVERY_S, progress_update_sleep_when_free=LOOKS_EVERY_S)
    return outer
