"""A real HTTP server that speaks the OpenAI protocol (and enough of Anthropic's), well or badly, as told."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Plays the next behaviour of the script for each request, the last one again and again."""

    protocol_version = "HTTP/1.1"
    server: "ModelServer"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.requests.append(json.loads(self.rfile.read(length)))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        script = self.server.script
        self._play(script.popleft() if len(script) > 1 else script[0])

    def do_GET(self) -> None:
        """Say which models there are."""
        self.server.asked.append(self.path)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self._play(self.server.offer)

    def _play(self, behaviour: Behaviour) -> None:
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""

    def start(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, event: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()


class ModelServer(ThreadingHTTPServer):
    """Use as `with ModelServer(says("…")) as server: … server.url`."""

    def __init__(self, *script: Behaviour, offer: Behaviour | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = deque(script)
        self.offer = offer or fails(404)
        self.asked: list[str] = []  # the paths that were asked for with GET
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []  # of the requests, by their names in small letters
        self.hung_up = threading.Event()
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep the test output clean of clients that hang up."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The name to give to --llm."""
        return f"{self.address}/v1#test-model"

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def _chunk(content: str | None, finish: str | None = None) -> dict[str, Any]:
    choice = {
        "index": 0,
        "delta": {"role": "assistant", "content": content} if content else {},
        "finish_reason": finish,
    }
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test-model", "choices": [choice]}


def offers(*names: str) -> Behaviour:
    """List models."""

    def behave(handler: Handler) -> None:
        body = json.dumps({"object": "list", "data": [{"id": name, "object": "model"} for name in names]}).encode()
        handler.start(200, "application/json", Content_Length=str(len(body)))
        handler.wfile.write(body)

    return behave


def _pieces(text: str) -> list[str]:
    return [text[start : start + 7] for start in range(0, len(text), 7)]


def says(text: str, finish: str = "stop") -> Behaviour:
    """Stream a text, then how it ended and what it cost."""

    def behave(handler: Handler) -> None:
        handler.start()
        for piece in _pieces(text):
            handler.send(_chunk(piece))
        handler.send(_chunk(None, finish))
        usage = {"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366}
        handler.send(_chunk(None) | {"choices": [], "usage": usage})
        handler.wfile.write(b"data: [DONE]\n\n")

    return behave


def breaks_off_after(text: str) -> Behaviour:
    """Stream a text and hang up without an end."""

    def behave(handler: Handler) -> None:
        handler.start()
        for piece in _pieces(text):
            handler.send(_chunk(piece))

    return behave


def breaks_off_inside_a_chunk(text: str) -> Behaviour:
    """Promise more bytes than come."""

    def behave(handler: Handler) -> None:
        handler.start(Content_Length="100000")
        handler.send(_chunk(text))

    return behave


def speaks_until_hung_up() -> Behaviour:
    """Stream for half a minute, or until the client hangs up, and tell that by the server's `hung_up`."""

    def behave(handler: Handler) -> None:
        handler.start()
        try:
            for number in range(600):
                handler.send(_chunk(f"Word number {number} follows "))
                time.sleep(0.05)
        except (BrokenPipeError, ConnectionResetError):
            handler.server.hung_up.set()

    return behave


def fails(status: int, message: str = "failed on purpose") -> Behaviour:
    """Answer with an error."""

    def behave(handler: Handler) -> None:
        body = json.dumps({"error": {"message": message, "type": "test"}}).encode()
        handler.start(status, "application/json", Content_Length=str(len(body)), Retry_After="0")
        handler.wfile.write(body)

    return behave


def sends_garbage(handler: Handler) -> None:
    """Answer 200 with events that are not JSON."""
    handler.start()
    handler.wfile.write(b'data: \x00\xff<<< not json\n\ndata: {"choices": 7}\n\n')


def sends_a_web_page(handler: Handler) -> None:
    """Answer 200 with something else altogether."""
    handler.start(kind="text/html")
    handler.wfile.write(b"<html><body>Welcome to the router</body></html>")


def is_silent(seconds: float) -> Behaviour:
    """Accept the request and say nothing."""

    def behave(handler: Handler) -> None:
        time.sleep(seconds)

    return behave


def says_as_anthropic(text: str, finish: str = "end_turn") -> Behaviour:
    """Stream a text in Anthropic's protocol."""

    def behave(handler: Handler) -> None:
        handler.start()
        usage = {"input_tokens": 321, "output_tokens": 1}
        message = {"id": "m", "type": "message", "role": "assistant", "model": "claude", "content": [], "usage": usage}
        events: list[dict[str, Any]] = [
            {"type": "message_start", "message": message | {"stop_reason": None, "stop_sequence": None}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            *(
                {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
                for piece in _pieces(text)
            ),
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": finish}, "usage": usage | {"output_tokens": 45}},
            {"type": "message_stop"},
        ]
        for event in events:
            handler.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())

    return behave
