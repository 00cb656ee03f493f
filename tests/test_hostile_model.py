"""A model may be anything: whatever its server sends, the answer is there by the deadline, and it is the quotes."""

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import CompletionResponse, CompletionResponseGen

from index import Library
from rag import Answer, Settings
from rag.llm import Draft, LanguageModel, load_llm
from tests.hostile_server import (
    endless,
    event,
    fails_hugely,
    says_in_odd_anthropic_events,
    says_in_odd_events,
    sends,
    sends_a_bomb,
    sends_for_ever,
    writes_raw,
)
from tests.openai_server import Behaviour, ModelServer, breaks_off_after, fails, is_silent, says
from tests.reading import quick_chatbot
from tests.scripted_llm import ScriptedLLM

QUESTION = "did Russia aid Iran against Israel?"
TRUE = "The Kremlin is unlikely to come to Iran's aid [1.1]."
QUICK = Settings(model_timeout_s=1.0, model_deadline_s=2.0, model_retries=0)
OK = b"HTTP/1.1 200 OK\r\n"
SPEAKS = b'data: {"choices": [{"delta": {"content": "Oil fell."}, "finish_reason": "stop"}]}\n\n'


def ask(library: Library, model: Any, settings: Settings = QUICK) -> Answer:
    return quick_chatbot(library, settings=settings).using(model).ask(QUESTION)


def drafts(server: ModelServer, settings: Settings = QUICK) -> list[Draft]:
    model = load_llm(server.url, settings)
    assert not isinstance(model, str)
    return list(model.stream([]))


@pytest.fixture(scope="module", autouse=True)
def loaded(seeds_library: Library) -> None:
    """What is loaded once is no part of what is timed."""
    with ModelServer(says(TRUE)) as server:
        ask(seeds_library, server.url)


HOSTILE = {
    "endless thinking": (sends_for_ever(event({"content": "<think>" + "hm " * 100})), "thought for too long|in time"),
    "endless reasoning": (sends_for_ever(event({"reasoning_content": "hm " * 100})), "thought for too long|in time"),
    "comments": (sends_for_ever(b": still here\n\n", pause_s=0.5), r"no whole answer in time \(2 s\)"),
    "comments at once": (sends_for_ever(b": still here\n\n" * 1000), "cut off|in time"),
    "empty events": (sends_for_ever(event({"content": ""})), "cut off|in time"),
    "a long line": (sends([b"data: "] + [b"x" * 1_000_000] * 100), "sends more than any answer needs|in time"),
    "an event of many lines": (sends([b"data: x\n" * 100_000] * 100), "sends more than any answer needs|in time"),
    "headers without end": (writes_raw([OK, *[b"X-A: " + b"b" * 50_000 + b"\r\n"] * 50]), "connection broke"),
    "slow headers": (writes_raw(endless(b"H"), pause_s=0.5), "no whole answer in time|connection broke"),
    "a body that never begins": (writes_raw([OK + b"Content-Length: 5\r\n\r\n"], pause_s=9), "no answer in time"),
    "a bomb": (sends_a_bomb, "packs its answer though it was asked not to|in time"),
    "a huge error": (fails_hugely, "the server refuses the request"),
    "interim responses": (
        writes_raw(endless(b"HTTP/1.1 103 Early Hints\r\n\r\n"), pause_s=0.01),
        "no whole answer in time",
    ),
    "another protocol": (
        writes_raw([b"HTTP/1.1 101 Switching Protocols\r\n\r\n"]),
        "answer as a model|broke",
    ),
    "no content": (writes_raw([b"HTTP/1.1 204 No Content\r\n\r\n"]), "wrote nothing"),
    "a negative length": (writes_raw([OK + b"Content-Length: -5\r\n\r\n" + SPEAKS]), "connection broke"),
    "chunked nonsense": (writes_raw([OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + SPEAKS]), "connection broke"),
    "no HTTP": (writes_raw([b"SSH-2.0-OpenSSH_9.6\r\n"]), "connection broke"),
    "nested JSON": (sends(b"data: " + b"[" * 200_000 + b"\n\n"), "can't be read"),
    "a list of JSON": (sends(b'data: {"choices": [\n\n'), "can't be read"),
    "an error in the stream": (
        sends(b'data: {"error": {"message": "\\u001b[31mout\\nof memory"}}\n\n'),
        "out of memory",
    ),
}


