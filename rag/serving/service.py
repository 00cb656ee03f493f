"""A chatbot that answers others over HTTP, while it is open."""

import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from rag.chatbot import Chatbot
from rag.serving.place import Place, bind
from rag.serving.running import Running, run

PORT = 8700
AT_ONCE = 4  # questions, if not said
ENDS_IN_S = 10  # then what is still being answered is cut off
ENDS_WARMING_IN_S = 20.0


@dataclass(frozen=True, slots=True)
class Service:
    """The API while it is served."""

    place: Place
    _running: Running
    _warming: threading.Thread

    @property
    def url(self) -> str:
        """Where it is, as `--library` takes it."""
        return self.place.url.rstrip("/")

    def close(self) -> None:
        """Take no more, let what is being answered end, and free the port."""
        self._running.close()
        self._warming.join(ENDS_WARMING_IN_S)  # native threads of it would not survive the end of Python


def serve(
    chatbot: Chatbot,
    *,
    token: str | None,
    host: str = "127.0.0.1",
    port: int = PORT,
    names: Collection[str] = (),
    at_once: int = AT_ONCE,
) -> Service:
    """Serve a chatbot to who has the token, to anyone where that is None; its models load behind it.

    `names` are others that it may be called by, with their port if it is not the usual one. Raises `InputError` for an
    address that can't be used.
    """
    from rag.serving.api import build_api
    from rag.serving.gate import ApiGate

    place, sockets = bind(host, port)
    gate = ApiGate(build_api(chatbot, at_once=at_once), place, token, names)
    running = run(gate, place, sockets, ends_in_s=ENDS_IN_S)
    warming = threading.Thread(target=_warm_up, args=[chatbot], daemon=True)
    warming.start()
    return Service(place, running, warming)


def _warm_up(chatbot: Chatbot) -> None:
    with suppress(Exception):  # whatever it is, the first question meets the same error, and is told it
        chatbot.warm_up()
