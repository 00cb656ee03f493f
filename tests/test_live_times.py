"""The times of a live blog's updates, which stay, and those of what stands beside it, which do not."""

import re

import pytest

from index.reading.cleaning import clean
from tests.test_datelines import FIRST, SECOND, page


@pytest.mark.parametrize(
    "time",
    [
        *("7.15am", "Fri 07:15", "12 mins ago", "7 pm", "1h ago", "<time>07:15</time>", "0715 GMT", "7.15 Uhr"),
        *("07:15 | Ida Morn", "07:15 – Tarn", "<a href='https://tarn.org/live?update=2'>07:15</a>"),
    ],
)
def test_each_update_keeps_its_time_whatever_its_form(time: str) -> None:
    updates = "".join(
        f"<div class='entry'><span class='when'>{when}</span><h2>{head}</h2>{text}</div>"
        for when, head, text in [("08:30", "Vote taken", FIRST), (time, "Clerk speaks", SECOND)]
    )
    text = page(f"<h1>Live: the channel</h1><div class='blog'>{updates}</div>").text
    assert "08:30" in text
    assert re.sub("<.*?>", "", time) in text


def test_each_update_keeps_its_time_where_it_says_that_it_was_posted() -> None:
    updates = (("Updated 08:30", "Vote taken", FIRST), ("Updated 07:15", "Clerk speaks", SECOND))
    body = "".join(f"<div class='entry'><p>{when}</p><h2>{head}</h2>{text}</div>" for when, head, text in updates)
    text = page(f"<h1>Live: the channel</h1><div class='blog'>{body}</div>").text
    assert [line for line in clean(text).text.split("\n") if line.startswith("Up")] == [one[0] for one in updates]
    assert clean(f"Updated 08:30\n{text.replace(updates[0][0], '').replace(updates[1][0], '')}").removed


@pytest.mark.parametrize(
    "box",
    [
        "<div class='promo'>Tarn Live, tonight at {}</div>",
        "<div class='more'><a href='/9'>Lock opens</a> {}</div>",
        "<div class='share'>{}</div>",
        "<div class='stall'>The fish market opens {}</div>",
    ],
)
@pytest.mark.parametrize("times", [("8pm", "9.15pm"), ("5 min ago", "an hour ago"), ("<time>07:15</time>", "7:30")])
def test_a_time_in_a_line_about_something_else_is_no_update(box: str, times: tuple[str, str]) -> None:
    boxes = [box.format(time) for time in times]
    text = page(f"<article><h1>Channel to be dredged</h1>{FIRST}{boxes[0]}{SECOND}{boxes[1]}{FIRST}</article>").text
    assert [line for line in text.split("\n") if line and not line.startswith(("The harbour", "Its clerk"))] == []
