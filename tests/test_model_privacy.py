"""What goes to a model's server, and what never does: redirects, proxies and keys."""

import base64
import json
import logging
import os
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from index import Library
from rag import Answer, ModelError, Settings
from rag.llm import load_llm
from rag.llm.loading import gguf_address
from rag.writer import standalone_messages
from tests.hostile_server import RecordingProxy, echoes_its_key, redirects, says_its_key, sends
from tests.openai_server import Behaviour, ModelServer, fails, says, says_as_anthropic
from tests.reading import quick_chatbot
from tests.scripted_llm import ScriptedLLM

QUESTION = "did Russia aid Iran against Israel?"
TRUE = "The Kremlin is unlikely to come to Iran's aid [1.1]."
QUICK = Settings(model_timeout_s=5.0, model_retries=0)
KEY = "sk-a/b+c=Secret%7"
VARIABLES = "OLLAMA_HOST OPENAI_BASE_URL OPENAI_API_KEY ANTHROPIC_BASE_URL ANTHROPIC_API_KEY OPENAI_ORG_ID".split()


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def ask(library: Library, model: str) -> Answer:
    return quick_chatbot(library, settings=QUICK).using(model).ask(QUESTION)


def typed(server: ModelServer, userinfo: str = "") -> str:
    return server.url.replace("//", f"//{userinfo}@" if userinfo else "//")


def authorization(server: ModelServer) -> str | None:
    return server.headers[-1].get("authorization")


def assert_without_key(text: str, key: str = KEY) -> None:
    plain = base64.b64encode(key.encode()).decode()
    basic = base64.b64encode(f"me:{key}".encode()).decode()
    for form in (key, quote(key, safe=""), plain, basic, key[:12]):
        assert form not in text


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(seeds_library: Library, status: int) -> None:
    with ModelServer(says(TRUE)) as second:
        location = second.address.replace("//", f"//me:{quote(KEY, safe='')}@") + "/v1/secret-path?x=1"
        with ModelServer(redirects(lambda: location, status)) as first:
            answer = ask(seeds_library, first.url)
            assert len(first.requests) == 1
        assert second.requests == []
    assert answer.model == "quotes"
    assert "redirects to 127.0.0.1; redirects are not followed" in answer.notes[0]
    assert "secret-path" not in answer.notes[0]
    assert_without_key(answer.notes[0])


def test_anthropic_is_not_redirected_either(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with ModelServer(says_as_anthropic(TRUE)) as second, ModelServer(redirects(lambda: second.address)) as first:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", first.address)
        assert "redirects are not followed" in ask(seeds_library, "anthropic:claude-sonnet-5").notes[0]
        assert (len(first.requests), second.requests) == (1, [])


def test_a_loop_of_redirects_makes_one_request(seeds_library: Library) -> None:
    with ModelServer(redirects(lambda: "/v1/chat/completions")) as server:
        assert "redirects to another address" in ask(seeds_library, server.url).notes[0]
        assert len(server.requests) == 1


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordingProxy]:
    """A proxy that the environment names for everything, and without an exception for this machine."""
    with RecordingProxy() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.lower(), proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield proxy


def test_no_proxy_for_what_runs_here(
    seeds_library: Library, proxy: RecordingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer(says(TRUE)) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.address)
        for name in ("ollama:qwen3", server.url, server.url.replace("127.0.0.1", "localhost")):
            assert ask(seeds_library, name).model == name
    assert "nothing answers" in ask(seeds_library, "http://127.0.0.2:9/v1#m").notes[0]
    assert proxy.connections == 0


@pytest.mark.slow
def test_no_proxy_for_a_gguf(smollm: Path, proxy: RecordingProxy) -> None:
    model = load_llm(f"gguf:{smollm}", Settings(max_answer_tokens=5))
    assert not isinstance(model, str) and model.destination is None
    assert list(model.stream(standalone_messages("And then?", [])))
    assert proxy.connections == 0


