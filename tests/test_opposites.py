"""A word for its opposite is told from the same said in other ways."""

import pytest

from rag.verdict.stance import changed_sides, changed_to_opposite

OPPOSITE = [
    ("A jury in Ridge cleared Dr. Emil Strand of fraud.", "A jury in Ridge convicted Dr. Emil Strand of fraud."),
    ("The airline Nordjet will hire 400 pilots.", "The airline Nordjet will fire 400 pilots."),
    ("The airline Nordjet will hire 400 pilots.", "Some 400 pilots will be fired by the airline Nordjet."),
    ("Turnout was higher than in 2020.", "Turnout was lower than in 2020."),
    ("Lena Roe accepted the post of director.", "Lena Roe turned down the post of director."),
    ("The council voted for the merger.", "The council voted against the merger."),
    ("The strike at the port began on Monday.", "The strike at the port ended on Monday."),
    ("The firm made a profit of 3 million euros.", "The firm made a loss of 3 million euros."),
    ("The sluice must be mended before Friday.", "The sluice must be mended after Friday."),
    ("Fees in Orr rise after 2027.", "Fees in Orr rise before 2027."),
    ("Orr has stepped up its pressure on Velmar.", "Orr has eased its pressure on Velmar."),
    ("Rents not only fell in Orr in May but halved.", "Rents rose in Orr in May."),
    ("The new toll has made the crossing to Orr easier.", "The new toll has made the crossing to Orr harder."),
    ("Demand for coal in Velmar is stronger than ever.", "Velmar now has weaker than ever demand for coal."),
]
SAME = [
    ("Tormac bought the mill from Velmar.", "Velmar sold the mill to Tormac."),
    ("The bank lent Velmar 3 million euros.", "Velmar borrowed 3 million euros from the bank."),
    ("Rovers beat United 3-1.", "United lost to Rovers 3-1."),
    ("Oil prices rose on Monday after they had fallen on Friday.", "Oil prices rose on Monday."),
    ("The court did not lift the ban.", "The court left the ban in force."),
    ("The court refused to clear Emil Strand of fraud.", "The court convicted Emil Strand of fraud."),
    ("The old bridge was replaced by a new one.", "A new bridge replaced the old one."),
    ("The museum opens at nine and closes at five.", "The museum closes at five."),
    ("It was not clear on Friday who would pay.", "It was unclear on Friday who would pay."),
    ("The offer came days after the call.", "Days before the offer came the call."),
    ("Two men and a woman were hurt in the fire.", "Three people were hurt in the fire."),
]


@pytest.mark.parametrize(("quote", "said"), OPPOSITE)
def test_a_word_for_its_opposite_is_named(quote: str, said: str) -> None:
    assert changed_to_opposite(said, [quote])
    assert changed_to_opposite(quote, [said])


@pytest.mark.parametrize(("quote", "said"), SAME)
def test_the_same_in_other_words_is_none(quote: str, said: str) -> None:
    assert changed_to_opposite(said, [quote]) is None


def test_another_quote_that_says_it_is_enough() -> None:
    quotes = ["The strike at the port began on Monday.", "The strike at the port ended on Friday."]
    assert changed_to_opposite("The strike at the port ended.", quotes[:1]) == (
        'the quote says "began", the sentence says "ended"'
    )
    assert changed_to_opposite("The strike at the port ended.", quotes) is None


@pytest.mark.parametrize(
    ("said", "quotes"),
    [
        # a word that stands for an opposite in another pair, and that denies by itself
        (
            "The court granted the union's request to delay the strike vote.",
            ["The court rejected the union's request to delay the strike vote."],
        ),
        # a sentence joined from two
        (
            "Under the 2019 accord, in which Osk took part, Torvik cut its fleet, and fishing limits were tightened.",
            [
                "Under the accord, Torvik cut its fleet, and the fishing limits were lifted.",
                "Osk took part in the 2019 accord.",
            ],
        ),
        (
            "High tolls discourage drivers from using the coast road.",
            ["High tolls push drivers to use the coast road."],
        ),
    ],
)
def test_opposites_of_the_opposites_of_each_other(said: str, quotes: list[str]) -> None:
    assert changed_to_opposite(said, quotes)


def test_a_word_of_two_senses_stands_for_no_other() -> None:
    assert (
        changed_to_opposite("In May the bank eased its rates by half.", ["In May the bank cut its rates by half."])
        is None
    )


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Lee was granted leave to appeal the ruling.", "Lee won the right to appeal the ruling."),
        ("Inflation in Velmar is lower at 6 percent.", "Inflation in Velmar is still high at 6 percent."),
    ],
)
def test_forms_of_other_words_and_of_other_degree_are_no_opposites(said: str, quote: str) -> None:
    assert changed_to_opposite(said, [quote]) is None
    assert changed_to_opposite(quote, [said]) is None


@pytest.mark.parametrize(
    ("quote", "said", "word"),
    [
        ("The jury acquitted Ora Lind of fraud.", "The jury found Ora Lind guilty of fraud.", "guilty"),
        ("The jury acquitted Ora Lind of fraud.", "The court jailed Ora Lind for fraud.", "jailed"),
        ("The jury acquitted Ora Lind of fraud.", "The court sentenced Ora Lind for fraud.", "sentenced"),
        ("The court exonerated Ora Lind of fraud.", "The court convicted Ora Lind of fraud.", "convicted"),
        ("The court convicted Ora Lind of fraud.", "The court freed Ora Lind after the trial for fraud.", None),
        ("The senate rejected the ferry bill.", "The senate threw the ferry bill out.", None),
        ("The senate rejected the ferry bill.", "The ferry bill was thrown out by the senate.", None),
    ],
)
def test_who_is_acquitted_is_not_guilty(quote: str, said: str, word: str | None) -> None:
    reasons = changed_sides(said, [quote]).reasons
    assert [f'the sentence says "{word}"' in one for one in reasons] == ([True] if word else [])
