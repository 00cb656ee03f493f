"""Models and filters of the page, in a real Chromium: chosen, understood, loaded, remembered, and who gets the text."""

import json
import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from index import Library
from page.choosing import MOST_SOURCES, Choosing
from page.loading import STILL_LOADING, Loading
from page.models import Models
from rag import Chatbot, LanguageModel
from rag.chatbot import STILL_READING
from tests.fakes import WordHashEmbedder
from tests.openai_server import Handler, ModelServer, says
from tests.page import open_page
from tests.reading import quick_chatbot
from tests.scripted_llm import ScriptedLLM
from tests.test_browser import Desk, address, browser, context, desk, desk_of, pytestmark, screen
from tests.test_page_tabs import another_tab

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # fixtures and marks for this file, too

QUESTION = "Who built the Bushehr plant?"
QUOTE = "Russia that built it"


class Held(Chatbot):
    """A chatbot whose models are loaded only when they are let go."""

    let_go = threading.Event()

    def using(self, model: object = None, *, strict: bool | None = None) -> Chatbot:
        if isinstance(model, str) and model != "quotes":
            assert self.let_go.wait(60)
        return super().using(model, strict=strict)  # type: ignore[arg-type]


@pytest.fixture
def held(own_seeds_bot: Chatbot) -> Held:
    bot = Held(own_seeds_bot.library, settings=own_seeds_bot.settings)
    bot.let_go = threading.Event()
    return bot


def chip(desk: Desk) -> Locator:
    return desk.page.locator("#chips .model")


