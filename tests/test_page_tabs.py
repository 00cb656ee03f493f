"""One conversation in two tabs, ways back, and conversations that were removed, as a person meets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.test_browser import Desk, address, browser, context, desk, model_server, pytestmark, screen

__all__ = [
    "address",
    "browser",
    "context",
    "desk",
    "model_server",
    "pytestmark",
    "screen",
]  # fixtures and marks for this file

PLANT = "Who built the Bushehr plant?"
AID = "did Russia aid Iran against Israel?"


@contextmanager
def another_tab(desk: Desk, url: str) -> Iterator[Desk]:
    page = desk.page.context.new_page()
    yield Desk(page).open(url)
    page.close()


def remove_in_another_tab(desk: Desk, question: str) -> None:
    """Remove the conversation that begins with a question, in a tab that is closed then."""
    with another_tab(desk, desk.page.url) as other:
        expect(other.turns).to_have_count(1)
        other.page.locator(".toggle-button").first.click()
        other.page.get_by_role("button", name=f"Remove: {question}").first.click()
        expect(other.turns).to_have_count(0)


def look_at(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('focus'))")  # every page of a headless browser has the focus


@pytest.mark.slow
def test_a_window_beside_it_shows_what_another_asks(desk: Desk) -> None:
    desk.ask(PLANT)
    with another_tab(desk, desk.page.url) as other:
        expect(other.turns).to_have_count(1)
        other.ask(AID)
        expect(desk.turns).to_have_count(2)  # without a look at it
        expect(desk.turns.last).to_contain_text("The Kremlin is unlikely")
        expect(desk.turns.last.get_by_role("button", name="Right", exact=True)).to_be_visible()
        expect(desk.page.locator("#record-1")).not_to_have_attribute("hidden", "")  # what was being looked at stays
        desk.turns.last.locator("sup a").first.click()
        expect(desk.page.locator("#text .found")).to_be_visible()
        other.assert_quiet()
    desk.assert_quiet()


@pytest.mark.slow
def test_a_tab_that_asks_shows_what_another_asked_before(desk: Desk) -> None:
    desk.ask(PLANT)
    with another_tab(desk, desk.page.url) as other:
        expect(other.turns).to_have_count(1)
        desk.choose("Model", "nonsense")
        expect(desk.ask(AID).locator(".note")).to_contain_text("no such model")  # a turn that is kept nowhere
        desk.choose("Model", "quotes")
        other.ask(AID)
        other.ask("And what did it offer?")
        desk.begin("Did Assad's government fall?")
        expect(desk.turns).to_have_count(4)
        asked = [PLANT, AID, "And what did it offer?", "Did Assad's government fall?"]
        expect(desk.turns.locator("h2")).to_have_text(asked)
        expect(desk.turns.locator(".note", has_text="no such model")).to_have_count(0)
        look_at(other.page)
        expect(other.turns.locator("h2")).to_have_text(asked)
    desk.assert_quiet()


def test_an_answer_that_grows_in_another_tab_is_seen_to_its_end(desk: Desk, model_server: str) -> None:
    desk.ask(PLANT)
    with another_tab(desk, desk.page.url) as other:
        other.choose("Model", f"{model_server}#slow")
        other.begin(AID)
        expect(other.turns.last).to_contain_text("The Kremlin is")
        look_at(desk.page)
        expect(desk.turns).to_have_count(2)
        stop = desk.page.get_by_role("button", name="Stop", exact=True)
        expect(stop).to_be_visible()
        stop.click()
        for one in (desk, other):
            expect(one.turns.last.locator("> .note")).to_have_text("Stopped.")
            expect(one.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    desk.assert_quiet()


def test_a_conversation_that_another_tab_removed_is_said_to_be_gone(desk: Desk) -> None:
    desk.ask(PLANT)
    remove_in_another_tab(desk, PLANT)
    look_at(desk.page)
    expect(desk.page.get_by_role("alert")).to_have_text("This conversation is not here any more.")
    expect(desk.turns).to_have_count(1)


def test_the_printed_address_opens_a_conversation_too(desk: Desk, address: str) -> None:
    desk.ask(PLANT)
    place = desk.page.url.partition("#")[2]
    assert place.startswith("conversation=")
    with another_tab(desk, f"{address}#{place}") as other:
        expect(other.turns).to_have_count(1)
        assert other.page.url == desk.page.url and other.page.evaluate("history.length") == 2
        other.assert_quiet()


@pytest.mark.slow
def test_conversations_that_were_removed_all_come_back(desk: Desk) -> None:
    page = desk.page
    place = uuid4().hex[:6]  # other tests ask in this library, too
    asked = [f"How many docks has {place}?", f"Who opened {place}?", f"What of {place} was closed?"]
    for question in asked:
        desk.ask(question)
        page.get_by_role("button", name="New conversation").click()
        expect(desk.turns).to_have_count(0)
    page.locator(".toggle-button").first.click()
    for question in asked:
        page.get_by_role("button", name=f"Remove: {question}").click()
        expect(page.get_by_role("button", name=question, exact=True)).to_have_count(0)
        expect(page.get_by_role("button", name=f"Undo: remove {question}")).to_be_focused()
    for question in (asked[1], asked[0], asked[2]):
        page.get_by_role("button", name=f"Undo: remove {question}").press("Enter")
        expect(page.get_by_role("button", name=question, exact=True)).to_be_focused()
    expect(page.locator("#gone p")).to_have_count(0)
    page.get_by_role("button", name=f"Rename: {asked[0]}").press("Enter")
    page.get_by_label("Title", exact=True).fill("Docks")
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Docks", exact=True)).to_be_focused()
    page.get_by_role("button", name="Rename: Docks").press("Enter")
    page.get_by_label("Title", exact=True).press("Escape")
    expect(page.get_by_role("button", name="Docks", exact=True)).to_be_focused()
    desk.assert_quiet()


def expect_no_way_back(desk: Desk) -> None:
    back = desk.page.locator("#side .back")
    if desk.is_narrow:
        expect(back).to_have_accessible_name("Close")  # a sheet can always be closed
    else:
        expect(back).to_be_hidden()


def test_a_way_back_is_offered_where_there_is_one(desk: Desk) -> None:
    page, back = desk.page, desk.page.locator("#side .back")
    desk.tab("Article")
    expect_no_way_back(desk)
    desk.tab("Articles")
    title = page.locator("#table [data-article]").first
    title.click()
    expect(back).to_have_accessible_name("Back to the articles")
    back.click()
    expect(page.get_by_role("tab", name="Articles", exact=True)).to_have_attribute("aria-selected", "true")
    expect(title).to_be_focused()
    link = desk.ask(PLANT).locator("sup a").first
    link.click()
    expect(back).to_have_accessible_name("Back to the answer")
    desk.close_sheet()
    page.get_by_role("button", name="New conversation").click()
    desk.tab("Article")
    expect_no_way_back(desk)
    desk.assert_quiet()


def test_on_a_phone_a_sheet_can_always_be_closed(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#head [data-do=articles]").click()
    expect(page.locator("#table")).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#table")).to_be_hidden()
    page.locator("#head [data-do=articles]").click()
    page.locator("#table [data-article]").first.click()
    page.get_by_role("button", name="Back to the articles").click()
    expect(page.locator("#table")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#table")).to_be_hidden()
    desk.assert_quiet()
