"""The page in the browser: what is written and said, as it is seen.

Whatever an article, a model or a user wrote is data: it is escaped (see `page.turns` and `rag.show.html`), and
Gradio is told to interpret no Markdown and no LaTeX. The page loads nothing from the network, answers only to who
started it (see `page.guard`), and asks the chatbot nothing before the user asks.
"""

import io
import sys
import threading
import webbrowser
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from index import InputError
from index.address import is_loopback
from index.plain_text import plain
from page.access import check_access
from page.adding import Adding
from rag import Chatbot

try:
    from page.building import build_app, looks
    from page.server import Served, serve
except ValueError as error:  # Gradio opens connections when it is imported, over whatever proxy the environment names
    raise InputError(
        f"the page can't be opened ({error}); name a proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY like http://host:port"
    ) from error

__all__ = ["Served", "build_app", "launch"]

WARMS_AFTER_S = 1.0  # models that load while the browser draws the page take a third of its time; who asks doesn't wait


def launch(
    chatbot: Chatbot,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    wait: bool = True,
    auth: Path | None = None,
    insecure: bool = False,
) -> Served:
    """Serve the page, with `wait` until Ctrl-C, and load the chatbot's models behind it.

    Other machines than this one can reach it at another `host` than a loopback one, so such a host needs `auth`, a file
    of passwords (see `page.passwords`), or `insecure`. Raises `InputError` when the address can't be used.
    """
    passwords = check_access(host, auth=auth, insecure=insecure)
    far = not is_loopback(host)
    signed_in = passwords is not None  # so nobody came by the token, which alone shows who started the page
    adding = None if far or signed_in else Adding(chatbot.library)
    build = partial(build_app, chatbot, shared=far or signed_in, signed_in=signed_in, adding=adding)
    receive_file = adding.uploads.receive if adding else None
    served = serve(build, host=host, port=port, passwords=passwords, receive_file=receive_file, **looks())
    warming = threading.Timer(WARMS_AFTER_S, _warm_up, args=[chatbot])
    warming.daemon = True
    warming.start()
    served = replace(served, warming=warming, adding=adding)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=[served.once_url], daemon=True).start()
    if wait:
        with redirect_stdout(_Plain(sys.stdout)), redirect_stderr(_Plain(sys.stderr)):
            if far:
                sys.stderr.write("Other machines can reach this page, and it is not encrypted on the way to them.\n")
            sys.stderr.write(f"OnRecord is open at {served.url} (end it with Ctrl-C)\n")
            with suppress(KeyboardInterrupt):
                threading.Event().wait()
            served.close()
    return served


class _Plain(io.TextIOBase):
    """The terminal, in which nothing that people at the page wrote steers anything: a traceback may hold it."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        self._terminal.write(plain(text))
        return len(text)

    def flush(self) -> None:
        self._terminal.flush()


def _warm_up(chatbot: Chatbot) -> None:
    with suppress(Exception):  # whatever it is, the first question meets the same error, and shows it
        chatbot.warm_up()