@pytest.mark.parametrize(("behaviour", "message"), HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_server_sends_the_quotes_come_in_time(
    seeds_library: Library, behaviour: Behaviour, message: str
) -> None:
    with ModelServer(behaviour) as server:
        begun = time.perf_counter()
        answer = ask(seeds_library, server.url)
        took = time.perf_counter() - begun
    assert (answer.model, answer.status) == ("quotes", "answered")
    (note,) = answer.notes
    assert re.search(message, note), note
    assert "\x1b" not in note and "\n" not in note and len(note) < 400
    assert took < QUICK.model_deadline_s + 6  # on a busy machine the quotes themselves take some


def test_words_without_end_are_cut(seeds_library: Library) -> None:
    words = [event({"content": f"Officials counted {number} boats. "}) for number in range(2000)]
    settings = Settings(model_deadline_s=20, max_answer_tokens=30)
    with ModelServer(sends(words)) as server:
        *_, last = drafts(server, settings)
        answer = ask(seeds_library, server.url, settings)
    assert last.stop == "length" and len(last.text) < 30 * 8 and last.text.startswith("Officials counted 0 boats.")
    assert answer.rejected[-1].reason == "the model stopped at its length limit, before its answer was whole"


def test_one_word_without_end_is_cut() -> None:
    with ModelServer(sends_for_ever(event({"content": "a" * 50}))) as server:
        *_, last = drafts(server, Settings(model_deadline_s=20, max_answer_tokens=30))
    assert last.stop == "length" and 0 < len(last.text) <= 30 * 16


def test_an_answer_within_its_limit_is_whole() -> None:
    with ModelServer(says(TRUE)) as server:
        assert drafts(server)[-1].text == TRUE


def test_what_follows_the_end_is_not_waited_for() -> None:
    stuck = [event({"content": TRUE}), event({}, choices=[{"delta": {}, "finish_reason": "stop"}]), *[b": .\n\n"] * 60]
    with ModelServer(sends(stuck, pause_s=0.5)) as server:
        begun = time.perf_counter()
        assert drafts(server, Settings(model_deadline_s=20))[-1].text == TRUE
        assert time.perf_counter() - begun < 6


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\n", SPEAKS),
        (OK + b"Content-Type: text/html\r\nConnection: close\r\n\r\n", SPEAKS),
        (OK + b"Connection: close\r\n\r\n", SPEAKS.replace(b"\n", b"\r\n")),
        (OK + b"Connection: close\r\n\r\n", SPEAKS.replace(b"\n", b"\r") + b"\r"),
        (OK + b"Connection: close\r\nContent-Encoding: identity\r\n\r\n", SPEAKS),
        (OK + b"Connection: close\r\n\r\n", SPEAKS.replace(b"Oil", b"\\u0000\\u001b[31m\\u202eOil")),
        (OK + b"Connection: close\r\n\r\n", b"\xef\xbb\xbf: x\n\n" + SPEAKS),
    ],
)
def test_what_is_odd_but_clear_is_read(head: bytes, body: bytes) -> None:
    with ModelServer(writes_raw([head, body])) as server:
        assert drafts(server)[-1].text.removeprefix("[31m") == "Oil fell."


def test_letters_that_are_none_are_replaced() -> None:
    with ModelServer(sends(SPEAKS.replace(b"Oil", b"Oil \xff"))) as server:
        assert drafts(server)[-1].text == "Oil \ufffd fell."


def test_cookies_are_not_kept() -> None:
    with ModelServer(sends(SPEAKS, Set_Cookie="id=1234; Path=/")) as server:
        model = load_llm(server.url, QUICK)
        assert not isinstance(model, str)
        for _ in range(2):
            list(model.stream([]))
        assert all("cookie" not in headers for headers in server.headers)


def test_odd_events_are_skipped(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(says_in_odd_events(TRUE)) as server:
        answer = ask(seeds_library, server.url)
        assert (answer.text, answer.notes) == (TRUE.replace(" [1.1].", ".[1]"), ())
    with ModelServer(says_in_odd_anthropic_events(TRUE)) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "test-key")
        answer = ask(seeds_library, "anthropic:claude-sonnet-5")
        assert (answer.text, answer.notes) == (TRUE.replace(" [1.1].", ".[1]"), ())


