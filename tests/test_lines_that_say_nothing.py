"""What stands among sentences and is no quote: datelines and bylines; and words that do not say whose they are."""

import pytest

from index.language.datelines import is_dateline
from index.language.speech import is_speech, lacks_speaker
from index.language.statements import is_statement


@pytest.mark.parametrize(
    "line",
    [
        "Feb. 3, 2024 Updated Feb. 4, 2024, 9:05 p.m.",
        "OSLO, Norway (AP) —",
        "By Ida Flint and Karl Bo | Osk Morning Post.",
        "Reporting by Karl Bo in Osk; editing by Ida Flint.",
        "Published Tuesday, 6 May 2025 at 10.15 BST.",
        "4 minute read.",
        "6 hours ago.",
    ],
)
def test_a_dateline_says_nothing(line: str) -> None:
    assert is_dateline(line) and not is_statement(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "The pier opened on Feb. 3, 2024.",
        "Rain on Monday.",
        "Karl Bo resigned on Monday.",
        "Osk beat Kiel 3-1 on May 4.",
        "By May, 300 had left.",
        "It was updated at 9:05 p.m.",
    ],
)
def test_a_sentence_with_a_date_says_something(sentence: str) -> None:
    assert not is_dateline(sentence)


@pytest.mark.parametrize(
    ("sentence", "lacks"),
    [
        ('"We will go on strike," she said.', True),
        ("“We will go on strike. ", True),
        ("And then we will win.”", True),
        ('"We will go on strike," said Flint.', False),
        ('"We will go on strike," the union said.', False),
        ("Flint called it “a day of shame” for the town.", False),
    ],
)
def test_whose_words_they_are(sentence: str, lacks: bool) -> None:
    assert is_speech(sentence) and lacks_speaker(sentence) is lacks
    assert not is_speech("The “Ida” sank.") and not lacks_speaker("She left.")


@pytest.mark.parametrize(
    "line", ["Ghana published the map on Monday.", "Berg updated Levi on Peru.", "Velmar modified the old engine."]
)
def test_who_publishes_something_makes_a_sentence(line: str) -> None:
    assert not is_dateline(line)
