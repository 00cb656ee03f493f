"""What is spoken to a Chroma server and to nobody else: keys, proxies, redirects, nonsense and silence."""

import json
import logging
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from index import InputError, Library, LibraryError
from index.address import Address
from index.vectors import open_vectors
from tests.fakes import WordHashEmbedder
from tests.test_server import chroma_server

Answer = Callable[["Handler"], object]


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and takes down what it was asked."""

    answer: ClassVar[Any]
    asked: ClassVar[list["Handler"]]

    def _answer(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append(self)
        self.answer()

    do_GET = do_POST = do_PUT = do_CONNECT = _answer

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        given = {"Content_Length": str(len(body)), "Content_Type": "application/json"} | headers
        for name, value in given.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def server(answer: Answer, host: str = "127.0.0.1") -> Iterator[tuple[str, list[Handler]]]:
    """Run a server that plays something; yield host and port, and what it was asked."""
    asked: list[Handler] = []
    handler = type("Handler", (Handler,), {"answer": answer, "asked": asked})
    with ThreadingHTTPServer((host, 0), handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"{host}:{running.server_address[1]}", asked
        finally:
            running.shutdown()
            thread.join()


def passed_on_to(url: str) -> Answer:
    """Play a proxy before a real server."""

    def pass_on(handler: Handler) -> None:
        headers = {"Content-Type": "application/json"}
        with httpx.Client(trust_env=False) as client:
            got = client.request(handler.command, f"{url}{handler.path}", content=handler.body, headers=headers)
        handler.send(got.status_code, got.content, Content_Type=got.headers.get("content-type", ""))

    return pass_on


def fault(place: Path, articles: Path, address: str) -> str:
    with Library.open(place, embedder=WordHashEmbedder(), chroma=address) as library:
        with pytest.raises(LibraryError) as raised:
            library.sync(articles)
    assert len(str(raised.value)) < 500 and "\n" not in str(raised.value)
    shown = "".join(traceback.format_exception(raised.value))
    assert "sesame" not in shown
    return str(raised.value)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("ann:sesame", "Basic YW5uOnNlc2FtZQ=="),
        *(pytest.param(one, "Bearer sesame", marks=pytest.mark.slow) for one in (":sesame", "sesame")),
    ],
)
def test_a_key_is_sent_and_never_stored_or_shown(
    tmp_path: Path, articles: Path, unused_port: int, caplog: pytest.LogCaptureFixture, given: str, sent: str
) -> None:
    caplog.set_level(logging.DEBUG)
    place = tmp_path / "library"
    with chroma_server(tmp_path / "data", unused_port) as url, server(passed_on_to(url)) as (where, asked):
        with Library.open(place, embedder=WordHashEmbedder(), chroma=f"http://{given}@{where}/") as library:
            library.sync(articles)
            assert library.search("bridge closed", k=1)[0].article.id == "bridge.md"
            assert library.check().problems == ()
        assert asked and {handler.headers["Authorization"] for handler in asked} == {sent}
        with Library.open(place, embedder=WordHashEmbedder(), chroma=f"http://other:keys@{where}") as library:
            assert library.search("bridge")  # the key is no part of the place
    assert "sesame" not in caplog.text and "sesame" not in fault(
        tmp_path / "other", articles, f"http://{given}@{where}"
    )
    for file in place.rglob("*"):
        assert not file.is_file() or b"sesame" not in file.read_bytes()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "127.1"])
def test_what_is_on_this_machine_is_asked_of_no_proxy(
    tmp_path: Path, articles: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    with server(lambda handler: handler.send(502, b"")) as (proxy, asked_of_proxy):
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy}")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("NO_PROXY", "")
        bound = "127.0.0.2" if host == "127.0.0.2" else "127.0.0.1"
        with server(lambda handler: handler.send(404, b"{}"), bound) as (where, asked):
            fault(tmp_path / "library", articles, f"http://{host}:{where.rpartition(':')[2]}")
            assert asked and not asked_of_proxy


def test_no_redirect_is_followed(tmp_path: Path, articles: Path) -> None:
    with server(lambda handler: handler.send(200, b"{}")) as (elsewhere, followed):
        target = f"http://me:secret@{elsewhere}/api?key=secret"
        with server(lambda handler: handler.send(307, b"", Location=target)) as (where, _):
            said = fault(tmp_path / "library", articles, f"http://:sesame@{where}")
    assert f"it redirects to http://{elsewhere}/api, which is not followed" in said and not followed
    assert "secret" not in said and "sesame" not in said


def test_a_redirect_that_holds_the_key_shows_it_nowhere(tmp_path: Path, articles: Path) -> None:
    def echo(handler: Handler) -> None:
        handler.send(302, b"", Location=f"http://elsewhere/{handler.headers['Authorization']}")

    with server(echo) as (where, _):
        assert "it redirects to http://elsewhere/" in fault(tmp_path / "library", articles, f"http://:sesame@{where}")


def test_a_server_that_says_the_same_again_and_again_is_not_asked_for_ever() -> None:
    collection: dict[str, object] = {"id": str(uuid.UUID(int=1)), "name": "c", "tenant": "t", "database": "d"}
    collection |= {"metadata": {}, "dimension": 3, "log_position": 0, "version": 0, "configuration_json": {}}
    page = {"ids": ["a", "b"], "include": []} | dict.fromkeys(("embeddings", "documents", "metadatas", "uris"))

    def repeat(handler: Handler) -> None:
        identity = {"user_id": "", "tenant": "t", "databases": ["d"]} if "identity" in handler.path else None
        handler.send(200, json.dumps(page if handler.path.endswith("/get") else identity or collection).encode())

    with server(repeat) as (where, asked):
        with closing(open_vectors(Address.parse(f"http://{where}"), "c")) as vectors:
            assert vectors.ids() == {"a", "b"} and len(asked) < 10


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda handler: handler.send(200, b"<html>hello</html>", Content_Type="text/html"),
            "its answer is not Chroma's",
        ),
        (lambda handler: handler.send(200, b"<html>"), "its answer is not Chroma's"),
        (lambda handler: handler.send(200, b"[1, 2]"), "its answer is not Chroma's"),
        (lambda handler: handler.send(200, b"{}"), "its answer is not Chroma's"),
        (lambda handler: handler.send(200, b"null"), "its answer is not Chroma's"),
        (lambda handler: handler.send(500, b"<html>" * 9999, Content_Type="text/html"), "it answers 500 Internal"),
        (lambda handler: handler.send(404, json.dumps({"error": ["?"]}).encode()), "it answers 404 Not Found"),
        (lambda handler: handler.send(401, b"{}"), "it asks for another key; give it as in http://:KEY@host:port"),
        (lambda handler: handler.close_connection or handler.connection.close(), "Chroma can't be opened ("),
    ],
)
def test_nonsense_is_told_in_a_line(tmp_path: Path, articles: Path, answer: Answer, said: str) -> None:
    with server(answer) as (where, _):
        told = fault(tmp_path / "library", articles, f"http://{where}")
    assert told.startswith(f"http://{where}: ") and said in told and "start the server (chroma run)" in told


def test_a_silent_server_is_not_waited_for(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.server.SILENCE_S", 0.3)
    done = threading.Event()
    with server(lambda handler: done.wait(20)) as (where, _):
        start = time.monotonic()
        assert "timed out" in fault(tmp_path / "library", articles, f"http://{where}")
        assert time.monotonic() - start < 10
        done.set()


@pytest.mark.parametrize("address", ["nonsense", "http://", "ftp://:sesame@host", "http://:sesame@host:port"])
def test_what_is_no_address_is_told_without_its_key(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="--chroma .*not the address of a server; write it like http://") as raised:
        Library.open(tmp_path / "library", embedder=WordHashEmbedder(), chroma=address)
    assert "sesame" not in str(raised.value) and not (tmp_path / "library").exists()
