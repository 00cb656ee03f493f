"""Signing in, passwords, and what other people than who started the page may do with it."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import bcrypt
import pytest

from app import Served
from index import InputError
from page.access import check_access
from page.entry import FAILURES
from page.models import Models, Pending
from page.passwords import Passwords, write_password
from rag import Chatbot
from rag.cli import main
from tests.conftest import ROOT, free_port
from tests.openai_server import ModelServer, says
from tests.page import Reply, ask, ask_for, come_in, open_page, say

pytestmark = pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword)")  # Gradio's own use of pandas


def quick_line(name: str, password: str) -> str:
    """Return a line as `htpasswd -B` writes it, of the lowest cost."""
    hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()
    return f"{name}:{hashed.replace('$2b$', '$2y$')}\n"


@pytest.fixture(scope="module")
def passwords(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("passwords") / "people"
    file.write_text(quick_line("ada", "tulip") + quick_line("bo", "rose") + "# nobody else\n\n")
    return file


@pytest.fixture(scope="module")
def served(bot: Chatbot, passwords: Path) -> Iterator[Served]:
    with open_page(bot, auth=passwords) as opened:
        yield opened


def sign_in(served: Served, name: str, password: str, **headers: str) -> Reply:
    body = urlencode({"name": name, "password": password}).encode()
    kind = {"content_type": "application/x-www-form-urlencoded", "origin": served.local_url.rstrip("/")}
    return ask_for(served, "/login", "POST", body=body, **(kind | headers))


def test_a_right_password_opens_the_page(served: Served) -> None:
    assert served.url == served.local_url == served.once_url
    first = ask_for(served, "/")
    assert (first.status, first.headers["location"]) == (303, "/login")
    form = ask_for(served, "/login")
    assert form.status == 200 and 'type="password"' in form.line
    signed_in = sign_in(served, "ada", "tulip")
    assert (signed_in.status, signed_in.headers["location"]) == (303, "/")
    assert {"httponly", "path=/", "samesite=strict"} <= {
        part.strip().lower() for part in signed_in.headers["set-cookie"].split(";")
    }
    page = ask_for(served, "/", cookie=signed_in.cookie)
    assert page.status == 200 and "/logout" in page.line


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "rose"), ("ada", ""), ("", "tulip"), ("nobody", "tulip"), ("ada", "tulip" * 20), ("ada", "tulip\0")],
)
def test_a_wrong_password_does_not(served: Served, name: str, password: str) -> None:
    reply = sign_in(served, name, password)
    assert reply.status == 403 and not reply.cookie
    assert "The name or the password is wrong." in reply.line
    assert name not in reply.line or not name


def test_the_token_opens_nothing_where_passwords_are_asked_for(served: Served) -> None:
    for key in (f"token={served.entry.token}", f"ticket={served.entry.ticket}"):
        assert ask_for(served, f"/?{key}").status == 303
    assert ask_for(served, "/gradio_api/heartbeat/abc").status == 403


def test_another_site_cannot_sign_anybody_in(served: Served) -> None:
    assert sign_in(served, "ada", "tulip", origin="http://evil.example").status == 403
    assert sign_in(served, "ada", "tulip", sec_fetch_site="same-site").status == 403
    assert ask_for(served, "/login", "POST", body=b"name=" + b"a" * 10_000, origin=served.local_url[:-1]).status == 413


def test_signing_out_ends_the_session(served: Served) -> None:
    cookie = sign_in(served, "ada", "tulip").cookie
    assert ask_for(served, "/logout", cookie=cookie).status == 405
    assert ask_for(served, "/", cookie=cookie).status == 200
    out = ask_for(served, "/logout", "POST", cookie=cookie)
    assert out.status == 303 and "max-age=0" in out.headers["set-cookie"].lower()
    assert ask_for(served, "/", cookie=cookie).status == 303


def test_guessing_is_slowed_down_even_all_at_once(bot: Chatbot, passwords: Path) -> None:
    with open_page(bot, auth=passwords) as served:
        with ThreadPoolExecutor(8) as pool:
            tried = list(pool.map(lambda n: sign_in(served, "ada", f"guess{n}"), range(3 * FAILURES)))
        late = sign_in(served, "ada", "tulip")
    assert sum(reply.status == 403 for reply in tried) == FAILURES
    assert late.status == 429 and late.headers["retry-after"] == "60"
    assert "wait a minute" in late.line


def test_right_passwords_are_not_counted(served: Served) -> None:
    for _ in range(FAILURES + 2):
        assert sign_in(served, "bo", "rose").status == 303


def test_two_people_have_conversations_of_their_own(served: Served) -> None:
    ada, bo = (sign_in(served, *who).cookie for who in (("ada", "tulip"), ("bo", "rose")))
    assert "Who built" in ask(served, ada, None, talk="adas")
    taken = {"data": ["", None, None], "fn_index": 0, "session_hash": "adas"}
    assert ask_for(served, "/gradio_api/queue/join", "POST", body=taken, cookie=bo).status == 403
    assert ask_for(served, "/gradio_api/queue/data?session_hash=adas", cookie=bo).status == 403
    assert ask_for(served, "/gradio_api/heartbeat/adas", cookie=bo).status == 403
    assert ask_for(served, "/gradio_api/cancel", "POST", body={"session_hash": "adas"}, cookie=bo).status == 403
    assert "Who built" in ask(served, bo, None, talk="bos")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "holds no passwords"),
        ("# a note\n\n", "holds no passwords"),
        ("ada:tulip\n", "line 1 is no name and bcrypt hash"),
        (quick_line("ada", "tulip") + "tulip-in-plain-text\n", "line 2 is no name and bcrypt hash"),
        ("ada:$apr1$lZL6V/ci$eIMz/iKDkbtys/uU7LEK00\n", "line 1 is no name and bcrypt hash"),
        ("ada:$2y$99$" + "a" * 53 + "\n", "line 1 is no name and bcrypt hash"),
        (":" + quick_line("", "x")[1:], "line 1 is no name and bcrypt hash"),
    ],
    ids=["empty", "a note", "no hash", "a line without", "another hash", "another cost", "no name"],
)
def test_a_file_without_passwords_is_named(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "people"
    file.write_text(text)
    with pytest.raises(InputError, match=rf"people: {reason}.*onrecord password FILE NAME") as raised:
        Passwords.read(file)
    assert "tulip" not in str(raised.value)


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for file, why in (
        (tmp_path / "none", "No such file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "binary", "not text"),
    ):
        with pytest.raises(InputError, match=f"can't be read .{why}"):
            Passwords.read(file)


def test_passwords_are_written_for_their_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "people"
    for password in ("tulip\n", "rose\r\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(password))
        assert main(["password", str(file), "ada"]) == 0
    write_password(file, "bö", "ü" * 36)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().count("\n") == 2
    assert "rose" not in file.read_text()
    read = Passwords.read(file)
    assert read.accept("ada", "rose") and read.accept("bö", "ü" * 36)
    assert not read.accept("ada", "tulip") and not read.accept("bö", "ü" * 37)
    assert "$2b$" not in repr(read)


@pytest.mark.parametrize(
    ("name", "password", "reason"),
    [
        ("ada", "x" * 73, "72 bytes"),
        ("ada", "ü" * 37, "72 bytes"),
        ("ada", "", "an empty password"),
        ("ada", "a\0b", "no NUL"),
        ("a:b", "tulip", "a name needs"),
        ("", "tulip", "a name needs"),
        (" ada", "tulip", "a name needs"),
        ("a\nb", "tulip", "a name needs"),
    ],
)
def test_what_cannot_be_a_password_is_named(tmp_path: Path, name: str, password: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as raised:
        write_password(tmp_path / "people", name, password)
    assert not list(tmp_path.iterdir())
    assert not password or password not in str(raised.value)


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy milk.\n")
    with pytest.raises(InputError, match="line 1"):
        write_password(tmp_path / "notes.txt", "ada", "tulip")
    assert (tmp_path / "notes.txt").read_text() == "Buy milk.\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "news.example", ""])
def test_other_machines_are_let_in_only_on_purpose(host: str, passwords: Path) -> None:
    with pytest.raises(InputError, match="--auth FILE.*--insecure"):
        check_access(host)
    assert check_access(host, insecure=True) is None
    assert check_access(host, auth=passwords)
    assert check_access("127.0.0.1") is check_access("localhost") is check_access("::1") is None


def test_the_command_line_refuses_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rag", "chat", "--library", str(tmp_path / "none"), "--host", "0.0.0.0"]
    for more, reason in (([], "--insecure"), (["--auth", str(tmp_path / "none")], "can't be read")):
        done = subprocess.run([*command, *more], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 2
        assert done.stderr.startswith("onrecord: ") and done.stderr.count("\n") == 1 and reason in done.stderr


@pytest.mark.parametrize(("host", "by_password"), [("0.0.0.0", False), ("0.0.0.0", True), ("127.0.0.1", True)])
def test_a_page_for_others_asks_no_model_but_its_own_and_reads_no_files(
    seeds_bot: Chatbot, tmp_path: Path, passwords: Path, host: str, by_password: bool
) -> None:
    (tmp_path / "secret.txt").write_text("The secret of this computer.\n")
    entry: dict[str, Any] = {"auth": passwords} if by_password else {"insecure": True}
    with ModelServer(says("x")) as model, open_page(seeds_bot, host=host, **entry) as served:
        assert by_password or (served.local_url.startswith("http://localhost:") and "token=" in served.url)
        assert ask_for(served, "/").status == (303 if by_password else 403)
        cookie = sign_in(served, "ada", "tulip").cookie if by_password else come_in(served)
        for name in (model.url, "gguf:/etc/passwd", "ollama:x"):
            with pytest.raises(AssertionError, match="This is nothing that the page says"):
                ask(served, cookie, name, talk="forged")
        assert model.requests == []
        assert "blockquote" in ask(served, cookie, "quotes", talk="quotes")
        config = ask_for(served, "/", cookie=cookie).line
        assert "Add articles" not in config and "A folder or file" not in config
        functions = json.loads(re.search(r"window.gradio_config = (.*?);</script>", config)[1])["dependencies"]  # type: ignore[index]
        for number in range(40):
            body = {"data": [str(tmp_path)], "fn_index": number, "session_hash": f"s{number}"}
            status = ask_for(served, "/gradio_api/queue/join", "POST", body=body, cookie=cookie).status
            assert status != 200 or number in {one["id"] for one in functions}
    assert not any("secret" in article.text for article in seeds_bot.library.articles())


@pytest.mark.slow
def test_nobody_at_the_page_steers_the_terminal(passwords: Path, tmp_path: Path) -> None:
    code = f"""
