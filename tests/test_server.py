"""The library on the real Chroma server (`chroma run`): two clients, and a server that goes away and comes back."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Library, LibraryError, LibraryMismatch
from rag import Chatbot
from tests.fakes import WordHashEmbedder


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[str]:
    """Run the server that comes with the chromadb package until it answers; yield its address."""
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    # What it logs is not piped: nobody reads that here, and a full pipe would stop it.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(500):  # on a busy machine it takes a while
                if answers(url):
                    break
                time.sleep(0.2)
            else:
                pytest.fail(f"chroma run did not answer at {url}")
            yield url
        finally:
            server.kill()


def answers(url: str) -> bool:
    import httpx

    try:
        return httpx.get(f"{url}/api/v2/heartbeat", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_two_clients_and_a_restart(tmp_path: Path, articles: Path, unused_port: int) -> None:
    data, place = tmp_path / "data", tmp_path / "library"
    with chroma_server(data, unused_port) as url:
        with (
            Library.open(place, embedder=WordHashEmbedder(), chroma=url) as first,
            Library.open(place, embedder=WordHashEmbedder(), chroma=url) as second,
        ):
            assert first.sync(articles).passages == 2
            for client in (first, second):
                answer = Chatbot(client).ask("Was the bridge closed?")
                assert answer.citations[0].quote.text == "The bridge was closed in March."
            (articles / "tunnel.txt").write_text("The tunnel was closed in April.")
            second.sync(articles)
            assert first.search("tunnel April", k=1)[0].article.id == "tunnel.txt"
            assert first.check().problems == ()
    assert not (place / "chroma").exists()
    with pytest.raises(LibraryMismatch, match=f"its vectors are in {url}; say --chroma {url}, or"):
        Library.open(place, embedder=WordHashEmbedder())


def test_a_server_that_restarts(tmp_path: Path, articles: Path, unused_port: int) -> None:
    data, place = tmp_path / "data", tmp_path / "library"
    with chroma_server(data, unused_port) as url, Library.open(place, embedder=WordHashEmbedder(), chroma=url) as one:
        one.sync(articles)
        two = Library.open(place, embedder=WordHashEmbedder(), chroma=url)
        assert two.search("bridge")
    with two:
        gone = re.escape(url) + ": Chroma can't be .*start the server"
        with pytest.raises(LibraryError, match=gone):
            two.search("bridge")
        (articles / "tunnel.txt").write_text("A tunnel is planned.")
        with pytest.raises(LibraryError, match=f"{re.escape(url)}: Chroma can't be"):
            two.sync(articles)
        with chroma_server(data, unused_port):
            assert two.search("bridge closed", k=1)[0].article.id == "bridge.md"
            assert two.sync(articles).passages == 1
            assert two.search("tunnel", k=1)[0].article.id == "tunnel.txt"
            assert two.check().problems == ()


def test_what_the_server_has_lost_is_told_and_made_anew(tmp_path: Path, articles: Path, unused_port: int) -> None:
    with chroma_server(tmp_path / "data", unused_port) as url:
        place, embedder = tmp_path / "library", WordHashEmbedder()
        lost = re.escape(url) + ": 2 passages have lost their vectors; run: onrecord check --repair"
        with Library.open(place, embedder=embedder, chroma=url) as one:
            one.sync(articles)
            with Library.open(place, embedder=embedder, chroma=url) as two:
                assert one.search("bridge") and two.search("bridge")
                two._store.vectors.drop()  # by another client
                for client in (one, two):
                    with pytest.raises(LibraryError, match=lost):
                        client.search("bridge")
            with Library.open(place, embedder=embedder, chroma=url) as anew:
                with pytest.raises(LibraryError, match=lost):
                    anew.search("bridge")
                assert anew.check().problems == ("2 passages have no vector",)
                assert anew.check(repair=True).repaired and anew.check().problems == ()
            assert one.search("bridge closed", k=1)[0].article.id == "bridge.md" and one.check().problems == ()


def test_a_server_that_is_not_there(tmp_path: Path, articles: Path, unused_port: int) -> None:
    url = f"http://127.0.0.1:{unused_port}"
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder(), chroma=url) as library:
        with pytest.raises(LibraryError, match="start the server"):
            library.sync(articles)


def test_another_model_gets_its_own_vectors_on_the_server(tmp_path: Path, articles: Path, unused_port: int) -> None:
    data, place = tmp_path / "data", tmp_path / "library"
    with chroma_server(data, unused_port) as url:
        with Library.open(place, embedder=WordHashEmbedder(), chroma=url) as old:
            old.sync(articles)
            other = WordHashEmbedder(max_pieces=30)
            with Library.open(place, embedder=other, chroma=url, rebuild=True) as new:
                new.sync(articles, rebuild=True)
                assert new.search("bridge closed", k=1)[0].article.id == "bridge.md"
            with pytest.raises(LibraryError, match="built with another"):
                old.search("bridge")
