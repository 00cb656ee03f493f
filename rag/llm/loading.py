"""Load the language model that a name stands for (see `rag.llm.name`).

All but Anthropic's go through one client, llama-index's `OpenAILike`; a GGUF runs in xllamacpp's server on the
loopback address. A model somewhere else is used only when it is named.
"""

import os
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.answer import QUOTES
from rag.llm.credentials import server_of
from rag.llm.errors import ModelError
from rag.llm.events import AnthropicEvents, openai_events
from rag.llm.gguf import gguf_address
from rag.llm.language_model import LanguageModel, host_of
from rag.llm.name import ModelName, read_name
from rag.llm.transport import Server, http_client
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

NO_KEY = "none"  # for the client libraries, which never get to hold the true one


def load_llm(name: "str | LLM | None" = None, settings: Settings | None = None) -> LanguageModel | None:
    """Load the model of a name, else the one that ONRECORD_LLM names; None for `quotes`.

    A llama-index `LLM` is taken as it is. Raises `ModelError` for an unknown name or a missing file, key or package.
    """
    settings = settings or Settings()
    name = name if name is not None else os.environ.get("ONRECORD_LLM") or QUOTES
    if not isinstance(name, str):
        if not hasattr(name, "stream_chat"):
            raise ModelError(f"a model is named by text (str), or is an LLM of llama-index, not {type(name).__name__}")
        shown = name.metadata.model_name or name.class_name()
        return LanguageModel(shown, name, destination=host_of(name), settings=settings)
    read = read_name(name)
    if read.kind == QUOTES:
        return None
    if read.kind == "gguf":
        # A laptop may read a long prompt for a minute before the first word.
        settings = replace(settings, model_timeout_s=settings.model_deadline_s)
        read = replace(read, address=gguf_address(read.model), model=Path(read.model).name)
    server = server_of(read)
    llm = _anthropic(read, server, settings) if read.kind == "anthropic" else _openai_like(read, server, settings)
    return LanguageModel(
        read.shown,
        llm,
        destination=read.destination,
        secrets=server.secrets,
        settings=settings,
        watches_silence=True,
    )


def _openai_like(name: ModelName, server: Server, settings: Settings) -> "LLM":
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    llm: LLM = OpenAILike(
        api_base=server.address.url,
        is_chat_model=True,
        timeout=settings.model_timeout_s,
        additional_kwargs={"stream_options": {"include_usage": True}},
        http_client=http_client(httpx, server, lambda: openai_events, silence_s=settings.model_timeout_s),
        **_asked_for(name, settings),
    )
    return llm


def _anthropic(name: ModelName, server: Server, settings: Settings) -> "LLM":
    if find_spec("llama_index.llms.anthropic") is None:
        raise ModelError(f'{name.shown}: needs a package that is not installed; run: pip install "onrecord[anthropic]"')
    import anthropic
    import httpx2
    from llama_index.llms.anthropic import Anthropic

    client = http_client(httpx2, server, AnthropicEvents, silence_s=settings.model_timeout_s)
    llm = Anthropic(base_url=server.address.url, **_asked_for(name, settings))
    # It takes no client of ours when it is made.
    llm._client = anthropic.Anthropic(api_key=NO_KEY, base_url=server.address.url, max_retries=0, http_client=client)
    return llm


def _asked_for(name: ModelName, settings: Settings) -> dict[str, Any]:
    return {
        "model": name.model,
        "api_key": NO_KEY,
        "max_retries": 0,
        "max_tokens": settings.max_answer_tokens,
        "temperature": settings.temperature,
    }
