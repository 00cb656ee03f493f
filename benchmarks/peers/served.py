"""A GGUF served on loopback, in this process, for peers that speak the OpenAI protocol."""

from functools import cache
from typing import Any

CONTEXT = 8192  # tokens, as OnRecord gives the same model


def served(gguf: str) -> str:
    """Return the URL of a server of this model, begun on first use; it ends with the process."""
    return f"{_server(gguf).listening_address}/v1"


@cache
def _server(gguf: str) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = gguf
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.verbosity = -1
    parameters.port = 0
    return xllamacpp.Server(parameters)
