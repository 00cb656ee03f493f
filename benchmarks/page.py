"""How long a person waits for the page, in a real Chromium, and how much of the screen the answer gets.

    python -m benchmarks.page [--runs N]

From the start of `onrecord chat` over the sample articles, beside what the page can't do without: a process that
imports Gradio and ends. Then a click on a citation that stands in an article of 5,000 words. Needs Chromium, and the
extra `test`. The load of the machine is said: numbers taken on a busy one mean little.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from benchmarks.chatting import chat
from benchmarks.machine import facts
from benchmarks.tables import table
from index import Library

SEEDS = Path("seeds")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
WIDTH, HEIGHT = 1280, 720  # of a laptop's screen
WORDS = 5_000
QUESTION = "How many docks does the harbor of Elmford have?"
FACT = "The harbor of Elmford has nine docks."


def write_article(folder: Path) -> Path:
    """Write an article of about 5,000 words, what is asked in the middle of it."""
    filler = [f"Barge {number} of the {number % 90} line came in with grain and left at noon." for number in range(360)]
    filler[180] = FACT
    file = folder / "harbor.md"
    file.write_text("---\ntitle: The harbor\n---\n" + "\n\n".join(filler), encoding="utf-8")
    return file


def bare_gradio_s() -> float:
    """Return the seconds of a process that imports Gradio and ends."""
    begun = perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import gradio"], check=True, env=os.environ | {"GRADIO_ANALYTICS_ENABLED": "0"}
    )
    return perf_counter() - begun


def visit(page: Page, library: Path) -> dict[str, float]:
    """Return the seconds from the start to a box that takes words and to an answer, and what the answer gets."""
    begun = perf_counter()
    with chat(library) as (address, _):
        page.goto(address)
        box = page.get_by_placeholder("Your question")
        box.wait_for()
        usable = perf_counter() - begun
        box.fill(QUESTION)
        box.press("Enter")
        citation = page.locator('.turn a[href^="#source-"]').first
        citation.wait_for(timeout=60_000)
        answered = perf_counter() - begun
        page.locator('.turn[aria-busy="false"]').wait_for()
        room = page.locator("#talk").bounding_box()
        assert room
        clicked = perf_counter()
        citation.click()
        page.locator("#text mark.found").wait_for()
        opened = perf_counter() - clicked
    share = room["width"] * room["height"] / (WIDTH * HEIGHT)
    return {"usable": usable, "answered": answered, "opened": opened, "share": share}


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="of which the middle one is shown (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder, "library")
        with Library.open(place) as library:
            library.sync(SEEDS, write_article(Path(folder)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        bare, seen = [], []
        for _ in range(options.runs):
            bare.append(bare_gradio_s())
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            seen.append(visit(page, place))
            page.close()
        browser.close()
    middle = {name: median(one[name] for one in seen) for name in seen[0]}
    gradio = median(bare)
    said = {"usable": "start to a usable page", "answered": "start to the first answer"}
    said["opened"] = f"click to a quote in an article of {WORDS:,} words"
    rows = [(what, f"{middle[name]:.2f}", f"{middle[name] / gradio:.1f}") for name, what in said.items()]
    print(f"{facts()}\n")
    print(table(("", "seconds", f"times Gradio's import ({gradio:.1f} s)"), rows))
    print(f"The answer has {middle['share']:.0%} of {WIDTH} x {HEIGHT}.")


if __name__ == "__main__":
    main()
