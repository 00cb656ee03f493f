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
@pytest.mark.parametrize("width", [1280, *(pytest.param(one, marks=pytest.mark.slow) for one in (1440, 390))])
def test_axe_finds_nothing_in_any_state(tested: Desk) -> None:
    page = tested.page
    expect(page.locator("#first")).to_contain_text("articles")
    assert faults(page) == []
    tested.ask("Did Assad's government fall?")
    assert faults(page) == []
    page.evaluate("OnRecord.say('Nothing was copied.')")
    assert faults(page) == []
    answer = tested.ask("did Russia aid Iran against Israel?")  # of articles that have an address
    expect(page.locator("#side .out").first).to_be_attached()
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


CONTRAST = """([part, what, behind]) => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255);
    const [red, green, blue] = parts.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const style = getComputedStyle(document.querySelector(part));
  const ground = behind === "page" ? getComputedStyle(document.querySelector(".gradio-container")) : style;
  const [one, other] = [light(style[what]), light(ground.backgroundColor)].sort((a, b) => a - b);
  return (other + 0.05) / (one + 0.05);
}"""  # as WCAG has it, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_what_is_pointed_at_stand_out(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = Desk(context.new_page()).open(address).page
    expect(page.locator("#first")).to_contain_text("articles")
    page.get_by_role("button", name="Model and filters").click()
    for field in ("#box textarea", "#since-field", "#model-field"):
        assert page.evaluate(CONTRAST, [field, "borderTopColor", "page"]) >= 3
    assert page.evaluate(CONTRAST, ["#ask", "color", "itself"]) >= 4.5
    page.locator("#ask").hover()
    assert page.evaluate(CONTRAST, ["#ask", "color", "itself"]) >= 4.5
    context.close()


def test_turns_are_named_by_their_words_and_a_long_question_leaves_room(desk: Desk) -> None:
    answer = desk.ask("did Russia aid Iran against Israel?")
    told = answer.aria_snapshot()
    assert "did Russia aid Iran against Israel?" in told and "<" not in told
    box = desk.page.get_by_placeholder("Your question")
    box.fill("a line\n" * 40)
    size = box.bounding_box()
    assert size and size["height"] <= 6.9 * 16 * 1.4 + 20  # six lines, and its edges
    expect(box).to_be_in_viewport(ratio=1)
    expect(desk.page.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport(ratio=1)


def test_nothing_moves_when_that_is_asked(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    desk = Desk(context.new_page()).open(address)
    desk.ask("Who built the Bushehr plant?")
    moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
    assert desk.page.evaluate(f"{moving}.map(one => one.outerHTML.slice(0, 200))") == []
    context.close()
