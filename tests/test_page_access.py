"""The page for people who see, hear or move otherwise: axe-core finds nothing, and the keyboard is enough."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # fixtures and marks for this file, too

SCHEMES = pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])


def faults(page: Page) -> list[str]:
    """Return what axe-core finds, https://github.com/dequelabs/axe-core, with the first part of each kind."""
    found = Axe().run(page).response["violations"]
    return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.fixture
def tested(browser: Browser, address: str, scheme: Literal["light", "dark"], width: int) -> Iterator[Desk]:
    """The page without the policy that keeps axe-core, as any foreign script, out."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    yield Desk(context.new_page()).open(address)
    context.close()


@SCHEMES
@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.slow)])
def test_axe_finds_nothing_in_any_state(tested: Desk) -> None:
    page = tested.page
    expect(page.locator("#first")).to_contain_text("articles")
    assert faults(page) == []
    answer = tested.ask("Did Assad's government fall?")
    assert faults(page) == []
    answer.locator("sup a").first.click()
    expect(page.locator("#text .found")).to_be_visible()
    assert faults(page) == []
    tested.tab("Articles")
    expect(page.locator("#table tbody tr").first).to_be_visible()
    page.get_by_role("button", name="paste a text").click()
    assert faults(page) == []
    tested.tab("Evaluation")
    gold = page.get_by_label("A gold file on this computer").bounding_box()
    assert gold and gold["height"] >= 24
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Model and filters").click()
    for name, choices in (("Model", "Models"), ("Source", "Sources")):
        page.get_by_label(name, exact=True).press("ArrowDown")
        expect(page.get_by_role("listbox", name=choices)).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
    page.get_by_label("Since", exact=True).fill("2031")
    page.get_by_label("Until", exact=True).fill("no day at all")
    expect(page.locator("#until-told")).to_contain_text("not a date")
    page.get_by_role("button", name="Export").click()
    assert faults(page) == []
    page.locator(".toggle-button").first.click()
    expect(page.get_by_label("Search the conversations")).to_be_in_viewport()
    assert faults(page) == []


def test_the_keyboard_alone_asks_reads_and_comes_back(desk: Desk) -> None:
    page = desk.page
    expect(page.locator("#first")).to_contain_text("articles")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the question")).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    assert box.evaluate("part => getComputedStyle(part).outlineStyle") == "solid"  # so that the focus is seen
    page.keyboard.type("did Russia aid Iran against Israel?")
    page.keyboard.press("Enter")
    link = desk.turns.last.locator("sup a").first
    expect(link).to_be_visible()
    while not link.evaluate("part => part === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#text .found")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    desk.assert_quiet()


def test_the_keyboard_alone_adds_an_article_and_takes_it_out(desk: Desk) -> None:
    page = desk.page
    expect(page.locator("#first")).to_contain_text("articles")

    def go_to(role: Literal["button", "textbox"], name: str, key: str = "Tab") -> None:
        part = page.get_by_role(role, name=name, exact=True)
        expect(part).to_be_visible()
        for _ in range(80):
            if part.evaluate("part => part === document.activeElement"):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{name} can't be reached")

    page.locator("[data-do=articles]").focus()
    page.keyboard.press("Enter")
    go_to("button", "paste a text")
    page.keyboard.press("Enter")
    go_to("textbox", "Title of the text")
    page.keyboard.type("Kiln opens")
    go_to("textbox", "The text")
    page.keyboard.type("The kiln in Osmund opened on Friday.")
    go_to("button", "Add the text")
    page.keyboard.press("Enter")
    expect(page.locator("#synced")).to_contain_text("1 added")
    go_to("button", "Remove: Kiln opens", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#article-undo").get_by_role("button", name="Undo")).to_be_focused()
    desk.assert_quiet()


def test_citations_are_large_enough_and_headings_in_order(desk: Desk) -> None:
    answer = desk.ask("did Russia aid Iran against Israel?")
    for link in answer.locator("sup a").all():
        size = link.bounding_box()
        assert size and size["width"] >= 24 and size["height"] >= 24
    levels = desk.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter(one => one.offsetParent).map(one => +one.tagName[1])"
    )
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_nothing_moves_when_that_is_asked(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    desk = Desk(context.new_page()).open(address)
    desk.ask("Who built the Bushehr plant?")
    moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
    assert desk.page.evaluate(f"{moving}.map(one => one.outerHTML.slice(0, 200))") == []
    context.close()
