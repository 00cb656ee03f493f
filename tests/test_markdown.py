"""A model's Markdown read as text: no sign of it is left, and no word is changed."""

import time

import pytest

from rag.verdict.grounding import ground
from rag.verdict.markdown import markdown_to_text
from tests.test_grounding import evidence

DRAFT = (
    "## Summary\n\n**Putin** offered to *mediate* [1.3].\n\n"
    "- **Money**: Russia agreed in 2022 to pay $1.7 billion for `drones` [1.2].\n"
    "  1. The Kremlin is unlikely to give Iran military help [1.1].\n"
    "  2. Mr. Assad said the deal was “**final** and fair” for Syria [1.4].\n\n"
    "| Who | What |\n|---|---|\n| Putin | offered [1.3] |\n\n---\n\n> It “came to nothing” [1.1].\n"
)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Aid #\n\nIt fell.", "Aid\n\nIt fell."),
        ("Aid\n===\nIt fell.", "Aid\n\nIt fell."),
        ("* It fell.\n* It rose.", "It fell.\n\nIt rose."),
        ("1. It fell.\n2. It rose.\n\nThen:\n\n3) It fell.", "It fell.\n\nIt rose.\n\nThen:\n\nIt fell."),
        ("1. It fell.\n   1. By half.\n2. It rose.", "It fell.\n\nBy half.\n\nIt rose."),
        ("- **Oil**: it __fell__", "Oil: it fell"),
        ("| A | B |\n|:--|--:|\n| oil | 5 [1.1] |", "A; B\n\noil; 5 [1.1]"),
        ("| A | B |\n|--", "A; B"),
        ("> It fell.\n> It rose.", "It fell.\nIt rose."),
        ("It fell.\n\n***\n\nIt rose.", "It fell.\n\nIt rose."),
        ("[The report](https://a.example/x) says so [1.1](https://a.example).", "The report says so [1.1]."),
        ("![A boat](boat.png) came.", "A boat came."),
        ("```\nIt fell.\n```", "It fell."),
        ("[1.3]: Yes. [1.1][1.2] \\[1.4\\]", "[1.3]: Yes. [1.1][1.2] [1.4]"),
    ],
)
def test_markup_goes(markdown: str, text: str) -> None:
    assert markdown_to_text(markdown) == text


@pytest.mark.parametrize(
    "text",
    [
        "1945. It ended.",
        "-5 degrees, and 5 * 3 or 2*3*4 of snake_case",
        "Fish &amp; chips cost &#36;5 -- or more...",
        "He said \"yes\" (c) 'no'",
        "It fell by #3 in 2022 <b>at once</b>",
        "    It was set in.".strip(),
        "``final and fair''",
        "【1.3】 It fell [1.1-1.3].",
    ],
)
def test_words_stay(text: str) -> None:
    assert markdown_to_text(text) == text


def test_verdicts_and_rejections_see_plain_text() -> None:
    grounded = ground(DRAFT, evidence())
    assert not any(sign in grounded.text for sign in ("#", "*", "`", "|", "- ", ">", "---"))
    assert [one.text for one in grounded.sentences][1:5] == [
        "Putin offered to mediate.",
        "Money: Russia agreed in 2022 to pay $1.7 billion for drones.",
        "The Kremlin is unlikely to give Iran military help.",
        "Mr. Assad said the deal was “final and fair” for Syria.",
    ]
    assert [one.marker for one in grounded.rejected] == ["came to nothing"]


@pytest.mark.parametrize("end", range(0, len(DRAFT), 3))
def test_a_growing_draft_shows_no_half_mark(end: int) -> None:
    for sentence in ground(DRAFT[:end], evidence(), growing=True).sentences:
        assert not sentence.text.startswith(("#", "*", "- ", "|", ">", "`"))
        assert "|--" not in sentence.text and "**" not in sentence.text


@pytest.mark.parametrize("piece", ["[", "![", "*a ", "_a ", "`", "> ", "- ", "1. ", "|", "\\", "<", "[a](", "#", "\n"])
def test_floods_of_signs_are_read_in_time(piece: str) -> None:
    begun = time.perf_counter()
    markdown_to_text((piece * 6400)[:6400], growing=True)
    assert time.perf_counter() - begun < 10