import os, signal, sys, threading
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
sys.path.insert(0, {str(ROOT)!r})
from app import launch
from index import Library
from rag.serving import Place
from rag import Chatbot
from tests.fakes import WordHashEmbedder
from tests.page import ask
from tests.test_page_entry import sign_in
class Failing(Chatbot):
    def using(self, model=None, *, strict=None):
        return self
    def stream(self, question, history=(), **dates):
        print(question)
        raise ValueError(question)
place = Place("127.0.0.1", {free_port()})
def speak():
    page = SimpleNamespace(place=place, local_url=place.url)
    cookie = ""
    try:
        while not cookie:
            with suppress(OSError):
                cookie = sign_in(page, "ada", "tulip").cookie
        ask(page, cookie, None, question="\\x1b]0;pwned\\x07 of the page \\u202e")
    finally:
        os.kill(os.getpid(), signal.SIGINT)
with Library.open({str(tmp_path / "library")!r}, embedder=WordHashEmbedder()) as library:
    Path({str(tmp_path / "ferry.txt")!r}).write_text("The ferry ran aground.")
    library.sync({str(tmp_path / "ferry.txt")!r})  # of nothing, nobody is asked
    speaking = threading.Thread(target=speak)
    speaking.start()
    launch(Failing(library), port=place.port, auth=Path({str(passwords)!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    for said in (done.stdout, done.stderr):
        assert "]0;pwned of the page" in said and not re.search("[\x1b\x07\u202e]", said)


def test_a_model_elsewhere_gets_nothing_before_its_host_is_named(
    seeds_bot: Chatbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer(says("Russia built it [1.1].")) as model, open_page(seeds_bot) as served:
        # Ollama on this machine passes on to its cloud what such a name is asked, so nothing leaves the test.
        monkeypatch.setenv("OLLAMA_HOST", model.address)
        name = "ollama:test-cloud"
        cookie = come_in(served)
        said = ask(served, cookie, name)
        assert "Nothing was sent. This model would send passages of your articles to ollama.com" in said
        assert "blockquote" not in said
        for allowed in (name, [name], {"allowed": name}):  # what a browser says is not believed
            with pytest.raises(AssertionError, match="This is nothing that the page says"):
                ask(served, cookie, name, allowed=allowed)
        assert "Nothing was allowed" in say(served, cookie, ["evil.example", None, None], 3)
        assert "Nothing was sent" in ask(served, cookie, name)
        assert model.requests == []
        say(served, cookie, [" Ollama.com ", None, None], 3)
        assert "Nothing was sent" in ask(served, cookie, name, talk="other")  # another page was not told
        assert "Nothing was sent" in ask(served, cookie, "ollama:other-cloud")
        assert model.requests == []
        say(served, cookie, ["ollama.com", None, None], 3)
        ask(served, cookie, "ollama:other-cloud")
        assert len(model.requests) == 1


def test_a_host_is_confirmed_by_its_name_alone() -> None:
    pending = Pending("http://llm.example/v1#m", "llm.example")
    assert pending.is_named_by(" LLM.example. ")
    for typed in ("", "yes", "llm", "example", "http://llm.example", "llm.example.org", "llm.example/v1"):
        assert not pending.is_named_by(typed)
    assert "llm.example" in pending.note and "/v1" not in pending.note


def test_which_models_wait_for_leave() -> None:
    models = Models("http://llm.example/v1#started")
    assert models.chosen(None) is models.chosen("") is models.chosen("http://llm.example/v1#started") is None
    assert models.pending(None, frozenset()) is None
    assert models.pending(models.chosen("quotes"), frozenset()) is None
    assert models.pending(models.chosen("http://127.0.0.1:1/v1#m"), frozenset()) is None
    other = models.chosen(" http://me:pass@llm.example/v1#other ")
    assert other == "http://me:pass@llm.example/v1#other"
    assert models.pending(other, frozenset()) == Pending(other, "llm.example")
    assert models.pending(other, frozenset({other})) is None
    fixed = Models("quotes", fixed=True)
    with pytest.raises(InputError, match="only quotes can be chosen here"):
        fixed.chosen("http://127.0.0.1:1/v1#m")
