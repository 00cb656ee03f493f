"""llama.cpp's server, in this process and on the loopback address only."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.address import Address
from index.plain_text import one_line
from rag.llm.errors import ModelError

GGUF_CONTEXT = 8192  # tokens


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
    return Address.parse(f"{_server(file.resolve()).listening_address}/v1")


@cache
def _server(file: Path) -> Any:
    """Start the server for a model, once."""
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
        raise ModelError(
            one_line(f"gguf:{file}: llama.cpp can't load this model ({error}); try another file")
        ) from error
