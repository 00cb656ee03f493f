"""The page in a real Chromium, as one who works with it all day: conversations, quotes in their place, lists."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from index import Library
from rag import Chatbot, open_chatbot
from tests.conftest import SEEDS
from tests.page import ask, come_in, open_page
from tests.test_browser import Desk, address, browser, context, desk, model_server, pytestmark, screen, served

__all__ = [
    "address",
    "browser",
    "context",
    "desk",
    "model_server",
    "pytestmark",
    "screen",
]  # fixtures and marks for this file, too

AID = "did Russia aid Iran against Israel?"


class _Hanging(BaseHTTPRequestHandler):
    """A model's server that takes a question, and never says anything."""

    ended = threading.Event()

    def do_POST(self) -> None:  # noqa: N802 (the name is http.server's)
        self.ended.wait(60)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def hanging() -> Iterator[str]:
    _Hanging.ended.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hanging)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1#m"
    _Hanging.ended.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("key", [False, True])
def test_a_model_that_hangs_is_stopped_at_once(desk: Desk, hanging: str, key: bool) -> None:
    desk.choose("Model", hanging)
    desk.begin(AID)
    stop = desk.page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    desk.begin("And then?")  # which is refused, and takes Stop away from nobody
    expect(desk.turns.last.locator(".note")).to_contain_text("still being written")
    begun = time.monotonic()
    if key:
        desk.page.keyboard.press("Escape")
    else:
        stop.click()
    expect(desk.turns.first.locator(".note").last).to_have_text("Stopped.")
    desk.choose("Model", "quotes")
    desk.begin("Who built the Bushehr plant?")
    expect(desk.turns.last).to_contain_text("Russia that built it")
    assert time.monotonic() - begun < 15  # and not the minute that the model may be silent for
    desk.assert_quiet()


def test_a_conversation_is_there_after_a_reload_and_a_step_back(desk: Desk) -> None:
    desk.ask(AID)
    desk.page.reload()
    expect(desk.turns).to_have_count(1)
    expect(desk.turns.first).to_contain_text("The Kremlin is unlikely to come to Iran's aid")
    expect(desk.ask("And what did it offer?")).to_contain_text("Understood as:")
    desk.page.get_by_role("button", name="New conversation").click()
    expect(desk.turns).to_have_count(0)
    desk.page.go_back()
    expect(desk.turns).to_have_count(2)
    desk.assert_quiet()


def test_conversations_outlive_the_page_and_can_be_found_renamed_and_removed(browser: Browser, tmp_path: Path) -> None:
    with open_chatbot(SEEDS, library=tmp_path / "library") as chatbot:
        with served(chatbot) as url:
            before = Desk(browser.new_page()).open(url)
            before.ask(AID)
            before.page.close()
        with served(chatbot) as url:
            desk = Desk(browser.new_page(viewport={"width": 1280, "height": 720})).open(url)
            page = desk.page
            page.locator(".toggle-button").first.click()
            page.get_by_role("button", name=AID, exact=True).click()
            expect(desk.turns.first).to_contain_text("The Kremlin is unlikely")
            page.locator(".toggle-button").first.click()  # the list got out of the way
            page.get_by_role("button", name=f"Rename: {AID}").click()
            page.get_by_label("Title", exact=True).fill("On aid")
            page.get_by_label("Title", exact=True).press("Enter")
            expect(page.get_by_role("button", name="On aid", exact=True)).to_be_visible()
            page.get_by_label("Search the conversations").fill("nothing like it")
            expect(page.get_by_role("button", name="On aid", exact=True)).to_have_count(0)
            page.get_by_label("Search the conversations").fill("russia")
            page.get_by_role("button", name="Remove: On aid").click()
            expect(desk.turns).to_have_count(0)
            page.get_by_role("button", name="Undo").click()
            expect(page.get_by_role("button", name="On aid", exact=True)).to_be_visible()
            desk.assert_quiet()
            page.close()


