"""An open page and its server: one that goes away, comes back or is started anew, and replies that come late."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index import Library
from rag import Chatbot
from tests.conftest import free_port
from tests.test_browser import Desk, address, browser, context, desk, model_server, pytestmark, screen, served
from tests.test_page_said import own
from tests.test_page_tabs import AID, PLANT, another_tab

__all__ = ["address", "browser", "context", "desk", "model_server", "own", "pytestmark", "screen"]  # for this file

LOOK_AGAIN = "dispatchEvent(new Event('focus'))"
CALLS, START = "**/gradio_api/component_server/", "**/gradio_api/app_id"
WRONG = "Something went wrong in OnRecord; try again. The terminal that it was started in says why."


@contextmanager
def away(page: Page) -> Iterator[None]:
    """Let nothing that a page asks for reach its server."""
    for kind in (CALLS, START):
        page.route(kind, lambda route: route.abort())
    yield
    for kind in (CALLS, START):
        page.unroute(kind)


def test_a_page_whose_server_was_started_anew_says_so_and_loses_nothing(context: BrowserContext, own: Library) -> None:
    chatbot, port, draft = Chatbot(own), free_port(), "And who built the "
    page = context.new_page()
    box, note = page.get_by_placeholder("Your question"), page.locator("#turns > .note")

    def expect_all_kept() -> None:
        expect(box).to_have_value(draft)
        expect(page.locator("#turns .turn")).to_have_count(1)
        expect(note).to_have_count(0)

    with served(chatbot, port) as url:
        Desk(page).open(url).ask("When did the harbor open?")
        box.fill(draft)
    page.evaluate(LOOK_AGAIN)
    expect(note).to_have_text(
        "OnRecord does not answer. If it was closed, start it again, and open the address that it shows then."
    )
    box.press("Enter")
    expect(note).to_contain_text("does not answer")  # once more, as it was asked once more
    expect(box).to_have_value(draft)
    with served(chatbot, port) as url:
        page.evaluate(LOOK_AGAIN)
        expect(note).to_contain_text("OnRecord was started anew: open the address that it shows now.")
        expect(page.locator(".toast-wrap")).to_be_hidden()
        other = context.new_page()
        other.goto(url)
        expect(other.locator("#first")).to_contain_text("1 article")
        other.close()
        expect_all_kept()  # it has found the server again
    with served(chatbot, port) as url:
        page.evaluate(LOOK_AGAIN)
        expect(note).to_contain_text("started anew")
        page.goto(url)
        expect_all_kept()
        page.goto(f"{url}&again")  # another visit begins without
        expect(page.locator("#first")).to_contain_text("1 article")
        expect(box).to_have_value("")
    page.close()


@pytest.mark.slow
def test_what_another_tab_asks_is_seen_after_a_look_that_failed(desk: Desk) -> None:
    page, note = desk.page, desk.page.locator("#turns > .note")
    desk.ask(PLANT)
    page.evaluate("""() => {
      window.later = OnRecord.server.later;
      OnRecord.server.later = () => Promise.resolve({ error: "The library is locked." });
    }""")
    expect(note).to_have_text("The library is locked.")
    page.evaluate("() => { OnRecord.server.later = window.later; document.querySelector('#turns > .note').remove(); }")
    with another_tab(desk, page.url) as other:
        expect(other.turns).to_have_count(1)
        other.ask("Who opened the harbor?")
        expect(desk.turns).to_have_count(2)
        expect(note).to_have_count(0)
        other.assert_quiet()
    desk.assert_quiet()


def test_a_late_reply_takes_no_place_from_what_is_shown_now(desk: Desk) -> None:
    page = desk.page
    citation = desk.ask(PLANT).locator("sup a").first
    page.evaluate("""() => {
      const place = OnRecord.server.place;
      OnRecord.server.place = (words) => new Promise((tell) => { window.letGo = () => place(words).then(tell); });
    }""")
    citation.click()
    desk.tab("Articles")
    page.locator("#table [data-article]").last.click()
    text = page.locator("#text")
    expect(text.locator("h2")).to_be_visible()
    title = text.locator("h2").inner_text()
    page.evaluate("window.letGo()")
    page.wait_for_timeout(500)
    assert text.locator("h2").inner_text() == title
    expect(text.locator("mark[data-number]")).to_have_count(0)
    desk.assert_quiet()


def test_two_looks_at_the_same_tell_the_same_and_one_at_something_else_makes_the_first_stale(desk: Desk) -> None:
    expect(desk.page.locator("#count")).to_have_text("12 articles")
    looks = 'Promise.all([OnRecord.look("sources", "%s"), OnRecord.look("sources", "%s")])'
    same, same_again = desk.page.evaluate(looks % ("on", "on"))
    assert same == same_again and same["sources"]
    stale, found = desk.page.evaluate(looks % ("on", "sample"))
    assert stale == {"error": "stale"} and found["sources"]
    desk.assert_quiet()


def test_what_goes_wrong_with_one_call_ends_no_answer_and_is_said_as_long_as_it_does(
    desk: Desk, model_server: str
) -> None:
    page, note = desk.page, desk.page.locator("#turns > .note")
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    expect(desk.turns.last).to_contain_text("The Kremlin is")
    page.evaluate("""() => {
      window.held = OnRecord.server.held;
      window.failing = 1; // so many calls, of which the page makes some by itself
      OnRecord.server.held = (...asked) => // undefined, as Gradio's client tells of an error
        window.failing-- > 0 ? Promise.resolve(undefined) : window.held.apply(OnRecord.server, asked);
      window.marks = new Set();
      const see = () => document.querySelectorAll(".turn > .note").forEach((mark) => window.marks.add(mark));
      new MutationObserver(see).observe(document.body, { subtree: true, childList: true });
    }""")
    page.evaluate("OnRecord.peek('held')")
    page.wait_for_timeout(300)
    expect(note).to_have_count(0)  # it may go well the next time
    page.evaluate("() => { window.failing = Infinity; }")
    for _ in range(2):
        page.evaluate("OnRecord.peek('held')")
    expect(note).to_have_text(WRONG)
    expect(desk.turns.last).to_have_attribute("aria-busy", "true")
    page.evaluate("() => { OnRecord.server.held = window.held; OnRecord.peek('held'); }")
    expect(note).to_have_count(0)
    assert page.evaluate("window.marks.size") == 0
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(desk.turns.last).to_have_attribute("aria-busy", "false")
    desk.assert_quiet()


def test_no_other_reply_takes_away_that_what_was_done_went_wrong(desk: Desk) -> None:
    page, note = desk.page, desk.page.locator("#turns > .note")
    desk.ask(PLANT)
    page.evaluate("() => { OnRecord.server.exported = () => Promise.resolve(undefined); }")
    page.get_by_role("button", name="Copy with citations").click()
    expect(note).to_have_text(WRONG)
    page.evaluate("() => Promise.all([OnRecord.peek('held'), OnRecord.look('listed', ''), OnRecord.refresh()])")
    expect(note).to_have_text(WRONG)
    desk.ask("How many docks are there?")
    expect(note).to_have_count(0)
    desk.assert_quiet()


def test_a_page_of_an_earlier_start_is_loaded_anew_and_loses_nothing(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    desk.ask(PLANT)
    box.fill("And who")
    page.route(CALLS, lambda route: route.fulfill(status=404))
    page.route(START, lambda route: route.fulfill(json={"app_id": 1}))
    page.evaluate(LOOK_AGAIN)
    expect(page.locator("#turns > .note")).to_contain_text("OnRecord does not answer to this page any more.")
    page.unroute(CALLS)
    page.unroute(START)
    with page.expect_navigation():
        page.get_by_role("button", name="Load anew").click()
    expect(desk.turns).to_have_count(1)
    expect(page.locator("#turns > .note")).to_have_count(0)
    expect(box).to_have_value("And who")