@pytest.mark.parametrize(
    ("script", "requests", "model"),
    [
        ([fails(429), says(TRUE)], 2, "test"),
        ([fails(503), says(TRUE)], 2, "test"),
        ([writes_raw([b""]), says(TRUE)], 2, "test"),
        ([fails(500), fails(500), says(TRUE)], 2, "quotes"),
        ([fails(400), says(TRUE)], 1, "quotes"),
        ([breaks_off_after("The Kremlin"), says(TRUE)], 1, "quotes"),
        ([is_silent(3), says(TRUE)], 1, "quotes"),
    ],
)
def test_one_try_more_before_the_first_word(
    seeds_library: Library, script: list[Behaviour], requests: int, model: str
) -> None:
    with ModelServer(*script) as server:
        answer = ask(seeds_library, server.url, Settings(model_timeout_s=1.5))
        assert (len(server.requests), answer.model == "quotes") == (requests, model == "quotes")


def test_a_server_does_not_say_when_to_try_again(seeds_library: Library) -> None:
    def busy(handler: Any) -> None:
        handler.start(429, Retry_After="3600", X_Should_Retry="true", Content_Length="0")

    with ModelServer(busy) as server:
        begun = time.perf_counter()
        assert "busy" in ask(seeds_library, server.url, Settings()).notes[0]
        assert len(server.requests) == 2 and time.perf_counter() - begun < 5


class Blocked(ScriptedLLM):
    """Says a little, then nothing until it is let go."""

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        self.prompts.append(prompt)
        yield CompletionResponse(text="The", delta="The")
        LET_GO.wait(30)


LET_GO = threading.Event()


@pytest.fixture
def blocked() -> Iterator[Blocked]:
    LET_GO.clear()
    yield Blocked(replies=[], prompts=[])
    LET_GO.set()


def test_any_model_object_is_held_to_the_deadline(seeds_library: Library, blocked: Blocked) -> None:
    begun = time.perf_counter()
    answer = ask(seeds_library, blocked, Settings(model_deadline_s=1.0))
    assert "no whole answer in time (1 s)" in answer.notes[0] and time.perf_counter() - begun < 5
    answer = ask(seeds_library, blocked, Settings(model_timeout_s=0.5))
    assert "no answer in time" in answer.notes[0]


def test_closing_returns_at_once_though_the_model_is_blocked(seeds_library: Library, blocked: Blocked) -> None:
    stream = quick_chatbot(seeds_library).using(blocked).stream(QUESTION)
    while next(stream).model == "quotes":
        pass
    begun = time.perf_counter()
    stream.close()
    assert time.perf_counter() - begun < 0.5


def _threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "onrecord-model"]


def _sockets() -> int:
    found = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found += str(entry.readlink()).startswith("socket:")
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts what /proc shows")
def test_stopped_answers_leave_nothing_behind() -> None:
    with ModelServer(sends_for_ever(event({"content": "Boats came. "}), pause_s=0.02)) as server:
        model = load_llm(server.url, Settings())
        assert not isinstance(model, str)
        before = _sockets()
        for _ in range(50):
            stream = model.stream([])
            next(stream)
            stream.close()
        ends = time.monotonic() + 10
        while (_threads() or _sockets() > before) and time.monotonic() < ends:
            time.sleep(0.05)
        assert _threads() == [] and _sockets() <= before
        assert server.hung_up.wait(5)


def test_a_hanging_rewrite_costs_no_second_wait(seeds_library: Library) -> None:
    with ModelServer(is_silent(6)) as server:
        bot = quick_chatbot(seeds_library, settings=Settings(model_timeout_s=1.0)).using(server.url)
        first = quick_chatbot(seeds_library).ask("What did Putin offer?")
        begun = time.perf_counter()
        early, *_, answer = bot.stream("And what did it have to do with Israel?", [first])
        assert time.perf_counter() - begun < 4
        assert len(server.requests) == 1
    assert (early.model, answer.model) == ("quotes", "quotes")
    assert "no answer in time" in answer.notes[0] and answer.citations == early.citations


def test_an_endless_rewrite_is_cut(seeds_library: Library) -> None:
    with ModelServer(sends_for_ever(event({"content": "what "})), says(TRUE)) as server:
        first = quick_chatbot(seeds_library).ask("What did Putin offer?")
        bot = quick_chatbot(seeds_library, settings=QUICK).using(server.url)
        answer = bot.ask("And what did it have to do with Israel?", [first])
    assert answer.standalone_question == "What did Putin offer? And what did it have to do with Israel?"


def test_the_last_piece_of_a_model_object_is_read(seeds_library: Library) -> None:
    assert LanguageModel("m", lambda: ScriptedLLM(replies=[TRUE])).first_line([], longest=300) == TRUE
    assert json.dumps(ask(seeds_library, ScriptedLLM(replies=[TRUE])).to_json())
