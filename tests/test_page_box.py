"""The box of the page: nothing that was typed in it is lost, whatever is asked meanwhile."""

import pytest
from playwright.sync_api import Request, Route, expect

from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen
from tests.test_page_tabs import PLANT, remove_in_another_tab

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # for this file

NEXT = "And when was it opened?"
JOIN = "**/gradio_api/queue/join*"


def come_late(route: Route, request: Request) -> None:
    request.frame.page.wait_for_timeout(1000)
    route.continue_()


def test_what_is_typed_while_a_question_is_on_its_way_stays(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    page.route(JOIN, come_late)
    box.fill(PLANT)
    box.press("Enter")
    expect(box).to_have_value("")  # at once
    page.keyboard.type(NEXT)
    expect(desk.turns).to_have_attribute("aria-busy", "false", timeout=60_000)
    expect(desk.turns).to_contain_text("Russia that built it")
    expect(box).to_have_value(NEXT)
    desk.assert_quiet()


def test_what_is_asked_from_elsewhere_takes_no_place_from_what_was_typed(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    box.fill(NEXT)
    page.locator("#first [data-ask]").first.click()
    expect(desk.turns).to_have_attribute("aria-busy", "false", timeout=60_000)
    expect(box).to_have_value(NEXT)
    desk.choose("Since", "2031")
    answer = desk.ask(PLANT)
    box.fill(NEXT)
    answer.get_by_role("button", name="Ask without filters").click()
    expect(desk.turns).to_have_count(3)
    expect(desk.turns.last).to_contain_text("Russia that built it")
    expect(box).to_have_value(NEXT)
    desk.assert_quiet()


def test_a_question_that_is_refused_is_there_again_and_so_is_what_was_typed_since(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    desk.ask(PLANT)
    remove_in_another_tab(desk, PLANT)
    page.route(JOIN, come_late)
    desk.begin("Who shut it?")
    expect(box).to_have_value("")
    page.keyboard.type(NEXT)
    expect(page.locator("#turns > .note")).to_contain_text("This conversation is not here any more.")
    expect(box).to_have_value("Who shut it?")
    page.unroute(JOIN)
    page.get_by_role("button", name="New conversation").click()
    box.press("Enter")
    expect(desk.turns).to_contain_text("Who shut it?")
    expect(box).to_have_value(NEXT)
    desk.assert_quiet()


@pytest.mark.slow
def test_a_question_that_is_not_heard_is_there_again_and_the_page_can_be_asked_on(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    page.route(JOIN, lambda route: route.abort("aborted"))
    with page.expect_event("load"):
        desk.begin(PLANT)
    page.unroute(JOIN)
    expect(box).to_have_value(PLANT)
    box.press("Enter")
    expect(desk.turns).to_contain_text("Russia that built it")
    expect(box).to_have_value("")
    desk.assert_quiet()


def test_esc_empties_a_search_before_it_closes_what_that_stands_in(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    desk.ask(PLANT)
    page.locator(".toggle-button").first.click()
    ways = [("#find-conversation", ".sidebar.open"), ("#find-article", "#desk[data-sheet]")]
    for field, room in ways:
        if room.startswith("#desk"):
            page.locator("#head [data-do=articles]").click()
        page.locator(field).fill("harbor")
        page.locator(field).press("Escape")
        expect(page.locator(field)).to_have_value("")
        expect(page.locator(room)).to_have_count(1)
        page.locator(field).press("Escape")
        expect(page.locator(room)).to_have_count(0)
    desk.assert_quiet()
