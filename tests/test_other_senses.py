"""What begins like a notice and is none: a headline that asks how, and words that somebody said."""

import pytest

from index.reading.notices import find_notices

DRY = "It rained in Tarn all week."


@pytest.mark.parametrize(
    "title",
    [
        "Retraction: how a river town shrank",
        "Retraction: Why the glaciers go",
        "Correction: How the market for mills falls",
        "Correction: Is the market due one?",
        "Clarification: what the council of Tarn wants",
    ],
)
def test_a_headline_that_asks_is_no_notice(title: str) -> None:
    assert find_notices("a", title, DRY, None) == ()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Retraction: Mill story", "retraction"),
        ("RETRACTION: how a river town shrank", "retraction"),
        ("CORRECTED-Why the mill fell", "correction"),
        ("Correction: Mill Fire", "correction"),
        ("Correction: WHO, mills", "correction"),
        ("Correction: Will Brandt", "correction"),
        ("Correction: why we changed our report", "correction"),
        ("Correction: what was wrong in the tables", "correction"),
        ("Editor's note: why it was taken down", "editor's note"),
        ("Update: how they voted", "update"),
    ],
)
def test_a_title_that_may_be_a_notice_stays_one(title: str, kind: str) -> None:
    assert [one.kind for one in find_notices("a", title, DRY, None)] == [kind]


@pytest.mark.parametrize(
    "said",
    [
        "Clarification: that is what the council wants, said the mayor.",
        "Correction: that was never the plan, the mayor told reporters.",
        "Retraction: nothing less will do, argued Ms Brandt.",
    ],
)
def test_what_somebody_says_is_no_notice(said: str) -> None:
    assert find_notices("a", "Weir", f"{DRY}\n\n{said}", None) == ()


@pytest.mark.parametrize(
    "said",
    [
        "Correction: the weir fell on Monday, not Tuesday, police said.",
        "Correction: The toll was nine.",
        "Correction: The weir opens at nine, the warden said.",
        "Clarification: the mayor was speaking of the old weir.",
        "Clarification: What the mayor proposed was a toll of 2 crowns.",
        "Correction: this article named the wrong mayor, said the editor.",
        "CLARIFICATION: that is what the council wants, said the mayor.",
    ],
)
def test_a_true_notice_in_the_text_stays_one(said: str) -> None:
    assert [one.text for one in find_notices("a", "Weir", f"{DRY}\n\n{said}", None)] == [said]
