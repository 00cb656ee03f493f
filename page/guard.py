"""The guard before Gradio's server: it answers to whoever came in, under the page's own address, and to nobody else.

Gradio trusts any page of any port of this machine, and its uploads and its ways to read files are open to all. So it
gets no request that another site could have made (told by `Host`, `Origin` and `Sec-Fetch-Site`), none without a
session (see `page.entry`), and none for what the page does not need (see `page.routes`).
"""

import json
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page.entry import WAIT_S, Entry, Session, TooManyFailures
from page.people import header_of
from page.replies import move_on, own_document, policy, refused, sign_in
from page.requests import body_of, is_foreign, path_of, talk_of, told_by
from page.routes import ADD, CALL, JOIN, LOGIN, LOGOUT, PAGE, TALK, route_of
from rag.serving import Place

LARGEST_BODY = 1_000_000  # bytes; a conversation stays here, so a question is all that comes
LARGEST_FORM = 4_000
MOST_TALKS = 10_000  # whose owners are remembered

# Gradio needs none, and believes what a proxy would say, or `x-gradio-server`.
_DROPPED = (b"authorization", b"content-length", b"cookie", b"forwarded", b"transfer-encoding")


IsSaid = Callable[[bytes, dict[str, Any]], bool]  # tells whether the page says this to a path
ReceiveFile = Callable[[Request, str], Awaitable[Response]]  # takes in a file, of a batch


