"""Libraries whose vectors a server makes: `--embedding http://host:port/v1#MODEL`, over real connections."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Embedder, InputError, Library, LibraryError, LibraryMismatch, load_embedder
from index.embedding.server_model import BATCH, PROBE, REQUESTS, ServerModel
from index.errors import EmbeddingFailed
from rag import open_chatbot
from tests.commands import onrecord
from tests.conftest import ROOT, SEEDS, free_port
from tests.embedding_server import (
    EmbeddingServer,
    Manner,
    changes,
    embeds,
    embeds_backwards,
    embeds_slowly,
    says,
)
from tests.fakes import DIMENSIONS, WordHashEmbedder
from tests.hostile_server import RecordingProxy

TEXTS = [f"Dock number {number} opened in the harbor." for number in range(BATCH * 3 + 5)]


@pytest.fixture
def server(word_hash: WordHashEmbedder) -> Iterator[EmbeddingServer]:
    with EmbeddingServer(word_hash) as running:
        yield running


def test_a_library_is_made_and_asked_over_a_server(embedder: Embedder, tmp_path: Path) -> None:
    """With the packaged model behind the protocol, all is found as with the packaged model itself."""
    seeds = [SEEDS / "bushehr-plant.md", SEEDS / "drone-deal.md"]
    question = "Who built the Bushehr plant?"
    with Library.open(tmp_path / "near", embedder=embedder) as near:
        near.sync(*seeds)
        expected = near.search(question)[0]
    with EmbeddingServer(embedder) as server:
        name = f"{server.url}?max_tokens=512#mini"
        made = onrecord("sync", *seeds, "--embedding", name, library=tmp_path / "far")
        assert (made.returncode, made.stderr) == (0, "") and "passages embedded" in made.stdout
        with Library.open(tmp_path / "far") as far:
            found = far.search(question)[0]
        assert found.passage.id == expected.passage.id  # of which a blank line may leave out a sentence
        assert found.score == pytest.approx(expected.score, abs=0.01)
        before = len(server.requests)
        said = json.loads(onrecord("ask", question, "--json", library=tmp_path / "far").stdout)
        assert said["status"] == "answered"
        assert server.texts[-2:] == [PROBE, question] and len(server.requests) == before + 1  # no sentence is sent


def test_texts_go_in_batches_several_at_once_and_come_back_in_order(word_hash: WordHashEmbedder) -> None:
    with EmbeddingServer(word_hash, embeds_slowly(0.1)) as server:
        vectors = load_embedder(server.name).encode(TEXTS)
        assert np.allclose(vectors, word_hash.encode(TEXTS), atol=1e-6)
        assert max(len(asked["input"]) for asked in server.requests) == BATCH
        assert 1 < server.most_at_once <= REQUESTS
    with EmbeddingServer(word_hash, embeds_backwards) as server:
        assert np.allclose(load_embedder(server.name).encode(TEXTS), vectors, atol=1e-6)


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_busy_is_asked_again_when_it_says(word_hash: WordHashEmbedder, status: int) -> None:
    busy = says({"error": "overloaded"}, status, Retry_After="0")
    with EmbeddingServer(word_hash, busy, busy, busy, embeds) as server:
        assert load_embedder(server.name).dimensions == DIMENSIONS
        assert server.requests == [{"model": "test-model", "input": [PROBE]}] * 4


def without_last(data: list[dict[str, Any]]) -> None:
    data.pop()


def twice_first(data: list[dict[str, Any]]) -> None:
    data[1]["index"] = 0


def with_nan(data: list[dict[str, Any]]) -> None:
    data[0]["embedding"][3] = float("nan")


def all_zero(data: list[dict[str, Any]]) -> None:
    data[0]["embedding"] = [0.0] * len(data[0]["embedding"])


def ragged(data: list[dict[str, Any]]) -> None:
    data[0]["embedding"].pop()


def numbered_by_lists(data: list[dict[str, Any]]) -> None:
    data[0]["index"] = []


def too_large(data: list[dict[str, Any]]) -> None:
    data[0]["embedding"][3] = 10**400


def packed(data: list[dict[str, Any]]) -> None:
    data[0]["embedding"] = "AACAPwAAAAA="


LATE = says({"error": "warming up"}, 503, Retry_After="100000")
WRONG: dict[str, tuple[Manner, str]] = {
    "too few": (changes(without_last), "gives 1 embeddings for 2 texts"),
    "an index twice": (changes(twice_first), "numbers them wrongly"),
    "an index that is none": (changes(numbered_by_lists), "numbers them wrongly"),
    "a number too large": (changes(too_large), "no lists of numbers"),
    "NaN": (changes(with_nan), r"no number \(NaN\)"),
    "zeros": (changes(all_zero), "nothing but zeros"),
    "lengths": (changes(ragged), "no lists of numbers of one length"),
    "base64": (changes(packed), "no lists of numbers"),
    "no data": (says({"object": "list"}), "holds no embeddings"),
    "no JSON": (says(b"<html>Welcome"), "not JSON"),
    "no model": (says({"error": {"message": "model x not found"}}, 404), r"404 .*model x not found.*; check the addr"),
    "too long": (says({"error": "inputs must have less than 128 tokens"}, 413), r"413 .*max_tokens=N before the #"),
    "its key": (says({"error": "no"}, 401), "refuses the key; give it as in http://:KEY@"),
    "redirect": (
        says({}, 307, Location="http://elsewhere.example/v1"),
        "redirects to http://elsewhere.example/v1, which is not",
    ),
    "a redirect to nowhere": (says({}, 300), "redirects to nowhere, which is not followed"),
    "packed": (says(b"x", Content_Encoding="gzip"), "packs its answer"),
    "broken": (says({"error": "out of memory"}, 500), r"500 .*out of memory.*; try again later, or look into its log"),
    "late": (LATE, r"503 .*warming up.*; try again later"),
}


@pytest.mark.parametrize("manner, said", WRONG.values(), ids=WRONG)
def test_what_goes_wrong_is_one_line_that_names_the_fix(word_hash: WordHashEmbedder, manner: Manner, said: str) -> None:
    with EmbeddingServer(word_hash, embeds, manner) as server:
        model = load_embedder(server.name)
        assert model.dimensions == DIMENSIONS
        with pytest.raises(EmbeddingFailed, match=said) as raised:
            model.encode(["a dock", "two docks"])
        assert str(raised.value).startswith(f"{server.name}: ") and "\n" not in str(raised.value)


def test_a_server_that_is_down_makes_no_library(tmp_path: Path, articles: Path) -> None:
    name = f"http://127.0.0.1:{free_port()}/v1#m"
    done = onrecord("sync", articles, "--embedding", name, library=tmp_path / "new")
    assert done.returncode == 2 and not (tmp_path / "new").exists()
    assert done.stderr == f"onrecord: {name}: nothing answers there; start the server, or name another\n"


def test_silence_ends(word_hash: WordHashEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedding.server_model.SILENCE_S", 0.2)
    with EmbeddingServer(word_hash, embeds_slowly(20)) as server:
        with pytest.raises(EmbeddingFailed, match="no answer for 0.2 s"):
            load_embedder(server.name).encode(["a dock"])


def test_a_sync_goes_on_where_the_server_failed(word_hash: WordHashEmbedder, articles: Path, tmp_path: Path) -> None:
    with EmbeddingServer(word_hash, embeds, says({"error": "crashed"}, 500)) as server:
        failed = onrecord("sync", articles, "--embedding", server.name, library=tmp_path / "it")
        assert failed.returncode == 2 and "crashed" in failed.stderr and "Traceback" not in failed.stderr
        server.script.append(embeds)
        server.script.popleft()
        assert onrecord("sync", articles, "--embedding", server.name, library=tmp_path / "it").returncode == 0
        with Library.open(tmp_path / "it", embedder=load_embedder(server.name)) as library:
            assert len(library) == 2 and library.check().problems == ()


def test_what_needs_no_vector_needs_no_server(server: EmbeddingServer, articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "it"
    onrecord("sync", articles, "--embedding", server.name, library=place)
    answer = onrecord("ask", "When did the harbor open?", "--json", library=place).stdout
    (tmp_path / "answer.json").write_text(answer)
    server.shutdown()
    server.server_close()
    asked = len(server.requests)
    assert onrecord("check", library=place).returncode == 0
    assert onrecord("articles", library=place).stdout.count("\n") == 2
    assert onrecord("verify", tmp_path / "answer.json", library=place).returncode == 0
    failed = onrecord("ask", "When did the harbor open?", library=place)
    assert failed.returncode == 2 and "nothing answers there; start the server" in failed.stderr
    assert len(server.requests) == asked


def test_a_server_may_move_and_its_model_may_not(word_hash: WordHashEmbedder, articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "it"
    with EmbeddingServer(word_hash) as server:
        onrecord("sync", articles, "--embedding", server.name, library=place)
    with EmbeddingServer(WordHashEmbedder()) as moved:
        assert onrecord("ask", "When did it open?", "--embedding", moved.name, library=place).returncode == 0
        named = onrecord("ask", "When did it open?", library=place, ONRECORD_EMBEDDING=moved.name)
        assert named.returncode == 0
        another = onrecord("sync", articles, "--embedding", f"{moved.url}#other", library=place)
        assert another.returncode == 2 and f"sync PATH --rebuild --embedding {moved.url}#other" in another.stderr
        longer = onrecord("sync", articles, "--embedding", f"{moved.url}?max_tokens=512#test-model", library=place)
        assert longer.returncode == 2 and f"--rebuild --embedding {moved.url}?max_tokens=512#test" in longer.stderr
    backwards = changes(lambda data: [one | {"embedding": one["embedding"][::-1]} for one in data])
    with EmbeddingServer(word_hash, backwards) as swapped:  # the same name and dimension
        asked = onrecord("ask", "When did it open?", "--embedding", swapped.name, library=place)
        assert asked.returncode == 2 and "another model is served under this name" in asked.stderr
        again = onrecord("sync", articles, "--rebuild", "--embedding", swapped.name, library=place)
        assert again.returncode == 0
        assert onrecord("ask", "When did it open?", library=place).returncode == 0
    shorter = changes(lambda data: [one | {"embedding": one["embedding"][:7]} for one in data])
    with EmbeddingServer(word_hash, shorter) as small:
        asked = onrecord("ask", "When did it open?", "--embedding", small.name, library=place)
        assert asked.returncode == 2 and f"have 7 numbers, those of the library {DIMENSIONS}" in asked.stderr


def test_a_library_sends_no_question_elsewhere_by_itself(
    server: EmbeddingServer, articles: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "it", embedder=load_embedder(server.name)) as library:
        library.sync(articles)
        library._kept.catalog.record_fact("embedding server", "http://elsewhere.example/v1")
    with Library.open(tmp_path / "it") as library:
        with pytest.raises(LibraryError, match=r"asked only when it is named; say --embedding http://elsewhere.exam"):
            library.search("When did the harbor open?")
    with open_chatbot(library=tmp_path / "it", embedding=server.name) as bot:
        assert bot.ask("When did the harbor open?").citations


def test_the_key_goes_to_its_server_and_nowhere_else(server: EmbeddingServer, articles: Path, tmp_path: Path) -> None:
    key, place = "sk-very-secret-123", tmp_path / "it"
    with RecordingProxy() as proxy:
        named = server.name.replace("http://", f"http://:{key}@")
        made = onrecord(
            "sync", articles, "--embedding", named, library=place, HTTP_PROXY=proxy.url, ALL_PROXY=proxy.url
        )
        assert made.returncode == 0 and proxy.connections == 0
    assert {one["authorization"] for one in server.headers} == {f"Bearer {key}"}
    stored = b"".join(file.read_bytes() for file in place.rglob("*") if file.is_file())
    assert key.encode() not in stored and server.url.encode() in stored
    echo = says({"error": {"message": f"the key {key} is of another"}}, 400)
    server.script.append(echo)
    server.script.popleft()
    failed = onrecord("ask", "When?", "--embedding", named, library=place)
    assert failed.returncode == 2 and key not in failed.stderr and "the key *** is of another" in failed.stderr


def test_prompts_are_sent_and_recorded(server: EmbeddingServer, articles: Path, tmp_path: Path) -> None:
    named = f"{server.url}?query_prompt=query:%20&passage_prompt=passage:%20#e5"
    with Library.open(tmp_path / "it", embedder=load_embedder(named)) as library:
        library.sync(articles)
    with Library.open(tmp_path / "it") as library:
        assert library.embedder.named == named
        library.search("When did the harbor open?")
    assert server.texts[0] == server.texts[-2] == PROBE and server.texts[-1] == "query: When did the harbor open?"
    assert all(text.startswith("passage: ") for text in server.texts[1:-2])
    with pytest.raises(LibraryMismatch, match="embedding model server:e5"):
        Library.open(tmp_path / "it", embedder=load_embedder(f"{server.url}#e5"))


def test_passages_are_reckoned_with_a_margin() -> None:
    usual, long = ServerModel.parse("http://h/v1#m"), ServerModel.parse("http://h/v1?max_tokens=512#m")
    assert (usual.max_pieces, long.max_pieces) == (169, 254)
    (plain, blanks, unknown) = map(len, usual.word_piece_ends(["the dock", "the     dock", "\U0001f6a2" * 3]))
    assert (plain, blanks, unknown) == (2, 6, 12)
    cut = "word " * 1000
    assert len(usual._cut(cut).split()) == 169


@pytest.mark.parametrize(
    "name, said",
    [
        ("http://h/v1", "say which model .* like http://h/v1#MODEL"),
        ("http://h/v1?max_tokens=many#m", "max_tokens=many can't be used"),
        ("http://h/v1?max_token=9#m", "max_token is no option .* there are max_tokens"),
        ("http://:sec?ret@h/v1#m", "^h/v1#m: not the address|^http://h/v1#m: not the address"),
        ("http://:sec#ret@h/v1#m", "not the address of an embedding model"),
        ("http://:a key@h/v1#m", "blank"),
        ("http://h/v1#m?max_tokens=512", r"options before the #: http://h/v1\?max_tokens=512#MODEL"),
        (
            "http://h/v1?max_tokens=64&passage_prompt=one%20two%20three%20four%20five%20six%20seven%20eight%20nine%20ten#m",
            "no room for passages",
        ),
    ],
)
def test_names_that_are_none(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as raised:
        _ = load_embedder(name).max_pieces
    assert "sec" not in str(raised.value)


def test_a_rebuild_keeps_the_model(server: EmbeddingServer, articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "it"
    onrecord("sync", articles, "--embedding", f"{server.url}?max_tokens=128#test-model", library=place)
    (articles / "more.txt").write_text("The third dock closed.")
    assert onrecord("sync", articles, "--rebuild", library=place).returncode == 0
    shutil.copytree(place, tmp_path / "copy")
    with Library.open(tmp_path / "copy") as library:
        assert library.embedder.max_pieces == 84 and len(library) == 3 and library.check().problems == ()


def test_watching_waits_for_a_server_that_is_down(server: EmbeddingServer, articles: Path, tmp_path: Path) -> None:
    place, name = tmp_path / "it", server.name
    onrecord("sync", articles, "--embedding", name, library=place)
    server.script.append(says({"error": "crashed"}, 500))
    server.script.popleft()
    (articles / "more.txt").write_text("The third dock closed.")
    command = [sys.executable, "-m", "onrecord", "watch", str(articles), "--library", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None and process.stdout is not None
        assert process.stderr.readline().startswith("following ")
        assert "crashed" in process.stderr.readline()
        server.script.append(embeds)
        server.script.popleft()
        assert "1 passages embedded" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
