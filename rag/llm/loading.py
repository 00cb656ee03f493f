"""Load the language model that a name stands for (see `rag.llm.name`).

All but Anthropic's go through one client, llama-index's `OpenAILike`. A GGUF runs in llama.cpp's server, in this
process and on loopback only, which answers nobody else. A model somewhere else is used only when it is named.
"""

import os
import secrets
from dataclasses import replace
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.address import Address, forms_of
from index.plain_text import one_line
from rag.answer import QUOTES, Quotes
from rag.llm.errors import ModelError
from rag.llm.events import AnthropicEvents, openai_events
from rag.llm.language_model import LanguageModel, host_of
from rag.llm.name import ModelName, read_name
from rag.llm.transport import Server, http_client, server_of
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

NO_KEY = "none"  # for the client libraries, which never get to hold the true one
GGUF_CONTEXT = 8192  # tokens

_GGUF_KEY = secrets.token_urlsafe(32)  # other users and programs of this machine reach loopback, and so do its browsers


def load_llm(
    name: "str | LLM | LanguageModel | None" = None, settings: Settings | None = None, *, now: bool = True
) -> "LanguageModel | Quotes":
    """Load the model of a name, else the one that ONRECORD_LLM names; for `quotes`, return that name itself.

    What is returned can be handed on as a name can: None would there be what the environment says. A model that is one
    already is taken as it is. Raises `ModelError` for an unknown name or a missing file, key or package. What takes
    seconds, the import of a client or the start of llama.cpp, waits for its first use unless `now`.
    """
    if isinstance(name, LanguageModel):
        return name
    settings = settings or Settings()
    name = name if name is not None else os.environ.get("ONRECORD_LLM") or QUOTES
    if not isinstance(name, str):
        if not hasattr(name, "stream_chat"):
            raise ModelError(f"a model is named by text (str), or is an LLM of llama-index, not {type(name).__name__}")
        shown, llm = name.metadata.model_name or name.class_name(), name
        return LanguageModel(shown, lambda: llm, destination=host_of(name), settings=settings)
    read = read_name(name)
    if read.kind == QUOTES:
        return QUOTES
    model = _of_gguf(read, settings) if read.address is None else _of_server(read, read.address, settings)
    if now:
        model.load()
    return model


def _of_server(name: ModelName, address: Address, settings: Settings) -> LanguageModel:
    server = server_of(name, address)
    if name.kind == "anthropic" and find_spec("llama_index.llms.anthropic") is None:
        raise ModelError(f'{name.shown}: needs a package that is not installed; run: pip install "onrecord[anthropic]"')
    load = partial(_anthropic if name.kind == "anthropic" else _openai_like, name, server, settings)
    return LanguageModel(
        name.shown, load, destination=name.destination, secrets=server.secrets, settings=settings, watches_silence=True
    )


def _of_gguf(name: ModelName, settings: Settings) -> LanguageModel:
    file = gguf_file(name.model)
    # A laptop may read a long prompt for a minute before the first word.
    patient = replace(settings, model_timeout_s=settings.model_deadline_s)
    named = replace(name, model=file.name)

    def load() -> "LLM":
        return _openai_like(named, server_of(named, gguf_address(file)), patient)

    return LanguageModel(name.shown, load, secrets=forms_of(_GGUF_KEY), settings=patient, watches_silence=True)


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


def gguf_file(path: str) -> Path:
    """Return the file of a model that can be served; raises `ModelError` for any other, or where nothing serves it."""
    shown = one_line(f"gguf:{path}")
    try:
        file = Path(path).expanduser()
        is_file = file.is_file()
    except (RuntimeError, ValueError, OSError):  # nobody's home, NUL or half a character in it, or too long a name
        is_file = False
    if not is_file:
        raise ModelError(f"{shown}: no such file; give the path of a .gguf model")
    with file.open("rb") as model:
        if model.read(4) != b"GGUF":
            raise ModelError(f"{shown}: not a GGUF model; give the path of a .gguf file")
    if find_spec("xllamacpp") is None:
        raise ModelError(f'{shown}: needs a package that is not installed; run: pip install "onrecord[local]"')
    return file


def gguf_address(file: Path) -> Address:
    """Return where the model of a file is served, which is begun if need be; raises `ModelError` if it can't be."""
    return replace(Address.parse(f"{_gguf_server(file.resolve()).listening_address}/v1"), password=_GGUF_KEY)


@cache
def _gguf_server(file: Path) -> Any:
    """Start the server for a model, once."""
    import xllamacpp

    for name in [name for name in os.environ if name.startswith(("LLAMA_ARG_", "LLAMA_SERVER_"))]:
        del os.environ[name]  # they could have it show and log what it is asked
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(file)
    parameters.n_ctx = GGUF_CONTEXT
    parameters.n_parallel = 1
    parameters.verbosity = -1
    parameters.port = 0
    parameters.api_keys = [_GGUF_KEY]
    parameters.cors_origins = ""  # none
    parameters.cors_credentials = parameters.ui = False
    parameters.endpoint_slots = parameters.endpoint_props = parameters.endpoint_metrics = False
    try:
        return xllamacpp.Server(parameters)
    except Exception as error:
        raise ModelError(
            one_line(f"gguf:{file}: llama.cpp can't load this model ({error}); try another file")
        ) from error
