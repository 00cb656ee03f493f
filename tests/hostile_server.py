"""What a hostile or broken model's server does, as behaviours of `tests.openai_server.ModelServer`, and a proxy."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.openai_server import Behaviour, Handler, _chunk, says


def sends(raw: bytes | Iterable[bytes], pause_s: float = 0.0, **headers: str) -> Behaviour:
    """Answer 200 with these bytes, one after the other."""

    def behave(handler: Handler) -> None:
        handler.start(200, "text/event-stream", **headers)
        for piece in [raw] if isinstance(raw, bytes) else raw:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause_s)

    return behave


def sends_for_ever(piece: bytes, pause_s: float = 0.0) -> Behaviour:
    """Answer 200 with the same bytes until the client hangs up, and tell that by the server's `hung_up`."""

    def behave(handler: Handler) -> None:
        handler.start()
        try:
            for _ in range(10_000_000):
                handler.wfile.write(piece)
                time.sleep(pause_s)
        except OSError:
            handler.server.hung_up.set()

    return behave


def event(delta: dict[str, Any] | None, **more: Any) -> bytes:
    """Return an event of OpenAI's protocol, as bytes."""
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return b"data: " + json.dumps({"id": "1", "choices": [choice]} | more).encode() + b"\n\n"


def writes_raw(pieces: Iterable[bytes], pause_s: float = 0.0) -> Behaviour:
    """Write bytes in the place of a response, its status line included."""

    def behave(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause_s)

    return behave


def endless(piece: bytes) -> Iterable[bytes]:
    while True:
        yield piece


def sends_a_bomb(handler: Handler) -> None:
    """Answer 200 with a gigabyte of spaces, packed."""
    handler.start(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(b" " * 50_000_000) * 20)


def fails_hugely(handler: Handler) -> None:
    """Answer 400 with a body without end."""
    handler.start(400, "application/json")
    while True:
        handler.wfile.write(b"x" * 100_000)


def redirects(location: Callable[[], str], status: int = 307) -> Behaviour:
    """Point to another address."""

    def behave(handler: Handler) -> None:
        handler.start(status, Location=location(), Content_Length="0")

    return behave


def echoes_its_key(handler: Handler) -> None:
    """Fail with the key that was sent, in the error's message, which is cut off within it."""
    key = handler.headers.get("Authorization", "").removeprefix("Bearer ")
    body = json.dumps({"error": {"message": "x" * 150 + f" {key} " + "y" * 500}}).encode()
    handler.start(400, "application/json", X_Key=key, Content_Length=str(len(body)))
    handler.wfile.write(body)


def says_its_key(handler: Handler) -> None:
    """Answer with the key that was sent, in pieces of seven characters and with markup in it."""
    key = handler.headers.get("Authorization", "").removeprefix("Bearer ")
    marked = f"{key[:5]}[1.1]{key[5:]}"
    says(f"The Kremlin is unlikely to come to Iran's aid [1.1]. It has {key} and {marked} and **{key}**.")(handler)


def says_in_odd_events(text: str) -> Behaviour:
    """Say a text between all that a client need not understand."""
    odd = [
        b": a comment\n\n",
        b"event: ping\n\n",
        b"event: ping\ndata: {}\n\n",
        b"data:\n\n",
        b"data: {}\n\n",
        b"data: null\n\n",
        b"data: 7\n\n",
        b"id: 3\nretry: 1\n\n",
        b'data: {"choices": null}\n\n',
        b'data: {"choices": []}\n\n',
        b'data: {"choices": 7}\n\n',
        b'data: {"choices": [null]}\n\n',
        b'data: {"choices": [{"delta": null}]}\n\n',
        b'data: {"choices": [{"delta": {"content": 7, "role": "wizard", "tool_calls": 3}}]}\n\n',
        b'data: {"choices": [{"index": 1, "delta": {"content": "Another."}}]}\n\n',
        b'data: {"choices": [], "usage": {"prompt_tokens": -3, "completion_tokens": "many"}}\n\n',
        b'event: thread.run\ndata: {"type": "unheard-of"}\n\n',
        b"data:" + event({"content": ""})[6:],
    ]

    def behave(handler: Handler) -> None:
        handler.start()
        for start in range(0, len(text), 7):
            handler.wfile.write(odd[start // 7 % len(odd)] + b"".join(odd[:3]))
            handler.send(_chunk(text[start : start + 7]))
        handler.wfile.write(b"".join(odd))
        handler.send(_chunk(None, "stop"))
        handler.wfile.write(b"data: [DONE]\n\n")

    return behave


def says_in_odd_anthropic_events(text: str) -> Behaviour:
    """Say a text in Anthropic's protocol between pings, thoughts and what no one knows."""

    def behave(handler: Handler) -> None:
        handler.start()
        events: list[dict[str, Any] | None] = [
            {"type": "message_start", "message": None},
            {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "Hm [9.9]."}},
        ]
        for start in range(0, len(text), 7):
            events += [
                {"type": "ping"},
                None,
                {"type": "unheard-of", "delta": 3},
                {"type": "content_block_delta", "delta": {"type": "signature_delta", "signature": "s"}},
                {"type": "content_block_delta", "delta": {"type": "input_json_delta", "partial_json": "{"}},
                {"type": "content_block_delta", "delta": None},
                {"type": "content_block_delta", "delta": {"type": "text_delta", "text": text[start : start + 7]}},
                {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "Hm."}},
            ]
        events += [{"type": "message_delta", "delta": {"stop_reason": "end_turn"}}, {"type": "message_stop"}]
        for one in events:
            name = f"event: {one['type']}\n" if one else "event: ping\n"
            handler.wfile.write(f"{name}data: {json.dumps(one)}\n\n".encode())

    return behave


class RecordingProxy:
    """Accepts connections and counts them; use with `with`."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def __enter__(self) -> "RecordingProxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
