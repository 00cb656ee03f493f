"""Load the language model that a setting names, and stream from it.

    quotes                    no model: the answer is the quotes
    gguf:/path/model.gguf     in this process (extra "local")
    ollama:NAME               an Ollama server, on this machine or where OLLAMA_HOST says
    openai:NAME               OpenAI, with OPENAI_API_KEY
    anthropic:NAME            Anthropic, with ANTHROPIC_API_KEY (extra "anthropic")
    http://host:port/v1#NAME  anything that speaks the OpenAI protocol, with OPENAI_API_KEY if it wants a key

All but Anthropic's go through one client, llama-index's `OpenAILike`; a GGUF runs in xllamacpp's server on the
loopback address. A model somewhere else is used only when it is named.
"""

import gc
import os
import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.answer import QUOTES, Usage
from rag.model_errors import ModelError, PromptTooLong
from rag.model_name import NAMES, destination
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

__all__ = ["NAMES", "Draft", "LanguageModel", "ModelError", "PromptTooLong", "destination", "load_llm"]

GGUF_CONTEXT = 8192  # tokens
GGUF_TIMEOUT_S = 600.0  # a laptop may read a long prompt for minutes before the first token

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)\s*", re.DOTALL)
_TOO_LONG = re.compile(
    r"context (?:length|size|window)|context_length|exceed_context|input length|prompt is too long|too many tokens"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model has written so far; `stop` is why it stopped ("stop", "length"), None while it writes."""

    text: str
    stop: str | None = None
    usage: Usage = Usage()


class LanguageModel:
    """A llama-index `LLM` with a name, whose failures are `ModelError`s."""

    def __init__(self, name: str, llm: "LLM") -> None:
        self.name = name
        self._llm = llm

    def stream(self, messages: "Sequence[ChatMessage]") -> Generator[Draft]:
        """Yield the growing draft; the last one has `stop` set.

        Raises `ModelError` when the model can't be reached, fails, falls silent, breaks off or writes nothing.
        """
        text, stop, usage, tells_stop = "", None, Usage(), False
        try:
            for chunk in self._llm.stream_chat(list(messages)):
                text += chunk.delta or ""
                usage = _usage(chunk.raw) or usage
                stop = _stop(chunk.raw) or stop
                tells_stop = tells_stop or _tells_stop(chunk.raw)
                if chunk.delta and stop is None:
                    yield Draft(_without_thinking(text))
        except GeneratorExit:
            gc.collect()  # OpenAI's stream refers to itself: only this ends the connection, and so the model, at once
            raise
        except Exception as error:  # each client library has errors of its own
            kind = PromptTooLong if _TOO_LONG.search(str(error)) else ModelError
            raise kind(f"{self.name}: {_explain(error)}") from error
        if tells_stop and stop is None:
            raise ModelError(f"{self.name}: the model broke off in the middle of its answer; ask again")
        if not _without_thinking(text).strip():
            raise ModelError(f"{self.name}: the model wrote nothing; ask again, or choose another model")
        yield Draft(_without_thinking(text), stop or "stop", usage)

    def first_line(self, messages: "Sequence[ChatMessage]", *, longest: int) -> str:
        """Return the first line that the model writes, and stop it there or after `longest` characters.

        Raises like `stream`.
        """
        text = ""
        with closing(self.stream(messages)) as drafts:
            for draft in drafts:
                text = draft.text.strip()
                if "\n" in text or len(text) > longest:
                    break
        return text.partition("\n")[0].strip()


def load_llm(name: "str | LLM | None" = None, settings: Settings | None = None) -> LanguageModel | None:
    """Load the model of a name (see the module's top), else the one that ONRECORD_LLM names; None for `quotes`.

    A llama-index `LLM` is taken as it is. Raises `ModelError` for an unknown name or a missing file, key or package.
    """
    settings = settings or Settings()
    name = name if name is not None else os.environ.get("ONRECORD_LLM") or QUOTES
    if not isinstance(name, str):
        return LanguageModel(name.metadata.model_name or name.class_name(), name)
    kind, _, rest = name.partition(":")
    if name == QUOTES:
        return None
    if kind in ("http", "https") and rest.startswith("//"):
        base, _, model = name.partition("#")
        if not model:
            raise ModelError(f"{name}: say which model the server should use, like {base}#NAME")
        return LanguageModel(name, _openai_like(base, model, os.environ.get("OPENAI_API_KEY", "none"), settings))
    if kind == "gguf" and rest:
        return LanguageModel(name, _gguf(Path(rest).expanduser(), settings))
    if kind == "ollama" and rest:
        host = os.environ.get("OLLAMA_HOST", "127.0.0.1:11434")
        base = host if host.startswith("http") else f"http://{host}"
        return LanguageModel(name, _openai_like(f"{base}/v1", rest, "ollama", settings))
    if kind == "openai" and rest:
        base = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1")
        return LanguageModel(name, _openai_like(base, rest, _key("OPENAI_API_KEY", name), settings))
    if kind == "anthropic" and rest:
        return LanguageModel(name, _anthropic(name, rest, settings))
    raise ModelError(f"{name}: no such model; write {NAMES}")


def _without_thinking(text: str) -> str:
    """Leave out what a model thinks aloud, even where the tag that opens it is not whole yet."""
    return "" if "<think>".startswith(text.strip()) else _THINKING.sub("", text)


def _key(variable: str, name: str) -> str:
    if key := os.environ.get(variable):
        return key
    raise ModelError(f"{name}: needs a key; set {variable}")


def _openai_like(base: str, model: str, key: str, settings: Settings) -> "LLM":
    from llama_index.llms.openai_like import OpenAILike

    client: LLM = OpenAILike(
        model=model,
        api_base=base,
        api_key=key,
        is_chat_model=True,
        timeout=settings.model_timeout_s,
        max_retries=settings.model_retries,
        max_tokens=settings.max_answer_tokens,
        temperature=settings.temperature,
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return client


def _anthropic(name: str, model: str, settings: Settings) -> "LLM":
    if find_spec("llama_index.llms.anthropic") is None:
        raise ModelError(f'{name}: needs a package that is not installed; run: pip install "onrecord[anthropic]"')
    from llama_index.llms.anthropic import Anthropic

    return Anthropic(
        model=model,
        api_key=_key("ANTHROPIC_API_KEY", name),
        base_url=os.environ.get("ANTHROPIC_BASE_URL"),
        timeout=settings.model_timeout_s,
        max_retries=settings.model_retries,
        max_tokens=settings.max_answer_tokens,
        temperature=settings.temperature,
    )


def _gguf(file: Path, settings: Settings) -> "LLM":
    if not file.is_file():
        raise ModelError(f"gguf:{file}: no such file; give the path of a .gguf model")
    with file.open("rb") as model:
        if model.read(4) != b"GGUF":
            raise ModelError(f"gguf:{file}: not a GGUF model; give the path of a .gguf file")
    if find_spec("xllamacpp") is None:
        raise ModelError(f'gguf:{file}: needs a package that is not installed; run: pip install "onrecord[local]"')
    address = _gguf_server(file.resolve()).listening_address
    patient = replace(settings, model_timeout_s=GGUF_TIMEOUT_S, model_retries=0)
    return _openai_like(f"{address}/v1", file.name, "none", patient)


@cache
def _gguf_server(file: Path) -> Any:
    """Start llama.cpp's server for a model in this process, once; it listens on the loopback address only."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(file)
    parameters.n_ctx = GGUF_CONTEXT
    parameters.n_parallel = 1
    parameters.verbosity = -1
    parameters.port = 0
    try:
        return xllamacpp.Server(parameters)
    except Exception as error:
        raise ModelError(f"gguf:{file}: llama.cpp can't load this model ({error}); try another file") from error


def _tells_stop(raw: Any) -> bool:
    """Tell whether this is an event of a protocol that ends each answer with a reason."""
    return hasattr(raw, "choices") or (isinstance(raw, dict) and "type" in raw)


def _stop(raw: Any) -> str | None:
    """Return why the model stopped, from an event of OpenAI's or (a dict) of Anthropic's; None while it goes on."""
    if isinstance(raw, dict):
        reason = getattr(raw.get("delta"), "stop_reason", None)
        return "length" if reason == "max_tokens" else reason
    choices = getattr(raw, "choices", None)
    return choices[0].finish_reason if choices else None


def _usage(raw: Any) -> Usage | None:
    """Return the tokens counted so far, from the same events."""
    usage = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    read = getattr(usage, "prompt_tokens", None) or getattr(usage, "input_tokens", None)
    written = getattr(usage, "completion_tokens", None) or getattr(usage, "output_tokens", None)
    return Usage(read or 0, written or 0) if read or written else None


def _explain(error: Exception) -> str:
    """Say in one line what failed and what to do; OpenAI's and Anthropic's clients name their errors alike."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    status = getattr(error, "status_code", None)
    detail = " ".join(str(error).split())[:200]
    if status in (401, 403):
        return "the server refuses the key; set the right one"
    if status == 404:
        return f"the server does not know this model or address ({detail}); check the name"
    if status == 429:
        return "the server is busy or the quota is used up; try again later"
    if isinstance(status, int) and 400 <= status < 500:
        return f"the server refuses the request ({detail}); see what it asks for"
    if isinstance(status, int) and status >= 500:
        return f"the server failed with status {status}; try again, or look into its log"
    if kinds & {"APITimeoutError", "ReadTimeout", "TimeoutException"}:
        return "no answer in time; try again, or use a smaller model"
    if kinds & {"RemoteProtocolError", "ReadError"}:
        return "the connection broke in the middle of the answer; ask again"
    if kinds & {"APIConnectionError", "ConnectError"}:
        return "nothing answers at this address; start the server, or choose another model"
    return f"the server's answer can't be read ({type(error).__name__}: {detail}); check that it speaks the protocol"
