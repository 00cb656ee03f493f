"""Ways through the page: where the focus goes, what is counted, and what is said where nothing is found."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index import Library
from page.calls import NOT_SAID, told_by
from page.first import first_html
from page.listing import faults_html, none_html, set_aside_html
from rag import Chatbot
from rag.about import about_library
from tests.fakes import WordHashEmbedder
from tests.test_browser import Desk, address, browser, context, desk, model_server, pytestmark, screen, served
from tests.test_page_tabs import PLANT

__all__ = ["address", "browser", "context", "desk", "model_server", "pytestmark", "screen"]  # for this file

ROWS = [
    {"id": "a", "title": "Lido opens", "source": "Shore News", "published": "2024-11-02", "text": "The lido opened."},
    {"id": "b", "title": "Lido shuts", "source": "Shore News", "published": "2025-03-09", "text": "The lido shut."},
    {"id": "c", "title": "Kiosk moves", "source": "Town Voice", "published": "2025-04", "text": "The kiosk moved."},
    {"id": "d", "title": "A notebook", "text": "The tide was high."},
]


@pytest.fixture
def shore(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "all.jsonl")
        yield library


def expect_focus_on(page: Page, name: str) -> None:
    """Wait until what is focused is called so, and see that it stays."""
    for _ in range(2):
        page.wait_for_function(
            "name => (document.activeElement.ariaLabel ?? document.activeElement.innerText) === name", arg=name
        )
        page.wait_for_timeout(100)


def test_who_goes_by_keyboard_never_loses_the_place(desk: Desk) -> None:
    page = desk.page
    offered = page.locator("#first button").first
    offered.focus()
    page.keyboard.press("Enter")
    expect(desk.turns).to_have_count(1)
    expect(desk.turns.last).to_have_attribute("aria-busy", "false")
    expect(offered).to_be_hidden()
    page.wait_for_function("document.activeElement !== document.body")
    desk.choose("Since", "2024")
    desk.choose("Until", "2031")
    expect(page.locator("#chips .chip")).to_have_count(2)
    page.get_by_role("button", name="Remove the filter: Since 2024").focus()
    page.keyboard.press("Enter")
    expect_focus_on(page, "Remove the filter: Until 2031")
    page.keyboard.press("Enter")
    expect_focus_on(page, "Model and filters")
    page.get_by_role("button", name="Conversations").focus()
    page.keyboard.press("Enter")
    page.locator("#listed [data-open]").first.focus()
    page.keyboard.press("Escape")
    expect_focus_on(page, "Conversations")
    page.locator("#turns h2").first.click()  # who clicks elsewhere has left it
    page.wait_for_function("document.activeElement === document.body")
    desk.choose("Model", "quotes")
    page.wait_for_timeout(100)
    desk.assert_quiet()


def test_the_button_that_stops_what_was_asked_leads_back_to_asking(desk: Desk, model_server: str) -> None:
    page = desk.page
    desk.choose("Model", f"{model_server}#slow")
    box = page.get_by_placeholder("Your question")
    box.fill("did Russia aid Iran against Israel?")
    for name in ("Ask", "Stop"):
        page.get_by_role("button", name=name, exact=True).press("Enter")
        expect(box).to_be_focused()
        expect(desk.turns.last).to_contain_text("The Kremlin", timeout=60_000)
    desk.choose("Model", "quotes")


def test_who_asks_with_the_mouse_writes_on_and_stops_nothing(desk: Desk, model_server: str) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    desk.choose("Model", f"{model_server}#slow")
    box.fill(PLANT)
    desk.close_sheet()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.turns.last).to_have_attribute("aria-busy", "true")
    expect(page.locator("#first")).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.type("And who paid")
    expect(box).to_have_value("And who paid")
    expect(desk.turns.last).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(desk.turns.last.locator("> .note")).to_have_text("Stopped.")
    expect(box).to_be_focused()


def test_reading_on_and_forgetting_keep_the_focus(context: BrowserContext, shore: Library, tmp_path: Path) -> None:
    lost = tmp_path / "lost"
    for name in ("here", lost.name):
        (tmp_path / name).mkdir()
        for number in range(3):
            (tmp_path / name / f"{number}.txt").write_text(f"The {name} pier {number} was mended.\n")
        shore.sync(tmp_path / name, cancelled=lambda: True)
    shutil.rmtree(lost)
    with Chatbot(shore) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page, done = desk.page, desk.page.locator("#synced")
        desk.tab("Articles")
        for button, told in (("Read on", "Done: 3 added"), ("Forget it", "Done: 0 added")):
            page.locator("#waiting").get_by_role("button", name=button).first.focus()
            page.keyboard.press("Enter")
            expect(done).to_contain_text(told)
            page.wait_for_timeout(200)
            assert page.evaluate("document.getElementById('adding').contains(document.activeElement)")
        desk.assert_quiet()
        page.close()


def test_each_filter_is_read_and_taken_away_with_a_finger(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 800})
    desk.page.get_by_role("button", name="Model and filters").click()
    filters = {
        "Since": "August 2024",
        "Until": "17 June 2031",
        "Source": "OnRecord sample",
        "Speaks of": "2024/May 2025",
    }
    for label, value in filters.items():
        page.get_by_label(label, exact=True).fill(value)
    chips = page.locator("#chips .chip")
    expect(chips).to_have_count(len(filters))
    for is_open in (True, False):
        for chip in chips.all():
            room = chip.bounding_box()
            assert room and room["height"] >= 44 and room["width"] >= 44 and room["x"] + room["width"] <= 390
            assert chip.locator("span").evaluate("words => words.scrollWidth <= words.clientWidth")
        expect(page.get_by_placeholder("Your question")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        if is_open:
            page.get_by_role("button", name="Model and filters").click()
    for left in (3, 2, 1, 0):
        chips.first.click()
        expect(chips).to_have_count(left)
    desk.assert_quiet()


def test_the_list_of_conversations_comes_first_and_says_whether_it_is_open(desk: Desk) -> None:
    page = desk.page
    expect(page.locator("#first h2")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the question")).to_be_focused()
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Conversations", exact=True)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_label("Search the conversations")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search the conversations")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    desk.assert_quiet()


@pytest.mark.slow
def test_what_is_found_nowhere_is_named(context: BrowserContext, shore: Library) -> None:
    with Chatbot(shore) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page = desk.page
        page.get_by_role("button", name="Conversations", exact=True).click()
        expect(page.locator("#none-listed")).to_have_text("No conversations yet.")
        page.keyboard.press("Escape")
        desk.ask("When did the lido open?")
        page.get_by_role("button", name="Conversations", exact=True).click()
        page.get_by_label("Search the conversations").fill("lido")
        expect(page.locator("#listed li")).to_have_count(1)
        expect(page.locator("#none-listed")).to_be_hidden()
        page.get_by_label("Search the conversations").fill("<b>zeppelin")
        expect(page.locator("#none-listed")).to_have_text("No title or question of a conversation has “<b>zeppelin”.")
        page.get_by_role("button", name="Conversations", exact=True).click()
        desk.choose("Since", "march 2025")
        desk.tab("Articles")
        page.get_by_label("Search the articles").fill("opens")
        table = page.locator("#table")
        expect(table).to_have_text("No article since March 2025 has “opens” in its title or source.")
        page.get_by_label("Which articles").select_option("copies")
        page.get_by_label("Search the articles").fill("")
        expect(table).to_have_text("No article since March 2025 has copies.")
        desk.assert_quiet()
        page.close()


def test_nothing_found_says_what_was_looked_for() -> None:
    assert (
        none_html("", "", "", of_any=False)
        == none_html("x", "copies", "since 2025", of_any=False)
        == "<p>No articles yet.</p>"
    )
    assert none_html("", "", "from Daily", of_any=True) == "<p>There is no article from Daily.</p>"
    assert (
        none_html("<i>", "waiting", "", of_any=True)
        == "<p>No article waits to be read and has “&lt;i&gt;” in its title or source.</p>"
    )
    assert "Nothing was removed." in set_aside_html([]) and "All that was added" in faults_html([])
    assert "these words" in set_aside_html([], of_all=False) and "these words" in faults_html([], of_all=False)


def test_a_mistake_is_logged_without_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    def looked_up(person: str, word: str) -> dict[str, str]:
        return {"known": {"is": "known"}}[word]

    told = told_by(looked_up, lambda _: "")
    assert told(["a plan of mine"], None) == {"error": NOT_SAID}  # type: ignore[arg-type]
    assert "looked_up" in caplog.text and "KeyError" not in caplog.text and "plan" not in caplog.text


def test_counts_add_up(shore: Library) -> None:
    told = re.sub(r"<[^>]+>", "", first_html(shore.sources(), 3, [], adds=True).replace("<br>", "\n"))
    assert "4 articles: 3 from 2 sources, 1 without a source\n2 November 2024 to April 2025, 1 without a date" in told
    held = (about_library("hello", shore) or "").splitlines()
    assert held[0] == "The library holds 4 articles, from 2 November 2024 to April 2025; 1 without a date."
    assert held[1] == "Sources: Shore News (2), Town Voice (1), none given (1)."


@pytest.mark.slow
def test_what_no_model_was_asked_for_has_neither_model_nor_time(desk: Desk) -> None:
    for words in ("hello", "Who won the World Cup in 1998?"):
        said = desk.ask(words)
        expect(said.get_by_role("button", name="Copy", exact=True)).to_be_visible()
        expect(said.locator(".made")).not_to_contain_text("no model")
        expect(said.locator(".made > .aside")).to_have_count(0)
    said = desk.ask(PLANT)
    expect(said.get_by_role("button", name="Copy with citations")).to_be_visible()
    expect(said.locator(".made > .aside")).to_contain_text("no model, quotes only")


@pytest.mark.slow
def test_the_picture_stays_where_it_is_when_it_is_narrowed(context: BrowserContext, shore: Library) -> None:
    with Chatbot(shore) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page = desk.page
        desk.tab("Articles")
        bars = page.locator("#picture button")
        expect(page.locator("#table tbody tr")).to_have_count(4)
        expect(page.locator("#picture")).to_be_visible()
        before, labels = page.locator("#picture").bounding_box(), bars.count()
        page.get_by_role("button", name="April 2025: 1 article", exact=True).click()
        expect(page.locator("#table tbody tr")).to_have_count(1)
        expect(page.get_by_role("button", name="Shore News: 0 articles")).to_be_visible()
        assert (page.locator("#picture").bounding_box(), bars.count()) == (before, labels)
        page.get_by_role("button", name="April 2025: 1 article", exact=True).click()
        page.get_by_role("button", name="Town Voice: 1 article").click()
        expect(page.locator("#table tbody tr")).to_have_count(1)
        assert (page.locator("#picture").bounding_box(), bars.count()) == (before, labels)
        desk.assert_quiet()
        page.close()
