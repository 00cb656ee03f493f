"""A page that stays open all day costs next to nothing while nobody touches it."""

import asyncio
import time

import pytest
from playwright.sync_api import Browser

from rag import Chatbot
from tests.test_browser import address, browser, pytestmark, served

__all__ = ["address", "browser", "pytestmark"]  # for this file

COUNTS_FRAMES = """
    window.frames_drawn = 0;
    const draws = requestAnimationFrame;
    window.requestAnimationFrame = (draw) => draws((now) => { frames_drawn += 1; draw(now); });
"""


STANDS_STILL = """() => {
    const before = frames_drawn;
    return new Promise((tell) => setTimeout(() => tell(frames_drawn - before < 5), 2000));
}"""


def test_an_open_page_draws_nothing_while_nobody_touches_it(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.add_init_script(COUNTS_FRAMES)
    page.goto(address)
    page.get_by_role("button", name="12 articles").wait_for()
    page.wait_for_function(STANDS_STILL, polling=100)  # else it asks in each frame
    page.close()


def test_a_server_that_nobody_asks_sleeps(bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    sleep = asyncio.sleep

    async def counted(seconds: float) -> None:
        slept.append(seconds or 1)  # none gives way once, and waits for nothing
        await sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", counted)
    with served(bot):
        time.sleep(1)
    assert slept
    assert min(slept) >= 0.01
