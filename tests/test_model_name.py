"""Names of language models: which host each sends text to, and which none."""

import pytest

from rag import ModelError
from rag.llm import destination, load_llm

VARIABLES = ("OLLAMA_HOST", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("quotes", None),
        ("gguf:/models/small.gguf", None),
        ("ollama:qwen3", None),
        ("ollama:gpt-oss:120b-cloud", "ollama.com"),
        ("ollama:kimi-k2:CLOUD", "ollama.com"),
        ("ollama:kimi-k2:cloud ", "ollama.com"),
        ("http://127.0.0.1:11434/v1#gpt-oss:120b-cloud", "ollama.com"),
        ("http://a.localhost:8000/v1#m", "a.localhost"),
        ("http://localhost.:8000/v1#m", "localhost."),
        ("http://127.0.0.1.:8000/v1#m", "127.0.0.1."),
        ("http://127.0.0.1:1234/v1#qwen3@4bit", None),
        ("openai:gpt-5", "api.openai.com"),
        ("anthropic:claude", "api.anthropic.com"),
        ("http://127.0.0.2:8080/v1#m", None),
        ("http://localhost/v1#m", None),
        ("http://[::1]:8080/v1#m", None),
        ("HTTPS://:sk-secret@LLM.example:8443/v1#m", "llm.example"),
        ("http://127.0.0.1.example.org/v1#m", "127.0.0.1.example.org"),
        ("http://192.168.0.7/v1#@cf/model", "192.168.0.7"),
    ],
)
def test_each_name_says_where_text_goes(name: str, host: str | None) -> None:
    assert destination(name) == host


@pytest.mark.parametrize(
    ("variable", "value", "name", "host"),
    [
        ("OLLAMA_HOST", "gpu.example", "ollama:qwen3", "gpu.example"),
        ("OLLAMA_HOST", "gpu.example:80", "ollama:qwen3", "gpu.example"),
        ("OLLAMA_HOST", "https://me:pass@gpu.example/", "ollama:qwen3", "gpu.example"),
        ("OLLAMA_HOST", "me:pass@gpu.example", "ollama:qwen3", "gpu.example"),
        ("OLLAMA_HOST", "0.0.0.0", "ollama:qwen3", None),
        ("OLLAMA_HOST", ":11435", "ollama:qwen3", None),
        ("OLLAMA_HOST", "[::1]", "ollama:qwen3", None),
        ("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1", "openai:gpt-5", None),
        ("OPENAI_BASE_URL", "https://proxy.example/v1", "openai:gpt-5", "proxy.example"),
        ("OPENAI_BASE_URL", "", "openai:gpt-5", "api.openai.com"),
        ("ANTHROPIC_BASE_URL", "https://proxy.example", "anthropic:claude", "proxy.example"),
    ],
)
def test_the_environment_counts(
    variable: str, value: str, name: str, host: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert destination(name) == host


@pytest.mark.parametrize(
    "name",
    [
        "gpt",
        "",
        "ollama:",
        "http://host/v1",
        "ftp://me:sk-secret@host/v1#m",
        "http://:sk#secret@host/v1#m",
        "http://:sk-secret@/v1#m",
        "http://:sk-secret@host:99999/v1#m",
        "http://host/v1?key=sk-secret#m",
    ],
)
def test_what_names_no_model_is_an_error_without_its_secrets(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        destination(name)
    assert "secret" not in str(caught.value) and "sk" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "http://:sk-SECRET?x@127.0.0.1:1/v1#m",
        "http://:sk/SECRET@127.0.0.1:1/v1#m",
        "http://sk-SECRET/abc@127.0.0.1:1/v1#m",
        "http://user:#SECRET@127.0.0.1:1/v1#m",
        "http://user:12#SECRET@127.0.0.1:1/v1#m",
        "http://user:SECRET#x@127.0.0.1:1/v1#m",
    ],
)
def test_a_key_with_any_sign_is_neither_shown_nor_asked_for(name: str) -> None:
    for read in (destination, load_llm):
        with pytest.raises(ModelError) as caught:
            read(name)
        assert "SECRET" not in str(caught.value)


def test_a_bad_variable_is_named_without_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http:/me:sk-secret@host")
    with pytest.raises(ModelError, match="OPENAI_BASE_URL is not the address of a server") as caught:
        destination("openai:gpt-5")
    assert "secret" not in str(caught.value)
