"""Ten people at one page at once: each gets the answers to their own questions, in their own conversation."""

import pytest
from playwright.sync_api import Browser, expect

from rag import Chatbot
from rag.evaluation.gold import read_gold
from tests.conftest import SEEDS
from tests.test_browser import Desk, address, browser, pytestmark

__all__ = ["address", "browser", "pytestmark"]  # fixtures and marks for this file, too

SESSIONS = 10


@pytest.mark.slow
def test_ten_sessions_at_once_stay_correct(browser: Browser, address: str, seeds_bot: Chatbot) -> None:
    asked = [one.question for one in read_gold(SEEDS / "gold.jsonl") if not one.history][: 2 * SESSIONS]
    assert len(set(asked)) == 2 * SESSIONS
    desks = [Desk(browser.new_context().new_page()).open(address) for _ in range(SESSIONS)]
    for desk in desks:
        expect(desk.page.get_by_placeholder("Your question")).to_be_editable()
    for turn in range(2):
        for desk, question in zip(desks, asked[turn::2], strict=True):
            desk.begin(question)  # while those before it are being answered
        for desk in desks:
            expect(desk.turns).to_have_count(turn + 1)
            expect(desk.turns.last).to_have_attribute("aria-busy", "false", timeout=60_000)
    for number, desk in enumerate(desks):
        first, second = asked[2 * number : 2 * number + 2]
        expect(desk.turns.first.get_by_role("heading", name=first, exact=True)).to_be_visible()
        answer = seeds_bot.ask(first)
        for quote in answer.citations:
            expect(desk.turns.first).to_contain_text(quote.quote.text)
        if not answer.citations:
            expect(desk.turns.first).to_contain_text(answer.text)
        expect(desk.turns.last.get_by_role("heading", name=second, exact=True)).to_have_count(1)
        desk.assert_quiet()
        desk.page.context.close()
