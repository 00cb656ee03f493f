"""Take the pictures of the documentation anew: `python -m tests.pictures docs`, over the sample articles.

Look at each before it is committed.
"""

import sys
import tempfile
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect, sync_playwright

from index import Library
from rag import Chatbot
from tests.conftest import SEEDS
from tests.page import open_page
from tests.test_browser import CHROMIUM, FLAGS, Desk, _Writer

AID, PLANT, ASSAD = (
    "did Russia aid Iran against Israel?",
    "Who built the Bushehr plant?",
    "Did Assad's government fall?",
)
EVALUATED_MS = 600_000
SETTLED_MS = 700  # what moves has come to rest

Take = Callable[[Desk], object]


def main(folder: Path) -> None:
    """Take all of them into a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Writer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    model = f"http://127.0.0.1:{server.server_port}/v1#scripted"

    def written(desk: Desk) -> None:
        desk.choose("Model", model)
        desk.page.get_by_role("button", name="Model and filters").click()
        desk.ask(AID).locator("u").first.hover()

    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        with Library.open(Path(place, "library")) as library:
            library.sync(SEEDS)
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            with open_page(Chatbot(library)) as page:
                pictures: tuple[tuple[str, Take, Literal["light", "dark"]], ...] = (
                    ("page-first", lambda desk: None, "light"),
                    ("chat", quoted, "light"),
                    ("page-hover", lambda desk: desk.ask(PLANT).locator("sup a").first.hover(), "light"),
                    ("page-contested-dark", lambda desk: desk.ask(ASSAD), "dark"),
                    ("page-articles", lambda desk: desk.tab("Articles"), "light"),
                    ("page-filters", filtered, "light"),
                    ("page-silence", lambda desk: desk.ask("Who won the World Cup in 1998?"), "light"),
                    ("page-model", written, "light"),
                    ("page-evaluation", evaluated, "light"),
                    ("page-phone", lambda desk: desk.ask(PLANT).locator("sup a").first.click(), "light"),
                )
                for name, take, scheme in pictures:
                    size = (390, 844, 2) if name == "page-phone" else (1280, 720, 1)
                    context = browser.new_context(
                        viewport={"width": size[0], "height": size[1]}, device_scale_factor=size[2], color_scheme=scheme
                    )
                    desk = Desk(context.new_page()).open(page.url)
                    take(desk)
                    settle(desk.page)
                    desk.page.screenshot(path=folder / f"{name}.png")
                    context.close()
            browser.close()
    server.shutdown()


def quoted(desk: Desk) -> None:
    """Ask, and open the article of a citation."""
    desk.ask(AID).locator("sup a").nth(2).click()


def filtered(desk: Desk) -> None:
    """Ask within a filter, beside the list of articles."""
    desk.tab("Articles")
    desk.choose("Since", "June 2025")
    expect(desk.page.locator("#chips .chip")).to_have_count(1)
    desk.ask(AID)
    if not desk.page.locator("#settings.open").count():
        desk.page.get_by_role("button", name="Model and filters").click()


def evaluated(desk: Desk) -> None:
    """Save an answer as gold, and measure the sample questions twice."""
    answer = desk.ask(PLANT)
    answer.get_by_role("button", name="Right", exact=True).click()
    desk.tab("Evaluation")
    desk.page.get_by_label("A gold file on this computer").fill("seeds/gold.jsonl")
    for runs in (1, 2):
        desk.page.get_by_role("button", name="Evaluate").click()
        expect(desk.page.locator("#run option")).to_have_count(runs, timeout=EVALUATED_MS)
        expect(desk.page.locator("#report h3").first).to_have_text("92 questions", timeout=EVALUATED_MS)


def settle(page: Page) -> None:
    """Wait until all is there, nothing is written and nothing moves."""
    expect(page.locator("#head")).to_be_visible(timeout=EVALUATED_MS)
    expect(page.locator('.turn[aria-busy="true"]')).to_have_count(0)
    page.wait_for_timeout(SETTLED_MS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
