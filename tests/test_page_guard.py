"""Nobody gets anything from the page but who came in, and who came in gets nothing but the page."""

import asyncio
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.routing import Mount, Route

from app import Served, build_app
from index import InputError, Library
from page.building import looks
from page.entry import Entry
from page.replies import own_document
from page.routes import OPEN, route_of
from page.server import gradio_server
from rag import Chatbot
from rag.serving import Place, bind
from tests.conftest import ROOT, free_port
from tests.fakes import WordHashEmbedder
from tests.page import ask_for, come_in, open_page, say, temporary_files

pytestmark = pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword)")  # Gradio's own use of pandas

JOIN = {"data": ["evil.example", None, None], "fn_index": 0, "session_hash": "abc"}


@pytest.fixture(scope="module")
def served(bot: Chatbot) -> Iterator[Served]:
    with open_page(bot) as opened:
        yield opened


@pytest.fixture(scope="module")
def cookie(served: Served) -> str:
    return come_in(served)


def gradio_paths() -> list[tuple[str, str]]:
    """Return all routes of Gradio's server, by method, with something put in for what they leave open."""

    async def built() -> list[Any]:  # Gradio leaves event loops open where none runs
        with gr.Blocks() as page:
            gr.Textbox()
        return [one for one in gradio_server(page, **looks()).routes if isinstance(one, Mount)]

    (mounted,) = asyncio.run(built())
    found: set[tuple[str, str]] = set()

    def collect(routes: Any) -> None:
        for route in routes:
            if isinstance(route, Route) or hasattr(route, "methods"):
                path = re.sub(r"\{[^}]*\}", "abc", route.path)
                found.update((method, path) for method in route.methods or ())
            inner = getattr(getattr(route, "original_router", None), "routes", None) or getattr(route, "routes", None)
            if inner:
                collect(inner)

    collect(mounted.routes)
    return sorted(found)


ROUTES = gradio_paths()
NEEDED = {path for path in ("/", "/theme.css", "/favicon.ico", "/assets/abc", "/static/abc")} | {
    f"/gradio_api/{name}"
    for name in ("component_server/", "queue/join", "queue/data", "heartbeat/abc", "app_id", "cancel", "reset")
}


def test_the_routes_of_gradio_are_known() -> None:
    paths = {path for _, path in ROUTES}
    assert len(paths) > 50
    assert {"/gradio_api/upload", "/gradio_api/file=abc", "/gradio_api/proxy=abc", "/config", *NEEDED} <= paths


@pytest.mark.parametrize(("method", "path"), ROUTES, ids="".join)
def test_only_what_the_page_needs_is_open(served: Served, cookie: str, method: str, path: str) -> None:
    if path in NEEDED:
        assert route_of(path.encode()) is not None
    elif path not in ("/login", "/logout"):  # which are ours
        assert ask_for(served, path, method, cookie=cookie).status == 404
    else:
        assert b"gradio" not in ask_for(served, path, method, cookie=cookie).body
    assert ask_for(served, path, method).status in (303, 403, 404, 405)  # without a cookie nothing at all


def test_the_page_itself_is_there(served: Served, cookie: str) -> None:
    page = ask_for(served, "/", cookie=cookie)
    assert page.status == 200
    for asset in re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page.line):
        assert ask_for(served, f"/{asset}", cookie=cookie).status == 200
        assert ask_for(served, f"/{asset}").status == 403
    joined = ask_for(served, "/gradio_api/queue/join", "POST", body=JOIN, cookie=cookie)
    assert "event_id" in json.loads(joined.body)


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/static/../../../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2f..%2fetc/passwd",
        "/assets/....//....//etc/passwd",
        "/assets/./index.js",
        "/assets//etc/passwd",
        "/assets/.env",
        "/assets/x\\..\\..\\etc",
        "/%61ssets/index.js",
        "//gradio_api/upload",
        "/gradio_api//upload",
        "/gradio_api/./upload",
        "/gradio_api/upload/",
        "/GRADIO_API/UPLOAD",
        "/gradio_api/%75pload",
        "/gradio_api/queue/../upload",
        "/gradio_api/queue/join/",
        "/gradio_api/queue/join%00",
        "/gradio_api/queue/data",
        "/gradio_api/queue/data?session_hash=../x",
        "/gradio_api/queue/data?session_hash=a&session_hash=b",
        "/gradio_api/heartbeat/a/../../upload",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "http://127.0.0.1/gradio_api/upload",
        "/favicon.ico/../config",
        "/theme.css?v=<script>",
        "/" + "a" * 3000,
        "/?" + "a" * 3000,
    ],
)
def test_no_other_way_of_writing_opens_anything(served: Served, cookie: str, path: str) -> None:
    for method in ("GET", "POST"):
        reply = ask_for(served, path, method, cookie=cookie)
        assert reply.status in (400, 404, 405)
        assert b"root:" not in reply.body


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1",
     "127.0.0.1:{port}.evil.example", "[::1]:{port}", "0.0.0.0:{port}", "", "127.0.0.1:{port}@evil.example"],
)  # fmt: skip
def test_it_answers_under_its_own_address_only(served: Served, cookie: str, host: str) -> None:
    for path in ("/", f"/?token={served.entry.token}", "/gradio_api/queue/join", "/login"):
        reply = ask_for(served, path, host=host.format(port=served.place.port), cookie=cookie)
        assert reply.status == 421
        assert reply.line == f"OnRecord answers at {served.local_url} and under no other name.\n"
        assert not reply.cookie


