"""Calls to a server that a person named, where its address, the machine or the server itself is odd."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import calling
from index.address import Address
from index.calling import Caller, CallFailed
from tests.hostile_server import writes_raw
from tests.openai_server import ModelServer

KEY = "sk-very-secret-123"


@pytest.fixture
def own_certificates() -> Iterator[None]:
    """Certificates are loaded anew, and for this test alone."""
    calling._certificates.cache_clear()
    yield
    calling._certificates.cache_clear()


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


def test_a_status_line_shows_no_key_and_is_short() -> None:
    line = f"HTTP/1.1 400 the key {KEY} is wrong {'x' * 500}\r\nContent-Length: 0\r\n\r\n"
    with ModelServer(writes_raw([line.encode()])) as server:
        said = fails(server.address.replace("http://", f"http://:{KEY}@"))
    assert said.startswith("it answers 400 the key *** is wrong xxx") and len(said) < 250
