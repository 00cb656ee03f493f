"""What tells a reader of days on the page: in words, wherever they stand."""

import re

from playwright.sync_api import expect

from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen
from tests.test_page_tabs import PLANT

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # for this file


def test_the_list_of_conversations_says_when_each_was_last_gone_on_with(desk: Desk) -> None:
    desk.ask(PLANT)
    desk.page.locator(".toggle-button").first.click()
    line = desk.page.locator("#listed li").first
    expect(line.locator("small")).to_have_text(re.compile(r"^today, \d\d:\d\d$"))
    expect(line.locator("small")).to_be_visible()
    expect(line.locator("[data-open]")).to_have_accessible_name(PLANT)
    expect(desk.page.get_by_role("button", name=f"Rename: {PLANT}", exact=True)).to_be_visible()
    desk.assert_quiet()


def test_no_day_stands_in_figures_where_the_articles_are_listed_or_greeted(desk: Desk) -> None:
    answer = desk.ask("hello").locator(".answer")
    expect(answer.locator("> ul > li")).to_have_count(5)
    desk.tab("Articles")
    expect(desk.page.locator("#table tbody tr")).to_have_count(12)
    said = [answer.inner_text(), desk.page.locator("#articles").inner_text()]
    said += desk.page.locator("#picture button").evaluate_all("all => all.map((one) => one.title)")
    assert not any(re.search(r"\d{4}-\d\d", text) for text in said)
    assert "27 June 2025" in said[1] and "June 2025: " in " ".join(said[2:])
    desk.assert_quiet()


def test_the_list_says_that_a_time_spoken_of_does_not_narrow_it(desk: Desk) -> None:
    page, line = desk.page, desk.page.get_by_text("narrows what is quoted, not this list")
    desk.choose("Speaks of", "June 2025")
    desk.tab("Articles")
    expect(line).to_be_visible()
    expect(page.locator("#table tbody tr")).to_have_count(12)
    page.get_by_role("button", name="Remove the filter: Speaking of June 2025").click()
    expect(line).to_be_hidden()
    desk.assert_quiet()


def test_a_bar_of_the_picture_is_reached_and_chosen_by_keys_alone(desk: Desk) -> None:
    page = desk.page
    desk.tab("Articles")
    expect(page.locator("#table tbody tr")).to_have_count(12)
    bars = page.locator("#picture .times button")
    expect(bars.first).to_be_visible()  # it comes on its own, and else is passed by
    page.get_by_role("tab", name="Articles", exact=True).focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#picture .times button')"):
            break
    expect(bars.first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(bars.last).to_be_focused()
    page.keyboard.press("Space")
    expect(bars.last).to_have_attribute("aria-pressed", "true")
    expect(bars.last).to_be_focused()
    expect(page.get_by_role("button", name="Remove the filter: Since June 2025")).to_be_visible()
    page.keyboard.press("Space")
    expect(bars.last).to_have_attribute("aria-pressed", "false")
    expect(bars.last).to_be_focused()
    expect(page.locator("#table tbody tr")).to_have_count(12)
    desk.assert_quiet()