def test_a_second_host_is_refused(served: Served, cookie: str) -> None:
    host = f"127.0.0.1:{served.place.port}"
    with socket.create_connection(("127.0.0.1", served.place.port), timeout=10) as raw:
        raw.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nCookie: {cookie}\r\n\r\n".encode())
        assert re.match(rb"HTTP/1.1 4\d\d", raw.recv(100))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://{own}", "http://{own}/"]
)
def test_another_origin_gets_nothing(served: Served, cookie: str, origin: str) -> None:
    sent = origin.format(own=f"127.0.0.1:{served.place.port}")
    for method, path in (("POST", "/gradio_api/queue/join"), ("GET", "/"), ("OPTIONS", "/gradio_api/queue/join")):
        reply = ask_for(served, path, method, body=JOIN, origin=sent, cookie=cookie)
        assert reply.status == 403
        assert reply.line == f"Another site can't use OnRecord; open it yourself at {served.local_url}\n"
        assert not [name for name in reply.headers if name.startswith("access-control")]


def test_its_own_origin_gets_no_leave_for_others(served: Served, cookie: str) -> None:
    own = served.local_url.rstrip("/")
    reply = ask_for(served, "/gradio_api/queue/join", "POST", body=JOIN, origin=own, cookie=cookie)
    assert reply.status == 200
    assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_only_open_a_window(served: Served, cookie: str, site: str) -> None:
    window = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert ask_for(served, "/", cookie=cookie, **window).status == 200
    assert ask_for(served, "/gradio_api/heartbeat/abc", cookie=cookie, **window).status == 403
    assert ask_for(served, "/gradio_api/cancel", "POST", body={}, cookie=cookie, **window).status == 403
    for mode, kind in (("no-cors", "script"), ("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")):
        headers = {"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": kind}
        assert ask_for(served, "/", cookie=cookie, **headers).status == 403


def test_without_the_token_nobody_comes_in(served: Served) -> None:
    belongs = "This page belongs to who started it; open it at the address that the terminal shows.\n"
    for path in (
        "/",
        "/?token=",
        "/?token=wrong",
        "/?token=%FF",
        "/?ticket=wrong",
        f"/?token={served.entry.token[:-1]}",
    ):
        reply = ask_for(served, path)
        assert (reply.status, reply.line) == (403, belongs)
        assert not reply.cookie
    for wrong in ("x", served.entry.token, "", '"'):
        assert ask_for(served, "/", cookie=f"{served.entry.cookie}={wrong}").status == 403


def test_the_token_is_exchanged_for_a_cookie_that_is_not_it(served: Served) -> None:
    reply = ask_for(served, f"/?token={served.entry.token}")
    assert reply.status == 200
    assert served.entry.token not in reply.line + str(reply.headers)
    assert 'location.replace("/" + location.hash)' in reply.line
    name, _, rest = reply.headers["set-cookie"].partition("=")
    assert name == f"onrecord-{served.place.port}"
    assert {part.strip().lower() for part in rest.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}
    assert ask_for(served, "/", cookie=f"other=1; {reply.cookie}").status == 200


def test_a_ticket_is_good_once_and_for_a_while(served: Served) -> None:
    _, _, once = served.once_url.partition("/?")
    assert served.entry.token not in served.once_url
    assert ask_for(served, f"/?{once}").status == 200
    assert ask_for(served, f"/?{once}").status == 403
    entry = Entry(1)
    entry._ticket_expires = time.monotonic() - 1
    assert entry.redeem(entry.ticket) is None
    assert entry.redeem(entry.token)


