"""How much the library holds, in pages that are open while something else adds to it."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from index import Library
from rag import Chatbot
from tests.test_browser import browser, context, desk_of, pytestmark, screen, served
from tests.test_page_said import own

__all__ = ["browser", "context", "own", "pytestmark", "screen"]  # fixtures and marks for this file


def add(library: Library, name: str, text: str) -> None:
    """Take in an article as a terminal does: no page is told of it."""
    file = Path(library.folder).parent / f"{name}.txt"
    file.write_text(text)
    library.sync(file)


@pytest.mark.slow
def test_an_open_page_counts_what_is_added_elsewhere(context: BrowserContext, own: Library) -> None:
    with served(Chatbot(own)) as url, desk_of(context, url) as desk:
        count, first = desk.page.locator("#count"), desk.page.locator("#first")
        expect(count).to_have_text("1 article")
        add(own, "mill", "The mill on Carder Street was sold in June.")
        expect(count).to_have_text("2 articles")  # without a look at it
        expect(first).to_contain_text("2 articles")
        desk.ask("Who sold the mill?")
        desk.tab("Articles")
        add(own, "ferry", "The ferry to Aldmoor sails at noon.")
        expect(count).to_have_text("3 articles")
        expect(desk.page.locator("#table [data-article]", has_text="ferry")).to_have_count(1)
        desk.assert_quiet()


def test_the_list_and_its_count_agree_at_once(context: BrowserContext, own: Library) -> None:
    with served(Chatbot(own)) as url, desk_of(context, url) as desk:
        desk.ask("When did the harbor open?")
        desk.tab("Quotes")
        expect(desk.page.locator("#count")).to_have_text("1 article")
        add(own, "mill", "The mill on Carder Street was sold in June.")
        desk.tab("Articles")
        expect(desk.page.locator("#table [data-article]", has_text="mill")).to_have_count(1)
        expect(desk.page.locator("#count")).to_have_text("2 articles", timeout=1500)
        desk.assert_quiet()
