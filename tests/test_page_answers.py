"""What one does with an answer, in a real Chromium: copy, link, save, ask again, and see why it is doubted."""

import json
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from docx import Document
from playwright.sync_api import Download, Locator, expect

from page.kept import FILE
from rag import Answer, Chatbot
from rag.verification import verify
from tests.test_browser import Desk, _Writer, address, browser, context, desk, model_server, pytestmark, screen
from tests.test_page_access import faults, tested

__all__ = [
    "address",
    "browser",
    "context",
    "desk",
    "model_server",
    "pytestmark",
    "screen",
    "tested",
]  # for this file, too

AID, FALL, CUP = "did Russia aid Iran against Israel?", "Did Assad's government fall?", "Who won the World Cup in 1998?"
BOX = "Your question"


def button(part: Locator, name: str) -> Locator:
    return part.get_by_role("button", name=name, exact=True)


def saved(desk: Desk, part: Locator, menu: str, form: str) -> Download:
    button(part, menu).click()
    with desk.page.expect_download() as download:
        button(part, form).click()
    expect(button(part, form)).to_be_hidden()
    return download.value


def test_an_answer_is_copied_linked_saved_and_asked_again(desk: Desk, seeds_bot: Chatbot) -> None:
    page, answer = desk.page, desk.ask(AID)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = button(answer, "Copy with citations")
    copy.click()
    expect(button(answer, "Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "The Kremlin is unlikely" in copied and "[^1-1]: “" in copied
    expect(copy).to_be_visible()  # again

    links = button(answer, "Copy link to the place")
    links.click()
    entries = answer.locator(".menu li")
    cited = answer.locator("sup a").all_text_contents()
    told = [entry for entry in entries.all_text_contents() if entry.startswith("[")]
    assert [entry.split(" ")[0] for entry in told] == cited
    assert any("no address on the web" in entry for entry in told)
    answer.locator("[data-copy]").first.click()
    expect(button(answer, "Copied")).to_be_visible()
    assert "#:~:text=" in page.evaluate("navigator.clipboard.readText()")
    expect(answer.locator("[data-copy]").first).to_be_hidden()
    links.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(answer.locator("[data-copy]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(links).to_be_focused()
    expect(links).to_have_attribute("aria-expanded", "false")

    word = saved(desk, answer, "Save", "Word")
    assert word.suggested_filename == "did-russia-aid-iran-against-israel.docx"
    texts = [one.text for one in Document(str(word.path())).paragraphs]
    assert texts[0] == AID and any(text.startswith("“The Kremlin is unlikely") for text in texts)
    assert "## did Russia" in Path(saved(desk, answer, "Save", "Markdown").path()).read_text()
    kept = Answer.from_json(json.loads(Path(saved(desk, answer, "Save", "JSON").path()).read_text()))
    assert verify(kept, seeds_bot.library).faults == ()

    nothing = desk.ask(CUP)
    assert nothing.locator("[data-export]").count() == 4 and nothing.locator("[data-copy]").count() == 0
    head = page.locator("#export")
    for name, sign in (("Markdown", "## Who won"), ("Web page", "<!doctype html>"), ("BibTeX", "@article{")):
        assert sign in Path(saved(desk, head, "Export", name).path()).read_text()
    assert [one["question"] for one in json.loads(Path(saved(desk, head, "Export", "JSON").path()).read_text())] == [
        AID,
        CUP,
    ]
    texts = [one.text for one in Document(str(saved(desk, head, "Export", "Word").path())).paragraphs]
    assert {AID, CUP} <= set(texts)

    page.get_by_placeholder(BOX).fill("half a question")
    button(nothing, "Ask again").click()
    expect(desk.turns).to_have_count(3)
    expect(desk.turns.last).to_contain_text("The articles do not say.")
    expect(page.get_by_placeholder(BOX)).to_have_value("half a question")
    desk.assert_quiet()


class _Keyed(_Writer):
    """A model that remembers with which keys it was asked."""

    keys: ClassVar[list[str | None]] = []

    def do_POST(self) -> None:
        self.keys.append(self.headers["Authorization"])
        super().do_POST()


@pytest.fixture
def keyed() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Keyed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}/v1#scripted"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_a_question_is_asked_again_as_it_was_asked(desk: Desk, keyed: str, own_seeds_bot: Chatbot) -> None:
    page = desk.page
    desk.choose("Until", "2025-03")
    desk.ask(FALL)
    page.get_by_role("button", name="Remove the filter: Until March 2025").click()
    desk.ask(AID)
    understood = desk.ask("And what did it offer?").get_by_text("Understood as:").text_content()
    desk.choose("Model", f"http://:sesame@{keyed}")
    expect(desk.ask(AID)).to_contain_text("77 tanks")
    desk.choose("Model", "quotes")
    box = page.get_by_placeholder(BOX)
    box.fill("half a question")

    def again(number: int) -> Locator:
        before = desk.turns.count()
        button(page.locator(f"#turn-{number}"), "Ask again").click()
        expect(desk.turns).to_have_count(before + 1)
        expect(desk.turns.last).to_have_attribute("aria-busy", "false")
        return desk.turns.last

    expect(again(4)).to_contain_text("77 tanks")
    assert set(_Keyed.keys) == {"Bearer sesame"}
    expect(again(1)).to_contain_text("In articles until March 2025:")
    expect(again(3).get_by_text("Understood as:")).to_have_text(understood or "")  # whatever came since
    expect(box).to_have_value("half a question")
    page.reload()  # after which it is known still
    expect(desk.turns).to_have_count(7)
    expect(again(4)).to_contain_text("77 tanks")
    for file in own_seeds_bot.library.folder.glob(f"{FILE}*"):
        assert b"sesame" not in file.read_bytes()
    desk.assert_quiet()


def test_a_doubt_says_why_where_one_points_and_leads_to_its_verdict(desk: Desk, model_server: str) -> None:
    page, card = desk.page, desk.page.get_by_role("tooltip")
    desk.choose("Model", f"{model_server}#scripted")
    answer = desk.ask(AID)
    expect(card).to_be_hidden()
    if not desk.is_narrow:
        answer.locator("u").first.hover()
        expect(page.locator("#quotes li.pointed")).to_contain_text("number 77 is in no quote")
        expect(card).to_be_hidden()
        page.get_by_role("tab", name="Evaluation").click()
    answer.locator("u").first.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Not supported")
    expect(card).to_contain_text("number 77 is in no quote")
    page.mouse.move(5, 700)
    expect(card).to_be_hidden()
    doubt = answer.locator(".doubt").first
    doubt.focus()
    expect(card).to_contain_text("number 77 is in no quote")
    expect(doubt).to_have_attribute("aria-describedby", "card")
    answer.locator(".doubtful sup a").first.hover()
    expect(card).not_to_contain_text("number 77")  # but its quote
    page.set_viewport_size({"width": 390, "height": 844})
    verdict = page.locator("#quotes li.found")
    doubt.click()
    expect(verdict).to_be_in_viewport()
    expect(verdict).to_contain_text("number 77 is in no quote")
    page.get_by_role("button", name="Back to the answer").click()
    expect(doubt).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 900})
    desk.assert_quiet()


def test_quotes_stand_in_the_place_of_what_nothing_bears_out(
    desk: Desk, model_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Writer, "draft", "It sent 77 tanks [1.1].")
    desk.choose("Model", f"{model_server}#scripted")
    answer = desk.ask(AID)
    note = answer.locator(".note")
    expect(note).to_contain_text("scripted: the quotes bear out nothing of what the model wrote")
    expect(note.get_by_title(f"{model_server}#scripted")).to_be_visible()
    expect(answer.locator("blockquote").first).to_contain_text("The Kremlin is unlikely to come to Iran's aid")
    wrote = answer.locator(".withdrawn")
    expect(wrote).not_to_have_attribute("open", "")
    wrote.get_by_text("What the model wrote").click()
    expect(wrote).to_contain_text("It sent 77 tanks")
    desk.assert_quiet()


def test_who_greets_is_told_what_the_library_holds(desk: Desk, seeds_bot: Chatbot) -> None:
    for said in ("hello", "what are my articles about?"):
        told = desk.ask(said).locator(".answer")
        expect(told).to_contain_text(f"{len(seeds_bot.library)} articles")
        expect(told).not_to_contain_text("do not say")
    desk.assert_quiet()


def test_silence_and_contest_look_like_what_they_are(desk: Desk) -> None:
    silent = desk.ask(CUP)
    assert silent.locator(".silence").evaluate("one => getComputedStyle(one).borderLeftStyle") == "dotted"
    silent.get_by_role("link", name="What comes nearest").click()
    expect(desk.page.get_by_role("heading", name="Nearest passages")).to_be_in_viewport()
    near = desk.page.locator("#quotes section:not([hidden]) mark").first
    colours = near.evaluate("one => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)")
    assert max(colours) - min(colours) < 30  # grey, and not proof's yellow

    contested = desk.ask(FALL)
    sides = contested.locator(".contested li")
    one, other = (side.bounding_box() for side in sides.all())
    assert one and other and (one["y"] < other["y"] if desk.is_narrow else one["y"] == other["y"])
    assert desk.is_narrow or one["x"] < other["x"]
    expect(contested.locator(".contested time")).to_have_text(["23 June 2025", "11 February 2025"])
    expect(sides.first).to_contain_text("1 source · later report")
    quotes = contested.locator(".contested p, blockquote p").all_text_contents()
    assert len(set(quotes)) == len(quotes)  # nothing is said twice
    desk.page.set_viewport_size({"width": 390, "height": 844})
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    desk.assert_quiet()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_what_one_does_with_an_answer(tested: Desk, model_server: str) -> None:
    page = tested.page
    tested.choose("Model", f"{model_server}#scripted")
    answer = tested.ask(AID)
    for name in ("Copy link to the place", "Save"):
        button(answer, name).click()
        menu = answer.locator("ul:not([hidden])").bounding_box()
        assert menu and menu["x"] >= 0 and menu["x"] + menu["width"] <= page.evaluate("innerWidth")
        assert faults(page) == []
        page.keyboard.press("Escape")
    answer.locator(".doubt").first.focus()
    assert faults(page) == []
    answer.locator(".doubt").first.click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    tested.choose("Model", "quotes")
    tested.ask(CUP)
    assert faults(page) == []
