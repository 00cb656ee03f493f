"""Gradio's server behind the guard, in a thread of this process.

Gradio's own `launch` would ask the page's address for proof that it runs, over whatever proxy the environment names,
and let no guard stand before it.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from page.adding import Adding
from page.entry import Entry
from page.events import is_said
from page.guard import Guard, ReceiveFile
from page.passwords import Passwords
from rag.serving import Place, Running, bind, run

ENDS_WARMING_IN_S = 20.0
ENDS_IN_S = 1  # then what still streams is cut off
LOOKS_EVERY_S = 0.02  # Gradio's queue, for something to do; 1,000 times a second of itself, though nobody is there


@dataclass(frozen=True, slots=True)
class Served:
    """The page while it is open."""

    place: Place
    entry: Entry
    _page: gr.Blocks
    _running: Running
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
        self._running.soon(partial(self._page.close, verbose=False))  # ends what streams, and wakes who waits for it
        self._running.close()
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
    guard = Guard(gradio, place, entry, partial(is_said, page), receive_file)
    return Served(place, entry, page, run(guard, place, sockets, ends_in_s=ENDS_IN_S))


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
