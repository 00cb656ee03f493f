"""The page in a real Chromium, over the real chatbot: what a reader sees, and that nothing leaves this machine.

With ONRECORD_SCREENSHOT=picture.png, the finished page is saved there.
"""

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect, sync_playwright

from app import launch
from index import Hit, InputError, Library
from rag import Chatbot, open_chatbot
from rag.answer import NOT_FOUND
from rag.reader import Evidence
from tests.conftest import SEEDS, free_port

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HOSTILE = "<script>window.hacked=1</script> <img src=x onerror=window.hacked=2> ![x](http://evil.example/x.png) $$x^2$$"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword)"),  # Gradio's own use of pandas
]
expect.set_options(timeout=15_000)


@dataclass
class Desk:
    """A reader's page, with all that it asked the network for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> "Desk":
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        self.page.goto(address)
        return self

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which a stream is that was left
            self.complaints.append(f"{request.url}: {request.failure}")

    @property
    def is_narrow(self) -> bool:
        """Whether the record is a sheet over the answer, as on a phone."""
        size = self.page.viewport_size
        return size is not None and size["width"] <= 800

    def tab(self, name: str) -> Locator:
        """Show a part of the record; where that is a sheet, it is opened first."""
        tab = self.page.get_by_role("tab", name=name, exact=True)
        if not tab.is_visible():
            self.page.locator("#head [data-do=articles]").click()
        tab.click()
        return tab

    def close_sheet(self) -> None:
        if self.is_narrow and self.page.locator("#desk[data-sheet]").count():
            self.page.locator("#side .back").click()
            expect(self.page.locator("#desk[data-sheet]")).to_have_count(0)

    def begin(self, question: str) -> None:
        self.close_sheet()
        self.page.get_by_placeholder("Your question").fill(question)
        self.page.keyboard.press("Enter")

    def ask(self, question: str) -> Locator:
        """Ask, wait for the end, and return the question with its answer."""
        before = self.turns.count()
        self.begin(question)
        expect(self.turns).to_have_count(before + 1)
        expect(self.turns.last).to_have_attribute("aria-busy", "false", timeout=60_000)  # a model may be loading
        return self.turns.last

    def choose(self, label: str, value: str) -> None:
        self.close_sheet()
        entry = self.page.get_by_label(label, exact=True)
        if not entry.is_visible():
            self.page.get_by_role("button", name="Model and filters").click()
        entry.fill(value)
        entry.press("Enter")
        entry.blur()

    @property
    def turns(self) -> Locator:
        return self.page.locator("#turns .turn")

    @property
    def quotes(self) -> Locator:
        return self.page.locator("#quotes section:not([hidden]) mark[data-number]")

    def assert_quiet(self) -> None:
        """Everything came from this machine, and the console stayed empty."""
        elsewhere = [url for url in self.requests if urlsplit(url).hostname != "127.0.0.1"]
        assert elsewhere == []
        assert self.complaints == []


class _Writer(BaseHTTPRequestHandler):
    """A model that speaks the OpenAI protocol: it writes its draft word by word, and one told to stall never ends."""

    hung_up = threading.Event()
    draft = "The Kremlin is unlikely to help [1.1]. It sent 77 tanks [1.1]. Iran thanked <b>nobody</b>. See [9.9]."

    def do_POST(self) -> None:  # noqa: N802 (the name is http.server's)
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for word in self.draft.split(" "):
            try:
                self._send({"content": f"{word} "}, None)
            except (BrokenPipeError, ConnectionResetError):
                self.hung_up.set()
                return
            time.sleep(1.0 if asked["model"] == "slow" else 0.02)
            if asked["model"] == "breaks" and word == "tanks":
                return
        self._send({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, str], reason: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def served(chatbot: Chatbot, port: int | None = None) -> Iterator[str]:
    page = launch(chatbot, port=port or free_port(), wait=False)
    try:
        yield page.url
    finally:
        page.close()


@cache
def _port() -> int:
    """Return where one page after another is, so that a browser has kept their scripts."""
    return free_port()


@pytest.fixture
def address(own_seeds_bot: Chatbot) -> Iterator[str]:
    with served(own_seeds_bot, _port()) as url:
        yield url


@dataclass(frozen=True)
class Screen:
    width: int
    scheme: Literal["light", "dark"]


SCREENS = (
    pytest.param(Screen(1280, "light"), id="1280 light"),
    pytest.param(Screen(1440, "dark"), id="1440 dark", marks=pytest.mark.slow),
    pytest.param(Screen(390, "light"), id="390 light", marks=pytest.mark.slow),
)


@pytest.fixture(scope="module", params=SCREENS)
def screen(request: pytest.FixtureRequest) -> Screen:
    """What a reader looks at: a laptop, a desk, a phone; what is done at one is done at all."""
    chosen: Screen = request.param
    return chosen


@pytest.fixture(scope="module")
def context(browser: Browser, screen: Screen) -> Iterator[BrowserContext]:
    """What keeps Gradio's scripts from one page to the next, which else take seconds."""
    opened = browser.new_context(viewport={"width": screen.width, "height": 900}, color_scheme=screen.scheme)
    yield opened
    opened.close()


