"""What a request to the page is: its path, whether another site made it, its body, and what that says."""

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request

from page.routes import HEARTBEAT, LOGIN, PAGE, QUEUE

LONGEST_PATH = 500


def path_of(request: Request) -> bytes:
    """Return the path as it was sent, before anything is decoded."""
    raw = request.scope.get("raw_path") or b""
    return bytes(raw) if len(raw) <= LONGEST_PATH else b""


def is_foreign(request: Request, path: bytes, host: str) -> bool:
    """Tell whether another site asks; it may open the page in a window of its own, as a link does, and no more."""
    if any(origin != f"http://{host}" for origin in request.headers.getlist("origin")):
        return True
    if request.headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    how = request.headers.get("sec-fetch-mode"), request.headers.get("sec-fetch-dest")
    return not (request.method == "GET" and how == ("navigate", "document") and path in (PAGE, LOGIN))


async def body_of(request: Request, largest: int) -> bytes | None:
    """Return a request's body, None when it is larger; what is announced as too large is not read at all."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > largest:
        return None
    body = b""
    chunks: AsyncIterator[bytes] = request.stream()
    async for chunk in chunks:
        body += chunk
        if len(body) > largest:
            return None
    return body


def told_by(body: bytes) -> dict[str, Any] | None:
    """Return what a request says, None when that is nothing that the page says: a flat JSON object, of plain values.

    Gradio takes an object within it for a file of this computer or an address, and fetches that.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    data = told.get("data")
    values = [*(value for name, value in told.items() if name != "data"), *(data if isinstance(data, list) else [data])]
    return told if all(value is None or isinstance(value, str | int | float) for value in values) else None


def talk_of(request: Request, path: bytes, told: dict[str, Any] | None) -> str | None:
    """Return Gradio's session, in which a request speaks; None when it names none."""
    if path == QUEUE:
        return request.url.query.partition("=")[2]
    if path.startswith(HEARTBEAT):
        return path.removeprefix(HEARTBEAT).decode()
    named = (told or {}).get("session_hash")
    return None if named is None else str(named)
