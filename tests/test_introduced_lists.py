"""Only what introduces a list is its lead: a colon, words that say so, or a heading right above it."""

import pytest

from index import split_sentences

ITEMS = "- Ash Hall\n- Elm Hall"


def first_item(text: str) -> str:
    return next(one.said_in(text) for one in split_sentences(text) if one.is_entry)


@pytest.mark.parametrize(
    "above",
    [
        "The council met on Monday.",
        "The mayor was ill. Rain fell all week.",
        "Nobody knows why!",
        "Was it the rain?",
        "“It was the rain.”",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_plain_sentence_is_no_lead(above: str, between: str) -> None:
    assert first_item(f"{above}{between}{ITEMS}") == "Ash Hall"


@pytest.mark.parametrize(
    "above",
    [
        "Open today:",
        "The following halls open today.",
        "The halls are as follows.",
        "These halls open today.",
        "Here are the halls that open.",
        "The halls that open are listed below.",
        "Many halls open today, including some old ones.",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_says_that_it_introduces_is(above: str, between: str) -> None:
    assert first_item(f"It is wet. {above}{between}{ITEMS}").endswith(f"{above} Ash Hall")


def test_a_heading_right_above_is() -> None:
    assert first_item(f"It is wet.\n\nHalls that open\n\n{ITEMS}") == "Halls that open: Ash Hall"
