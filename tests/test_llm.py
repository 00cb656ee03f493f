"""Language models: names, a real server that misbehaves on purpose, and a real GGUF in this process."""

import re
from pathlib import Path

import pytest

from index import Library
from rag import Chatbot, ModelError, Settings, load_llm, open_chatbot
from rag.writer.drafts import REPEATED
from tests.openai_server import (
    ModelServer,
    breaks_off_after,
    breaks_off_inside_a_chunk,
    fails,
    is_silent,
    says,
    says_as_anthropic,
    sends_a_web_page,
    sends_garbage,
    speaks_until_hung_up,
)
from tests.reading import quick_chatbot

QUESTION = "did Russia aid Iran against Israel?"
QUICK = Settings(model_timeout_s=1.0, model_retries=0)
GOOD = says("The Kremlin is unlikely to come to Iran's aid [1.1].")


def bot(library: Library, model: str, settings: Settings = QUICK) -> Chatbot:
    return quick_chatbot(library, settings=settings).using(model)


def test_a_server_that_speaks_the_protocol(seeds_library: Library) -> None:
    with ModelServer(GOOD) as server:
        answer = bot(seeds_library, server.url).ask(QUESTION)
    assert answer.model == server.url
    assert (answer.status, answer.sentences[0].verdict) == ("answered", "supported")
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (321, 45)
    (request,) = server.requests
    assert request["model"] == "test-model" and request["stream"] is True and request["temperature"] == 0


