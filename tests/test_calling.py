"""Calls to a server that a person named, where its address, the machine or the server itself is odd."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from index import connections
from index.address import Address
from index.calling import Caller, CallFailed
from tests.hostile_server import endless, writes_raw
from tests.openai_server import ModelServer

KEY = "sk-very-secret-123"


@pytest.fixture
def own_certificates() -> Iterator[None]:
    """Certificates are loaded anew, and for this test alone."""
    connections._certificates.cache_clear()
    yield
    connections._certificates.cache_clear()


def fails(address: str) -> str:
    caller = Caller(Address.parse(address))
    with pytest.raises(CallFailed) as raised, caller.client() as client:
        caller.call(client, "POST", "/x", {})
    return raised.value.reason


@pytest.mark.parametrize("host", ["a..b", ".", "a" * 70, "xn--a.example", "stra\u00dfe..example"])
def test_a_host_that_can_not_be_is_one_line(host: str) -> None:
    assert fails(f"http://{host}:9/v1") == "its host is a name that no machine can have; write it anew"


def test_certificates_that_are_missing_are_one_line(
    own_certificates: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    assert "SSL_CERT_FILE" in fails("http://127.0.0.1:1")


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param([], id="headers that come byte by byte"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"], id="a body that does"),
    ],
)
def test_a_call_ends_at_its_deadline_whatever_comes_byte_by_byte(begun: list[bytes]) -> None:
    with ModelServer(writes_raw(chain(begun, endless(b"H")), pause_s=0.05)) as server:
        caller = Caller(Address.parse(server.address), silence_s=5, deadline_s=0.5)
        with pytest.raises(CallFailed) as raised, caller.client() as client:
            caller.call(client, "POST", "/x", {})
    assert raised.value.reason == "no whole answer in 0.5 s; see whether it is busy, and try again"


def test_the_same_connections_serve_the_next_call() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    slow = chain([b"HTTP/1.1 200 OK\r\nX: "], endless(b"H"))
    script = (writes_raw([answer]), writes_raw(slow, pause_s=0.05), writes_raw([answer]))
    with ModelServer(*script) as server:
        patient = Caller(Address.parse(server.address))
        with patient.client() as client:
            assert patient.call(client, "POST", "/x", {}) == {}
            with pytest.raises(CallFailed, match=r"no whole answer in 0\.2 s"):
                Caller(patient.address, deadline_s=0.2).call(client, "POST", "/x", {})
            assert patient.call(client, "POST", "/x", {}) == {}


def test_a_status_line_shows_no_key_and_is_short() -> None:
    line = f"HTTP/1.1 400 the key {KEY} is wrong {'x' * 500}\r\nContent-Length: 0\r\n\r\n"
    with ModelServer(writes_raw([line.encode()])) as server:
        said = fails(server.address.replace("http://", f"http://:{KEY}@"))
    assert said.startswith("it answers 400 the key *** is wrong xxx") and len(said) < 250
