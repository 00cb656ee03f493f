"""What another paper says of its reports is news, also where it shares a word with the article's own."""

import pytest

from index.reading.notices import find_notices


def told(said: str) -> list[tuple[str, str]]:
    """Return kind and text of the notices of a story of the Vale Times with a paragraph."""
    text = f"The Osk mill was sold in March.\n\n{said}\n\nIt burned down in May."
    return [(one.kind, one.text) for one in find_notices("a", "The mill", text, "Vale Times")]


@pytest.mark.parametrize(
    "said",
    [
        "The Ridge Times has retracted its story on the mill.",
        "The Ridge Times no longer stands by its report of May 5.",
        "The Sunday Times of Ridge said that the Marlow Times has withdrawn its report.",
        "The Ridge Times apologises for the error.",
        "The Vale Council regrets the error.",
        "The Vale Council is happy to make clear that the mill was let.",
        "In a story on Monday, the Ridge Times wrongly said the mill was sold.",
        "The report was withdrawn by the Vale Council on Monday.",
        "The Ridge Times report has been retracted.",
    ],
)
def test_who_shares_a_word_with_the_paper_is_not_the_paper(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "The Times has retracted its story on the mill.",
        "On Friday Vale Times has withdrawn its report on the mill.",
        "The Vale Times’s Monday report on the mill has been retracted.",
        "But The Vale Times no longer stands by its report of May 5.",
    ],
)
def test_the_paper_is_known_by_its_short_name_too(said: str) -> None:
    assert told(said) == [("retraction", said)]