def test_invented_markers_and_quotes_end_in_verdicts(seeds_library: Library) -> None:
    draft = "Putin offered to mediate “between all sides” [1.1]. Russia sent 40 tanks [9.9]."
    with ModelServer(says(draft)) as server:
        answer = bot(seeds_library, server.url).ask("What did Putin offer?")
    assert [one.verdict for one in answer.sentences if one.withdrawn] == ["unsupported", "uncited"]
    assert "between all sides" not in answer.text
    assert {one.marker for one in answer.rejected} == {"between all sides", "[9.9]"}


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (breaks_off_after("The Kremlin is unlikely"), "broke off in the middle"),
        (breaks_off_inside_a_chunk("The Kremlin is unlikely"), "connection broke|broke off"),
        (fails(429), "busy or the quota is used up; try again later"),
        (fails(500), "failed with status 500"),
        (fails(401), "refuses the key"),
        (fails(404), "does not know this model"),
        (sends_garbage, "can't be read"),
        (sends_a_web_page, "wrote nothing|can't be read"),
        (is_silent(3), "no answer in time"),
        (says("   "), "wrote nothing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_ends_in_the_quotes_and_says_why(seeds_library: Library, behaviour: object, message: str) -> None:
    with ModelServer(behaviour, GOOD) as server:  # type: ignore[arg-type]
        chatbot = bot(seeds_library, server.url)
        answer = chatbot.ask(QUESTION)
        assert (answer.model, answer.status) == ("quotes", "answered")
        assert {one.verdict for one in answer.sentences if not one.withdrawn} == {"quoted"}
        (note,) = answer.notes
        assert re.search(message, note) and note.startswith(server.url) and note.endswith("These are the quotes.")
        assert "\n" not in note
        assert chatbot.ask(QUESTION).sentences[0].verdict == "supported"


def test_what_came_before_the_break_was_shown(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.writer.writing.PAUSE", 0)  # on a busy machine the break might else come in the first pause
    with ModelServer(breaks_off_after("The Kremlin is unlikely to come to Iran's aid [1.1]. Also")) as server:
        *before, last = bot(seeds_library, server.url).stream(QUESTION)
    assert before[-2].citations and before[-2].text.startswith("The Kremlin is unlikely")
    assert last.model == "quotes"


def test_a_prompt_that_is_too_long_is_cut(seeds_library: Library) -> None:
    too_long = fails(400, "the request exceeds the available context size, try increasing it")
    with ModelServer(too_long, GOOD) as server:
        answer = bot(seeds_library, server.url).ask(QUESTION)
        first, second = (request["messages"][1]["content"] for request in server.requests)
    assert len(second) < len(first) and answer.sentences[0].verdict == "supported"
    assert "the weakest evidence was left out" in answer.notes[0]
    with ModelServer(too_long) as server:
        assert bot(seeds_library, server.url).ask(QUESTION).model == "quotes"


def test_a_model_that_repeats_itself_is_stopped(seeds_library: Library) -> None:
    said = "The Kremlin is unlikely to come to Iran's aid [1.1]. "
    with ModelServer(says(said + "It may yet change its mind. " * 200)) as server:
        answer = bot(seeds_library, server.url).ask(QUESTION)
    assert [one.verdict for one in answer.sentences] == ["supported", "uncited"]
    assert answer.sentences[1].text == "It may yet change its mind." and answer.rejected[-1].reason == REPEATED


def test_a_refusal_ends_in_the_quotes(seeds_library: Library) -> None:
    with ModelServer(says("I'm sorry, but I can't help with questions about conflicts.")) as server:
        answer = bot(seeds_library, server.url).ask(QUESTION)
    assert answer.model == "quotes" and "the model refused to answer" in answer.notes[0]


def test_who_stops_listening_stops_the_model(seeds_library: Library) -> None:
    with ModelServer(speaks_until_hung_up()) as server:
        stream = bot(seeds_library, server.url).stream(QUESTION)
        for _ in range(3):
            next(stream)
        stream.close()
        assert server.hung_up.wait(5)


def test_busy_servers_are_tried_again(seeds_library: Library) -> None:
    with ModelServer(fails(429), fails(500), GOOD) as server:
        settings = Settings(model_timeout_s=5, model_retries=2)
        assert bot(seeds_library, server.url, settings).ask(QUESTION).status == "answered"
        assert len(server.requests) == 3


def test_a_length_limit_is_named(seeds_library: Library) -> None:
    with ModelServer(says("The Kremlin is unlikely to", finish="length")) as server:
        answer = bot(seeds_library, server.url).ask(QUESTION)
    assert answer.rejected[-1].reason == "the model stopped at its length limit, before its answer was whole"


def test_thinking_aloud_is_no_answer(seeds_library: Library) -> None:
    with ModelServer(says("<think>Hm [9.9].</think>The Kremlin is unlikely to come to Iran's aid [1.1].")) as server:
        answer = bot(seeds_library, server.url).ask(QUESTION)
    assert answer.text.startswith("The Kremlin") and answer.rejected == ()


def test_a_dead_server(seeds_library: Library) -> None:
    answer = bot(seeds_library, "http://127.0.0.1:9/v1#m").ask(QUESTION)
    assert "nothing answers at this address; start the server" in answer.notes[0]


def test_ollama_openai_and_anthropic_names(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(GOOD) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.address.removeprefix("http://"))
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.address}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "test")
        for name in ("ollama:qwen3", "openai:gpt-5-mini"):
            answer = bot(seeds_library, name).ask(QUESTION)
            assert (answer.model, answer.sentences[0].verdict) == (name, "supported")
        assert [request["model"] for request in server.requests] == ["qwen3", "gpt-5-mini"]
    with ModelServer(says_as_anthropic("The Kremlin is unlikely to come to Iran's aid [1.1].")) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "test")
        answer = bot(seeds_library, "anthropic:claude-sonnet-5").ask(QUESTION)
        assert (answer.model, answer.sentences[0].verdict) == ("anthropic:claude-sonnet-5", "supported")
        assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (321, 45)
        server.script[0] = says_as_anthropic("The Kremlin is unlikely", finish="max_tokens")
        assert "length limit" in bot(seeds_library, "anthropic:claude-sonnet-5").ask(QUESTION).rejected[-1].reason


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gpt", "no such model; write quotes, gguf:/path/model.gguf"),
        ("", "no such model"),
        ("ollama:", "no such model"),
        ("http://127.0.0.1:1/v1", "say which model the server should use, like http://127.0.0.1:1/v1#NAME"),
        ("gguf:/no/such.gguf", "no such file; give the path of a .gguf model"),
        ("gguf:pyproject.toml", "not a GGUF model"),
        ("openai:gpt-5", "needs a key; set OPENAI_API_KEY"),
        ("anthropic:claude", "needs a key; set ANTHROPIC_API_KEY"),
    ],
)
def test_names_that_can_not_be_loaded(name: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(ModelError) as caught:
        load_llm(name)
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_quotes_and_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_LLM", raising=False)
    assert load_llm() == load_llm("quotes") == "quotes"
    monkeypatch.setenv("ONRECORD_LLM", "http://127.0.0.1:1/v1#m")
    model = load_llm()
    assert model != "quotes" and model.name == "http://127.0.0.1:1/v1#m"


def test_what_was_loaded_for_quotes_asks_nobody(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LLM", "http://127.0.0.1:1/v1#m")
    with open_chatbot(articles, llm=load_llm("quotes")) as chatbot:
        assert chatbot.model == "quotes"
        assert Chatbot(chatbot.library, load_llm("quotes")).model == "quotes"
        assert chatbot.using(load_llm()).model == "http://127.0.0.1:1/v1#m"


@pytest.mark.slow
def test_a_real_gguf_in_this_process(seeds_library: Library, smollm: Path) -> None:
    chatbot = quick_chatbot(seeds_library, settings=Settings(max_answer_tokens=40)).using(f"gguf:{smollm}")
    answers = list(chatbot.stream(QUESTION))
    assert len(answers) > 3 and answers[-1].text and answers[-1].usage.prompt_tokens > 100
    for citation in answers[-1].citations:
        quote = citation.quote
        assert seeds_library.article(quote.article).text[quote.start : quote.end] == quote.text
    assert chatbot.ask("Who built the Bushehr plant?").text


def test_a_broken_gguf(tmp_path: Path) -> None:
    file = tmp_path / "broken.gguf"
    file.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ModelError, match="can't load this model"):
        load_llm(f"gguf:{file}")
