"""The page over a real server, and requests to it that no library tidies up."""

import http.client
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app import Served, launch
from rag import Chatbot
from tests.conftest import free_port

QUESTION = "Who built the Bushehr plant?"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def line(self) -> str:
        return self.body.decode()

    @property
    def cookie(self) -> str:
        return self.headers.get("set-cookie", "").partition(";")[0]


def ask_for(
    served: Served,
    path: str,
    method: str = "GET",
    *,
    body: Any = None,
    connect: str = "127.0.0.1",
    **headers: str,
) -> Reply:
    """Send a request as it stands; `host` and the like are headers, underscores in them dashes."""
    connection = http.client.HTTPConnection(connect, served.place.port, timeout=120)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = {"host": urlsplit(served.local_url).netloc} | {name.replace("_", "-"): headers[name] for name in headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        if data:
            sent |= {"content-length": str(len(data)), "content-type": sent.get("content-type", "application/json")}
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders(data)
        reply = connection.getresponse()
        try:
            told = reply.read()
        except http.client.IncompleteRead as cut:  # as Gradio ends a stream that it does not know
            told = cut.partial
        return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, told)
    finally:
        connection.close()


def come_in(served: Served) -> str:
    """Return the cookie that the token is exchanged for."""
    cookie = ask_for(served, f"/?token={served.entry.token}").cookie
    assert cookie
    return cookie


@contextmanager
def open_page(chatbot: Chatbot, **options: Any) -> Iterator[Served]:
    served = launch(chatbot, port=free_port(), wait=False, **options)
    try:
        yield served
    finally:
        served.close()


def temporary_files() -> set[Path]:
    folders = Path(os.environ["GRADIO_TEMP_DIR"]), Path(tempfile.gettempdir(), "gradio")
    return {file for folder in folders for file in folder.rglob("*")}


def say(served: Served, cookie: str, data: list[Any], inputs: int, talk: str = "abc") -> str:
    """Call what takes so many inputs, as a forged request would, and return all that comes back."""
    page = ask_for(served, "/", cookie=cookie).line
    config = json.loads(re.search(r"window.gradio_config = (.*?);</script>", page)[1])  # type: ignore[index]
    number = next(one["id"] for one in config["dependencies"] if len(one["inputs"]) == inputs)
    body = {"data": data, "fn_index": number, "session_hash": talk, "trigger_id": None}
    joined = ask_for(served, "/gradio_api/queue/join", "POST", body=body, cookie=cookie)
    assert joined.status == 200, joined.line
    return ask_for(served, f"/gradio_api/queue/data?session_hash={talk}", cookie=cookie).line


def ask(
    served: Served,
    cookie: str,
    model: str | None,
    *,
    question: str = QUESTION,
    conversation: str = "",
    allowed: Any = None,
    talk: str = "abc",
) -> str:
    """Ask as the page does, and return all that comes back."""
    return say(served, cookie, [question, conversation, allowed, model, "", "", "", "", False], 9, talk)
