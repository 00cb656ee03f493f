"""What a model's name says: which kind it is, and the server that it leads to.

    quotes                    no model: the answer is the quotes
    gguf:/path/model.gguf     in this process
    ollama:NAME               an Ollama server, on this machine or where OLLAMA_HOST says
    openai:NAME               OpenAI, or where OPENAI_BASE_URL says
    anthropic:NAME            Anthropic, or where ANTHROPIC_BASE_URL says
    http://host:port/v1#NAME  anything that speaks the OpenAI protocol; a key stands before the host, as :KEY@host

Nothing is loaded and nothing is asked here.
"""

import os
import re
from dataclasses import dataclass

from index.address import Address, without_userinfo
from index.errors import InputError
from index.plain_text import one_line
from rag.answer import QUOTES
from rag.llm.errors import ModelError

NAMES = "quotes, gguf:/path/model.gguf, ollama:NAME, openai:NAME, anthropic:NAME or http://host:port/v1#NAME"
OLLAMA_PORT = 11434
OLLAMA_CLOUD = "ollama.com"
LONGEST_SHOWN = 200  # characters of a name that is none
NO_ADDRESS = "not the address of a model; write it like http://host:port/v1#NAME, and / ? # in a key as %2F %3F %23"
HOMES = {  # a kind of model → the variable that says where it is, and where it is without
    "ollama": ("OLLAMA_HOST", ""),
    "openai": ("OPENAI_BASE_URL", "https://api.openai.com/v1"),
    "anthropic": ("ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
}


@dataclass(frozen=True, slots=True)
class ModelName:
    """A name, read: its `kind`, the `model` as its server or disk knows it, and the address of its server if any."""

    kind: str
    model: str
    shown: str  # the name without key or password
    address: Address | None = None

    @property
    def destination(self) -> str | None:
        """The host that text is sent to; None where it stays on this machine."""
        if self.address is None:
            return None
        is_passed_on = any(re.fullmatch(r"(?:.*-)?cloud", part.strip().lower()) for part in self.model.split(":"))
        if is_passed_on and (self.kind == "ollama" or self.address.is_on_this_machine):
            return OLLAMA_CLOUD  # to which the Ollama of a machine passes everything on, whatever it is asked by
        return None if self.address.is_on_this_machine else self.address.host


def read_name(name: str) -> ModelName:
    """Read the name of a model; raises `ModelError`, without its secrets, for one that no model has."""
    kind, _, rest = name.partition(":")
    if name == QUOTES:
        return ModelName(QUOTES, "", name)
    if kind.lower() in ("http", "https") and rest.startswith("//"):
        return _of_address(name)
    if kind == "gguf" and rest:
        return ModelName(kind, rest, one_line(name))
    if kind in HOMES and rest:
        return ModelName(kind, rest, one_line(name), home_of(kind))
    raise ModelError(f"{_shown(name)}: no such model; write {NAMES}")


def destination(name: str) -> str | None:
    """Return the host that a model of this name sends text to, None where all stays on this machine.

    Raises `ModelError` for an unknown name.

    >>> destination("http://127.0.0.1:8080/v1#qwen3"), destination("https://llm.example/v1#qwen3")
    (None, 'llm.example')
    """
    return read_name(name).destination


def home_of(kind: str) -> Address:
    """Return where the models of a kind are, and so the one place that its key is for; raises `ModelError`."""
    variable, default = HOMES[kind]
    text = os.environ.get(variable) or default
    if kind == "ollama":
        text = _ollama(text.strip())
    try:
        return Address.parse(text)
    except InputError as error:
        fix = "write it like http://host:port"
        raise ModelError(f"{variable} is not the address of a server ({_shown(text)}); {fix}") from error


def _of_address(name: str) -> ModelName:
    base, _, model = name.partition("#")
    if base.endswith(":") or ("#" in model and "@" in model):
        raise ModelError(f"{_shown(name)}: {NO_ADDRESS}")
    if "?" in base:
        raise ModelError(f"{_shown(base).partition('?')[0]}: an address with a ? is not used; leave it out")
    try:
        address = Address.parse(base)
    except InputError as error:
        raise ModelError(f"{_shown(name)}: {NO_ADDRESS}") from error
    if not model:
        raise ModelError(f"{address.url}: say which model the server should use, like {address.url}#NAME")
    return ModelName("http", model, one_line(f"{address.url}#{model}"), address)


def _ollama(host: str) -> str:
    """Return Ollama's address from what OLLAMA_HOST holds, read as Ollama reads it."""
    if "//" in host:
        return f"{host.rstrip('/')}/v1"
    userinfo, at, where = host.rpartition("@")
    name, colon, port = where.rpartition(":")
    if not colon or where.endswith("]"):
        name, port = where, ""
    return f"http://{userinfo}{at}{name or '127.0.0.1'}:{port or OLLAMA_PORT}/v1"


def _shown(name: str) -> str:
    return one_line(without_userinfo(name))[:LONGEST_SHOWN]