@contextmanager
def desk_of(context: BrowserContext, address: str) -> Iterator[Desk]:
    page = context.new_page()
    try:
        yield Desk(page).open(address)
        page.evaluate("localStorage.clear()")  # which is that of the next test, too
    finally:
        page.close()


@pytest.fixture
def desk(context: BrowserContext, address: str) -> Iterator[Desk]:
    with desk_of(context, address) as opened:
        yield opened


@pytest.fixture(scope="module")
def model_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Writer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_an_answer_is_quotes_that_stand_in_the_articles(desk: Desk, seeds_bot: Chatbot) -> None:
    expect(desk.page.locator("#head")).to_contain_text(f"{len(seeds_bot.library)} articles")
    answer = desk.ask("did Russia aid Iran against Israel?")
    articles = {article.title: article for article in seeds_bot.library.articles()}
    quotes = [(quote.text_content() or "", quote.locator("xpath=ancestor::article")) for quote in desk.quotes.all()]
    assert quotes
    for text, card in quotes:
        title = card.locator("header").evaluate("header => header.firstChild.textContent")
        assert text in seeds_bot.library.article(articles[title].id).text
        expect(answer).to_contain_text(f"“{text}”")
    assert any("unlikely" in text for text, _ in quotes)
    if picture := os.environ.get("ONRECORD_SCREENSHOT"):
        desk.page.wait_for_timeout(500)
        desk.page.screenshot(path=picture)
    desk.assert_quiet()


def test_an_answer_is_read_from_its_beginning(desk: Desk) -> None:
    asked = desk.page.locator("#turns h2")
    top = desk.page.locator("#talk").bounding_box()
    for question in ("did Russia aid Iran against Israel?", "Who built the Bushehr plant?"):
        desk.ask(question)
        expect(asked.last).to_be_in_viewport(ratio=1)
        found = asked.last.bounding_box()
        assert top and found and abs(found["y"] - top["y"]) < 20
    desk.assert_quiet()


def test_a_citation_brings_its_quote_into_view(desk: Desk) -> None:
    link = desk.ask("did Russia aid Iran against Israel?").locator("sup a").last
    number = (link.text_content() or "").strip("[]")
    address = desk.page.url
    link.click()
    expect(desk.page.locator(f"#text #place-{number}.found")).to_be_in_viewport()
    assert desk.page.url == address


def test_a_follow_up_is_understood_and_earlier_sources_stay(desk: Desk) -> None:
    desk.ask("did Russia aid Iran against Israel?")
    answer = desk.ask("And what did it offer?")
    expect(answer).to_contain_text("Understood as:")
    expect(answer).to_contain_text("mediat")
    expect(desk.page.locator("#record-1")).to_be_hidden()
    desk.page.locator('#talk a[href="#source-1-1"]').last.click()
    expect(desk.page.locator("#place-1.found")).to_be_in_viewport()
    desk.tab("Quotes")
    expect(desk.page.locator("#record-1")).to_be_visible()
    desk.assert_quiet()


def test_what_the_articles_do_not_say_is_not_answered(desk: Desk) -> None:
    answer = desk.ask("Who won the World Cup in 1998?")
    expect(answer).to_contain_text(NOT_FOUND)
    expect(desk.page.locator("#quotes h3")).to_have_text("Nearest passages")
    expect(answer.locator("sup")).to_have_count(0)
    desk.assert_quiet()


def test_sources_that_disagree_are_shown_side_by_side(desk: Desk) -> None:
    sides = desk.ask("Did Assad's government fall?").locator(".contested li")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("“")
    desk.assert_quiet()


def test_a_wrong_model_is_named_and_the_chat_goes_on(desk: Desk) -> None:
    desk.choose("Model", "gguf:/no/such/model.gguf")
    expect(desk.ask("Who built the Bushehr plant?")).to_contain_text("gguf:/no/such/model.gguf: no such file")
    desk.choose("Model", "nonsense")
    expect(desk.ask("Who built the Bushehr plant?")).to_contain_text("nonsense: no such model")
    desk.choose("Model", "quotes")
    desk.begin("Who built the Bushehr plant?")  # in the place of what was refused
    expect(desk.turns.last).to_contain_text("Russia that built it")
    assert desk.quotes.count() > 0
    desk.assert_quiet()


