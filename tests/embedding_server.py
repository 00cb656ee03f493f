"""A real HTTP server of embeddings as OpenAI's protocol has them, that serves an embedder, well or badly, as told."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from index import Embedder

Manner = Callable[["EmbeddingHandler", list[str]], None]


class EmbeddingHandler(BaseHTTPRequestHandler):
    """Answers in the next manner of the script, in the last one again and again."""

    protocol_version = "HTTP/1.1"
    server: "EmbeddingServer"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        server = self.server
        with server.lock:
            server.requests.append(asked)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
            manner = server.script.popleft() if len(server.script) > 1 else server.script[0]
        try:
            manner(self, asked.get("input", []))
        except (BrokenPipeError, ConnectionResetError):
            pass
        with server.lock:
            server.at_once -= 1
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""

    def answer(self, value: Any, status: int = 200, **headers: str) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, said in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), said)
        self.end_headers()
        self.wfile.write(body)

    def data(self, texts: list[str]) -> list[dict[str, Any]]:
        """Return what the protocol calls the data of an answer."""
        vectors = self.server.embedder.encode(texts)
        return [{"object": "embedding", "index": at, "embedding": one.tolist()} for at, one in enumerate(vectors)]


class EmbeddingServer(ThreadingHTTPServer):
    """Use as `with EmbeddingServer(embedder) as server: … server.name`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, embedder: Embedder, *script: Manner, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), EmbeddingHandler)
        self.embedder = embedder
        self.script = deque(script or [embeds])
        self.lock = threading.Lock()
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = self.most_at_once = 0
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep the test output clean of clients that hang up."""

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/v1"

    @property
    def name(self) -> str:
        """The name to give to --embedding."""
        return f"{self.url}#test-model"

    @property
    def texts(self) -> list[str]:
        """All texts that were sent here."""
        return [text for asked in self.requests for text in asked["input"]]

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def embeds(handler: EmbeddingHandler, texts: list[str]) -> None:
    handler.answer({"object": "list", "model": "test-model", "data": handler.data(texts)})


def embeds_backwards(handler: EmbeddingHandler, texts: list[str]) -> None:
    """List the embeddings in another order than the texts, each with its index."""
    handler.answer({"data": handler.data(texts)[::-1]})


def embeds_slowly(seconds: float) -> Manner:
    def answer(handler: EmbeddingHandler, texts: list[str]) -> None:
        time.sleep(seconds)
        embeds(handler, texts)

    return answer


def says(value: Any, status: int = 200, **headers: str) -> Manner:
    """Answer with some JSON, or bytes."""
    return lambda handler, texts: handler.answer(value, status, **headers)


def changes(change: Callable[[list[dict[str, Any]]], Any]) -> Manner:
    """Answer with the right data, changed."""

    def answer(handler: EmbeddingHandler, texts: list[str]) -> None:
        data = handler.data(texts)
        changed = change(data)
        handler.answer({"data": data if changed is None else changed})

    return answer