def test_an_answer_that_grows_stays_in_its_conversation(desk: Desk, model_server: str) -> None:
    desk.choose("Model", f"{model_server}#slow")
    desk.begin(AID)
    expect(desk.turns).to_contain_text("The Kremlin is")
    desk.page.get_by_role("button", name="New conversation").click()
    desk.page.wait_for_timeout(2500)
    expect(desk.turns).to_have_count(0)
    desk.choose("Model", "quotes")
    expect(desk.ask("Who built the Bushehr plant?")).to_contain_text("Russia that built it")
    desk.page.go_back()
    desk.page.go_back()
    expect(desk.turns).to_contain_text("The Kremlin is")
    desk.page.get_by_role("button", name="Stop", exact=True).click()
    expect(desk.turns.last.locator(".note").last).to_have_text("Stopped.")
    desk.assert_quiet()


def test_only_what_is_new_is_sent(seeds_bot: Chatbot) -> None:
    with open_page(seeds_bot) as opened:
        cookie = come_in(opened)
        first = ask(opened, cookie, None, question=AID, talk="one")
        conversation = first.split('"conversation":"')[1].split('"')[0]
        second = ask(opened, cookie, None, conversation=conversation, talk="two")
        assert "The Kremlin is unlikely" in first and "Who built" in second
        assert "The Kremlin is unlikely" not in second
        assert "not here any more" in ask(opened, cookie, None, conversation="0" * 32, talk="three")


def test_a_citation_shows_its_quote_when_pointed_at_and_its_article_when_chosen(desk: Desk) -> None:
    answer = desk.ask(AID)
    link, card = answer.locator("sup a").first, desk.page.get_by_role("tooltip")
    quote = desk.quotes.first.text_content() or ""
    expect(card).to_be_hidden()
    if not desk.is_narrow:
        link.hover()
        expect(desk.page.locator("#quotes mark.pointed")).to_have_text(quote)
        expect(card).to_be_hidden()  # it would say that again, over it
        expect(link).to_have_attribute("aria-describedby", "card")
        desk.page.get_by_role("tab", name="Evaluation").click()
        expect(desk.page.locator("mark.pointed")).to_have_count(0)
    link.hover()
    expect(card).to_be_visible()
    expect(card.locator("mark.found")).to_have_text(quote)
    desk.page.mouse.move(5, 700)
    expect(card).to_be_hidden()
    link.focus()
    expect(card).to_be_visible()
    desk.page.keyboard.press("Enter")
    marks = desk.page.locator("#text mark")
    expect(marks.first).to_have_text(quote)
    expect(desk.page.locator("#which")).to_have_text(f"1 of {marks.count()}")
    desk.page.get_by_role("button", name="Next quote").click()
    expect(marks.nth(1)).to_have_class("found")
    desk.page.get_by_role("button", name="Back to the answer").click()
    expect(link).to_be_focused()
    desk.assert_quiet()


def test_a_filter_is_seen_named_and_taken_away(desk: Desk) -> None:
    desk.choose("Since", "2031")
    desk.page.get_by_role("button", name="Model and filters").click()  # and so out of sight
    chip = desk.page.get_by_role("button", name="Remove the filter: Since 2031")
    expect(chip).to_be_visible()
    answer = desk.ask("Who built the Bushehr plant?")
    expect(answer).to_contain_text("In articles since 2031:")
    expect(answer.locator(".note")).to_contain_text("do say something; ask without them")
    chip.click()
    expect(chip).to_have_count(0)
    answer = desk.ask("Who built the Bushehr plant?")
    expect(answer).to_contain_text("Russia that built it")
    expect(answer).not_to_contain_text("In articles")
    desk.assert_quiet()


def test_a_filter_hides_no_side_in_silence(desk: Desk) -> None:
    desk.choose("Until", "2025-03")
    answer = desk.ask("Did Assad's government fall?")
    expect(answer.locator(".note")).to_contain_text("say otherwise; ask without them to see both sides: “")
    desk.assert_quiet()


