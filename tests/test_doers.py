"""A name that does what the article has another do is named; one that may be the same, or do it too, is not."""

import pytest

from index.language.doers import other_doer_in
from index.language.other_names import other_holder_in


@pytest.mark.parametrize(
    ("said", "quotes"),
    [
        ("Osk withdrew its bid for the port.", ["Torvik and Osk made bids, but in May Torvik withdrew its bid."]),
        (
            "In Orr, Velmar ran the flights that fed the valley, and Tormac helped.",
            ["Tormac ran flights that fed the valley.", "Velmar helped, and both shared the cost."],
        ),
        ("Dorr was elected mayor.", ["Marsh was elected mayor of Orr in May.", "Dorr came second."]),
        ("Dorr was fined 300 euros.", ["Marsh, who runs the yard, was fined 300 euros in May.", "Dorr cheered."]),
        ("Dorr left the firm.", ["His partner, Ann Marsh, left the firm in May.", "Dorr stayed."]),
        ("Ole Dorr left the firm.", ["Ann Marsh, 33, left the firm in May.", "Ole Dorr stayed."]),
        ("Dorr was on the bridge.", ["Ann Marsh, the first officer, was on the bridge.", "Dorr slept."]),
    ],
)
def test_another_did_it(said: str, quotes: list[str]) -> None:
    assert other_doer_in(said, quotes)


@pytest.mark.parametrize(
    ("said", "quotes"),
    [
        ("Osk withdrew its bid.", ["Torvik withdrew its bid in May.", "Osk withdrew its bid in June."]),
        ("Osk withdrew its bid.", ["Torvik and Osk withdrew their bids."]),
        ("Osk Air withdrew its bid.", ["The airline Nordjet, a part of the group, withdrew its bid."]),
        ("Moscow withdrew its envoy.", ["Russia withdrew its envoy from Moscow's old ally."]),
        ("Foreign Minister Ann Lee withdrew the bid.", ["Velmar withdrew the bid, its Foreign Minister Ann Lee said."]),
        ("Osk said the bid was high.", ["Torvik said the bid was high; Osk did not."]),
        ("The Osk team lost the bid.", ["The Torvik team lost the bid to the Osk team."]),
        ("Osk signed the deal.", ["Torvik signed the deal with Osk in May."]),
        ("Osk backed the plan.", ["Torvik backed the plan, and so did Osk."]),
        ("Osk took three seats.", ["Torvik took twelve seats and Osk three."]),
        ("Dorr was fined in May.", ["Marsh fined no one in May.", "Dorr cheered."]),
        ("Dorr was the mayor.", ["Marsh was not the mayor of Orr.", "The office was held by Dorr."]),
        ("Osk cancelled the order.", ["Torvik never cancelled the order.", "It was a mistake of Osk."]),
        ("Dorr was on the bridge of the ferry.", ["Marsh was on the bridge.", "Dorr came up."]),
        ("The Dorr prize left the city.", ["Their partner, Ann Marsh, left the city with the Dorr prize."]),
    ],
)
def test_it_may_be_the_same_or_is_no_deed(said: str, quotes: list[str]) -> None:
    assert other_doer_in(said, quotes) is None


def test_who_is_the_seller_is_told_of_a_sentence_joined_from_two() -> None:
    said = "The ferry deal ended a long habit, in which Orr had been the seller and Velmar the buyer."
    quotes = ["The ferry deal ended a habit.", "Velmar had long been the seller and Orr the buyer."]
    assert other_holder_in(said, quotes) == ("Orr", "Velmar", "the seller")