def test_another_start_has_other_keys(served: Served, cookie: str, bot: Chatbot) -> None:
    with open_page(bot) as other:
        value = cookie.partition("=")[2]
        assert other.entry.token != served.entry.token
        assert ask_for(other, f"/?token={served.entry.token}").status == 403
        assert ask_for(other, "/", cookie=f"{other.entry.cookie}={value}").status == 403
        assert ask_for(other, "/", cookie=cookie).status == 403


def test_a_link_from_another_site_leads_in_at_the_second_step(served: Served) -> None:
    window = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    reply = ask_for(served, "/", **window)  # the browser keeps a strict cookie back
    assert 'location.replace("/" + location.hash)' in reply.line and not reply.cookie
    assert ask_for(served, "/", sec_fetch_site="same-origin").status == 403


def test_uploads_are_refused_before_they_are_read(served: Served, cookie: str) -> None:
    before = temporary_files()
    for path in ("/gradio_api/upload", "/gradio_api/queue/join"):
        with socket.create_connection(("127.0.0.1", served.place.port), timeout=10) as raw:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.place.port}\r\nCookie: {cookie}\r\n"
            raw.sendall(
                f"{head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 300000000\r\n\r\n".encode()
            )
            assert re.match(rb"HTTP/1.1 (404|413)", raw.recv(100))  # and nothing of it was sent yet
            while raw.recv(4096):
                pass  # the connection is closed
    assert temporary_files() == before


def test_a_body_of_unknown_length_is_bounded(served: Served, cookie: str) -> None:
    with socket.create_connection(("127.0.0.1", served.place.port), timeout=10) as raw:
        head = f"POST /gradio_api/queue/join HTTP/1.1\r\nHost: 127.0.0.1:{served.place.port}\r\nCookie: {cookie}\r\n"
        raw.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        with suppress(OSError):
            for _ in range(300):
                raw.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                sent += 0x10000
        assert sent < 20_000_000


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"[" * 50_000, b'"x"', b'{"session_hash": "../x"}', b'{"session_hash": {"a": 1}}',
             b'{"session_hash": "' + b"a" * 65 + b'"}'],
    ids=range(8),
)  # fmt: skip
def test_what_the_page_never_says_is_refused(served: Served, cookie: str, body: bytes) -> None:
    for path in ("queue/join", "cancel", "reset"):
        assert ask_for(served, f"/gradio_api/{path}", "POST", body=body, cookie=cookie).status == 400


STEERING = "\x1b]0;pwned\x07\u202e"


@pytest.mark.parametrize(
    "said",
    [
        {"data": [STEERING]},
        {"data": [STEERING, None, None, None]},
        {"data": [7, None, None]},
        {"data": ["", STEERING, None]},
        {"data": STEERING},
        {"data": None},
        {"fn_index": -1},
        {"fn_index": 99},
        {"fn_index": 13, "data": []},  # which asks nothing of the server
        {"fn_index": True, "data": [""]},
        {"fn_index": 0.0},
        {"fn_index": STEERING},
        {"fn_index": None},
        {"batched": True},
        {"fn_index": 2, "data": ["Who?", "", None, 5, "", "", "", "", False]},
        {"fn_index": 2, "data": ["Who?", "", None, "quotes", False, "", "", "", False]},
        {"fn_index": 2, "data": ["Who?", "", None, "quotes", "", "", "", "", STEERING]},
        {"fn_index": 2, "data": ["Who?", "", None, "quotes", "", "", "", "", 1]},
    ],
    ids=str,
)
def test_what_no_event_of_the_page_says_is_refused_in_silence(
    served: Served, cookie: str, said: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    reply = ask_for(served, "/gradio_api/queue/join", "POST", body=JOIN | said, cookie=cookie)
    assert (reply.status, reply.line) == (400, "This is nothing that the page says.\n")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("inputs", [1, 3, 9])
def test_fields_that_nobody_has_touched_ask_nothing(
    served: Served, cookie: str, inputs: int, capfd: pytest.CaptureFixture[str]
) -> None:
    data = [None] * inputs if inputs < 9 else [*[None] * 8, False]
    assert '"success":true' in say(served, cookie, data, inputs, talk=f"untouched{inputs}")
    assert capfd.readouterr() == ("", "")


FILE = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize(
    "said",
    [
        {"data": [FILE, "", None, "quotes", "", "", "", "", False]},
        {"data": [[FILE], "", None, "quotes", "", "", "", "", False]},
        {"data": ["Who?", "", {"a": [FILE]}, "quotes", "", "", "", "", False]},
        {"data": {"0": FILE}},
        {"data": ["Who?"], "event_data": FILE},
        {"data": ["Who?"], "other": [FILE]},
    ],
)
def test_a_question_can_not_be_a_file(served: Served, cookie: str, said: dict[str, Any]) -> None:
    before = temporary_files()
    reply = ask_for(
        served, "/gradio_api/queue/join", "POST", body={"fn_index": 0, "session_hash": "files"} | said, cookie=cookie
    )
    assert reply.status == 400 and temporary_files() == before


def test_headers_are_bounded(served: Served, cookie: str) -> None:
    with suppress(OSError, http.client.HTTPException):  # closed before all was sent
        assert ask_for(served, "/", cookie=cookie, x_long="x" * 200_000).status == 400


def test_websockets_are_refused(served: Served, cookie: str) -> None:
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": "eA==",
    }
    assert ask_for(served, "/", cookie=cookie, **upgrade).status == 403
    assert ask_for(served, "/gradio_api/queue/join", cookie=cookie, **upgrade).status == 403


