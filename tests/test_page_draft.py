"""The page in a real Chromium: a draft is pasted or chosen as a file, and what falls leads to its place and back."""

from pathlib import Path
from typing import Literal

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen
from tests.test_page_access import faults

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # fixtures and marks for this file, too

CHECKED_MS = 60_000  # nothing is asserted of how long it takes
DRAFT = (
    "The Bushehr plant “has been in operation since 2013”. It cost <b>$9 billion</b> & more.\n\n"
    "The treaty “covers the economy, the arts, security and defense”."
)


def test_a_pasted_draft_is_checked_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    desk.tab("Draft").focus()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#draft-text")).to_be_focused()  # which the browser asks for
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    found = page.locator("#draft-found")
    expect(found).to_contain_text("2 quotations: 1 to the letter", timeout=CHECKED_MS)
    expect(found.locator(".checked")).to_contain_text("It cost <b>$9 billion</b> & more.")
    altered = found.locator(".checked a.doubt", has_text="Altered")
    altered.focus()
    page.keyboard.press("Enter")
    entry = found.locator("li:focus")
    expect(entry).to_contain_text("The draft: covers the economy, the arts, security and defense")
    expect(entry).to_contain_text("The article: covers the economy, technology, security and defense")
    entry.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text mark.found")).to_contain_text("covers the economy, technology, security and defense")
    page.get_by_role("button", name="Back to the draft").click()
    expect(entry.get_by_role("button").or_(found.locator("footer button:focus"))).to_be_focused()
    found.locator("li", has=page.locator("button:focus")).get_by_role("link", name="Back to its place").click()
    expect(altered).to_be_focused()
    page.reload()
    desk.tab("Draft")
    expect(found).to_contain_text("2 quotations: 1 to the letter")  # until another is checked
    desk.assert_quiet()


def test_a_file_is_checked_and_not_added(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    document = Document()
    document.add_paragraph("“Iran sold the moon to Russia for a song,” said Vladimir Putin.")
    document.save(str(tmp_path / "column.docx"))
    expect(page.locator("#count")).to_have_text("12 articles")
    desk.tab("Draft")
    page.locator("#draft-file").set_input_files(tmp_path / "column.docx")
    found = page.locator("#draft-found")
    expect(found.locator("a.doubt").first).to_have_text("Not in the articles", timeout=CHECKED_MS)
    (tmp_path / "broken.docx").write_bytes(b"no zip")
    page.locator("#draft-file").set_input_files(tmp_path / "broken.docx")
    expect(page.locator("#turns .note, #draft-going .note").first).to_contain_text("broken.docx")
    expect(page.locator("#count")).to_have_text("12 articles")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing_wrong_with_it(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    desk = Desk(page).open(address)
    desk.tab("Draft")
    assert faults(page) == []
    page.locator("#draft-text").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#draft-found h3")).to_be_visible(timeout=CHECKED_MS)
    page.locator("#draft-found summary").first.click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
