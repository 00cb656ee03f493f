"""What stands in quotation marks, as print sets them; and what only looks like a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.quotation_marks import find_quotations, without_quotations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "we will go" and left.', ["we will go"]),
        (
            "„Das ist gut“, «c’est la vie», ‹so be it›, 「それは良い」.",
            ["Das ist gut", "c’est la vie", "so be it", "それは良い"],
        ),
        ("‘the workers’ demands were met’, she said.", ["the workers’ demands were met"]),
        ("“He said ‘no way’ to me,” she said.", ["He said ‘no way’ to me,"]),
        ("“He said “no way” to me,” she said.", ["He said “no way” to me,"]),
        ("‘He said “no way” to me,’ she said.", ["He said “no way” to me,"]),
        ("“One.\n\n“Two.\n\n“Three,” she said. “Four.”", ["One. Two. Three,", "Four."]),
        ('"One.\n\n"Two," she said.', ["One. Two,"]),
        ("Don’t say it isn’t so; the dogs' bowls of the '90s, rock 'n' roll.", []),
        ('A 5" pipe and "a word or two".', ["a word or two"]),
        ("❝Fancy marks❞ and no others.", ["Fancy marks"]),
    ],
)
def test_marks_that_belong_together(text: str, words: list[str]) -> None:
    assert [one.words_in(text) for one in find_quotations(text)] == words
    assert all(one.closed for one in find_quotations(text))


def test_a_missing_mark_ends_with_the_paragraph() -> None:
    text = "“We go. Then she left.\n\nIt rained. “We stay,” he said."
    first, second = find_quotations(text)
    assert (first.words_in(text), first.closed) == ("We go. Then she left.", False)
    assert (second.words_in(text), second.closed) == ("We stay,", True)


@given(st.text(alphabet="ab .,\n\"“”‘’'„«»", max_size=60))
def test_places_are_in_order_and_true(text: str) -> None:
    last = 0
    for one in find_quotations(text):
        assert last <= one.start < one.parts[0].start <= one.parts[-1].end <= one.end <= len(text)
        last = one.end
    assert len(without_quotations(text, "_")) == len(text)


def test_a_long_text_without_paragraphs_is_read_once() -> None:
    assert list(find_quotations("He 'tried it. " * 2_000 + " " * 100_000)) == []
    assert len(list(find_quotations("He said “we go” now. " * 5_000))) == 5_000
