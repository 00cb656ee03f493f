"""The page in a real Chromium: from a thumb to gold questions, and from them to a measured change."""

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.evaluation.gold import read_gold
from tests.conftest import SEEDS
from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen
from tests.test_page_access import faults

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # fixtures and marks for this file, too

EVALUATED_MS = 120_000  # nothing is asserted of how long it takes
AID = "did Russia aid Iran against Israel?"


def saved_gold(page: Page, to: Path) -> Path:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    to.write_bytes(Path(saved.value.path()).read_bytes())
    return to


def test_from_a_thumb_to_a_measured_change(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    desk.ask(AID)
    feedback, silence = (desk.turns.nth(turn).locator(".feedback") for turn in (0, 1))
    feedback.get_by_role("button", name="Right", exact=True).click()
    expect(feedback.get_by_role("status")).to_contain_text("Saved as gold, with")
    expect(feedback.get_by_role("button", name="Right", exact=True)).to_be_focused()
    feedback.get_by_role("button", name="Not right").click()
    expect(feedback.get_by_role("status")).to_have_text("Not saved as gold yet.")
    feedback.get_by_label("A note on this answer").fill("half of it")
    page.keyboard.press("Enter")
    feedback.get_by_role("button", name="Choose the right quotes").click()
    form = page.locator(".choosing")
    expect(form.locator("input:checked").first).to_be_focused()
    while form.locator("input:checked").count():
        form.locator("input:checked").first.click()
    expect(form.get_by_role("button", name="Save as gold")).to_be_disabled()
    form.locator("input").first.check()
    form.get_by_role("button", name="Save as gold").click()
    expect(feedback.get_by_role("status")).to_have_text("Saved as gold, with 1 quote.")
    expect(form).to_have_count(0)
    desk.ask("Who won the World Cup in 1998?")
    silence.get_by_role("button", name="Right", exact=True).click()
    expect(silence.get_by_role("status")).to_have_text("Saved as gold: should not be answered.")
    page.reload()
    expect(feedback.get_by_role("status")).to_have_text("Saved as gold, with 1 quote.")
    expect(feedback.get_by_label("A note on this answer")).to_have_value("half of it")
    desk.tab("Evaluation")
    expect(page.locator("#saved-gold")).to_have_text("2 questions saved as gold")
    first, second = read_gold(saved_gold(page, tmp_path / "mine.jsonl"))
    assert first.question == AID and len(first.quotes[0]) == 1 and first.history == ()
    assert not second.answerable and second.history[0].question == AID

    gold = page.get_by_label("A gold file on this computer")
    lines = (SEEDS / "gold.jsonl").read_text().splitlines()
    (tmp_path / "gold.jsonl").write_text("\n".join([*lines[:5], "{"]))
    gold.fill(str(tmp_path / "gold.jsonl"))
    page.get_by_role("button", name="Evaluate").click()
    expect(page.locator("#measured")).to_contain_text("gold.jsonl, line 6: not a gold question")
    (tmp_path / "gold.jsonl").write_text("\n".join(lines[:5]))
    page.get_by_role("button", name="Evaluate").click()
    desk.ask("Who built the Bushehr plant?")  # while it runs
    desk.tab("Evaluation")
    report = page.locator("#report")
    expect(report.locator("h3").first).to_have_text("5 questions", timeout=EVALUATED_MS)
    expect(page.locator("#measured")).not_to_contain_text("line 6")
    expect(report.get_by_role("row", name="Quotes are the right ones")).to_contain_text(" to ")
    expect(report.get_by_role("img", name="Risk and coverage")).to_be_visible()
    rows = report.locator("[data-asked]")
    expect(rows).to_have_count(5)
    shares = [int(share.rstrip("%")) for share in rows.locator("b").all_text_contents()]
    assert shares == sorted(shares)

    asked = json.loads(lines[0])["question"]
    rows.filter(has_text=asked).click()
    shown = page.locator("#asked-answer")
    expect(shown.locator("h2")).to_have_text(asked)
    expect(shown).to_contain_text("The Bushehr plant has been in operation since 2013.")
    link = shown.locator("sup a").first
    link.hover()
    expect(shown.locator("mark.pointed").or_(page.get_by_role("tooltip"))).to_be_visible()  # where it stands in sight
    link.click()
    expect(page.locator("#text .found")).to_be_in_viewport()
    page.get_by_role("button", name="Back to the evaluation").click()
    expect(link).to_be_focused()
    page.get_by_role("button", name="All questions").click()
    expect(rows.filter(has_text=asked)).to_be_focused()

    page.get_by_role("button", name="Evaluate").click()
    expect(page.locator("#earlier")).not_to_have_value("", timeout=EVALUATED_MS)
    expect(report).to_contain_text("over the 5 questions that both have", timeout=EVALUATED_MS)
    expect(page.locator("#run option")).to_have_count(2)
    chosen = page.locator("#run").input_value()
    page.get_by_role("button", name="Remove this evaluation").click()
    expect(page.locator("#run option")).to_have_count(1)
    page.locator("#run-undo").get_by_role("button", name="Undo").click()
    expect(page.locator("#run option")).to_have_count(2)
    assert chosen in page.locator("#run option").evaluate_all("all => all.map(one => one.value)")
    feedback.get_by_role("button", name="Undo").click()
    expect(feedback.get_by_role("status")).to_have_count(0)
    desk.assert_quiet()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing_wrong_with_it(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    desk = Desk(page).open(address)
    feedback = desk.ask(AID).locator(".feedback")
    feedback.get_by_role("button", name="Not right").click()
    expect(feedback.get_by_role("status")).to_be_visible()
    assert faults(page) == []
    feedback.get_by_role("button", name="Choose the right quotes").click()
    expect(page.locator(".choosing")).to_be_visible()
    assert faults(page) == []
    page.locator(".choosing").get_by_role("button", name="Cancel").click()
    expect(feedback.get_by_role("button", name="Choose the right quotes")).to_be_focused()
    desk.tab("Evaluation")
    (tmp_path / "gold.jsonl").write_text("\n".join((SEEDS / "gold.jsonl").read_text().splitlines()[:3]))
    page.get_by_label("A gold file on this computer").fill(str(tmp_path / "gold.jsonl"))
    page.get_by_role("button", name="Evaluate").click()
    expect(page.locator("[data-asked]").first).to_be_visible(timeout=EVALUATED_MS)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-asked]").first.click()
    expect(page.locator("#asked-answer h2")).to_be_visible()
    assert faults(page) == []
    context.close()
