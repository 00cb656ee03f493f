"""Which models run on this machine, asked of real servers: some good, some hostile, some that are no such thing."""

import json
import threading
import time
from contextlib import ExitStack

import pytest

from rag.llm.local import LARGEST, LONGEST_NAME, MOST, local_models
from rag.llm.name import OLLAMA_PORT
from tests.conftest import free_port
from tests.hostile_server import (
    RecordingProxy,
    endless,
    fails_hugely,
    redirects,
    sends,
    sends_a_bomb,
    sends_for_ever,
    writes_raw,
)
from tests.openai_server import Behaviour, ModelServer, fails, is_silent, offers, says, sends_a_web_page

PATIENCE_S = 1.5


def port_of(server: ModelServer) -> int:
    return int(server.server_address[1])


def found_at(*offered: Behaviour) -> list[str]:
    """Return the models that are found where servers do this, without the beginning of their addresses."""
    with ExitStack() as opened:
        ports = [port_of(opened.enter_context(ModelServer(says("x"), offer=one))) for one in offered]
        return [name.partition("/v1#")[2] for name in local_models(ports, patience_s=PATIENCE_S)]


def listed(models: object) -> Behaviour:
    return sends(json.dumps({"data": models}).encode())


def test_servers_of_this_machine_are_asked_for_the_names_of_their_models() -> None:
    with ModelServer(says("x"), offer=offers("qwen3", "org/model:8b")) as one, ModelServer(offer=offers("phi")) as two:
        names = local_models([port_of(one), free_port(), port_of(two)])
        assert names == [f"{one.address}/v1#qwen3", f"{one.address}/v1#org/model:8b", f"{two.address}/v1#phi"]
        assert (one.asked, one.requests) == (["/v1/models"], [])
        assert one.headers[0].keys() <= {"host", "accept", "accept-encoding", "connection", "user-agent"}


def test_models_of_ollama_are_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    from rag.llm.local import _names  # its port may be taken on this machine

    told = {"data": [{"id": "llama3"}]}
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert list(_names(OLLAMA_PORT, told)) == ["ollama:llama3"]
    monkeypatch.setenv("OLLAMA_HOST", "gpu.example")  # by which `ollama:` goes there
    assert list(_names(OLLAMA_PORT, told)) == [f"http://127.0.0.1:{OLLAMA_PORT}/v1#llama3"]


@pytest.mark.parametrize(
    "offered",
    [
        is_silent(8),
        sends_for_ever(b" ", pause_s=0.2),
        sends_for_ever(b"x" * 100_000),
        sends_a_bomb,
        sends(b'{"data": [{"id": "late"}]}' + b" " * LARGEST),
        sends([b'{"data": [{"id"', b': "late"}]}'], pause_s=2.0),
        writes_raw(endless(b"x"), pause_s=0.1),
        writes_raw([b"HTTP/1.1 200 OK\r\n", *[b"X-Y: z\r\n"] * 10_000]),
        writes_raw([b"220 mail.example ESMTP\r\n"]),
        writes_raw([]),
        fails(401),
        fails(500),
        fails_hugely,
        sends_a_web_page,
        sends(b"\x00\xff"),
        sends(b"[" * 500_000),
        sends(b'{"data": [' + b"9" * 100_000 + b"]}"),
        sends(b"null"),
        sends(b'"models"'),
        listed(None),
        listed("qwen3"),
        listed({"id": "qwen3"}),
        listed([None, 7, [], {}, {"id": 7}, {"id": ""}, {"id": {"id": "x"}}]),
        listed([{"id": "a\nb"}, {"id": "\x1b[31mred"}, {"id": "x" * (LONGEST_NAME + 1)}, {"id": "\ud800"}]),
    ],
)
def test_whatever_answers_costs_a_moment_and_nothing_else(offered: Behaviour) -> None:
    begun = time.monotonic()
    assert found_at(offered, offers("good")) == ["good"]
    assert time.monotonic() - begun < PATIENCE_S + 2


def test_names_are_data_and_so_many_at_the_most() -> None:
    odd = ["<b>bold</b>", "a b", "a#b", "x@y.example", "ünï", "quotes", "http://elsewhere.example/v1#m"]
    assert found_at(offers(*odd)) == [name for name in odd if not ("@" in name and "#" in name)]
    assert len(found_at(offers(*map(str, range(10 * MOST))))) == MOST
    assert found_at(offers("twice", "twice")) == ["twice"]


def test_no_redirect_is_followed_and_no_proxy_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(offer=offers("elsewhere")) as other, RecordingProxy() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert found_at(redirects(lambda: f"{other.address}/v1/models", 302), offers("good")) == ["good"]
        assert (other.asked, proxy.connections) == ([], 0)


def test_slow_ones_are_waited_for_at_once_and_hung_up_on() -> None:
    before = threading.active_count()
    with ExitStack() as opened:
        slow = sends_for_ever(b" ", pause_s=0.05)
        servers = [opened.enter_context(ModelServer(offer=slow)) for _ in range(4)]
        begun = time.monotonic()
        assert local_models([port_of(one) for one in servers], patience_s=0.5) == []
        assert time.monotonic() - begun < 1.5
        assert all(one.hung_up.wait(5) for one in servers)
    assert threading.active_count() <= before + 4  # of the servers themselves, which end by and by