def test_a_model_is_held_to_the_record(desk: Desk, model_server: str) -> None:
    desk.choose("Model", f"{model_server}#scripted")
    answer = desk.ask("did Russia aid Iran against Israel?")
    doubtful = answer.locator("u").first
    expect(doubtful).to_have_text("It sent 77 tanks.")
    doubtful.hover()
    told = desk.page.get_by_role("tooltip") if desk.is_narrow else desk.page.locator("#quotes li.pointed")
    expect(told).to_contain_text("number 77 is in no quote")
    record = desk.page.locator("#quotes")
    expect(record).to_contain_text("number 77 is in no quote")
    expect(record).to_contain_text("The model pointed to [9.9]: no such sentence")
    expect(answer).to_contain_text("Iran thanked <b>nobody</b>.")
    desk.assert_quiet()


def test_a_model_that_breaks_off_leaves_the_quotes_its_words_and_the_reason(desk: Desk, model_server: str) -> None:
    desk.choose("Model", f"{model_server}#breaks")
    answer = desk.ask("did Russia aid Iran against Israel?")
    expect(answer.locator(".note")).to_contain_text("breaks: the model broke off")
    expect(answer.locator("blockquote").first).to_contain_text("The Kremlin is unlikely to come to Iran's aid")
    answer.get_by_text("What the model wrote").click()
    expect(answer.locator(".withdrawn")).to_contain_text("The Kremlin is unlikely to help")
    desk.assert_quiet()


def test_stop_keeps_the_words_so_far_and_the_chat_goes_on(desk: Desk, model_server: str) -> None:
    desk.choose("Model", f"{model_server}#slow")
    desk.begin("did Russia aid Iran against Israel?")
    answer = desk.turns.first
    expect(answer).to_contain_text("The Kremlin is")
    desk.begin("How far is Iran from Russia?")
    expect(desk.turns.last.locator(".note")).to_contain_text("An answer is still being written in this conversation")
    desk.page.get_by_role("button", name="Stop", exact=True).click()
    expect(answer.locator(".note")).to_have_text("Stopped.")
    assert _Writer.hung_up.wait(10)
    desk.page.wait_for_timeout(2500)
    expect(answer).not_to_contain_text("tanks")
    desk.choose("Model", "quotes")
    desk.begin("Who built the Bushehr plant?")
    expect(desk.turns.last).to_contain_text("Russia that built it")
    desk.assert_quiet()


@pytest.mark.slow
def test_a_reader_who_goes_away_stops_the_model(browser: Browser, address: str, model_server: str) -> None:
    page = browser.new_page()
    desk = Desk(page).open(address)
    desk.choose("Model", f"{model_server}#slow")
    _Writer.hung_up.clear()
    desk.begin("did Russia aid Iran against Israel?")
    expect(desk.turns).to_contain_text("The Kremlin is")
    page.close()
    assert _Writer.hung_up.wait(20)  # as soon as nobody can be loading the page anew


def test_strict_leaves_out_what_the_quotes_do_not_bear_out(desk: Desk, model_server: str) -> None:
    desk.choose("Model", f"{model_server}#scripted")
    desk.page.get_by_label("Hide what is not borne out").check()
    answer = desk.ask("did Russia aid Iran against Israel?")
    expect(answer).to_contain_text("The Kremlin is unlikely to help.")
    expect(answer).not_to_contain_text("77 tanks")
    expect(desk.page.locator("#quotes")).to_contain_text(re.compile("It sent 77 tanks.: .*number 77 is in no quote"))


def test_a_new_conversation_starts_anew_and_conversations_are_apart(desk: Desk, browser: Browser, address: str) -> None:
    desk.ask("Who built the Bushehr plant?")
    other = Desk(browser.new_page()).open(address)
    expect(other.page.locator("#quotes")).to_contain_text("appear here")
    expect(other.turns).to_have_count(0)
    other.page.close()
    desk.begin("  ")
    expect(desk.turns).to_have_count(1)
    desk.page.get_by_role("button", name="New conversation").click()
    expect(desk.turns).to_have_count(0)
    expect(desk.ask("And what did it offer?")).not_to_contain_text("Bushehr?")
    desk.assert_quiet()


