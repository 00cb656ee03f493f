"""Which models the servers of this machine offer: Ollama, LM Studio, llama.cpp and vLLM, at the ports they use.

They are asked for names, on loopback and nowhere else, by no proxy, and nothing is sent to them. Whatever answers there
costs no more than a moment: an answer that is slow, too large, redirected or no list of models is left alone.
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from index.plain_text import one_line
from rag.llm.errors import ModelError
from rag.llm.name import OLLAMA_PORT, home_of, read_name

if TYPE_CHECKING:
    import httpx

PORTS = (OLLAMA_PORT, 1234, 8080, 8000)  # Ollama, LM Studio, llama.cpp, vLLM
PATIENCE_S = 1.5  # for all of them together
LARGEST = 1_000_000  # bytes of a list
MOST = 100  # models of one server
LONGEST_NAME = 200  # characters


def local_models(ports: Sequence[int] = PORTS, *, patience_s: float = PATIENCE_S) -> list[str]:
    """Return the names of the models that are offered at these ports of 127.0.0.1, as `load_llm` takes them."""
    listed = asyncio.run(_listed(ports, patience_s))
    return list(dict.fromkeys(name for port, told in zip(ports, listed, strict=True) for name in _names(port, told)))


async def _listed(ports: Sequence[int], patience_s: float) -> list[Any]:
    import httpx

    headers = {"Accept-Encoding": "identity", "User-Agent": "OnRecord"}
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, headers=headers) as client:
        return await asyncio.gather(*(_list(client, port, patience_s) for port in ports))


async def _list(client: "httpx.AsyncClient", port: int, patience_s: float) -> Any:
    """Return what a server says its models are; None where nothing is to be had."""
    import httpx

    body = b""
    try:
        async with asyncio.timeout(patience_s), client.stream("GET", f"http://127.0.0.1:{port}/v1/models") as response:
            if response.status_code != httpx.codes.OK:
                return None
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > LARGEST:
                    return None
        return json.loads(body)
    except (httpx.HTTPError, OSError, ValueError, RecursionError):  # a timeout is an OSError
        return None


def _names(port: int, told: Any) -> Iterator[str]:
    """Yield the names in a list of models that can be names of models here."""
    models = told.get("data") if isinstance(told, dict) else None
    for model in models[:MOST] if isinstance(models, list) else []:
        name = model.get("id") if isinstance(model, dict) else None
        if not isinstance(name, str) or not name or len(name) > LONGEST_NAME or one_line(name) != name:
            continue
        here = f"http://127.0.0.1:{port}/v1"
        try:
            is_ollama = port == OLLAMA_PORT and home_of("ollama").url == here
            read = read_name(f"ollama:{name}" if is_ollama else f"{here}#{name}")
        except ModelError:
            continue
        if read.model == name:
            yield read.shown
