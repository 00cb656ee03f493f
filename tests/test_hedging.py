"""A sentence that is surer than its quotes is named, and one that only lies near a hedge is not."""

import pytest

from rag.verdict.hedging import lost_hedge


@pytest.mark.parametrize(
    ("said", "quote", "hedge"),
    [
        ("The ferry will sail again by June.", "The ferry could sail again by June, the port says.", "could"),
        ("The mayor said that the tram will open in June.", "The mayor said the tram may open in June.", "may"),
        ("The mill will close.", "The mill may close, but Ann Lee said that it will not close.", "may"),
        # "were … to" in a passive is no condition
        ("The funds were moved to Orr by Lee.", "Lee may have moved the funds to Orr.", "may"),
        # in a clause that is not the nearest
        (
            "The island lost its only school in March, which parents in Orr wanted.",
            "In March, which parents in Orr appear to have wanted, the island lost its only school.",
            "appear to",
        ),
        (
            "She called the talks proof that the strike at the two mills will soon end.",
            "“We take these talks as proof that the strike, the longest that the two mills have seen, may soon end.”",
            "may",
        ),
    ],
)
def test_a_lost_hedge_is_named(said: str, quote: str, hedge: str) -> None:
    assert lost_hedge(said, [quote]) == f'the quote says "{hedge}", the sentence does not'


@pytest.mark.parametrize(
    ("said", "quotes"),
    [
        # what is made possible is not only possible
        ("The pact let the ferry sail to Orr.", ["The pact made it possible for the ferry to sail to Orr."]),
        # what is hedged is not what the sentence says
        (
            "The plan led to protests in May.",
            ["The protests of May were over a plan that would have closed two wards."],
        ),
        ("Osk has bought the mill.", ["Osk, which may sell its ships, has bought the mill."]),
        # it is told as a fact elsewhere
        (
            "The bridge was closed in May, and the ferry sank in June.",
            [
                "The bridge could be closed in May, the mayor said.",
                "The bridge was closed in May.",
                "The ferry sank in June.",
            ],
        ),
        ("Were the dam to break, the town would be under water.", ["The town would be under water if the dam breaks."]),
        ("The mayor says the tram can carry 200.", ["The mayor said the tram could carry 200."]),
        ("If the dam breaks, the town will be under water.", ["The town would be under water if the dam breaks."]),
    ],
)
def test_a_hedge_of_something_else_is_not_missed(said: str, quotes: list[str]) -> None:
    assert lost_hedge(said, quotes) is None