def test_dates_narrow_the_search(desk: Desk) -> None:
    desk.choose("Since", "2031")
    expect(desk.ask("Who built the Bushehr plant?")).to_contain_text(NOT_FOUND)
    desk.choose("Since", "some day")
    expect(desk.page.locator("#since-told")).to_contain_text("some day: not a date")
    desk.begin("Who built the Bushehr plant?")
    expect(desk.page.get_by_label("Since", exact=True)).to_be_focused()  # where it is to be mended; nothing was asked
    expect(desk.turns).to_have_count(1)
    desk.page.wait_for_timeout(500)  # Gradio hears no second Enter while the first is on its way
    desk.page.evaluate("OnRecord.leadsToFault = () => false")  # as for who asks before it is read
    desk.begin("Who built the Bushehr plant?")
    expect(desk.turns.last.locator(".note")).to_have_text(re.compile("^Some day: not a date"))
    expect(desk.turns.last).not_to_contain_text("In articles")
    desk.assert_quiet()


def test_the_page_fits_a_narrow_screen(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 420, "height": 900}, color_scheme="dark")
    desk = Desk(page).open(address)
    answer = desk.ask("did Russia aid Iran against Israel?")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.get_by_placeholder("Your question")).to_be_in_viewport()
    expect(page.locator("#text")).to_be_hidden()
    link = answer.locator("sup a").first
    link.click()
    expect(page.locator("#text .found")).to_be_in_viewport()
    page.get_by_role("button", name="Back to the answer").click()
    expect(page.locator("#text")).to_be_hidden()
    expect(link).to_be_focused()
    page.close()


def test_what_an_article_says_is_never_markup(browser: Browser, tmp_path: Path) -> None:
    text = f"The mayor of Elmford opened the bridge. The bridge of Elmford carries {HOSTILE} and trams. Rain fell."
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"id": "a", "title": f"Bridge {HOSTILE}", "text": text, "url": "javascript:alert(1)"}))
    library = Library.open(tmp_path / "library")
    library.sync(file, as_is=True)
    with Chatbot(library) as chatbot, served(chatbot) as url:
        desk = Desk(browser.new_page()).open(url)
        desk.ask(f"What does the bridge of Elmford carry, {HOSTILE}?")
        desk.ask("Who opened the bridge of Elmford?")
        expect(desk.page.locator("#quotes")).to_contain_text(HOSTILE)
        expect(desk.page.locator("#talk")).to_contain_text(HOSTILE)
        assert desk.page.evaluate("window.hacked") is None
        assert desk.page.locator("#talk img, #quotes img, .katex, #quotes a").count() == 0
        desk.assert_quiet()
        desk.page.close()


class _BrokenReader:
    def read(self, question: str, hits: Sequence[Hit], margin: float = 0.0) -> Evidence:
        """Fail as a mistake of ours would."""
        raise ZeroDivisionError


def test_a_failure_of_ours_is_told_and_the_page_stays_alive(browser: Browser, seeds_bot: Chatbot) -> None:
    with served(Chatbot(seeds_bot.library, reader=_BrokenReader())) as url:
        desk = Desk(browser.new_page()).open(url)
        for count in (1, 2):
            answer = desk.ask("Who built the Bushehr plant?")
            expect(answer.locator(".note")).to_have_text("OnRecord failed; the terminal says why.")
            expect(desk.turns).to_have_count(count)
        desk.page.close()


@pytest.mark.filterwarnings("ignore:unclosed", "ignore::pytest.PytestUnraisableExceptionWarning")  # Gradio's probe
def test_a_taken_port_is_named(address: str, seeds_bot: Chatbot) -> None:
    with pytest.raises(InputError, match=f"port {urlsplit(address).port}; choose another"):
        launch(seeds_bot, port=urlsplit(address).port, wait=False)


@pytest.mark.slow
def test_articles_are_synced_from_the_page(browser: Browser, tmp_path: Path, articles: Path) -> None:
    (articles / "broken<b>.jsonl").write_text("{")
    with open_chatbot(SEEDS, library=tmp_path / "library") as chatbot, served(chatbot) as url:
        desk = Desk(browser.new_page(viewport={"width": 1280, "height": 900})).open(url)
        before = len(chatbot.library)
        desk.page.get_by_role("button", name=f"{before} articles").click()
        desk.page.get_by_placeholder("A folder or file of articles").fill(str(articles))
        desk.page.get_by_role("button", name="Add articles").click()
        done = desk.page.locator("#synced")
        expect(done).to_contain_text("Done: 2 added, 0 updated, 0 removed, 0 unchanged.", timeout=60_000)
        expect(done).to_contain_text("broken<b>.jsonl: line 1:")
        expect(desk.page.locator("#head")).to_contain_text(f"{before + 2} articles")
        expect(desk.ask("When was the bridge closed?")).to_contain_text("The bridge was closed in March.")
        desk.tab("Articles")
        desk.page.get_by_placeholder("A folder or file of articles").fill("/no/such/place")
        desk.page.get_by_role("button", name="Add articles").click()
        expect(done).to_contain_text("/no/such/place: no such file or folder; give the path of your articles")
        desk.assert_quiet()
        desk.page.close()
