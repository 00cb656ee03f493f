"""What cleaning takes out, and above all what it leaves."""

import pytest

from index.cleaning import clean


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share on Facebook | Twitter | Email", "share bar"),
        ("Facebook Twitter WhatsApp", "share bar"),
        ("Read more: The other port", "link to other pages"),
        ("Related stories", "link to other pages"),
        ("Sign up for our daily newsletter", "newsletter"),
        ("We use cookies to improve your experience", "cookie notice"),
        ("Leave a comment", "comments"),
        ("Advertisement", "advertisement"),
        ("© 2024 Daily Test. All rights reserved.", "copyright line"),
        ("Table of Contents", "table of contents"),
        ("• Username : jdoe", "author profile"),
        ("instagram:", "author profile"),
    ],
)
def test_furniture_goes_with_its_reason(line: str, reason: str) -> None:
    cleaned = clean(f"The port opened.\n\n{line}\n\nIt has nine docks.")
    assert cleaned.text == "The port opened.\n\nIt has nine docks."
    assert [(removed.text, removed.reason) for removed in cleaned.removed] == [(line, reason)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by three percent on Monday.",
        "Facebook and Twitter said on Monday that they would comply.",
        "Read more than one account of the war, she told students.",
        "More than 200 people were hurt.",
        "The company said it would sign up for the program.",
        "Comments by the minister drew anger.",
        "Related charges were dropped.",
        "Her name : a secret",
    ],
)
def test_sentences_that_start_like_furniture_stay(sentence: str) -> None:
    cleaned = clean(f"The port opened.\n{sentence}\nIt has nine docks.")
    assert sentence in cleaned.text and cleaned.removed == ()


def test_captions_set_twice_go_even_when_glued_to_a_paragraph() -> None:
    cleaned = clean("The port opened. Port - The Movie\n\nPort - The Movie\n\nPORT | Trailer\n\nPORT | Trailer")
    assert cleaned.text == "The port opened."
    assert {removed.reason for removed in cleaned.removed} == {"caption set twice"}


def test_headings_repeated_in_a_table_of_contents_stay_once() -> None:
    cleaned = clean("Table of Contents\nThe docks\nThe bridge\n\nThe docks\nNine of them.\n\nThe bridge\nIt is shut.")
    assert cleaned.text == "The docks\nNine of them.\n\nThe bridge\nIt is shut."


def test_prompts_to_the_reader_go_sentence_by_sentence() -> None:
    cleaned = clean("It opened. Share your view in the comments below, and tell a friend. It has nine docks.")
    assert cleaned.text == "It opened. It has nine docks."


def test_a_source_line_at_the_end_names_the_source() -> None:
    cleaned = clean("It opened.\nOriginal Source: news.example")
    assert (cleaned.text, cleaned.source) == ("It opened.", "news.example")


def test_lines_of_any_length_take_linear_time() -> None:
    for piece in ("word ", " ", "a", ".", "Why? ", "\n"):
        clean(piece * 200_000)  # minutes, when a pattern starts anew at each character


def test_clean_text_stays_as_it_is() -> None:
    text = "The port opened in May.\n\nIt has nine docks; the mayor, Ms. Li, said “ten”."
    assert clean(text).text == text
    assert clean(clean(text).text).removed == ()