def test_every_reply_is_told_what_it_may_do(served: Served, cookie: str) -> None:
    nonces = set()
    for path, status in (("/", 200), ("/nowhere", 404), ("/theme.css", 200), ("/gradio_api/heartbeat", 404)):
        reply = ask_for(served, path, cookie=cookie)
        assert reply.status == status
        policy = dict(part.strip().split(" ", 1) for part in reply.headers["content-security-policy"].split(";"))
        scripts = policy["script-src"].split()
        nonces.update(scripts[1:2])
        assert "'unsafe-inline'" not in scripts
        assert ("'unsafe-eval'" in scripts) == (path == "/")
        assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
        assert "http" not in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["x-frame-options"] == "DENY"
        assert reply.headers["x-dns-prefetch-control"] == "off"
        assert reply.headers["referrer-policy"] == "same-origin"
        assert reply.headers["cross-origin-opener-policy"] == "same-origin"
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"
        assert reply.headers["cache-control"] == "no-store"
        assert "server" not in reply.headers
    assert len(nonces) == 4


def test_what_stands_in_the_data_of_the_page_gets_no_nonce() -> None:
    document = gr.routes.templates.get_template("frontend/index.html").render(
        config={"components": "<script>alert(1)</script></head>"}, gradio_api_info={}
    )
    dressed = own_document(document.encode(), "n").decode()
    assert "<script>" not in dressed
    assert "alert(1)" in dressed and ">alert(1)" not in dressed


@pytest.mark.parametrize("name", ["x_forwarded_host", "x_gradio_server"])
def test_what_a_proxy_would_say_is_not_believed(served: Served, cookie: str, name: str) -> None:
    page = ask_for(served, "/", cookie=cookie, x_forwarded_proto="https", **{name: "http://evil.example"})
    assert "evil.example" not in page.line
    assert ask_for(served, "/?deep_link=x", cookie=cookie).status == 200


def test_hosts_in_numbers_and_names() -> None:
    anywhere = Place("0.0.0.0", 7860)
    name = socket.gethostname()
    for host in (
        "127.0.0.1:7860",
        "192.168.0.7:7860",
        "[::1]:7860",
        "localhost:7860",
        f"{name}:7860",
        f"{name.upper()}:7860",
    ):
        assert anywhere.answers_to(host)
    for host in ("evil.example:7860", "127.0.0.1", "127.0.0.1:80", "", ":7860", "1.2.3.4.evil.example:7860"):
        assert not anywhere.answers_to(host)
    assert Place("127.0.0.1", 80).answers_to("127.0.0.1")
    assert Place("::1", 7860).url == "http://[::1]:7860/"
    assert Place("0.0.0.0", 7860).url == "http://localhost:7860/"


@pytest.mark.parametrize(("host", "shown"), [("127.1", "127.0.0.1"), ("LocalHost", "localhost"), ("[::1]", "::1")])
def test_a_host_is_shown_as_browsers_write_it(host: str, shown: str) -> None:
    try:
        place, sockets = bind(host, free_port())
    except InputError:
        pytest.skip("no IPv6 here")
    for one in sockets:
        one.close()
    assert place.host == shown


@pytest.mark.parametrize(
    ("host", "port", "fix"),
    [
        ("203.0.113.9", None, "--host"),
        ("no.such.host.invalid", 7860, "--host"),
        ("", 7860, "--port"),
        ("a" * 300, 7860, "--host"),
        ("127.0.0.1", 0, "--port"),
        ("127.0.0.1", 70_000, "--port"),
        ("127.0.0.1", -1, "--port"),
    ],
)
def test_where_it_cannot_be_served_is_named(host: str, port: int | None, fix: str) -> None:
    with pytest.raises(InputError, match=f"choose another with {fix}"):
        bind(host, port)