def test_articles_are_listed_searched_sorted_and_read(desk: Desk, seeds_bot: Chatbot) -> None:
    page = desk.page
    page.get_by_role("button", name=f"{len(seeds_bot.library)} articles").click()
    rows = page.locator("#table tbody tr")
    expect(rows).to_have_count(len(seeds_bot.library))
    days = "all => all.map((one) => one.dateTime)"
    dates = rows.locator("td:first-child time").evaluate_all(days)
    assert len(dates) == len(seeds_bot.library) and dates == sorted(dates, reverse=True)
    page.locator("#table").get_by_role("button", name="Date").click()
    expect(page.locator("#table th.date")).to_have_attribute("aria-sort", "ascending")
    assert rows.locator("td:first-child time").evaluate_all(days) == sorted(dates)
    page.get_by_label("Search the articles").fill("assad")
    expect(rows.first).to_contain_text("Assad")
    rows.first.get_by_role("button").first.click()
    expect(page.get_by_role("tab", name="Article", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#text h2")).to_contain_text("Assad")
    desk.assert_quiet()


def test_the_first_screen_says_what_there_is_and_offers_questions(desk: Desk, seeds_bot: Chatbot) -> None:
    first = desk.page.locator("#first")
    expect(first).to_contain_text(f"{len(seeds_bot.library)} articles from ")
    offered = first.get_by_role("button").first
    title = offered.locator("span").text_content()
    assert title in {article.title for article in seeds_bot.library.articles()}
    offered.click()
    expect(desk.turns.locator("h2")).to_have_text(f"What is known about “{title}”?")
    expect(desk.turns.locator("blockquote, .contested").first).to_be_visible()
    expect(first).to_be_hidden()
    desk.assert_quiet()


def test_another_tab_sees_what_was_added_when_it_is_looked_at(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The harbor opened in May. It has nine docks.\n")
    with Library.open(tmp_path / "library") as library, served(Chatbot(library)) as url:
        desk = Desk(browser.new_page()).open(url)
        expect(desk.page.locator("#first")).to_contain_text("No articles yet")
        library.sync(tmp_path / "a.txt")
        desk.page.evaluate("dispatchEvent(new Event('focus'))")
        expect(desk.page.locator("#count")).to_have_text("1 article")
        expect(desk.page.locator("#first")).to_contain_text("1 article")
        desk.page.close()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in ((1440, "light"), (1440, "dark"), (1280, "dark"))),
    ],
)
def test_the_answer_has_room_on_any_screen(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 720 if width == 1280 else 900}, color_scheme=scheme)
    desk = Desk(page).open(address)
    desk.ask(AID)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight"
    )
    room = page.locator("#talk").bounding_box()
    box = page.get_by_placeholder("Your question")
    expect(box).to_be_in_viewport()
    assert room and room["width"] * room["height"] >= 0.45 * width * (720 if width == 1280 else 900)
    desk.assert_quiet()
    page.close()


def test_the_record_follows_the_latest_answer_and_the_list_gets_out_of_the_way(desk: Desk) -> None:
    page = desk.page
    desk.ask(AID).locator("sup a").first.click()
    expect(page.locator("#text .found")).to_be_visible()
    desk.ask("Who built the Bushehr plant?")
    expect(page.locator("#tab-quotes")).to_have_attribute("aria-selected", "true")
    link = desk.turns.last.locator("sup a").first
    link.click()
    page.get_by_role("button", name="Back to the answer").click()
    expect(link).to_be_focused()
    expect(page.get_by_role("tooltip")).to_be_hidden()
    page.locator("h1").click()
    entries = page.locator("#listed [data-open]")
    assert not entries.first.is_visible()  # nor is it a stop of Tab
    page.locator(".toggle-button").click()
    entries.first.click()
    expect(page.locator(".sidebar.open")).to_have_count(0)
    expect(desk.turns).to_have_count(2)
    page.locator(".toggle-button").click()
    expect(page.locator(".sidebar.open")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".sidebar.open")).to_have_count(0)
    desk.assert_quiet()


def test_an_answer_within_filters_leads_out_of_them(desk: Desk) -> None:
    page = desk.page
    for name in ("Since", "Speaks of"):
        desk.choose(name, "2031")
    answer = desk.ask("Who built the Bushehr plant?")
    expect(answer).to_contain_text("Articles outside of these dates and this time do say something")
    answer.get_by_role("button", name="Ask without filters").click()
    expect(desk.turns).to_have_count(2)
    expect(desk.turns.last).to_contain_text("Russia that built it", timeout=30_000)
    expect(page.locator("#chips .chip")).to_have_count(0)
    desk.assert_quiet()
