"""The articles of the library in a real Chromium: listed, narrowed, removed and brought back, added in any way."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from index import Library
from rag import Chatbot
from tests.fakes import WordHashEmbedder
from tests.test_browser import Desk, browser, context, pytestmark, screen, served

__all__ = ["browser", "context", "pytestmark", "screen"]  # fixtures and marks for this file, too

REPORT = (
    "The mayor of Elmford said on Monday that the old bridge would stay shut " + "while divers look at its piers " * 8
)
ROWS = [
    {
        "id": "a",
        "title": "L’Élysée <Se> tait",
        "source": "Le Soir",
        "published": "2025-06-17",
        "text": "Paris slept.",
    },
    {"id": "b", "title": "Bridge shut", "source": "Daily Test", "published": "2025-05-02", "text": REPORT},
    {
        "id": "c",
        "title": "Bridge still shut",
        "source": "Evening Test",
        "published": "2025-01",
        "text": f"(AP) - {REPORT}",
    },
    {"id": "d", "title": "Harbour", "text": "The harbour has nine docks."},
]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "all.jsonl")
        yield library


def test_articles_are_found_narrowed_removed_and_brought_back(context: BrowserContext, own: Library) -> None:
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page = desk.page
        page.get_by_role("button", name="4 articles").click()
        rows, titles = page.locator("#table tbody tr"), page.locator("#table tbody td.title")
        expect(rows).to_have_count(4)
        expect(titles.nth(1)).to_contain_text("one of 2 copies")
        expect(titles.first).to_contain_text("<Se> tait")
        page.get_by_label("Search the articles").fill("ELYSEE soir")
        expect(rows).to_have_count(1)
        page.get_by_label("Search the articles").fill("")
        page.get_by_label("Which articles").select_option("copies")
        expect(rows).to_have_count(2)
        page.get_by_label("Which articles").select_option("")
        if not desk.is_narrow:  # which has no room for the sources
            page.locator("#table").get_by_role("button", name="Source").click()
            expect(titles.first).to_contain_text("Bridge shut")
            expect(titles.last).to_contain_text("Harbour")

        bar = page.get_by_role("button", name="June 2025: 1 article", exact=True)
        expect(page.locator("#table time", has_text="17 June 2025")).to_be_visible()
        page.get_by_role("button", name="January 2025: 1 article", exact=True).focus()
        page.keyboard.press("ArrowLeft")  # around to the last
        expect(bar).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Remove the filter: Since June 2025")).to_be_visible()
        expect(rows).to_have_count(1)
        expect(bar).to_have_attribute("aria-pressed", "true")
        expect(bar).to_be_focused()
        page.keyboard.press("Enter")
        expect(rows).to_have_count(4)
        desk.choose("Since", "June 2025")  # in words, too
        desk.tab("Articles")
        expect(page.locator("#picture .outside")).to_have_count(5)
        expect(bar).not_to_have_class("outside")
        page.get_by_role("button", name="Remove the filter: Since June 2025").click()
        expect(rows).to_have_count(4)
        page.get_by_role("button", name="Daily Test: 1 article", exact=True).click()
        expect(rows).to_have_count(1)
        page.get_by_role("button", name="Remove the filter: From Daily Test").click()
        expect(rows).to_have_count(4)

        page.locator("#table").get_by_role("button", name="Bridge shut", exact=True).click()
        expect(page.locator("#text .copies")).to_contain_text("Bridge still shut")
        desk.tab("Articles")
        page.get_by_role("button", name="Remove: Harbour").click()
        expect(page.locator("#count")).to_have_text("3 articles")
        expect(page.locator("#article-undo")).to_contain_text("Removed “Harbour”")
        expect(page.get_by_role("button", name="Undo")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#count")).to_have_text("4 articles")
        expect(page.locator("#table").get_by_role("button", name="Harbour", exact=True)).to_be_focused()
        page.get_by_role("button", name="Remove: Harbour").click()
        expect(page.locator("#count")).to_have_text("3 articles")
        page.reload()
        page.get_by_role("button", name="3 articles").click()
        page.get_by_label("Which articles").select_option("removed")
        page.get_by_role("button", name="Bring back: Harbour").click()
        expect(page.locator("#count")).to_have_text("4 articles")
        assert own.search("How many docks has the harbour?")[0].article.id == "d"
        page.get_by_label("Which articles").select_option("")
        expect(rows).to_have_count(4)
        desk.assert_quiet()
        page.close()


DROP = """(files) => {
  const dropped = new DataTransfer();
  for (const [name, text] of Object.entries(files)) dropped.items.add(new File([text], name));
  const event = (type) => new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true });
  document.querySelector("#talk").dispatchEvent(event("dragover"));
  document.querySelector("#talk").dispatchEvent(event("drop"));
}"""

# As a browser hands in a folder; Playwright can't, to Debian's Chromium.
CHOOSE = """(field, files) => {
  const chosen = Object.entries(files).map(([path, text]) =>
    Object.defineProperty(new File([text], path.split("/").pop()), "webkitRelativePath", { value: path }));
  Object.defineProperty(field, "files", { value: chosen, configurable: true });
  field.dispatchEvent(new Event("change", { bubbles: true }));
}"""

# A page that nobody looks at does not look by itself how much the library holds.
COUNTS_LOOKS = """() => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  const look = OnRecord.look;
  OnRecord.calls = [];
  OnRecord.look = (name, ...words) => (OnRecord.calls.push(name), look(name, ...words));
}"""


def test_articles_are_added_in_any_way(context: BrowserContext, own: Library, tmp_path: Path) -> None:
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk, other = Desk(context.new_page()).open(url), Desk(context.new_page()).open(url)
        page, done = desk.page, desk.page.locator("#synced")
        expect(page.locator("#first")).to_contain_text("4 articles")
        page.evaluate(
            DROP, {"one.txt": "The ferry sank.", "two.txt": "The ferry rose.", "bad.jsonl": "{", "cat.png": "x"}
        )
        expect(page.get_by_role("tab", name="Articles")).to_have_attribute("aria-selected", "true")
        expect(done).to_contain_text("Done: 2 added")
        for line in ("one.txt: added", "bad.jsonl: line 1: not JSON", "1 other file was not read: .png 1"):
            expect(done).to_contain_text(line)
        expect(page.locator("#count")).to_have_text("6 articles")
        page.get_by_label("Which articles").select_option("failed")
        expect(page.locator("#table")).to_contain_text("bad.jsonl: line 1: not JSON")
        page.get_by_label("Which articles").select_option("")

        (tmp_path / "one.txt").write_text("The ferry was sold.")
        page.locator("#files").set_input_files(tmp_path / "one.txt")
        expect(done).to_contain_text("one.txt: added; kept as one (2).txt")
        page.locator("#folder").evaluate(
            CHOOSE, {"folder/deeper/quay.txt": "The quay flooded.", "folder/.b.txt": "Not this."}
        )
        expect(done).to_contain_text("folder/deeper/quay.txt: added")
        assert (own.folder / "added" / "folder" / "deeper" / "quay.txt").exists()

        page.get_by_role("button", name="paste a text").click()
        page.get_by_label("Title of the text").fill("Ferry / found <b>")
        page.get_by_label("Source of the text").fill("Daily Test")
        page.get_by_label("Date of the text").fill("2025-06")
        page.get_by_label("The text", exact=True).fill("The ferry was found off Elmford.")
        page.get_by_role("button", name="Add the text").click()
        expect(done).to_contain_text("added")
        expect(page.locator("#table tbody")).to_contain_text("Ferry / found <b>")
        expect(done.locator("li")).to_have_text("Ferry found b.jsonl: added")
        (pasted,) = [one for one in own.articles() if one.title.startswith("Ferry")]
        assert (pasted.source, pasted.published, pasted.text) == (
            "Daily Test",
            "2025-06",
            "The ferry was found off Elmford.",
        )

        def paste(text: str) -> None:
            page.get_by_role("button", name="paste a text").click()
            page.get_by_label("The text", exact=True).fill(text)
            page.get_by_role("button", name="Add the text").click()
            expect(page.locator("#pasting")).to_be_hidden()

        paste("The barge sank at noon.\nNobody was hurt.")
        expect(page.locator("#table tbody")).to_contain_text("The barge sank at noon. …")
        expect(done).to_contain_text("Done: 1 added, 0 updated, 0 removed, 0 unchanged.")
        expect(done).not_to_contain_text("skipped")
        paste("Dredger, crane: who pays?\nThe dredger was sold.\n\nThe crane was not.")
        expect(done.locator("li")).to_have_text("Dredger crane who pays.jsonl: added")
        (pasted,) = [one for one in own.articles() if "dredger" in one.text]
        assert (pasted.title, pasted.text) == (
            "Dredger, crane: who pays?",
            "The dredger was sold.\n\nThe crane was not.",
        )
        page.get_by_role("button", name="Remove: Dredger, crane: who pays?").click()
        expect(page.locator("#count")).to_have_text("10 articles")
        page.evaluate(COUNTS_LOOKS)
        page.locator("#article-undo").get_by_role("button", name="Undo").click()
        expect(page.locator("#count")).to_have_text("11 articles")
        expect(
            page.locator("#table").get_by_role("button", name="Dredger, crane: who pays?", exact=True)
        ).to_be_focused()
        assert page.evaluate("OnRecord.calls").count("articles") == 1
        page.evaluate("delete document.hidden")
        page.get_by_role("button", name="Remove: Dredger, crane: who pays?").click()
        expect(page.locator("#count")).to_have_text("10 articles")
        paste("Dredger, crane: who pays?\nThe dredger was sold.\n\nThe crane was not.")
        expect(done).to_contain_text("1 that you had removed is back.")
        expect(done.locator("li")).to_contain_text("this file was here before; what you had removed of it is back")

        page.get_by_role("button", name="Add articles").click()
        expect(done).to_contain_text("Name a folder or file of articles first.")
        other.page.evaluate("dispatchEvent(new Event('focus'))")
        expect(other.page.locator("#count")).to_have_text("11 articles")
        assert [text for text in desk.complaints if "415" not in text] == []
        other.assert_quiet()
        page.close()
        other.page.close()


@pytest.mark.slow
def test_adding_is_cancelled_and_a_file_too_many_is_told(browser: Browser, own: Library, tmp_path: Path) -> None:
    lines = (json.dumps({"id": str(n), "text": f"Dock {n} of Elmford opened. " * 20}) for n in range(3000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")).open(url)
        page, done = desk.page, desk.page.locator("#synced")
        page.get_by_role("button", name="4 articles").click()
        page.get_by_placeholder("A folder or file of articles").fill(str(tmp_path / "many.jsonl"))
        page.get_by_role("button", name="Add articles").click()
        page.get_by_role("button", name="Cancel").click()
        expect(done).to_contain_text("Cancelled; what was not read waits for the next time")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert own.backlog().files == 1 and len(own) < 3000
        desk.assert_quiet()
        page.close()


@pytest.mark.slow
def test_a_folder_is_followed_until_that_is_stopped(context: BrowserContext, own: Library, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "kiln.txt").write_text("The kiln in Osmund opened on Friday.")
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page = desk.page
        page.get_by_role("button", name="4 articles").click()
        path, followed = page.get_by_label("A folder or file of articles on this computer"), page.locator("#followed")
        for wrong in ("", str(tmp_path / "nowhere")):
            path.fill(wrong)
            page.get_by_label("follow it").check()
            page.get_by_role("button", name="Add articles").click()
            expect(page.locator("#synced .note")).to_contain_text("folder")
        path.fill(str(folder))
        page.get_by_role("button", name="Add articles").click()
        expect(followed).to_contain_text("1 added")
        (folder / "pier.txt").write_text("The pier burned on Sunday.")
        expect(page.locator("#count")).to_have_text("6 articles", timeout=15_000)
        page.reload()
        page.get_by_role("button", name="6 articles").click()
        expect(followed).to_contain_text("1 added, 0 updated, 0 removed, 1 unchanged")
        followed.get_by_role("button", name="Stop following").click()
        expect(followed).to_be_hidden()
        desk.assert_quiet()
