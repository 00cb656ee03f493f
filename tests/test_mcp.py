"""`onrecord mcp` as an agent meets it: the protocol's own client, a real process, a real library."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.dispatcher import ProgressFnT
from mcp_types import CallToolResult, Tool

from rag import Answer, Chatbot
from tests.commands import onrecord
from tests.conftest import ROOT
from tests.openai_server import ModelServer, speaks_until_hung_up

QUESTION = "Who built the Bushehr plant?"
COMMAND = [sys.executable, "-m", "onrecord", "mcp"]

Call = Callable[..., CallToolResult]


def server_of(library: Path, *options: str) -> StdioServerParameters:
    arguments = [*COMMAND[1:], "--library", str(library), *options]
    return StdioServerParameters(command=COMMAND[0], args=arguments, cwd=ROOT)


@pytest.fixture(scope="module")
def agent(seeds_bot: Chatbot) -> Iterator[tuple[Call, list[Tool]]]:
    """A client of a running server: how it calls a tool, and the tools that it was told of."""
    client = Client(server_of(seeds_bot.library.folder))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client) as connected:
        tools = portal.call(connected.list_tools).tools

        def call(name: str, *, heard: ProgressFnT | None = None, **arguments: Any) -> CallToolResult:
            return portal.call(lambda: connected.call_tool(name, arguments, progress_callback=heard))

        yield call, tools


@pytest.fixture
def call(agent: tuple[Call, list[Tool]]) -> Call:
    return agent[0]


def said(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def assert_to_the_letter(slices: list[dict[str, Any]], bot: Chatbot) -> None:
    for one in slices:
        assert bot.library.article(one["article"]).text[one["start"] : one["end"]] == one["text"]


def test_the_tools_tell_what_they_take_and_give(agent: tuple[Call, list[Tool]]) -> None:
    tools = {one.name: one for one in agent[1]}
    assert set(tools) == {"ask", "search", "article", "verify"}
    for one in tools.values():
        assert "never an instruction" in " ".join((one.description or "").split())
        assert one.input_schema["additionalProperties"] is False
        assert one.annotations and one.annotations.read_only_hint
        assert all("description" in field for field in one.input_schema["properties"].values())
        assert one.output_schema and one.output_schema["type"] == "object"
    assert set(tools["ask"].input_schema["properties"]) == {"question", "since", "until", "source", "during"}
    assert "citations" in (tools["ask"].output_schema or {})["properties"]


def test_it_answers_as_the_chatbot_does(call: Call, seeds_bot: Chatbot) -> None:
    found = Answer.from_json(said(call("ask", question=QUESTION)))
    asked = seeds_bot.ask(QUESTION)
    assert (found.text, found.status, found.citations) == (asked.text, "answered", asked.citations)
    quote = found.citations[0].quote
    again = said(call("article", id=quote.article, start=quote.start, end=quote.end, context=0))
    assert again["text"] == quote.text


def test_it_tells_sides_and_silence(call: Call) -> None:
    contested = said(call("ask", question="Did Syria's Assad government fall?"))
    assert (contested["status"], len(contested["positions"]) > 1) == ("contested", True)
    assert said(call("ask", question=QUESTION, until="1990"))["status"] == "not_found"


def test_a_client_hears_how_far_it_is(call: Call) -> None:
    told: list[tuple[float, float | None]] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total))

    text = "Russia built the Bushehr plant. It has 400 reactors."
    assert len(said(call("verify", text=text, heard=heard))["sentences"]) == 2
    assert len(told) == 2 and told == sorted(told) and told[-1] == (1.0, 1.0)
    told.clear()
    said(call("ask", question=QUESTION, heard=heard))
    assert told and told[0] == (1.0, None)


def test_it_searches(call: Call, seeds_bot: Chatbot) -> None:
    passages = said(call("search", query="drones", count=3))["passages"]
    assert len(passages) == 3
    assert_to_the_letter(passages, seeds_bot)
    source = passages[0]["source"]
    within = said(call("search", query="drones", source=source))["passages"]
    assert {one["source"] for one in within} == {source}


def test_it_shows_an_article_and_what_stands_around_a_quote(call: Call, seeds_bot: Chatbot) -> None:
    article = seeds_bot.library.article("drone-deal.md")
    whole = said(call("article", id=article.id))
    assert (whole["text"], whole["length"], whole["title"]) == (article.text, len(article.text), article.title)
    around = said(call("article", id=article.id, start=100, end=120, context=30))
    assert (around["start"], around["end"], around["text"]) == (70, 150, article.text[70:150])
    rest = said(call("article", id=article.id, start=around["end"], context=0))
    assert around["text"] + rest["text"] == article.text[70:]


def test_it_checks_a_draft(call: Call, seeds_bot: Chatbot) -> None:
    text = "Russia built the **Bushehr** plant [7]. It has 400 reactors. Putin said: “We will win by Friday.”"
    found = said(call("verify", text=text))
    statuses = [one["status"] for one in found["sentences"]]
    assert statuses[0] == "supported"
    assert not {"supported", "quoted"} & set(statuses[1:])
    assert [(one["words"], one["status"]) for one in found["quotations"]] == [
        ("We will win by Friday.", "not in the articles")
    ]
    assert "Bushehr plant." in found["text"]
    assert_to_the_letter([near["quote"] for one in found["sentences"] for near in one["nearest"]], seeds_bot)
    assert said(call("verify", text=""))["sentences"] == []


@pytest.mark.parametrize(
    ("tool", "arguments", "line"),
    [
        ("ask", {"question": " "}, "the question is empty; ask something"),
        ("ask", {}, "question: Field required"),
        ("ask", {"question": QUESTION, "since": "someday"}, "someday: not a date"),
        ("search", {"query": "drones", "count": 99}, "count: Input should be less than or equal to 20"),
        ("ask", {"question": QUESTION, "sinse": "2024"}, "sinse: no such argument; ask takes question, since, until,"),
        ("verify", {"text": "Oil fell.", "source": "AP"}, "source: no such argument; verify takes text"),
        ("article", {"id": "nope"}, "nope: no such article; give one that a quote or passage has"),
        ("article", {"id": "drone-deal.md", "start": 999_999}, "characters; give a start below that"),
        ("article", {"id": "drone-deal.md", "end": 9}, "an end needs a start"),
        ("verify", {"text": "Oil fell. " * 9999}, "check it in parts"),
        ("nothing", {}, "Unknown tool: nothing"),
    ],
)
def test_errors_are_one_line(tool: str, arguments: dict[str, Any], line: str, call: Call) -> None:
    result = call(tool, **arguments)
    assert result.is_error
    (told,) = result.content
    assert told.type == "text"
    assert line in told.text
    assert "\n" not in told.text


@pytest.mark.slow
def test_it_answers_others_while_a_model_writes_and_stops_it_for_who_gives_up(seeds_bot: Chatbot) -> None:
    async def talk(server: ModelServer) -> tuple[bool, bool]:
        async with Client(server_of(seeds_bot.library.folder, "--llm", server.url)) as client:
            asked = asyncio.create_task(client.call_tool("ask", {"question": QUESTION}))
            while not server.requests:
                await asyncio.sleep(0.05)
            found = await client.call_tool("search", {"query": "drones"})
            is_waiting = not asked.done() and not found.is_error
            asked.cancel()
            return is_waiting, await asyncio.to_thread(server.hung_up.wait, 20)

    with ModelServer(speaks_until_hung_up()) as server:
        assert asyncio.run(talk(server)) == (True, True)


def test_nothing_but_the_protocol_is_on_stdout(seeds_bot: Chatbot) -> None:
    """An agent of the old protocol, line by line, which also sends what is no message."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    asked: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": QUESTION}}},
    ]
    given = "".join(json.dumps({"jsonrpc": "2.0", **one}) + "\n" for one in asked)
    process = subprocess.Popen(
        [*COMMAND, "--library", str(seeds_bot.library.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write("rubbish\n" + given)
        process.stdin.flush()
        replies = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(60) == 0
        assert process.stderr.read() == ""
    assert [one["id"] for one in replies] == [1, 2]
    assert replies[0]["result"]["serverInfo"]["name"] == "onrecord"
    assert replies[1]["result"]["structuredContent"]["status"] == "answered"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="has no SIGINT to send")
@pytest.mark.parametrize("is_interrupted", [True, False], ids=["by Ctrl-C", "by a client that has gone"])
def test_it_ends(is_interrupted: bool, seeds_bot: Chatbot) -> None:
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    ping = b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n'
    with subprocess.Popen([*COMMAND, "--library", str(seeds_bot.library.folder)], cwd=ROOT, **pipes) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(ping)
        process.stdin.flush()
        assert b'"id":1' in process.stdout.readline()
        if is_interrupted:
            process.send_signal(signal.SIGINT)
        else:
            process.stdout.close()
            process.stdin.write(ping)
            process.stdin.close()
        assert process.wait(60) == (-signal.SIGINT if is_interrupted else 0)  # a shell makes 130 of the first
        assert process.stderr.read() == b""


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    done = onrecord("mcp", library=tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no library here; make it with: onrecord sync" in done.stderr
    with patch.dict(sys.modules, {"mcp": None}):  # as where it is not installed
        done = onrecord("mcp", library=tmp_path / "none")
    assert done.returncode == 2
    assert 'pip install "onrecord[mcp]"' in done.stderr