def test_filters_are_understood_and_told_at_their_fields(desk: Desk) -> None:
    page = desk.page
    desk.choose("Since", "june 2024")
    expect(page.locator("#since-told")).to_have_text("")  # it is what was typed
    expect(page.get_by_role("button", name="Remove the filter: Since June 2024")).to_be_visible()
    desk.choose("Since", "2024-06")
    expect(page.get_by_role("button", name="Remove the filter: Since June 2024")).to_be_visible()
    desk.choose("Until", "<b>some day</b>")
    expect(page.locator("#until-told")).to_contain_text("<b>some day</b>: not a date; write it like")
    expect(page.get_by_label("Until", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Model and filters").click()  # and so out of sight
    desk.begin(QUESTION)
    expect(page.get_by_label("Until", exact=True)).to_be_focused()  # where it says what is wrong
    expect(page.locator("#chips button")).to_have_count(1)
    expect(desk.turns).to_have_count(0)
    expect(page.get_by_placeholder("Your question")).to_have_value(QUESTION)
    desk.choose("Until", "May 2024")
    expect(page.locator("#until-told")).to_contain_text("2024-06 is later than May 2024")
    expect(page.locator("#chips button")).to_have_count(1)
    desk.choose("Until", "")
    desk.choose("Speaks of", "in the 1970s/2025")
    expect(page.locator("#during-told")).to_have_text("Speaking of 1 January 1970 to 2025")
    desk.choose("Source", "Nobody's Gazette")
    expect(page.locator("#source-told")).to_contain_text("No article is from a source of this name")
    source, choices = page.get_by_label("Source", exact=True), page.get_by_role("listbox", name="Sources")
    source.fill("RECORD")
    expect(choices.get_by_role("option")).to_have_count(1)
    source.press("ArrowDown")
    source.press("Enter")
    expect(source).to_have_value("OnRecord sample")
    expect(choices).to_be_hidden()
    expect(page.locator("#source-told")).to_have_text("")
    page.get_by_role("button", name="Choose a day to end with").click()
    page.locator("#until [type=date]").fill("2026-01-02")
    expect(page.get_by_label("Until", exact=True)).to_have_value("2026-01-02")
    page.keyboard.press("Escape")
    desk.begin(QUESTION)
    expect(page.locator("#chips .chip")).to_have_count(4)
    chips = [(chip.text_content() or "").removesuffix(" ×") for chip in page.locator("#chips .chip").all()]
    called = ["since June 2024", "until 2 January 2026", "from OnRecord sample", "speaking of 1 January 1970 to 2025"]
    assert [chip[0].lower() + chip[1:] for chip in chips] == called
    expect(desk.turns.last).to_contain_text(f"In articles {', '.join(called)}:")
    desk.assert_quiet()


def test_of_many_sources_those_are_offered_that_hold_what_is_typed(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"Harbor number {n} opened.", "source": f"Paper {n:04}"} for n in range(200)]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(file, as_is=True)
        choosing = Choosing(library, Models("quotes"), Loading(Chatbot(library)), lambda request: "")
        assert len(choosing.sources("", "")["sources"]) == MOST_SOURCES
        assert choosing.sources("", " paper 019")["sources"][:1] == [{"name": "Paper 0190", "told": "1 article"}]
        assert choosing.sources("", "100%_") == {"sources": []}


@pytest.mark.slow
def test_a_model_that_loads_says_so_and_the_quotes_are_there_at_once(context: BrowserContext, held: Held) -> None:
    class Waits:
        go = threading.Event()

        def __call__(self, handler: Handler) -> None:
            self.go.wait(30)
            says("Russia built it [1.1].")(handler)

    waits = Waits()
    with ModelServer(waits) as server, open_page(held) as served, desk_of(context, served.url) as desk:
        expect(chip(desk)).to_have_count(0)
        desk.choose("Model", server.url)
        expect(chip(desk)).to_have_text("test-model · loading …")
        expect(desk.page.locator("#model-told")).to_have_text("loading …")
        desk.begin(QUESTION)
        answer = desk.turns.last
        expect(answer).to_contain_text(QUOTE)
        expect(answer).to_contain_text(STILL_LOADING)
        assert server.requests == []
        held.let_go.set()
        expect(chip(desk)).to_have_text("test-model")
        expect(answer).to_contain_text(STILL_READING)
        expect(answer).to_contain_text(QUOTE)
        waits.go.set()
        expect(answer).to_have_attribute("aria-busy", "false")
        expect(answer).to_contain_text("Russia built it.")
        expect(answer.locator(".made .aside [title]")).to_have_attribute("title", server.url)
        expect(answer).not_to_contain_text(STILL_LOADING)
        desk.assert_quiet()


def test_the_model_of_the_start_loads_behind_the_page(seeds_bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()

    def load() -> ScriptedLLM:
        begun.set()
        assert go.wait(30)
        return ScriptedLLM(replies=["Russia built it [1.1]."])

    model = LanguageModel("of the start", load)
    loading = Loading(quick_chatbot(seeds_bot.library, model=model))
    assert not begun.is_set() and loading.how_far(None).state == "loading" and begun.wait(10)
    answers = loading.stream(None, QUESTION, [], strict=False)
    first = next(answers)
    assert first.notes == (STILL_LOADING,) and first.citations
    go.set()
    *_, last = answers
    assert (last.model, loading.how_far(None).state) == ("of the start", "ready")


def test_a_model_that_cannot_be_loaded_says_why_and_leaves_the_quotes(context: BrowserContext, held: Held) -> None:
    with open_page(held) as served, desk_of(context, served.url) as desk:
        desk.choose("Model", "gguf:/no/such/model.gguf")
        desk.begin(QUESTION)
        expect(desk.turns.last).to_contain_text(STILL_LOADING)
        held.let_go.set()
        expect(desk.turns.last).to_have_attribute("aria-busy", "false")
        expect(desk.turns.last).to_contain_text(QUOTE)
        expect(desk.turns.last).not_to_contain_text(STILL_LOADING)
        expect(desk.turns.last.locator("> .note")).to_contain_text("gguf:/no/such/model.gguf: no such file")
        expect(chip(desk)).to_have_text("model.gguf · failed")
        expect(desk.page.locator("#model-told")).to_contain_text("no such file; give the path of a .gguf model")
        desk.assert_quiet()


def test_who_gets_the_text_stands_beside_each_model(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-a-test")
    page = desk.page
    desk.choose("Model", "openai:gpt-5")
    expect(page.locator("#model-told")).to_have_text("Articles go to api.openai.com.")
    expect(chip(desk)).to_have_text("openai:gpt-5 → api.openai.com")
    desk.choose("Model", "http://127.0.0.1:9/v1#here")
    expect(chip(desk)).to_have_text("here")
    desk.choose("Model", "http://:a-key@llm.example/v1#keyed")
    expect(chip(desk)).to_have_text("keyed → llm.example")
    page.reload()
    expect(page.get_by_label("Model", exact=True)).to_have_value("quotes")  # nothing is kept of a key
    assert "a-key" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    page.get_by_role("button", name="Model and filters").click()
    field = page.get_by_label("Model", exact=True)
    field.click()
    options = page.get_by_role("listbox", name="Models").get_by_role("option")
    expect(options.filter(has_text="openai:gpt-5")).to_contain_text("articles go to api.openai.com")
    expect(options.filter(has_text="http://127.0.0.1:9/v1#here")).to_contain_text("on this computer")
    expect(options.filter(has_text="quotes")).to_contain_text("no model")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    desk.assert_quiet()


def test_an_answer_is_asked_of_another_model_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = desk.page
    with ModelServer(says("Russia built it [1.1].")) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.address)  # it passes such a model's name on to its cloud
        desk.choose("Model", "ollama:test-cloud")
        expect(chip(desk)).to_have_text("ollama:test-cloud → ollama.com")
        desk.choose("Model", server.url)
        expect(chip(desk)).to_have_text("test-model")
        desk.choose("Model", "quotes")
        page.get_by_role("button", name="Model and filters").click()
        answer = desk.ask(QUESTION)
        answer.get_by_role("button", name="Ask with another model").click()
        expect(answer.locator(".menu").last).to_contain_text("articles go to ollama.com")
        answer.get_by_role("button", name=re.compile("^http.*test-model")).click()
        expect(desk.turns).to_have_count(2)
        expect(desk.turns.last).to_contain_text("Russia built it.")
        expect(desk.turns.last.locator(".made .aside [title]")).to_have_attribute("title", server.url)
        expect(page.locator("#chips .once")).to_have_count(0)
        expect(desk.ask("How far is Iran from Russia?")).not_to_contain_text(server.url)
        assert len(server.requests) == 1
        answer.get_by_role("button", name="Ask with another model").press("Enter")
        answer.get_by_role("button", name=re.compile("^ollama:test-cloud")).press("Enter")
        expect(desk.turns.last.locator(".note")).to_contain_text("Nothing was sent. This model would send passages")
        expect(page.locator("#chips .once")).to_have_text("This one: ollama:test-cloud ×")
        page.get_by_placeholder("Type ollama.com to allow it").fill("ollama.com")
        page.get_by_placeholder("Type ollama.com to allow it").press("Enter")
        expect(page.locator("#consent")).not_to_be_visible()
        assert len(server.requests) == 1
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(desk.turns.last.locator(".note")).to_contain_text(
            "ollama:test-cloud"
        )  # its answer is beside the question
        assert len(server.requests) == 2
        expect(page.locator("#chips .once")).to_have_count(0)
        desk.assert_quiet()


def test_this_browser_remembers_the_model_and_not_the_filters(desk: Desk) -> None:
    page = desk.page
    desk.choose("Since", "2024")
    desk.choose("Model", "http://127.0.0.1:9/v1#here")
    page.get_by_label("Hide what is not borne out").check()
    expect(chip(desk)).to_have_text("here")
    with another_tab(desk, page.url) as other:
        expect(chip(other)).to_have_text("here")
        expect(other.page.get_by_label("Model", exact=True)).to_have_value("http://127.0.0.1:9/v1#here")
        expect(other.page.locator("#strict")).to_be_checked()
        expect(other.page.get_by_label("Since", exact=True)).to_have_value("")
        other.assert_quiet()
    page.evaluate('localStorage.setItem(localStorage.key(0), \'{"model": 7, "typed": "x", "strict": null}\')')
    with another_tab(desk, page.url) as other:
        expect(other.page.get_by_label("Model", exact=True)).to_have_value("quotes")
        other.assert_quiet()
    desk.assert_quiet()


def test_others_can_name_no_model_and_nothing_is_asked_for_them(seeds_bot: Chatbot) -> None:
    models = Models("quotes", fixed=True)
    choosing = Choosing(seeds_bot.library, models, Loading(seeds_bot), lambda request: "*")
    quotes = {"name": "quotes", "shown": "quotes", "to": None}
    assert choosing.models("*", "openai:gpt-5") == {"models": [quotes]}
    told = choosing.model("*", "http://127.0.0.1:9/v1#m", "begin")
    assert told == {"state": "failed", "line": "only quotes can be chosen here"}


def test_what_is_no_model_is_left_out_and_told(seeds_bot: Chatbot) -> None:
    choosing = Choosing(seeds_bot.library, Models("quotes"), Loading(seeds_bot), lambda request: "")
    told = choosing.model("", "nonsense", "begin")
    assert told["state"] == "failed" and re.match("nonsense: no such model; write quotes,", told["line"])
    listed = Models("quotes").offer("nonsense", "openai:gpt-5", "openai:gpt-5")
    assert [(one["name"], one["to"]) for one in listed] == [("quotes", None), ("openai:gpt-5", "api.openai.com")]
