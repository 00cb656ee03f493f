"""What the guard itself says: one plain line, the page to sign in at, or a page that only moves on."""

from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse, PlainTextResponse, Response

_STATIC = Path(__file__).parent / "static"
_STYLE = (_STATIC / "reduced_motion.css").read_bytes()  # Gradio holds other styles within its own parts
_BEFORE_GRADIO = (_STATIC / "before_gradio.html").read_bytes()
_SIGN_IN, _MOVE_ON = ((_STATIC / name).read_text(encoding="utf-8") for name in ("sign_in.html", "move_on.html"))


def refused(status: int, line: str, **headers: str) -> Response:
    """Refuse with one line, and read nothing more of the request."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return PlainTextResponse(f"{line}\n", status, headers={"connection": "close", **named})


def move_on(nonce: str) -> Response:
    """Go to the page by itself."""
    return HTMLResponse(_MOVE_ON.replace("<script>", f'<script nonce="{nonce}">'))


def sign_in(nonce: str, note: str = "", status: int = 200, **headers: str) -> Response:
    """Ask for name and password; `note` says what was wrong."""
    told = f'<p role="alert">{escape(note)}</p>' if note else ""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    page = _SIGN_IN.replace("<script>", f'<script nonce="{nonce}">').replace("<!-- note -->", told)
    return HTMLResponse(page, status, headers=named)


def policy(nonce: str, *, evaluates: bool = False) -> dict[str, str]:
    """Return the headers of every reply: nothing from elsewhere, no script but the page's own, in nobody's frame.

    `evaluates` lets scripts make code of text, as Gradio's `HTML` does with its template; markup still runs nothing.
    """
    evaluated = " 'unsafe-eval'" if evaluates else ""
    sources = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{nonce}'{evaluated}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in sources.items()),
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def own_document(document: bytes, nonce: str) -> bytes:
    """Add to Gradio's page what it does not let us add, and mark its scripts as its own; its data holds no tags."""
    added = document.replace(b"</head>", b"<style>%s</style>%s</head>" % (_STYLE, _BEFORE_GRADIO), 1)
    marked = added.replace(b"<script", b'<script nonce="%s"' % nonce.encode())
    return marked.replace(b'<link rel="manifest" href="/manifest.json" />', b"")
