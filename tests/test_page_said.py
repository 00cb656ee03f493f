"""What the page says of what was cut, of what waits, and of what went wrong; and what it says no second time."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index import Library
from page.sentence import as_sentence
from rag import Chatbot
from rag.answer import Verdict
from rag.show import EXPORTS, answer_html
from tests.fakes import WordHashEmbedder
from tests.test_browser import Desk, address, browser, context, desk, pytestmark, screen, served

__all__ = ["address", "browser", "context", "desk", "pytestmark", "screen"]  # fixtures and marks for this file

# A folder that is dropped, as a browser tells of it: some entries at a time, and of no file before it is asked for.
DROP_FOLDER = """(files) => {
  const nameOf = (path) => path.split("/").pop();
  const fileEntry = ([path, text]) => ({
    isFile: true, isDirectory: false, name: nameOf(path), fullPath: `/${path}`,
    file: (take, fail) => (text === null ? fail(new DOMException("", "Gone")) : take(new File([text], nameOf(path)))),
  });
  const within = (files, folder) => files.filter(([path]) => path.startsWith(folder));
  const folderEntry = (path, files) => ({
    isFile: false, isDirectory: true, name: nameOf(path), fullPath: `/${path}`,
    createReader: () => {
      const below = files.map(([name, text]) => [name.slice(path.length + 1), text]);
      const folders = [...new Set(below.filter(([name]) => name.includes("/")).map(([name]) => name.split("/")[0]))];
      const left = [
        ...folders.map((name) => folderEntry(`${path}/${name}`, within(files, `${path}/${name}/`))),
        ...files.filter(([name]) => !name.slice(path.length + 1).includes("/")).map(fileEntry),
      ];
      return { readEntries: (take) => setTimeout(() => take(left.splice(0, 2))) };
    },
  });
  const entry = folderEntry("news", Object.entries(files));
  const items = [{ kind: "file", webkitGetAsEntry: () => entry }];
  const dataTransfer = { value: { types: ["Files"], items, getData: () => "" } };
  for (const type of ["dragover", "drop"]) {
    const event = new Event(type, { bubbles: true, cancelable: true });
    document.querySelector("#talk").dispatchEvent(Object.defineProperty(event, "dataTransfer", dataTransfer));
  }
}"""


WAITED = "When this was asked, 4 files were still waiting to be read, so the answer does not know them."


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "harbor.txt").write_text("The harbor opened in May. It has nine docks.\n")
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "harbor.txt")
        yield library


def paste(page: Page, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_what_does_not_fit_into_a_field_is_said(desk: Desk) -> None:
    page, box = desk.page, desk.page.get_by_placeholder("Your question")
    box.fill("Who said: ")
    paste(page, "a quay " * 700)  # 4,900 characters
    expect(page.get_by_role("alert")).to_have_count(0)
    box.fill("Who said: ")
    paste(page, "a quay " * 1000)
    expect(page.get_by_role("alert")).to_contain_text("Only 5,000 characters fit in here: the last 2,010 of what")
    assert len(box.input_value()) == 5000
    box.select_text()
    paste(page, "a quay " * 800)  # in the place of all that was there
    expect(page.get_by_role("alert")).to_contain_text("the last 600 of what")
    desk.tab("Articles")
    page.get_by_label("Search the articles").focus()
    paste(page, "b" * 301)
    cut = page.locator("#articles .cut")
    expect(cut).to_contain_text("the last 1 of what")
    page.get_by_label("Search the articles").fill("b")
    expect(cut).to_have_count(0)
    desk.assert_quiet()


def test_a_pasted_text_has_an_address(context: BrowserContext, own: Library) -> None:
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        page = desk.page
        page.get_by_role("button", name="1 article").click()
        page.get_by_role("button", name="paste a text").click()
        page.get_by_label("The text", exact=True).fill("The ferry was found off Elmford.")
        field = page.get_by_label("Address of the text")
        for wrong in ("news.example/ferry", "javascript:alert(1)", "file:///etc/passwd"):
            field.fill(wrong)
            page.get_by_role("button", name="Add the text").click()
            assert field.evaluate("field => field.matches(':invalid')")
        expect(page.locator("#synced")).to_have_text("")
        field.fill("HTTPS://news.example/ferry?id=7")
        page.get_by_role("button", name="Add the text").click()
        expect(page.locator("#synced")).to_contain_text("added")
        (pasted,) = [one for one in own.articles() if "ferry" in one.text]
        assert (pasted.url or "").lower() == "https://news.example/ferry?id=7"
        desk.assert_quiet()
        page.close()


@pytest.mark.slow
def test_a_folder_that_is_dropped_is_walked_to_its_end(context: BrowserContext, own: Library) -> None:
    files = {f"news/{name}.txt": f"The ferry {name} sank." for name in ("one", "two", "three", "four", "five")}
    files |= {"news/old/six.txt": "The ferry six sank.", "news/old/.git/x.txt": "No.", "news/old/deep/a.png": "x"}
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        expect(desk.page.locator("#first")).to_contain_text("1 article")
        desk.page.evaluate(DROP_FOLDER, files)
        done = desk.page.locator("#synced")
        expect(done).to_contain_text("Done: 6 added")
        for line in ("news/five.txt: added", "news/old/six.txt: added", "1 other file was not read: .png 1"):
            expect(done).to_contain_text(line)
        assert (own.folder / "added" / "news" / "old" / "six.txt").exists()
        desk.page.evaluate(DROP_FOLDER, {"news/gone.txt": None})
        expect(done).to_contain_text("What was dropped can't be read; see whether it is still there.")
        desk.assert_quiet()
        desk.page.close()


@pytest.mark.slow
def test_what_waits_is_told_calmly_and_read_on_in_the_page(
    context: BrowserContext, own: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"The ferry of town{number} sank in June.\n")
    own.sync(folder, cancelled=lambda: True)
    with Chatbot(own) as chatbot, served(chatbot) as url:
        desk = Desk(context.new_page()).open(url)
        answer = desk.ask("How many docks does the harbor have?")
        aside = answer.locator(".aside.waiting")
        expect(aside).to_have_text(f"{WAITED} Read on", use_inner_text=True)
        expect(answer.locator(".note")).to_have_count(0)
        expect(answer).not_to_contain_text("onrecord sync")
        aside.get_by_role("button", name="Read on").click()
        expect(desk.page.locator("#synced")).to_contain_text("Done: 4 added")
        expect(desk.page.locator("#waiting")).to_be_hidden()
        expect(aside).to_have_text(f"{WAITED} Ask again", use_inner_text=True)
        desk.page.reload()
        expect(aside).to_have_text(f"{WAITED} Ask again", use_inner_text=True)
        aside.get_by_role("button", name="Ask again").click()
        expect(desk.turns).to_have_count(2)
        expect(desk.turns.last).to_have_attribute("aria-busy", "false")
        expect(desk.turns.last.locator(".waiting")).to_have_count(0)
        desk.assert_quiet()
        desk.page.close()


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("articles outside of it say otherwise", "Articles outside of it say otherwise."),
        ("nonsense: no such model; write quotes", "nonsense: no such model; write quotes."),
        ("gguf:/a b.gguf: no such file; give the path", "gguf:/a b.gguf: no such file; give the path."),
        ("the model can't be loaded (no space)", "The model can't be loaded (no space)."),
        ("needs a package; run: pip install onrecord", "Needs a package; run: pip install onrecord"),
        ("name one like http://host:port", "Name one like http://host:port"),
        ("http://127.0.0.1:9/v1#m: it answers 500", "http://127.0.0.1:9/v1#m: it answers 500."),
        ("Stopped.", "Stopped."),
        ("nothing was quoted from El País", "Nothing was quoted from El País."),
        ("it holds no more than 40%", "It holds no more than 40%."),
        ("the place is gone, see [3]", "The place is gone, see [3]."),
        ("iPhone notes are not read", "iPhone notes are not read."),
        ("onrecord sync failed (why?)", "onrecord sync failed (why?)"),
        ("write it to C:\\news", "Write it to C:\\news"),
        ("look into news.jsonl", "Look into news.jsonl"),
        ("it ended in “dots …”", "It ended in “dots …”"),
        ("", ""),
    ],
)
def test_what_went_wrong_is_a_sentence(note: str, said: str) -> None:
    assert as_sentence(note) == said == as_sentence(said)


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "{}", "“{}”."])
def test_a_side_that_a_model_repeats_is_said_once(seeds_bot: Chatbot, marks: str) -> None:
    found = seeds_bot.ask("Did Assad's government fall?")
    side = found.citation(found.positions[0].citations[0])
    repeated = Verdict(marks.format(side.quote.text), (side.number,), "quoted")
    other = Verdict("Sources differ on it.", (side.number,), "supported")
    answer = replace(found, model="m", sentences=(repeated, other))
    for said in (answer_html(answer).replace("&#x27;", "'"), str(EXPORTS["html"]([answer])).replace("&#x27;", "'")):
        assert said.split("<footer")[0].count(side.quote.text[:40]) <= 1 and "Sources differ on it." in said
    assert answer_html(answer).count(side.quote.text[:30]) == 1
