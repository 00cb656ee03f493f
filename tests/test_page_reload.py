"""What is kept when a page is loaded anew or a question refused: answers that grow, filters, drafts, and each reply."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rag import Chatbot
from tests.page import open_page
from tests.test_browser import Desk, address, browser, context, desk, model_server, pytestmark, screen
from tests.test_page_entry import quick_line
from tests.test_page_tabs import AID, PLANT, another_tab, remove_in_another_tab

__all__ = ["address", "browser", "context", "desk", "model_server", "pytestmark", "screen"]  # for this file


def reload_in_an_answer(desk: Desk, model_server: str) -> None:
    """Ask a model that writes slowly, and load the page anew once it has begun."""
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    expect(desk.turns.first).to_contain_text("The Kremlin is")
    desk.page.reload()
    expect(desk.turns.first).to_have_attribute("aria-busy", "true")


def expect_all_of_the_answer(desk: Desk) -> None:
    expect(desk.turns.first).to_contain_text("Iran thanked <b>nobody</b>.")
    expect(desk.turns.first.locator("> .note")).to_have_count(0)


@pytest.mark.slow
def test_each_question_that_is_refused_gets_its_reply(desk: Desk) -> None:
    desk.ask(PLANT)
    remove_in_another_tab(desk, PLANT)
    note = desk.page.locator("#turns > .note")
    for question in ("What was shut?", "Who shut it?", "Who shut it?"):
        desk.begin(question)
        expect(note).to_contain_text("This conversation is not here any more.")
        expect(desk.page.get_by_placeholder("Your question")).to_have_value(question)
        desk.page.evaluate("document.querySelector('#turns > .note').remove()")
    desk.assert_quiet()


@pytest.mark.slow
def test_an_answer_goes_on_when_the_page_is_loaded_anew(desk: Desk, model_server: str) -> None:
    reload_in_an_answer(desk, model_server)
    expect(desk.turns.first).to_have_attribute("aria-busy", "false", timeout=120_000)
    expect_all_of_the_answer(desk)
    desk.assert_quiet()


@pytest.mark.slow
def test_a_sentence_that_was_cut_is_unfinished_and_asked_again(desk: Desk, model_server: str) -> None:
    page = desk.page
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    expect(desk.turns.first).to_contain_text("It sent 77", timeout=60_000)
    expect(desk.turns.first.locator(".unfinished")).to_have_count(0)
    page.reload()
    expect(desk.turns.first).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(desk.turns.first.locator("> .note")).to_have_text("Stopped.")
    expect(desk.turns.first.locator(".unfinished")).to_have_text("Unfinished")
    expect(desk.turns.first.get_by_role("button", name="Ask again")).to_be_visible()
    desk.assert_quiet()


@pytest.mark.slow
def test_an_answer_goes_on_for_a_page_that_lies_behind_others(desk: Desk, model_server: str) -> None:
    reload_in_an_answer(desk, model_server)
    expect(desk.turns.first).to_contain_text("to help")  # it has looked twice
    page = desk.page
    page.evaluate("() => { OnRecord.held = OnRecord.look; OnRecord.look = () => new Promise(() => {}); }")  # it rests
    page.wait_for_timeout(16_000)
    page.evaluate("OnRecord.look = OnRecord.held; dispatchEvent(new Event('focus'))")
    expect(desk.turns.first).to_have_attribute("aria-busy", "false", timeout=60_000)
    expect_all_of_the_answer(desk)
    desk.choose("Model", "quotes")
    desk.assert_quiet()


def test_filters_and_draft_outlive_a_way_elsewhere_and_back(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    desk.ask(PLANT)
    desk.choose("Since", "2025-02")
    box.fill("And who")
    page.goto("about:blank")
    page.go_back()
    expect(desk.turns).to_have_count(1)
    expect(page.get_by_role("button", name="Remove the filter: Since February 2025")).to_be_visible()
    expect(box).to_have_value("And who")
    desk.assert_quiet()


def test_filters_model_and_draft_outlive_a_reload(desk: Desk, model_server: str) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    model = f"{model_server}#slow"
    chip = page.get_by_role("button", name="Remove the filter: Since February 2025")
    desk.choose("Since", "2025-02")
    desk.choose("Model", model)
    box.fill("Who opened the")
    page.reload()
    expect(chip).to_be_visible()
    expect(box).to_have_value("Who opened the")
    expect(page.locator("#model-field")).to_have_value(model)
    expect(page.locator("#chips .model")).to_contain_text("slow")
    desk.choose("Model", "quotes")
    expect(desk.ask(PLANT)).to_contain_text("In articles since February 2025:")
    box.fill("And then?")
    page.reload()
    expect(desk.turns).to_have_count(1)
    expect(chip).to_be_visible()
    expect(box).to_have_value("And then?")
    with another_tab(desk, page.url) as other:  # another visit begins without
        expect(other.turns).to_have_count(1)
        expect(other.page.locator("#chips button")).to_have_count(0)
        other.assert_quiet()
    desk.assert_quiet()


@pytest.mark.slow
def test_an_answer_goes_on_for_who_is_in_another_conversation(desk: Desk, model_server: str) -> None:
    page = desk.page
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    expect(desk.turns.first).to_contain_text("The Kremlin is", timeout=60_000)
    growing = page.url
    page.get_by_role("button", name="New conversation").click()
    expect(desk.turns).to_have_count(0)
    page.reload()  # which takes the wire away over which it came
    page.wait_for_timeout(16_000)
    with another_tab(desk, growing) as other:
        expect(other.turns.first).to_have_attribute("aria-busy", "false", timeout=120_000)
        expect(other.turns.first).to_contain_text("Iran thanked <b>nobody</b>.")
        expect(other.turns.first.locator("> .note")).to_have_count(0)
        other.assert_quiet()
    desk.assert_quiet()


def test_a_draft_is_not_told_to_who_signs_in_next(browser: Browser, own_seeds_bot: Chatbot, tmp_path: Path) -> None:
    (tmp_path / "people").write_text(quick_line("ada", "tulip") + quick_line("bo", "rose"))
    with open_page(own_seeds_bot, auth=tmp_path / "people") as signed:
        context = browser.new_context()
        desk = Desk(context.new_page()).open(signed.url)
        page = desk.page

        def sign_in(name: str, password: str) -> None:
            page.get_by_label("Name").fill(name)
            page.get_by_label("Password").fill(password)
            page.get_by_label("Password").press("Enter")

        sign_in("ada", "tulip")
        page.get_by_placeholder("Your question").fill("Is the mayor ill")
        page.reload()
        expect(page.get_by_placeholder("Your question")).to_have_value("Is the mayor ill")
        page.get_by_role("button", name="Sign out").click()
        context.route("**/assets/**", lambda route: route.abort())  # the page of bo does not come up
        sign_in("bo", "rose")
        expect(page.get_by_label("Password")).to_have_count(0)
        context.unroute("**/assets/**")
        page.reload()
        expect(page.get_by_placeholder("Your question")).to_have_value("")
        assert "mayor" not in page.evaluate("JSON.stringify(sessionStorage)")
        context.close()
