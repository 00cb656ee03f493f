"""What of Gradio's server the page in the browser needs. All else that Gradio answers stays closed.

Closed are, above all, its uploads, its ways to read files, its proxy to other servers, and its programming interface.
A path is compared as it was sent: with anything encoded, doubled or climbing up in it, it is none of these.
"""

import re
from dataclasses import dataclass

PAGE = b"/"
LOGIN = b"/login"
LOGOUT = b"/logout"
JOIN = b"/gradio_api/queue/join"
CALL = b"/gradio_api/component_server/"
ADD = b"/add/"  # ours: a file for the library, in a batch of them
QUEUE = b"/gradio_api/queue/data"
HEARTBEAT = b"/gradio_api/heartbeat/"
TALK = re.compile("[a-z0-9]{1,64}")  # how Gradio's pages name their sessions


@dataclass(frozen=True, slots=True)
class Route:
    """A path that is open, and how it may be asked for; `query` is what may follow it."""

    path: re.Pattern[bytes]
    methods: tuple[str, ...] = ("GET",)
    query: re.Pattern[bytes] = re.compile(b"")


OPEN = (
    Route(re.compile(rb"/"), query=re.compile(rb"[\x21-\x7e]{0,500}")),
    Route(re.compile(rb"/login"), ("GET", "POST")),  # ours, not Gradio's, as is the next
    Route(re.compile(rb"/logout"), ("POST",)),
    Route(re.compile(rb"/add/[a-z0-9]{16}"), ("POST",), re.compile(rb"name=[A-Za-z0-9%._~!*'()-]{1,6000}")),
    Route(re.compile(rb"/(?:assets|static)(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")),
    Route(re.compile(rb"/theme\.css"), query=re.compile(rb"(?:v=[0-9a-f]{1,64})?")),
    Route(re.compile(rb"/favicon\.ico")),
    Route(re.compile(rb"/gradio_api/queue/join"), ("POST",)),
    Route(re.compile(rb"/gradio_api/component_server/"), ("POST",)),
    Route(re.compile(rb"/gradio_api/queue/data"), query=re.compile(rb"session_hash=[a-z0-9]{1,64}")),
    Route(re.compile(rb"/gradio_api/heartbeat/[a-z0-9]{1,64}")),
    Route(re.compile(rb"/gradio_api/app_id")),  # by which Gradio and our script tell which start of the server answers
    Route(re.compile(rb"/gradio_api/(?:cancel|reset)"), ("POST",)),
)


def route_of(path: bytes) -> Route | None:
    """Return the open route that a path, as it was sent, belongs to."""
    return next((route for route in OPEN if route.path.fullmatch(path)), None)