def test_a_gguf_answers_nobody_else(
    smollm: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LLAMA_SERVER_SLOTS_DEBUG", "1")
    caplog.set_level(logging.DEBUG)
    file = Path(shutil.copy(smollm, tmp_path / "own.gguf"))
    model = load_llm(f"gguf:{file}", Settings(max_answer_tokens=5))
    assert not isinstance(model, str) and "LLAMA_SERVER_SLOTS_DEBUG" not in os.environ
    drafts = list(model.stream(standalone_messages("And then?", [])))
    with pytest.raises(ModelError) as caught:
        list(model.stream(standalone_messages("And then? " * 9000, [])))
    address = gguf_address(file)
    evil = {"Origin": "http://evil.example", "Host": "evil.example"}
    wrong, right = ({"Authorization": f"Bearer {key}"} for key in (address.password[:-1], address.password))
    with httpx.Client(base_url=address.url.removesuffix("/v1"), headers=evil, trust_env=False) as site:
        for path in ("", "slots", "props", "metrics", "v1/models", "v1/chat/completions", "completion"):
            for reply in (site.get(path), site.get(path, headers=wrong), site.post(path, json={"prompt": "Who?"})):
                assert reply.status_code in (401, 404) and "own.gguf" not in reply.text
                assert not reply.headers.get("access-control-allow-origin")
            asked = site.options(path, headers={"Access-Control-Request-Method": "POST"})
            assert not asked.headers.get("access-control-allow-origin")
        assert [site.get(path, headers=right).status_code for path in ("slots", "metrics")] == [501, 501]
    assert_without_key(f"{drafts} {caught.value} {address} {model!r} {model.load()!r}", address.password)
    assert_without_key(f"{caplog.text} {capfd.readouterr()}", address.password)
    file.unlink()


def test_other_servers_are_reached_through_the_proxy(seeds_library: Library, proxy: RecordingProxy) -> None:
    assert ask(seeds_library, "http://llm.example/v1#m").model == "quotes"
    assert proxy.connections == 1


def test_a_proxy_that_can_not_be_used_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", f"socks9://me:{KEY[:5]}@proxy.example")
    with pytest.raises(ModelError, match="the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names") as caught:
        load_llm("http://llm.example/v1#m")
    assert KEY[:5] not in str(caught.value)
    assert load_llm("http://127.0.0.1:9/v1#m") != "quotes"


def test_openais_key_goes_to_openai_alone(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    with ModelServer(says(TRUE)) as openai, ModelServer(says(TRUE)) as other:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{openai.address}/v1")
        monkeypatch.setenv("OLLAMA_HOST", other.address)
        for name in (other.url, "ollama:qwen3", other.url.replace("127.0.0.1", "localhost")):
            assert ask(seeds_library, name).model == name
            assert authorization(other) is None
        assert KEY not in json.dumps(other.headers) and "org-secret" not in json.dumps(other.headers)
        for name in ("openai:gpt-5", openai.url):
            assert ask(seeds_library, name).model == name
            assert authorization(openai) == f"Bearer {KEY}"


def test_a_servers_own_key_stands_in_its_address(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = quote(KEY, safe="")
    basic = "Basic " + base64.b64encode(f"me:{KEY}".encode()).decode()
    with ModelServer(says(TRUE)) as server:
        for userinfo, header in ((f":{encoded}", f"Bearer {KEY}"), (f"me:{encoded}", basic)):
            answer = ask(seeds_library, typed(server, userinfo))
            assert (answer.model, authorization(server)) == (server.url, header)
            monkeypatch.setenv("OLLAMA_HOST", server.address.replace("//", f"//{userinfo}@"))
            assert ask(seeds_library, "ollama:qwen3").model == "ollama:qwen3"
            assert authorization(server) == header
            monkeypatch.setenv("OPENAI_BASE_URL", server.address.replace("//", f"//{userinfo}@") + "/v1")
            assert ask(seeds_library, "openai:gpt-5").model == "openai:gpt-5"
            assert authorization(server) == header


def test_anthropics_key_goes_to_anthropic_alone(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with ModelServer(says_as_anthropic(TRUE)) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address)
        assert ask(seeds_library, "anthropic:claude-sonnet-5").model == "anthropic:claude-sonnet-5"
        assert server.headers[-1]["x-api-key"] == KEY and authorization(server) is None
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address.replace("//", "//me:pass-word@"))
        ask(seeds_library, "anthropic:claude-sonnet-5")
        assert (authorization(server) or "").startswith("Basic ")


@pytest.mark.parametrize("userinfo", [f":{quote(KEY, safe='')}", f"me:{quote(KEY, safe='')}"])
@pytest.mark.parametrize("behaviour", [echoes_its_key, says_its_key, redirects(lambda: f"http://{KEY}/")])
def test_a_key_is_never_shown(
    seeds_library: Library, userinfo: str, behaviour: object, caplog: pytest.LogCaptureFixture
) -> None:
    with ModelServer(behaviour) as server:  # type: ignore[arg-type]
        bot = quick_chatbot(seeds_library, settings=QUICK).using(typed(server, userinfo))
        first = quick_chatbot(seeds_library).ask("What did Putin offer?")
        answers = [*bot.stream(QUESTION), *bot.stream("And what did it have to do with Israel?", [first])]
        for answer in answers:
            assert_without_key(json.dumps(answer.to_json()))
            assert_without_key(str(answer))
        model = load_llm(typed(server, userinfo), QUICK)
        assert not isinstance(model, str)
        assert_without_key(f"{model!r} {model.load()!r} {model.name}")
        with pytest.raises(ModelError) as caught:
            list(model.stream([])) if behaviour is not says_its_key else load_llm(f"htp://{userinfo}@host/v1#m")
        assert_without_key(str(caught.value))
        assert caught.value.__suppress_context__ or caught.value.__cause__ is None
    assert_without_key(caplog.text)


ODD = "pa\\ss'wo\"rd&<xyz>99"  # a password with signs that echoes escape, take off or read as markup
ECHOES = [ODD, repr({"k": ODD}), json.dumps({"k": ODD}), json.dumps(json.dumps({"k": ODD})), escape(ODD)]


@pytest.mark.parametrize(
    "behaviour",
    [
        *(fails(400, text) for text in ECHOES),
        *(fails(404, text) for text in ECHOES),
        *(sends(b"data: " + json.dumps({"error": {"code": [text]}}).encode() + b"\n\n") for text in ECHOES),
        *(says(f"{TRUE} Your key is {text}.") for text in ECHOES),
        says(f"{TRUE} It is {ODD[:5]}**{ODD[5:8]}**{ODD[8:]}, {ODD[:5]}[1.1]{ODD[5:]}, {ODD[:4]}<!-- -->{ODD[4:]}."),
    ],
)
def test_a_key_of_odd_signs_is_not_shown_either(seeds_library: Library, behaviour: Behaviour) -> None:
    with ModelServer(behaviour) as server:
        answer = (
            quick_chatbot(seeds_library, settings=QUICK).using(typed(server, f"me:{quote(ODD, safe='')}")).ask(QUESTION)
        )
    told = [*answer.notes, answer.text, *(one.text for one in answer.sentences), *(str(one) for one in answer.rejected)]
    assert "***" in " ".join(told) or any(said in answer.text for said in ("Your key is", "It is"))
    assert not any(part in text for text in told for part in ("rd&", "d&<", "xyz", ">99", ";99"))


@pytest.mark.parametrize("key", ["sk-\nsecret", "sk-secret\n", "sk-sécret", "sk secret", "sk-\x00secret"])
def test_malformed_keys(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"http://:{quote(key, safe='')}@127.0.0.1:9/v1#m"]
    if "\x00" not in key:  # which no variable can hold
        monkeypatch.setenv("OPENAI_API_KEY", key)
        monkeypatch.setenv("ANTHROPIC_API_KEY", key)
        names += ["openai:gpt-5", "anthropic:claude-sonnet-5"]
    for name in names:
        with pytest.raises(ModelError, match="set it anew") as caught:
            load_llm(name)
        assert "cret" not in str(caught.value) and "\n" not in str(caught.value)


def test_a_model_says_where_it_sends_text() -> None:
    here = load_llm("http://127.0.0.1:9/v1#m")
    there = load_llm("https://:a-key@llm.example/v1#m")
    given = load_llm(ScriptedLLM(replies=[]))
    assert not isinstance(here, str) and not isinstance(there, str) and not isinstance(given, str)
    assert (here.destination, there.destination, given.destination) == (None, "llm.example", None)
    assert (there.name, given.name) == ("https://llm.example/v1#m", "scripted")
