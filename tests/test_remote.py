"""What a client of `onrecord serve` makes of whoever else answers, and of odd ids."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index import InputError, Library, LibraryError
from rag import Chatbot, RemoteChatbot
from rag.serving import serve
from tests.conftest import free_port
from tests.embedding_server import EmbeddingHandler, EmbeddingServer
from tests.fakes import WordHashEmbedder

TOKEN = "a-token-of-this-test"


class Stranger(EmbeddingHandler):
    """Answers whatever is asked, with GET too, in the manner of the script."""

    def do_GET(self) -> None:
        self.server.script[0](self, [])


@pytest.fixture
def answered_by(word_hash: WordHashEmbedder) -> Iterator[Callable[[bytes], RemoteChatbot]]:
    """A client of a server that always says the same."""
    with EmbeddingServer(word_hash) as server:
        server.RequestHandlerClass = Stranger

        def answering(body: bytes) -> RemoteChatbot:
            server.script[0] = lambda handler, _: handler.answer(body)
            return RemoteChatbot(f"http://:{TOKEN}@127.0.0.1:{server.server_address[1]}")

        yield answering


LOOKUPS: list[Callable[[RemoteChatbot], Any]] = [
    lambda bot: list(bot.lookup.listed()),
    lambda bot: bot.lookup.article("x"),
    lambda bot: bot.lookup.removed_from("x"),
    lambda bot: bot.lookup.check(),
]


@pytest.mark.parametrize(
    "body", ["null", "7", "[7]", "{}", '{"articles": 7}', '{"articles": [7]}', '{"articles": [], "next": 7}']
)
def test_what_is_no_answer_of_a_library_is_one_line(answered_by: Callable[[bytes], RemoteChatbot], body: str) -> None:
    bot = answered_by(body.encode())
    for look_up in LOOKUPS:
        with pytest.raises(LibraryError, match="^http://127.0.0.1:.*: its answer is not that of onrecord serve"):
            look_up(bot)


@pytest.mark.parametrize("following", ["", "a"])
def test_a_list_that_goes_in_circles_ends(answered_by: Callable[[bytes], RemoteChatbot], following: str) -> None:
    bot = answered_by(json.dumps({"articles": [], "next": following}).encode())
    with pytest.raises(LibraryError, match="lists the same articles again"):
        list(bot.lookup.listed())


@pytest.mark.parametrize(
    "events, said",
    [
        (b"event: done\ndata: {}\n\n", "its answer is not that of onrecord serve"),
        (b"event: answer\ndata: {}\n\n", "its answer is not that of onrecord serve"),
        (b"event: answer\ndata: 7\n\n", "its answer is not that of onrecord serve"),
        (b"event: error\ndata: 7\n\n", "its answer is not that of onrecord serve"),
        (b"event: error\ndata: {}\n\n", "its answer is not that of onrecord serve"),
        (b"event: answer\n\n", "its answer is not that of onrecord serve"),
        (b"event: ans", "it broke off in the middle"),
        (b'event: error\ndata: {"error": "%s\\u001b[31m\\nis wrong"}\n\n' % TOKEN.encode(), r"\*\*\*.*is wrong$"),
    ],
)
def test_a_stream_that_is_none_is_one_line(
    answered_by: Callable[[bytes], RemoteChatbot], events: bytes, said: str
) -> None:
    with pytest.raises(LibraryError, match=f"^http://127.0.0.1:[0-9]+: {said}") as raised:
        answered_by(events).ask("When?")
    assert not any(mark in str(raised.value) for mark in (TOKEN, "\n", "\x1b"))


def test_a_token_of_the_environment_may_end_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_TOKEN", f"{TOKEN}\n")
    assert RemoteChatbot("http://127.0.0.1:1")._caller.address.password == TOKEN
    monkeypatch.setenv("ONRECORD_TOKEN", "two words")
    with pytest.raises(InputError, match="^ONRECORD_TOKEN holds a blank"):
        RemoteChatbot("http://127.0.0.1:1")


def test_ids_are_found_whatever_they_look_like(tmp_path: Path) -> None:
    ids = [".", "..", "...", "../a", "a/../b", "/x", "a//b", "q?x#y", "%2e%2e", "\u00e9 \u00fc"]
    lines = [json.dumps({"id": one, "title": one, "text": f"Mill {at} was closed."}) for at, one in enumerate(ids)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "articles.jsonl")
        service = serve(Chatbot(library), token=None, port=free_port())
        lookup = RemoteChatbot(service.url).lookup
        for article in library.articles():
            assert lookup.article(article.id).article.text == article.text
            assert lookup.removed_from(article.id) == library.removed_from(article.id)
        service.close()