def test_a_taken_port_is_passed_over_only_when_none_is_asked_for() -> None:
    first, sockets = bind("127.0.0.1")
    second, more = bind("127.0.0.1")
    assert second.port > first.port
    with pytest.raises(InputError, match=f"port {first.port}; choose another with --port"):
        bind("127.0.0.1", first.port)
    for one in (*sockets, *more):
        one.close()


def test_ipv6_works(bot: Chatbot) -> None:
    try:
        with open_page(bot, host="::1") as served:
            assert re.match(r"http://\[::1\]:\d+/\?token=", served.url)
            reply = ask_for(served, f"/?token={served.entry.token}", connect="::1")
            assert ask_for(served, "/", connect="::1", cookie=reply.cookie).status == 200
            assert ask_for(served, "/", connect="::1", cookie=reply.cookie, host="evil.example").status == 421
    except InputError:
        pytest.skip("no IPv6 here")


def test_it_starts_whatever_the_environment_says_and_writes_nothing(tmp_path: Path) -> None:
    home, work, temporary = tmp_path / "home", tmp_path / "work", tmp_path / "tmp"
    for folder in (home, work, temporary):
        folder.mkdir()
    (tmp_path / "a.txt").write_text("The harbor opened in May. It has nine docks.\n")
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from app import launch
from index import Library
from rag import Chatbot
from tests.fakes import WordHashEmbedder
from tests.page import ask_for, come_in
with Library.open({str(tmp_path / "library")!r}, embedder=WordHashEmbedder()) as library:
    library.sync({str(tmp_path / "a.txt")!r})
    served = launch(Chatbot(library), port={free_port()}, wait=False)
    cookie = come_in(served)
    page = ask_for(served, "/", cookie=cookie)
    assert page.status == 200 and "evil" not in page.line
    assert ask_for(served, "/gradio_api/mcp/sse", cookie=cookie).status == 404
    served.close()
"""
    hostile = {
        "http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9",
        "GRADIO_ROOT_PATH": "http://evil.example", "GRADIO_ALLOWED_PATHS": "/", "GRADIO_SHARE": "True",
        "GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_TEMP_DIR": str(work / "gradio"), "FORWARDED_ALLOW_IPS": "*",
        "HOME": str(home), "TMPDIR": str(temporary), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=work, env=hostile)
    assert done.returncode == 0, done.stderr
    assert [*home.rglob("*"), *work.rglob("*")] == []


@pytest.mark.parametrize("name", ["onrecord", "gradio"])
def test_it_starts_whatever_lies_in_the_temporary_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    code = "import os, page; print(os.stat(f := os.environ['GRADIO_TEMP_DIR']).st_mode & 0o777, os.path.dirname(f))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    assert (done.stdout, done.stderr) == (f"{0o700} {tmp_path}\n", "")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_closed_means_closed(bot: Chatbot) -> None:
    with open_page(bot) as served:
        cookie = come_in(served)
        stream = http.client.HTTPConnection("127.0.0.1", served.place.port, timeout=10)
        stream.request("GET", "/gradio_api/heartbeat/abc", headers={"Cookie": cookie})
        assert stream.getresponse().read(6) == b"data: "
        began = time.monotonic()
    assert time.monotonic() - began < 4
    stream.close()
    with pytest.raises(ConnectionRefusedError):
        ask_for(served, "/")


def test_all_open_routes_are_needed_by_the_page() -> None:
    assert len(OPEN) == 13


def test_others_are_offered_no_files_of_this_computer(bot: Chatbot) -> None:
    async def config(shared: bool) -> str:
        return str(build_app(bot, shared=shared).config)

    assert "Add articles" in asyncio.run(config(False))
    assert "Add articles" not in asyncio.run(config(True))


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        pytest.param("socks5://127.0.0.1:1", "can't be served at", marks=pytest.mark.slow),
        ("ftp://me:secret@host", "name a proxy in HTTP_PROXY"),
    ],
)
def test_a_proxy_of_the_environment_is_no_traceback(tmp_path: Path, proxy: str, said: str) -> None:
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()):
        pass
    command = [sys.executable, "-m", "rag", "chat", "--port", "99999", "--library", str(tmp_path / "library")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"ALL_PROXY": proxy})
    assert done.returncode == 2 and said in done.stderr and "secret" not in done.stderr
    assert done.stderr.count("\n") == 1
