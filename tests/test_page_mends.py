"""What used to go wrong where two things happen at once: renamed and removed, growing and opened, asked and gone."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from index import InputError, Library
from page.syncing import Syncing
from rag import Chatbot
from tests.test_browser import Desk, address, browser, context, desk, desk_of, model_server, pytestmark, screen, served
from tests.test_page_reaching import away
from tests.test_page_said import own
from tests.test_page_tabs import AID, PLANT, another_tab

__all__ = ["address", "browser", "context", "desk", "model_server", "own", "pytestmark", "screen"]  # for this file


SHAPE = """() => {
  const [turn, line] = [".turn", ".note"].map((kind) => document.querySelector(`#turns > ${kind}`));
  const last = turn.lastElementChild.getBoundingClientRect().bottom;
  return { least: getComputedStyle(turn).minHeight, below: line.getBoundingClientRect().top - last };
}"""

# Nothing lies over the line that the page says, and it does not fade into the dock.
IS_CLEAR = """() => {
  const at = document.querySelector("#turns > .note").getBoundingClientRect();
  return at.top >= 0 && at.bottom <= document.querySelector("#dock").getBoundingClientRect().top - 20;
}"""


def test_a_conversation_is_removed_while_it_is_renamed(desk: Desk) -> None:
    page = desk.page
    desk.ask("Who opened the harbor?")
    page.locator(".toggle-button").first.click()
    page.get_by_role("button", name="Rename: Who opened the harbor?").click()
    page.get_by_label("Title", exact=True).fill("Harbour")
    page.locator("#listed [data-remove]").first.click()
    undo = page.get_by_role("button", name="Undo: remove Who opened the harbor?")
    undo.click()
    expect(page.get_by_role("button", name="Harbour", exact=True).first).to_be_visible()  # one at each width
    desk.assert_quiet()


def test_a_citation_opens_while_the_answer_grows(desk: Desk, model_server: str) -> None:
    page = desk.page
    desk.ask("How many docks are there?")
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    desk.turns.last.locator("sup a").first.click()
    expect(page.locator("#text .found")).to_be_visible()
    expect(desk.turns.last).to_have_attribute("aria-busy", "true")
    page.evaluate("OnRecord.call('place', OnRecord.conversation, '2', '99')")
    note = page.locator("#turns > .note")
    expect(note).to_be_visible()
    before = desk.turns.last.inner_text()
    expect(desk.turns.last).not_to_have_text(before, use_inner_text=True, timeout=60_000)  # more of it has come
    expect(note).to_be_visible()
    desk.close_sheet()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(desk.turns.last).to_have_attribute("aria-busy", "false")
    desk.choose("Model", "quotes")
    desk.ask("How many docks are there?")
    expect(note).to_have_count(0)
    desk.assert_quiet()


def test_what_is_asked_where_nothing_is_any_more_overwrites_nothing(desk: Desk) -> None:
    desk.ask(PLANT)
    desk.ask("How many docks are there?")
    asked = desk.turns.locator("h2").all_inner_texts()
    with another_tab(desk, desk.page.url) as other:
        expect(other.turns).to_have_count(2)
        other.page.locator(".toggle-button").first.click()
        other.page.get_by_role("button", name=f"Remove: {PLANT}").first.click()
        expect(other.turns).to_have_count(0)
        desk.begin("What was closed?")
        note = desk.page.locator("#turns > :last-child.note")
        expect(note).to_contain_text("This conversation is not here any more. Begin a new one")
        assert desk.turns.locator("h2").all_inner_texts() == asked
        expect(desk.page.get_by_placeholder("Your question")).to_have_value("What was closed?")
        desk.assert_quiet()


def test_what_is_still_there_is_read_on_and_what_is_not_is_named(
    context: BrowserContext, own: Library, tmp_path: Path
) -> None:
    lost = tmp_path / "taken  away"
    for name in ("brought", "emptied", lost.name):
        (tmp_path / name).mkdir()
        for number in range(3):
            (tmp_path / name / f"{number}.txt").write_text(f"The {name} boat {number} sank.\n")
        own.sync(tmp_path / name, cancelled=lambda: True)
    shutil.rmtree(lost)
    for file in (tmp_path / "emptied").iterdir():
        file.unlink()
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page, done, waiting = desk.page, desk.page.locator("#synced"), desk.page.locator("#waiting")
        read_on = desk.ask("How many docks does the harbor have?").get_by_role("button", name="Read on")
        read_on.click()
        expect(done).to_contain_text("Done: 3 added")
        expect(done).to_contain_text(f"{tmp_path / 'emptied'}: Nothing to read is there any more")
        expect(waiting).to_contain_text(f"{lost}: Nothing to read is there any more.", use_inner_text=False)
        done.get_by_role("button", name="Forget it").click()  # what is empty, and may be filled again
        expect(done).to_contain_text("Done: 0 added")
        expect(waiting.get_by_role("button", name="Read on")).to_have_count(0)  # nothing could be read, ever
        expect(read_on).to_be_hidden()
        waiting.get_by_role("button", name="Forget it").click()
        expect(waiting).to_be_hidden()
        expect(page.locator("#turns").get_by_role("button", name="Ask again").first).to_be_visible()
        desk.assert_quiet()
        page.close()
        assert not own.backlog() and len(own) == 4


def test_what_waits_for_its_vectors_alone_is_read_on(own: Library) -> None:
    own._store.catalog.articles.make_pending(own._store.catalog.passages.ids("indexed"))
    assert own.backlog().articles == 1 and own.backlog().paths == ()
    syncing = Syncing(own)
    syncing.read_on()
    assert syncing._thread
    syncing._thread.join()
    assert syncing.latest.html == '<p class="aside">Done: 1 article that waited can be found now.</p>'
    assert not own.backlog()
    for nothing in (syncing.read_on, lambda: syncing.forget("/no/such")):
        with pytest.raises(InputError, match="Nothing waits"):
            nothing()


def test_what_is_closed_leads_back_to_what_opened_it(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    link = desk.ask(PLANT).locator("sup a").first
    articles = page.locator("#head [data-do=articles]")
    articles.press("Enter")
    close = page.get_by_role("button", name="Close", exact=True)
    close.click()
    expect(articles).to_be_focused()
    articles.click()
    page.locator("#table [data-article]").first.click()
    page.get_by_role("button", name="Back to the articles").click()
    close.click()
    expect(articles).to_be_focused()
    link.click()
    expect(page.locator("#text .found")).to_be_visible()
    desk.turns.last.evaluate("turn => { turn.innerHTML = turn.innerHTML; }")  # as with each piece that comes
    page.wait_for_function("!OnRecord.from.isConnected")
    page.get_by_role("button", name="Back to the answer").click()
    expect(link).to_be_focused()
    desk.assert_quiet()


def test_what_was_removed_comes_back_in_another_visit(desk: Desk) -> None:
    page, asked = desk.page, "How many of the docks in the harbor of that town by the sea were open in the spring?"
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    desk.ask(asked)
    page.locator(".toggle-button").first.click()
    page.locator("#listed [data-remove]").first.click()
    line = page.locator("#gone p span").first
    expect(line).to_contain_text(asked[:60])
    assert line.evaluate("line => line.scrollWidth <= line.clientWidth && line.clientWidth > 60")
    page.reload()
    page.locator(".toggle-button").first.click()
    page.get_by_text("Removed in the last 30 days").click()
    back = page.locator("#removed button").first
    expect(back).to_have_accessible_name(f"Bring back: {asked[:80]}")
    back.click()
    expect(page.locator("#listed [data-open]").first).to_be_focused()
    expect(page.get_by_role("button", name=f"Bring back: {asked[:80]}")).to_have_count(0)
    desk.assert_quiet()


def test_an_answer_whose_wire_broke_is_seen_to_its_end(desk: Desk, model_server: str) -> None:
    page = desk.page
    desk.ask("How many docks are there?")
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    expect(desk.turns.last).to_have_attribute("aria-busy", "true")
    with away(page):
        page.evaluate("OnRecord.receive = () => {}; OnRecord.refresh()")
        expect(page.locator("#turns > .note")).to_contain_text("does not answer")
        expect(desk.turns.last).to_have_attribute("aria-busy", "false")
    page.evaluate("OnRecord.refresh()")
    expect(desk.turns.last).to_have_attribute("aria-busy", "true")
    expect(page.locator("#turns > .note")).to_have_count(0)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(desk.turns.last.locator("> .note")).to_have_text("Stopped.")
    expect(desk.turns.last).to_have_attribute("aria-busy", "false")


def test_a_tab_that_is_looked_at_again_asks_once(desk: Desk) -> None:
    page = desk.page
    desk.ask(PLANT)
    page.evaluate("() => { window.asked = 0; OnRecord.refresh = () => { window.asked += 1; }; }")
    page.evaluate("dispatchEvent(new Event('focus')); document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("window.asked === 1")
    page.wait_for_timeout(150)
    assert page.evaluate("window.asked") == 1


def test_what_is_typed_into_a_full_field_is_said_to_be_left_out(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    box.fill("a" * 5000)
    box.press("End")
    page.keyboard.type("b")
    expect(page.get_by_role("alert")).to_contain_text("Only 5,000 characters fit in here: what you type is left out.")
    desk.assert_quiet()
    page.evaluate("document.getElementById('adding').id = ''")  # as if it were not there, for whom it is only shown to
    page.keyboard.type("b")
    expect(page.get_by_role("alert")).not_to_contain_text("under Articles")
    desk.assert_quiet()


def test_an_answer_whose_server_went_away_is_marked_and_told_of(
    context: BrowserContext, own_seeds_bot: Chatbot, model_server: str
) -> None:
    with served(own_seeds_bot) as url, desk_of(context, url) as desk:
        page = desk.page
        desk.choose("Model", f"{model_server}#slow")
        desk.begin(AID)
        expect(desk.turns.last).to_contain_text("The Kremlin is")
        mark, line = desk.turns.last.locator("> .note"), page.locator("#turns > .note")
        with away(page):
            page.evaluate("OnRecord.receive = () => {}")  # what was on its way
            expect(mark).to_have_text("Unfinished: OnRecord stopped answering here.")
            expect(desk.turns.last).to_have_attribute("aria-busy", "false")
            expect(line).to_contain_text("does not answer")
            assert page.evaluate(IS_CLEAR)
            shape = page.evaluate(SHAPE)
            assert shape["least"] == "0px" and shape["below"] < 40, shape  # no screen away
        page.evaluate("OnRecord.refresh()")
        expect(mark).to_have_count(0)  # it goes on
        expect(line).to_have_count(0)
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(mark).to_have_text("Stopped.")
