"""The marks of notices in titles: what is one, and which words only look so."""

import pytest

from index.reading.title_marks import bare_title
from tests.test_notices import NONE, notices


@pytest.mark.parametrize(
    ("title", "kind", "mark"),
    [
        ("CORRECTED-Mill sold for 40 pounds", "correction", "CORRECTED-"),
        ("UPDATE 2-Mill sold for 40 pounds", "update", "UPDATE 2-"),
        ("Correction: Osk mill story", "correction", "Correction: Osk mill story"),
        ("REFILE-UPDATE 1-Mill sold", "update", "REFILE-UPDATE 1-"),
        ("RETRACTED: Mill sold", "retraction", "RETRACTED: Mill sold"),
        ("Correction - Osk mill story", "correction", "Correction - "),
        ("Mill sold (corrected)", "correction", "(corrected)"),
        ("Mill sold [UPDATED]", "update", "[UPDATED]"),
        ("Mill sold – clarification", "clarification", "– clarification"),
        ("FACTBOX-CORRECTED-Mills", "correction", "CORRECTED-"),
        ("UPDATE 2-CORRECTED-Mill sold", "correction", "UPDATE 2-CORRECTED-"),
        ("CORRECTED (OFFICIAL)-Mill sold", "correction", "CORRECTED (OFFICIAL)-"),
        ("ADVISORY-Mill story withdrawn", "retraction", "ADVISORY-Mill story withdrawn"),
        ("Editor's note: story on the mill withdrawn", "retraction", "Editor's note: story on the mill withdrawn"),
    ],
)
def test_the_mark_of_a_title_is_one(title: str, kind: str, mark: str) -> None:
    assert notices("It was sold.", title) == [(kind, mark)]
    assert bare_title("UPDATE 2-Mill  sold") == bare_title("Mill sold (corrected)") == "mill sold"
    assert bare_title("FACTBOX-CORRECTED-Mills") == bare_title("FACTBOX-Mills")


@pytest.mark.parametrize(
    "title",
    ["Update-resistant mills", "Updates are due: mills", "Corrections officers strike", "KILLED: three millers"]
    + [
        "Mill (updated timetable)",
        "ADVISORY-Storm at the mill",
        "Course correction",
        "Offer withdrawn",
        "Bid for the mill - withdrawn",
        "Correction - a novel of the mills",
        "POST-UPDATE-era mills",
    ],
)
def test_a_title_of_such_words_is_none(title: str) -> None:
    assert notices("It was sold.", title) == NONE
