"""llama.cpp's server, in this process and on the loopback address only; it answers nobody but this process."""

import os
import secrets
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.address import Address
from index.plain_text import one_line
from rag.llm.errors import ModelError

GGUF_CONTEXT = 8192  # tokens

_KEY = secrets.token_urlsafe(32)  # other users and programs of this machine reach loopback, and so do its browsers


def gguf_address(path: str) -> Address:
    """Return where the model of a file is served, which is begun if need be; raises `ModelError` if it can't be."""
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
    return replace(Address.parse(f"{_server(file.resolve()).listening_address}/v1"), password=_KEY)


@cache
def _server(file: Path) -> Any:
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
    parameters.api_keys = [_KEY]
    parameters.cors_origins = ""  # none
    parameters.cors_credentials = parameters.ui = False
    parameters.endpoint_slots = parameters.endpoint_props = parameters.endpoint_metrics = False
    try:
        return xllamacpp.Server(parameters)
    except Exception as error:
        raise ModelError(
            one_line(f"gguf:{file}: llama.cpp can't load this model ({error}); try another file")
        ) from error
