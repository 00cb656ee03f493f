"""What has room on the page: tabs and chips at each width, and the answer, which settings make way for."""

import pytest
from playwright.sync_api import Locator, expect

from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen
from tests.test_page_tabs import PLANT

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # for this file


@pytest.mark.parametrize("width", [801, 1024, 1150, 1280])
def test_no_tab_is_cut_off(desk: Desk, width: int) -> None:
    page = desk.page
    page.set_viewport_size({"width": width, "height": 800})
    tabs = page.locator("#side [role=tablist]")
    desk.tab("Articles")
    assert tabs.evaluate("row => row.scrollWidth <= row.clientWidth")
    page.locator("#table [data-article]").first.click()
    expect(page.get_by_role("button", name="Back to the articles")).to_be_visible()
    assert tabs.evaluate("row => row.scrollWidth <= row.clientWidth")
    page.get_by_role("button", name="Conversations", exact=True).click()  # which takes a part of wide screens
    page.wait_for_timeout(500)
    assert tabs.evaluate("row => row.scrollWidth <= row.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    for heading in page.locator("#table thead button").all():
        assert heading.evaluate("words => words.scrollWidth <= words.clientWidth")
    desk.assert_quiet()


def test_the_chips_of_four_filters_take_two_rows_of_a_phone(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    for label, value in {
        "Since": "2024",
        "Until": "2026",
        "Source": "OnRecord sample",
        "Speaks of": "June 2025",
    }.items():
        desk.choose(label, value)
    chips = page.locator("#chips .chip")
    expect(chips).to_have_count(4)
    assert len({chip.evaluate("one => one.offsetTop") for chip in chips.all()}) <= 2
    desk.assert_quiet()


def test_settings_make_way_for_what_is_asked(desk: Desk) -> None:
    page = desk.page
    button = page.get_by_role("button", name="Model and filters")
    desk.choose("Since", "January 2025")
    expect(page.locator("#settings")).to_be_visible()
    expect(desk.ask(PLANT)).to_contain_text("In articles since January 2025:")
    expect(page.locator("#settings")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    page.get_by_label("Since", exact=True).press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    expect(button).to_be_focused()
    desk.choose("Since", "no day at all")
    expect(page.get_by_label("Since", exact=True)).to_have_attribute("aria-invalid", "true")
    desk.begin(PLANT)
    expect(page.get_by_label("Since", exact=True)).to_be_focused()  # what is wrong is mended before it is asked
    expect(page.locator("#settings")).to_be_visible()
    desk.assert_quiet()


def test_a_chip_that_is_focused_stays_when_another_comes(desk: Desk) -> None:
    page = desk.page
    desk.choose("Until", "2031")
    chip = page.get_by_role("button", name="Remove the filter: Until 2031")
    chip.focus()
    page.evaluate("OnRecord.filter('since', '2024')")
    expect(page.locator("#chips .chip")).to_have_text(["Since 2024 ×", "Until 2031 ×"])
    expect(chip).to_be_focused()
    desk.assert_quiet()


def test_what_goes_wrong_under_a_sheet_is_read_over_it(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    desk.ask(PLANT)
    desk.tab("Articles")
    page.evaluate("OnRecord.say('The library is locked.')")
    page.wait_for_timeout(500)
    note = page.locator("#turns > .note span")
    assert note.evaluate("""words => {
      const { x, y } = words.getBoundingClientRect();
      return words.parentElement.contains(document.elementFromPoint(x + 5, y + 5));
    }""")
    desk.assert_quiet()


def test_no_part_of_the_row_that_allows_a_host_fades(desk: Desk) -> None:
    page = desk.page
    desk.choose("Model", "http://models.example:81/v1#m")
    desk.begin(PLANT)
    expect(page.get_by_role("button", name="Allow", exact=True)).to_be_visible()
    row, dock = page.locator("#consent"), page.locator("#dock")
    assert row.evaluate("row => Number(getComputedStyle(row).zIndex)") > 0
    assert dock.evaluate("dock => getComputedStyle(dock).zIndex") == "auto"
    desk.choose("Model", "quotes")
    expect(row).to_be_hidden()  # nobody is to be allowed any more
    desk.assert_quiet()


@pytest.mark.parametrize("width", [390, 1280, 1440])
def test_no_column_of_the_articles_touches_the_next(desk: Desk, width: int) -> None:
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    desk.tab("Articles")
    row = page.locator("#table tbody tr").first
    expect(row).to_be_visible()
    page.wait_for_timeout(300)
    gaps = page.locator("#table tbody tr").evaluate_all(
        """rows => rows.flatMap((row) => {
          const seen = [...row.cells].filter((cell) => cell.checkVisibility() && cell.textContent);
          const rooms = seen.map((cell) => {
            const words = document.createRange();
            words.selectNodeContents(cell.querySelector("button, time") ?? cell);
            return words.getBoundingClientRect();
          });
          return rooms.slice(1).map((room, at) => room.left - rooms[at].right);
        })"""
    )
    assert gaps and min(gaps) >= 8
    desk.assert_quiet()


def test_lines_and_margins_are_the_same_wherever_they_are_the_same_thing(desk: Desk) -> None:
    page = desk.page
    answer = desk.ask(PLANT)
    thumb = answer.locator(".thumb").first
    expect(thumb).to_be_visible()

    def top(part: Locator) -> float:
        box = part.bounding_box()
        assert box
        return box["y"] + box["height"] / 2

    actions = answer.get_by_role("group", name="With this answer")
    told = answer.locator(".made > .aside")
    assert abs(top(told) - top(thumb)) < 6 and top(told) > top(actions.get_by_role("button").last) + 10
    silent = desk.ask("Who won the tulip cup?")
    if not desk.is_narrow:
        expect(silent.locator(".thumb").first).to_be_visible()
        assert abs(top(silent.locator(".thumb").first) - top(silent.get_by_role("button", name="Ask again"))) < 6
    desk.tab("Evaluation")
    field, button = page.get_by_placeholder("Saved, or a gold file"), page.get_by_role("button", name="Evaluate")
    expect(button).to_be_visible()
    assert abs(top(field) - top(button)) < 2
    desk.close_sheet()
    page.locator(".toggle-button").first.click()
    expect(page.locator(".sidebar.open")).to_be_visible()
    page.wait_for_timeout(500)
    search = page.get_by_label("Search the conversations").bounding_box()
    assert search and abs(search["x"] - 19.2) < 1  # as is the margin of the talk
    desk.assert_quiet()