class Guard:
    """An ASGI application that lets through to another what may be asked for."""

    def __init__(
        self, app: ASGIApp, place: Place, entry: Entry, is_said: IsSaid, receive_file: ReceiveFile | None = None
    ) -> None:
        """Without `receive_file`, nobody adds files."""
        self._app = app
        self._receive_file = receive_file
        self._is_said = is_said
        self._place = place
        self._entry = entry
        self._owners: OrderedDict[str, str] = OrderedDict()  # of Gradio's sessions, by name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            nonce = secrets.token_urlsafe(16)
            try:
                reply = await self._reply(Request(scope, receive), nonce)
            except ClientDisconnect:
                return
            if isinstance(reply, Response):
                reply.headers.update(policy(nonce) | {"cache-control": "no-store"})
                await reply(scope, receive, send)
            else:
                await self._pass_on(scope, *reply, receive, send, nonce)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _reply(self, request: Request, nonce: str) -> Response | tuple[bytes, Session]:
        """Return a reply of our own, or the body of a request that may be passed on, and whose it is."""
        path = path_of(request)
        if refusal := self._refusal(request, path):
            return refusal
        if path == LOGIN:
            return await self._sign_in(request, nonce)
        session = self._entry.session(request.headers.get("cookie", ""))
        if path == LOGOUT:
            return self._sign_out(request)
        if session is None or (path == PAGE and request.url.query):
            return self._let_in(request, path, session, nonce)
        if path.startswith(ADD):
            if self._receive_file is None:
                return refused(403, "Nobody adds articles to a page that others see, too.")
            return await self._receive_file(request, path.removeprefix(ADD).decode())
        body = await body_of(request, LARGEST_BODY)
        if body is None:
            return refused(413, "This is too much; a question has at most a few thousand characters.")
        told = told_by(body) if request.method == "POST" else {}
        talk = talk_of(request, path, told)
        is_said = told is not None and (talk is None or TALK.fullmatch(talk))
        if not is_said or (path in (JOIN, CALL) and not self._is_said(path, told or {})):
            return refused(400, "This is nothing that the page says.")
        if talk and not self._owns(session, talk):
            return refused(403, "This conversation is somebody else's.")
        written = json.dumps(told).encode() if told else body  # anew, so that Gradio reads what was read here
        return written, session

    def _refusal(self, request: Request, path: bytes) -> Response | None:
        """Refuse what is not asked under the page's own address, or is nothing that the page needs."""
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or not self._place.answers_to(hosts[0]):
            return refused(421, f"OnRecord answers at {self._place.url} and under no other name.")
        if is_foreign(request, path, hosts[0].lower()):
            return refused(403, f"Another site can't use OnRecord; open it yourself at {self._place.url}")
        if "upgrade" in request.headers:
            return refused(403, "OnRecord uses no websockets.")
        route = route_of(path)
        if route is None or not route.query.fullmatch(request.scope["query_string"]):
            return refused(404, f"There is nothing here; the page is at {self._place.url}")
        if request.method not in route.methods:
            return refused(405, "This is not asked for in this way.", allow=", ".join(route.methods))
        return None

    def _let_in(self, request: Request, path: bytes, session: Session | None, nonce: str) -> Response:
        """Exchange what the page's address holds for a session, or say how to come in."""
        keys = parse_qs(request.url.query)
        key = (keys.get("token") or keys.get("ticket") or [""])[0]
        if path == PAGE and key and (value := self._entry.redeem(key)):
            return self._with_session(move_on(nonce), value)
        if session or (path == PAGE and request.headers.get("sec-fetch-site") == "cross-site" and not key):
            return move_on(nonce)  # a browser that comes from another site brings its cookie at the second step only
        if self._entry.passwords:
            return (
                RedirectResponse("/login", 303) if path == PAGE else refused(403, "Sign in again; load the page anew.")
            )
        return refused(403, "This page belongs to who started it; open it at the address that the terminal shows.")

    async def _sign_in(self, request: Request, nonce: str) -> Response:
        if not self._entry.passwords:
            return refused(404, f"There is nothing here; the page is at {self._place.url}")
        if request.method == "GET":
            return sign_in(nonce)
        body = await body_of(request, LARGEST_FORM)
        if body is None:
            return refused(413, "This is too much for a name and a password.")
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        try:
            value = await self._entry.sign_in(name, password)
        except TooManyFailures:
            again = "Too many wrong passwords; wait a minute and try again."
            return sign_in(nonce, again, 429, retry_after=str(int(WAIT_S)))
        if value is None:
            return sign_in(nonce, "The name or the password is wrong.", 403)
        return self._with_session(RedirectResponse("/", 303), value)

    def _sign_out(self, request: Request) -> Response:
        self._entry.sign_out(request.headers.get("cookie", ""))
        reply = RedirectResponse("/", 303)
        reply.delete_cookie(self._entry.cookie, httponly=True, samesite="strict")
        return reply

    def _with_session(self, reply: Response, value: str) -> Response:
        reply.set_cookie(self._entry.cookie, value, httponly=True, samesite="strict")
        return reply

    def _owns(self, session: Session, talk: str) -> bool:
        """Tell whether a conversation is a person's own; who speaks in it first owns it."""
        owner = self._owners.setdefault(talk, session.name)
        self._owners.move_to_end(talk)
        if len(self._owners) > MOST_TALKS:
            self._owners.popitem(last=False)
        return owner == session.name

    async def _pass_on(
        self, scope: Scope, body: bytes, session: Session, receive: Receive, send: Send, nonce: str
    ) -> None:
        is_page = scope["path"] == "/"
        dropped = (*_DROPPED, b"accept-encoding") if is_page else _DROPPED
        headers = [
            (name, value) for name, value in scope["headers"] if name not in dropped and not name.startswith(b"x-")
        ]
        headers += [(b"content-length", str(len(body)).encode()), header_of(session.name)]
        passed = {**scope, "headers": headers, "query_string": b"" if is_page else scope["query_string"]}
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def received() -> Message:
            return whole.pop() if whole else await receive()

        start: Message = {}
        document = b""

        async def sent(message: Message) -> None:
            nonlocal start, document
            if message["type"] == "http.response.start":
                start = _guarded(message, nonce, scope["path"])
                if not is_page:
                    await send(start)
            elif not is_page:
                await send(message)
            else:
                document += message.get("body", b"")
                if not message.get("more_body"):
                    document = own_document(document, nonce)
                    MutableHeaders(scope=start)["content-length"] = str(len(document))
                    await send(start)
                    await send({"type": "http.response.body", "body": document})

        await self._app(passed, received, sent)


def _guarded(start: Message, nonce: str, path: str) -> Message:
    """Return the start of a reply with our headers, and without what allows other sites to read it."""
    kept = [(name, value) for name, value in start.get("headers", []) if not name.startswith(b"access-control-")]
    guarded = {**start, "headers": kept}
    headers = MutableHeaders(scope=guarded)
    headers.update(policy(nonce, evaluates=path == "/"))
    if not path.startswith(("/assets/", "/static/")):
        headers["cache-control"] = "no-store"
    return guarded
