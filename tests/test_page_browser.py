"""The page in a real Chromium, beside pages of other sites that want something from it.

With ONRECORD_SCREENSHOTS=folder, the page to sign in at and the row that allows a model are saved there.
"""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import Served
from index import Library
from rag import Chatbot
from tests.openai_server import ModelServer, says
from tests.page import ask_for, come_in, open_page
from tests.test_browser import Desk, browser, pytestmark
from tests.test_page_entry import quick_line

__all__ = ["browser", "pytestmark"]  # fixtures and marks for this file, too


class _OtherSite(BaseHTTPRequestHandler):
    """A page on another port of this machine."""

    def do_GET(self) -> None:  # noqa: N802 (the name is http.server's)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>other</title><p>Hello</p>")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def other_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OtherSite)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(seeds_bot: Chatbot) -> Iterator[Served]:
    with open_page(seeds_bot) as opened:
        yield opened


@pytest.fixture(scope="module")
def visited(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """A browser in which our page is open."""
    context = browser.new_context()
    ours = context.new_page()
    ours.goto(served.url)
    expect(ours.locator("#head")).to_contain_text("articles")
    yield context
    context.close()


@pytest.fixture
def attacker(visited: BrowserContext, other_site: str) -> Iterator[Page]:
    """A page of another port in it."""
    theirs = visited.new_page()
    theirs.goto(other_site)
    yield theirs
    theirs.close()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ONRECORD_SCREENSHOTS"):
        page.wait_for_timeout(300)
        page.screenshot(path=Path(folder) / name)


JOIN = '{"data": ["Who?", "", null, "quotes", "", "", "", "", false], "fn_index": 0, "session_hash": "evil"}'


@pytest.mark.parametrize("mode", ["no-cors", "cors"])
def test_another_port_can_fetch_nothing(attacker: Page, served: Served, mode: str) -> None:
    fetched = attacker.evaluate(
        """async ([url, mode, body]) => {
          const told = [];
          for (const options of [{}, { method: "POST", body }]) {
            const path = options.method ? "gradio_api/queue/join" : "";
            try {
              const reply = await fetch(url + path, { mode, credentials: "include", ...options });
              told.push([reply.type, reply.status, await reply.text()]);
            } catch (error) { told.push(String(error)); }
          }
          return told;
        }""",
        [served.local_url, mode, JOIN],
    )
    assert fetched == ["TypeError: Failed to fetch"] * 2
    # A conversation that is not there is told so at once: nothing was begun in it.
    stream = ask_for(served, "/gradio_api/queue/data?session_hash=evil", cookie=come_in(served))
    assert "session_not_found" in stream.line and "process" not in stream.line


def test_another_port_can_embed_nothing(attacker: Page, served: Served) -> None:
    told = attacker.evaluate(
        """async (url) => {
          const told = {};
          for (const [tag, path, key] of [["script", "static/js/iframeResizer.contentWindow.min.js", "src"],
              ["script", "", "src"], ["img", "favicon.ico", "src"], ["link", "theme.css", "href"]]) {
            told[tag + path] = await new Promise((resolve) => {
              const element = document.createElement(tag);
              if (tag === "link") element.rel = "stylesheet";
              element.onload = () => resolve("loaded");
              element.onerror = () => resolve("refused");
              element[key] = url + path;
              document.body.append(element);
            });
          }
          return told;
        }""",
        served.local_url,
    )
    assert set(told.values()) == {"refused"}


def test_another_port_can_frame_nothing(attacker: Page, served: Served) -> None:
    attacker.evaluate(
        """(url) => new Promise((resolve) => {
          const frame = document.createElement("iframe");
          frame.onload = resolve;
          frame.src = url;
          document.body.append(frame);
        })""",
        served.local_url,
    )
    assert [frame.url for frame in attacker.frames[1:] if frame.url.startswith(served.local_url)] == []


def test_another_port_can_post_no_form(attacker: Page, served: Served) -> None:
    for path in ("gradio_api/queue/join", "logout", "login", ""):
        with attacker.context.expect_page() as opened:
            attacker.evaluate(
                """(url) => {
                  const form = document.createElement("form");
                  Object.assign(form, { method: "POST", action: url, target: "_blank", enctype: "text/plain" });
                  document.body.append(form);
                  form.submit();
                }""",
                served.local_url + path,
            )
        expect(opened.value.locator("body")).to_contain_text("Another site can't use OnRecord")


def test_another_port_can_open_the_page_but_not_reach_into_it(attacker: Page, served: Served) -> None:
    with attacker.context.expect_page() as opened:
        attacker.evaluate("(url) => { window.theirs = window.open(url); }", served.local_url)
    expect(opened.value.locator("#head")).to_contain_text("articles")
    assert attacker.evaluate("window.theirs.closed")  # as far as it can see
    assert opened.value.evaluate("window.opener") is None


def test_a_name_that_leads_here_is_not_answered(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    reply = page.goto(served.local_url.replace("127.0.0.1", "rebound.localhost"))
    assert reply and reply.status == 421
    expect(page.locator("body")).to_have_text(f"OnRecord answers at {served.local_url} and under no other name.")
    page.close()


def test_the_token_stays_nowhere(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto("about:blank")
    sent = []
    page.on("request", lambda request: sent.append(request))
    page.goto(served.url)
    expect(page.locator("#head")).to_contain_text("articles")
    assert page.url == served.local_url
    assert page.evaluate("history.length") == 2
    assert not [one.url for one in sent if served.entry.token in one.headers.get("referer", "")]
    assert page.evaluate("document.cookie") == ""
    (cookie,) = context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict" and cookie["value"] != served.entry.token
    page.reload()
    expect(page.locator("#head")).to_contain_text("articles")
    page.go_back()
    assert page.url == "about:blank"
    context.close()


def test_markup_that_slipped_through_runs_nothing(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    page.goto(served.url)
    expect(page.locator("#head")).to_contain_text("articles")
    expect(page.locator("#quotes")).to_be_attached()
    page.evaluate(
        """() => {
          window.refused = [];
          const note = (event) => window.refused.push(event.effectiveDirective);
          document.addEventListener("securitypolicyviolation", note);
          const injected = document.createElement("div");
          document.getElementById("quotes").append(injected);
          injected.innerHTML = `<img src="data:," onerror="window.hacked = 1">
            <a href="javascript:window.hacked = 2">x</a><svg onload="window.hacked = 3"></svg>
            <iframe srcdoc="<script>parent.hacked = 4</script>"></iframe>
            <img src="http://evil.example/x.png"><form action="http://evil.example/"><button>y</button></form>`;
          const script = document.createElement("script");
          script.textContent = "window.hacked = 5";
          injected.append(script);
          injected.querySelector("a").click();
          injected.querySelector("button").click();
        }"""
    )
    page.wait_for_timeout(1000)
    assert page.evaluate("window.hacked") is None
    refused = set(page.evaluate("window.refused"))
    assert {"script-src-attr", "script-src-elem", "img-src", "form-action"} <= refused
    assert page.url == served.local_url
    page.close()


def test_people_sign_in_ask_and_sign_out(browser: Browser, seeds_bot: Chatbot, tmp_path: Path) -> None:
    (tmp_path / "people").write_text(quick_line("ada", "tulip"))
    with open_page(seeds_bot, auth=tmp_path / "people") as served:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        desk = Desk(context.new_page()).open(served.url)
        page = desk.page
        assert urlsplit(page.url).path == "/login"
        picture(page, "sign-in.png")
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill("rose")
        with page.expect_response(lambda reply: reply.request.method == "POST") as refused:
            page.get_by_role("button", name="Sign in").click()
        assert refused.value.status == 403
        expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
        picture(page, "sign-in-wrong.png")
        desk.complaints.clear()  # Chromium tells the console of the 403
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill("tulip")
        page.keyboard.press("Enter")
        expect(desk.ask("Who built the Bushehr plant?")).to_contain_text("Russia that built it")
        picture(page, "signed-in.png")
        desk.assert_quiet()
        link = page.url
        assert "#conversation=" in link
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        page.goto(served.local_url)
        expect(page.get_by_label("Password")).to_be_visible()
        page.goto(link)
        for password in ("rose", "tulip"):  # a wrong one first
            page.get_by_label("Name").fill("ada")
            page.get_by_label("Password").fill(password)
            page.keyboard.press("Enter")
            expect(page.get_by_role("alert") if password == "rose" else desk.turns).to_have_count(1)
        expect(desk.turns).to_contain_text("Russia that built it")
        assert page.url == link
        context.close()


def test_a_model_elsewhere_waits_until_its_host_is_typed(
    browser: Browser, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer(says("Russia built it [1.1].")) as model:
        monkeypatch.setenv("OLLAMA_HOST", model.address)  # it passes such a model's name on to its cloud
        desk = Desk(browser.new_page(viewport={"width": 1280, "height": 900})).open(served.url)
        page = desk.page
        row = page.locator("#consent")
        desk.choose("Model", "ollama:test-cloud")
        page.get_by_role("button", name="Model and filters").click()
        expect(desk.ask("Who built the Bushehr plant?").locator(".note")).to_contain_text(
            "Nothing was sent. This model would send passages of your articles to ollama.com"
        )
        expect(page.get_by_placeholder("Your question")).to_have_value("Who built the Bushehr plant?")
        picture(page, "consent.png")
        row.get_by_placeholder("Type ollama.com to allow it").fill("yes")
        row.get_by_role("button", name="Allow").click()
        typed = row.get_by_placeholder("Nothing was allowed; type ollama.com to allow it")
        expect(typed).to_have_value("")
        assert model.requests == []
        typed.fill("ollama.com")
        typed.press("Enter")
        expect(row).not_to_be_visible()
        assert model.requests == []
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(desk.turns.last).to_contain_text("ollama:test-cloud")
        assert len(model.requests) == 1
        other = Desk(browser.new_page()).open(served.url)
        other.choose("Model", "ollama:test-cloud")
        expect(other.ask("Who built the Bushehr plant?").locator(".note")).to_contain_text("Nothing was sent.")
        assert len(model.requests) == 1
        desk.assert_quiet()
        other.page.close()
        page.close()


def test_a_page_for_others_offers_no_model_but_its_own_and_no_files(browser: Browser, seeds_bot: Chatbot) -> None:
    with open_page(seeds_bot, host="0.0.0.0", insecure=True) as served:
        page = browser.new_page()
        page.goto(served.url.replace("localhost", "127.0.0.1"))
        expect(page.locator("#head")).to_contain_text("articles")
        expect(page.get_by_role("button", name="Add articles")).to_have_count(0)
        page.get_by_role("button", name="Model and filters").click()
        entry = page.get_by_label("Model", exact=True)
        entry.fill("http://127.0.0.1:1/v1#m")
        entry.press("Enter")
        entry.blur()
        expect(entry).to_have_value("quotes")
        page.close()


def test_an_empty_library_is_still_a_page(browser: Browser, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library, open_page(Chatbot(library)) as served:
        desk = Desk(browser.new_page()).open(served.url)
        expect(desk.ask("Who?").locator(".note")).to_have_text(
            "There are no articles to search yet. Drop files on this page, or add them under Articles."
        )
        expect(desk.page.get_by_placeholder("Your question")).to_have_value("Who?")  # until some are added
        desk.assert_quiet()
        desk.page.close()
