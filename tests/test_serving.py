"""`onrecord serve`: the API over real connections, its gate, and its client."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Unpack

import httpx
import pytest

from index import InputError, Library, LibraryError
from index.scope import ScopeOptions
from rag import Answer, Answering, Chatbot, RemoteChatbot, Turn, open_chatbot
from rag.serving import Service, read_token, serve
from tests.commands import onrecord
from tests.conftest import ROOT, free_port
from tests.embedding_server import EmbeddingServer, says
from tests.fakes import WordHashEmbedder

TOKEN = "a-token-of-this-test"
QUESTION = "Who built the Bushehr plant?"


@pytest.fixture(scope="module")
def service(seeds_bot: Chatbot) -> Iterator[Service]:
    """The sample articles, served."""
    running = serve(seeds_bot, token=TOKEN, port=free_port())
    yield running
    running.close()


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    """Who has the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=service.url, headers=headers, timeout=120, trust_env=False) as one:
        yield one


@pytest.fixture(scope="module")
def named(service: Service) -> str:
    """The address to give to --library."""
    return service.url.replace("http://", f"http://:{TOKEN}@")


def without_times(answer: Answer) -> dict[str, Any]:
    return answer.to_json() | {"timings": None}


def test_an_answer_is_that_of_the_chatbot(service: Service, client: httpx.Client, seeds_bot: Chatbot) -> None:
    expected = seeds_bot.ask(QUESTION, [Turn("What is at Bushehr?", "A plant.")], until="2030")
    history = [{"question": "What is at Bushehr?", "answer": "A plant."}]
    asked = {"question": QUESTION, "history": history, "until": "2030"}
    told = Answer.from_json(client.post("/v1/ask", json=asked).json())
    assert without_times(told) == without_times(expected) and told.status == "answered"
    again = client.post("/v1/ask", json={"question": "And when?", "history": [told.to_json()]})
    assert again.json()["standalone_question"] != "And when?"
    with client.stream("POST", "/v1/ask", json=asked | {"stream": True}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        *answers, last = response.read().decode().strip().split("\n\n")
    assert last == "event: done\ndata: {}"
    streamed = Answer.from_json(json.loads(answers[-1].removeprefix("event: answer\ndata: ")))
    assert without_times(streamed) == without_times(expected)


def test_articles_are_listed_in_pages_and_found_by_id(client: httpx.Client, seeds_library: Library) -> None:
    ids, after = [], ""
    while after is not None:
        page = client.get("/v1/articles", params={"after": after, "limit": 5}).json()
        ids += [one["id"] for one in page["articles"]]
        assert all("text" not in one and not one["path"] for one in page["articles"])
        after = page["next"]
    assert ids == [one.id for one in seeds_library.articles()]
    one = client.get(f"/v1/articles/{ids[0]}").json()
    assert one["text"] == seeds_library.article(ids[0]).text and one["path"] == "" and "notices" in one
    missing = client.get("/v1/articles/none/such%20one")
    assert (missing.status_code, missing.json()) == (
        404,
        {"error": "none/such one: no such article; list them with: onrecord articles"},
    )


def test_passages_are_found(client: httpx.Client, seeds_library: Library) -> None:
    (hit,) = client.get("/v1/search", params={"q": QUESTION, "k": 1}).json()["hits"]
    expected = seeds_library.search(QUESTION, k=1)[0]
    assert hit["text"] == seeds_library.article(hit["article"]).text[hit["start"] : hit["end"]] == expected.text
    assert hit["score"] == pytest.approx(expected.score)


@pytest.mark.parametrize(
    "method, path, sent, status, said",
    [
        ("POST", "/v1/ask", {"question": " "}, 400, "the question is empty; ask something"),
        ("POST", "/v1/ask", {"question": "x" * 20_001}, 400, "question: String should have at most 20000 characters"),
        ("POST", "/v1/ask", {"question": QUESTION, "form": "x"}, 400, "form: Extra inputs are not permitted"),
        ("POST", "/v1/ask", {"question": QUESTION, "since": "soon"}, 400, "soon: not a date"),
        ("POST", "/v1/ask", {"question": QUESTION, "history": [{"a": 1}]}, 400, "not an answer as"),
        ("POST", "/v1/ask", {"question": QUESTION, "since": "soon", "stream": True}, 400, "soon: not a date"),
        ("POST", "/v1/verify", {"question": 7}, 400, "not an answer as"),
        ("GET", "/v1/search?q=x&k=100000", None, 400, "k: Input should be less than or equal to 1000"),
        ("GET", "/v1/search", None, 400, "q: Field required; see /docs"),
        ("GET", "/v2", None, 404, "Not Found; see /docs"),
        ("DELETE", "/v1/ask", None, 405, "Method Not Allowed; see /docs"),
    ],
)
def test_what_is_wrong_is_one_line(
    client: httpx.Client, method: str, path: str, sent: Any, status: int, said: str
) -> None:
    reply = client.request(method, path, json=sent)
    assert reply.status_code == status and reply.json().keys() == {"error"}
    assert reply.json()["error"].startswith(said) and "\n" not in reply.json()["error"]


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Host": "evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({}, 200),
    ],
)
def test_the_gate(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    reply = client.get("/v1/articles?limit=1", headers=headers)
    assert reply.status_code == status and ("error" in reply.json()) == (status != 200)
    assert reply.headers["x-content-type-options"] == "nosniff" and reply.headers["cache-control"] == "no-store"


def test_what_is_not_said_to_be_json_is_not_read(client: httpx.Client) -> None:
    for sent, said in ((None, "add the header Content-Type: application/json"), ("application/json", "JSON decode")):
        headers = {"Content-Type": sent} if sent else {}
        reply = client.post("/v1/ask", content=b'{"question": ', headers=headers)
        assert reply.status_code == 400 and said in reply.json()["error"]


def test_too_large_a_body_is_refused_aloud(client: httpx.Client) -> None:
    assert client.post("/v1/ask", content=b"x" * 11_000_000).status_code == 413
    assert client.post("/v1/ask", content=(b"x" * 1_000_000 for _ in range(11))).status_code == 413


def test_who_sends_no_header_is_hung_up_on(bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.serving.running.HEADER_S", 0.5)
    slow = SlowBot(bot.library)
    service = serve(slow, token=None, port=free_port())
    host = f"Host: 127.0.0.1:{service.place.port}"
    for begun in ("", "GET /v1/health", f"GET /v1/health HTTP/1.1\r\n{host}\r\n\r\nGET /v1/"):
        with closing(socket.create_connection(("127.0.0.1", service.place.port), 60)) as connection:
            connection.sendall(begun.encode())
            with suppress(ConnectionResetError):
                while connection.recv(65536):
                    pass
    asked = threading.Timer(1.5, slow.go_on.set)
    asked.start()  # an answer may take longer
    assert RemoteChatbot(service.url).ask("When did the harbor open?").citations
    asked.join()
    service.close()


def test_the_documentation_loads_nothing(client: httpx.Client) -> None:
    open_to_all = {"Authorization": ""}
    page = client.get("/docs", headers=open_to_all).text
    assert "POST /v1/ask" in page and "/v1/articles/{id}" in page
    assert not any(mark in page for mark in ("<script", "<link", "<img", "http://", "https://"))
    described = client.get("/openapi.json", headers=open_to_all).json()
    assert "short_answer" in described["components"]["schemas"]["Answer"]["properties"]
    assert client.get("/v1/health", headers=open_to_all).json() == {"status": "ok"}


def test_commands_say_the_same_of_a_library_that_is_served(
    named: str, seeds_library: Library, tmp_path: Path, service: Service
) -> None:
    folder = seeds_library.folder
    saved = tmp_path / "answer.json"
    asked = onrecord("ask", QUESTION, "--json", library=named)
    saved.write_text(asked.stdout)
    assert json.loads(asked.stdout)["status"] == "answered" and asked.stderr == ""
    commands: list[tuple[object, ...]] = [
        ("articles",),
        ("articles", "drone-deal.md"),
        ("articles", "kremlin-aid-unlikely.html", "--removed", "--json"),
        ("verify", saved),
        ("verify", saved, "--json"),
        ("check", "--json"),
    ]
    for command in commands:
        near, far = onrecord(*command, library=folder), onrecord(*command, library=named)
        assert (far.returncode, far.stdout, far.stderr) == (near.returncode, near.stdout, near.stderr)
    near, far = (json.loads(onrecord("articles", "--json", library=one).stdout) for one in (folder, named))
    assert far == [one | {"path": ""} for one in near]
    told = onrecord("articles", library=service.url, ONRECORD_TOKEN=TOKEN)
    assert told.stdout == onrecord("articles", library=folder).stdout
    tampered = json.loads(saved.read_text())
    tampered["citations"][0]["quote"]["text"] = "Nobody built it."
    saved.write_text(json.dumps(tampered))
    near, far = onrecord("verify", saved, "--json", library=folder), onrecord("verify", saved, "--json", library=named)
    assert far.returncode == 1 and far.stdout == near.stdout


@pytest.mark.parametrize(
    "command, said",
    [
        (("sync", "x"), "sync needs the folder of the library itself"),
        (("watch", "x"), "watch needs the folder of the library itself"),
        (("chat",), "chat needs the folder of the library itself"),
        (("ask", "x", "--llm", "quotes"), "--llm: who serves http://127.0.0.1:1 decides that"),
        (("check", "--repair"), "--repair: who serves http://127.0.0.1:1 decides that"),
        (("articles",), "http://127.0.0.1:1: nothing answers there; start the server"),
    ],
)
def test_what_a_client_can_not_do_is_one_line(command: tuple[str, ...], said: str) -> None:
    done = onrecord(*command, library="http://:secret-token@127.0.0.1:1")
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1
    assert "secret-token" not in done.stderr


def test_python_asks_it_as_a_chatbot(named: str, service: Service, seeds_bot: Chatbot) -> None:
    both: list[Answering] = [seeds_bot, RemoteChatbot(named)]
    assert len({str(without_times(one.ask(QUESTION))) for one in both}) == 1
    with open_chatbot(named) as bot:
        first = bot.ask(QUESTION)
        assert without_times(first) == without_times(seeds_bot.ask(QUESTION))
        *_, last = bot.stream("And when?", history=[first, Turn("x", "y")])
        assert isinstance(last, Answer)
        with pytest.raises(InputError, match="not a date"):
            bot.ask(QUESTION, since="soon")
    with RemoteChatbot(service.url) as stranger, pytest.raises(InputError, match="asks for a token.*ONRECORD_TOKEN"):
        stranger.ask(QUESTION)
    with pytest.raises(InputError, match="leave yours out"):
        open_chatbot(named, llm="quotes")
    with RemoteChatbot(named) as remote, pytest.raises(InputError, match="^nowhere: no such article"):
        remote.lookup.article("nowhere")


class SlowBot(Chatbot):
    """Holds its answers back until it is told to go on."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()

    def stream(
        self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]
    ) -> Generator[Answer]:
        self.begun.release()
        self.go_on.wait(60)
        yield from super().stream(question, history, **within)


def test_more_questions_than_may_be_are_turned_away(bot: Chatbot) -> None:
    slow = SlowBot(bot.library)
    service = serve(slow, token=None, port=free_port(), at_once=1)
    answers: list[Answer] = []
    first = threading.Thread(target=lambda: answers.append(RemoteChatbot(service.url).ask("When did it open?")))
    first.start()
    slow.begun.acquire(timeout=60)
    busy = httpx.post(f"{service.url}/v1/ask", json={"question": "When?"}, trust_env=False)
    assert busy.status_code == 503 and int(busy.headers["retry-after"]) > 0 and "are being answered" in busy.text
    waiting = threading.Thread(target=lambda: answers.append(RemoteChatbot(service.url).ask("How many docks?")))
    waiting.start()  # is turned away, and asks again
    slow.go_on.set()
    first.join()
    waiting.join()
    assert len(answers) == 2
    service.close()


def test_what_is_asked_when_it_ends_is_answered_still(bot: Chatbot) -> None:
    slow = SlowBot(bot.library)
    service = serve(slow, token=None, port=free_port())
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(RemoteChatbot(service.url).ask("When did it open?")))
    asking.start()
    slow.begun.acquire(timeout=60)
    ending = threading.Thread(target=service.close)
    ending.start()
    time.sleep(0.2)
    slow.go_on.set()
    for one in (asking, ending):
        one.join()
    assert len(answers) == 1
    with pytest.raises(LibraryError, match="nothing answers there"):
        RemoteChatbot(service.url).ask("When did it open?")


def test_two_ask_while_a_sync_writes(tmp_path: Path, articles: Path) -> None:
    place = tmp_path / "library"
    with (
        Library.open(place, embedder=WordHashEmbedder()) as library,
        Library.open(place, embedder=WordHashEmbedder()) as served,
    ):
        library.sync(articles)
        service = serve(Chatbot(served), token=TOKEN, port=free_port())
        named = service.url.replace("http://", f"http://:{TOKEN}@")
        failed: list[BaseException] = []
        told: list[str] = []
        done = threading.Event()

        def ask() -> None:
            try:
                while not done.is_set():
                    told.append(RemoteChatbot(named).ask("When did the harbor open?").text)
            except BaseException as error:
                failed.append(error)

        askers = [threading.Thread(target=ask) for _ in range(2)]
        for one in askers:
            one.start()
        for number in range(5):
            (articles / f"{number}.txt").write_text(f"The mill number {number} was closed. Nobody bought it.\n")
            library.sync(articles)
        done.set()
        for one in askers:
            one.join()
        assert failed == [] and told and all("May" in text for text in told)
        assert len(list(RemoteChatbot(named).lookup.listed())) == 7
        service.close()


def test_a_token_is_kept_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "token"
    made = read_token(file)
    assert len(made) > 40 and read_token(file) == made and file.stat().st_mode & 0o077 == 0
    file.chmod(0o644)
    with pytest.raises(InputError, match=f"chmod 600 {file}"):
        read_token(file)
    file.chmod(0o600)
    file.write_text("short")
    with pytest.raises(InputError, match="must be one line of 16"):
        read_token(file)
    assert onrecord("serve", "--token", file, "--insecure").returncode == 2
    spaced = tmp_path / "my token"
    spaced.write_text(made)
    spaced.chmod(0o644)
    with pytest.raises(InputError, match=f"chmod 600 '{spaced}'$"):
        read_token(spaced)
    for none in (tmp_path, Path("/dev/null")):
        with pytest.raises(InputError, match="a token is kept in a file; name one") as raised:
            read_token(none)
        assert "chmod" not in str(raised.value)


def test_another_server_is_no_library(word_hash: WordHashEmbedder) -> None:
    with EmbeddingServer(word_hash, says({"object": "list"})) as other:
        with pytest.raises(LibraryError, match="not that of onrecord serve|broke off"):
            RemoteChatbot(f"http://127.0.0.1:{other.server_address[1]}").ask("When?")


def test_the_command_serves_until_it_is_ended(seeds_library: Library, tmp_path: Path) -> None:
    port, token = free_port(), tmp_path / "token"
    command = [sys.executable, "-m", "onrecord", "serve", "--library", seeds_library.folder, "--port", port]
    with subprocess.Popen(
        [*map(str, command), "--token", str(token)], stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stderr is not None
        url = f"http://127.0.0.1:{port}"
        assert process.stderr.readline() == f"OnRecord answers at {url} (end it with Ctrl-C)\n"
        told = onrecord("articles", library=url, ONRECORD_TOKEN=token.read_text().strip())
        assert told.returncode == 0 and "drone-deal.md" in told.stdout
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stderr.read() == ""


def test_an_address_in_use_is_one_line(service: Service, seeds_library: Library) -> None:
    done = onrecord("serve", "--port", service.place.port, library=seeds_library.folder)
    assert done.returncode == 2 and done.stderr.endswith(f"port {service.place.port}; choose another with --port\n")


def test_a_name_that_no_request_has_is_one_line(tmp_path: Path) -> None:
    for name in ("https://news.example", "news.example/", "me@news.example", ""):
        done = onrecord("serve", "--name", name, library=tmp_path)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and f"--name {name}: write it" in done.stderr


class EndlessBot(Chatbot):
    """Goes on answering until nobody listens."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.ended = threading.Event()

    def stream(
        self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]
    ) -> Generator[Answer]:
        try:
            *_, answer = super().stream(question, history, **within)
            while True:
                yield answer
                time.sleep(0.01)
        finally:
            self.ended.set()


def test_who_hangs_up_is_not_answered_any_longer(bot: Chatbot) -> None:
    endless = EndlessBot(bot.library)
    service = serve(endless, token=None, port=free_port(), at_once=1)
    with closing(RemoteChatbot(service.url).stream("When did the harbor open?")) as answers:
        assert next(answers).citations and next(answers).citations
    assert endless.ended.wait(60)
    endless.ended.clear()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{service.url}/v1/ask", json={"question": "When did it open?"}, timeout=1, trust_env=False)
    assert endless.ended.wait(60)
    service.close()


def test_the_health_of_a_library_that_is_gone_tells_no_path(tmp_path: Path, articles: Path) -> None:
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(articles)
        service = serve(Chatbot(library), token=TOKEN, port=free_port())
        (tmp_path / "library").rename(tmp_path / "elsewhere")
        reply = httpx.get(f"{service.url}/v1/health", trust_env=False)
        service.close()
        (tmp_path / "elsewhere").rename(tmp_path / "library")
    assert reply.status_code == 500 and reply.json() == {
        "error": "the library can't be read; the log of the server says why"
    }


def test_an_answer_that_fails_midway_is_told(bot: Chatbot) -> None:
    class Failing(Chatbot):
        def stream(
            self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]
        ) -> Generator[Answer]:
            yield next(super().stream(question, history, **within))
            time.sleep(0.2)  # so that the first is on its way
            raise LibraryError("the disk is gone; put it back")

    service = serve(Failing(bot.library), token=None, port=free_port())
    with pytest.raises(LibraryError, match=f"{service.url}: the disk is gone; put it back"):
        list(RemoteChatbot(service.url).stream("When did the harbor open?"))
    service.close()
