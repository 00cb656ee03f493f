"""A prompt to the reader that somebody quotes is what the article says; one that a paper sets there is not."""

import pytest

from index.reading.cleaning import clean


@pytest.mark.parametrize(
    "line",
    [
        '"Sign up for our newsletter" was on every wall of the mill.',
        "“Sign up for our newsletter!” was on every wall of the mill.",
        "'Sign up for our newsletter' was on every wall of the mill.",
        "«Sign up for our newsletter» was on every wall of the mill.",
        "“Subscribe to our newsletter,” she told the crowd.",
        "“Follow us on Twitter,” the posters said.",
        'The banner said "Click here for more information" in red.',
        "She can't read “if you enjoyed this article” without a laugh.",
    ],
)
def test_a_quoted_prompt_stays(line: str) -> None:
    cleaned = clean(f"It rained in Tarn.\n{line}\nIt snowed in Pell.")
    assert line in cleaned.text
    assert cleaned.removed == ()


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter.",
        'Sign up for our "Daily" newsletter or alerts today.',
        "If you enjoyed this article, tell us.",
        "“Sign up for our newsletter.”",
    ],
)
def test_a_prompt_goes(line: str) -> None:
    assert "Sign up" not in clean(f"It rained in Tarn.\n{line}\nIt snowed in Pell.").text
    assert "enjoyed" not in clean(f"The “mill” is old. {line}").text


def test_many_marks_without_a_partner_cost_little() -> None:
    line = "“" * 20_000 + '"' + " 'a" * 20_000 + "."
    assert clean(line).text
