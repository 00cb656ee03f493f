"""The gate before the API: it lets in who has the token, under the place's own name, with a body that is not too large.

A page of another site, whose name may be made to lead here (DNS rebinding), is told apart by `Host`, `Origin` and
`Sec-Fetch-Site`, so that no browser can be used against who serves without a token.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from contextlib import suppress
from typing import Any

from rag.serving.place import Place

LARGEST_BODY = 10_000_000  # bytes; a long conversation, to be verified
BODY_S = 30.0  # in which a body has come whole
PASSING_S, PASSING_BYTES = 10.0, 5 * LARGEST_BODY  # up to which the rest of one that is too large is let pass
OPEN = ("/docs", "/openapi.json", "/v1/health")  # which tell nothing of the articles

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]


class ApiGate:
    """An ASGI application that lets through to another what may be asked for."""

    def __init__(self, application: Any, place: Place, token: str | None, names: Collection[str] = ()) -> None:
        """Without a token, anyone may ask; `names` are others that it may be called by, as behind a proxy."""
        self._application = application
        self._place = place
        self._expected = None if token is None else f"Bearer {token}".encode()
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Answer a request, or pass it on with its whole body."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        told = _Told(send)
        headers = scope["headers"]
        if refusal := self._refusal(scope["path"], headers):
            await told.refuse(*refusal)
            return
        try:
            body = await asyncio.wait_for(_body_of(headers, receive), BODY_S)
        except TimeoutError:
            await told.refuse(408, f"the request did not come whole within {BODY_S:g} s; send it anew")
            return
        if body is None:
            await _let_pass(receive)
            await told.refuse(413, f"the request is larger than {LARGEST_BODY:,} bytes; ask for less at once")
            return
        whole: list[_Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def received() -> _Message:
            return whole.pop() if whole else await receive()

        await self._application(scope, received, told.send)

    def _refusal(self, path: str, headers: list[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        """Return the status and the reason that a request is refused with, None for one that is let in."""
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        if len(hosts) != 1 or not self._answers_to(hosts[0]):
            return (
                421,
                f"OnRecord answers at {self._place.url}; give other names with --name",
            )
        origins = {value.decode("latin-1") for name, value in headers if name == b"origin"}
        sites = {value for name, value in headers if name == b"sec-fetch-site"}
        if origins - {f"http://{hosts[0]}", f"https://{hosts[0]}"} or sites - {b"none", b"same-origin"}:
            return 403, "a page of another site can't use OnRecord"
        if self._expected is None or path in OPEN:
            return None
        given = [value for name, value in headers if name == b"authorization"]
        if len(given) == 1 and secrets.compare_digest(given[0], self._expected):
            return None
        return 401, "a token is needed, and the right one; send it as the header: Authorization: Bearer TOKEN"

    def _answers_to(self, host: str) -> bool:
        return self._place.answers_to(host) or host.lower() in self._names


class _Told:
    """What is sent, with our headers on it."""

    def __init__(self, send: _Send) -> None:
        self._send = send

    async def send(self, message: _Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *ours]}
        await self._send(message)

    async def refuse(self, status: int, reason: str) -> None:
        body = json.dumps({"error": reason}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        headers += [(b"www-authenticate", b"Bearer")] if status == 401 else []
        headers += [(b"connection", b"close")]  # its body has not been read
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


async def _body_of(headers: list[tuple[bytes, bytes]], receive: _Receive) -> bytes | None:
    """Return a request's body, None when it is too large; what is announced as too large is not kept at all."""
    announced = next((value for name, value in headers if name == b"content-length"), b"0")
    if not announced.isdigit() or int(announced) > LARGEST_BODY:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return bytes(body)


async def _let_pass(receive: _Receive) -> None:
    """Read on for a while and keep nothing: who is still sending hears of a refusal only behind it."""
    left = PASSING_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(PASSING_S):
            while left > 0 and (message := await receive()).get("more_body"):
                left -= len(message.get("body", b""))
