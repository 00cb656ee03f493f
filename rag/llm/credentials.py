"""Keys: each goes to the one place that it is for, and is never shown.

A server's own key stands in its address. OPENAI_API_KEY and ANTHROPIC_API_KEY are for where OpenAI's and Anthropic's
models are, which OPENAI_BASE_URL and ANTHROPIC_BASE_URL may move; no other server gets them.
"""

import os
import re

from index.address import forms_of
from rag.llm.errors import ModelError
from rag.llm.name import ModelName, openai_address
from rag.llm.transport import Server

_VISIBLE = re.compile(r"[\x21-\x7e]+")


def server_of(name: ModelName) -> Server:
    """Return the server of a model with what it is to be sent; raises `ModelError` for a missing or malformed key."""
    address = name.address
    if address is None:
        raise ModelError(f"{name.shown}: has no server")
    headers: dict[str, str] = {}
    secrets = [*address.secrets]
    if address.authorization:
        _check(address.password, "the key in its address", name) if not address.user else None
        headers["Authorization"] = address.authorization
    if name.kind == "anthropic" and (key := os.environ.get("ANTHROPIC_API_KEY")):
        headers["X-Api-Key"] = _check(key, "ANTHROPIC_API_KEY", name)
        secrets += forms_of(key)
    is_openai = name.kind == "openai" or (name.kind == "http" and address.origin == openai_address().origin)
    if is_openai and not headers and (key := os.environ.get("OPENAI_API_KEY")):
        headers["Authorization"] = f"Bearer {_check(key, 'OPENAI_API_KEY', name)}"
        secrets += forms_of(key)
    if not headers and name.kind in ("openai", "anthropic"):
        raise ModelError(f"{name.shown}: needs a key; set {name.kind.upper()}_API_KEY")
    return Server(address, tuple(headers.items()), tuple(dict.fromkeys(secrets)))


def _check(key: str, where: str, name: ModelName) -> str:
    if _VISIBLE.fullmatch(key):
        return key
    raise ModelError(f"{name.shown}: {where} holds a blank, a line break or a sign that is not ASCII; set it anew")
