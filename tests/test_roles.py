"""Who did what to whom: roles that are swapped are told from the same said in other ways."""

import pytest

from rag.verdict.stance import swapped_roles

SWAPPED = [
    ("Norway beat Ghana in Oslo.", "Ghana beat Norway in Oslo."),
    ("Norway beat Ghana in Oslo.", "In Oslo, Norway was beaten by Ghana."),
    ("Norway was beaten 3-1 by Ghana.", "Ghana was beaten by Norway."),
    ("Velmar took over Tormac last year.", "Tormac took over Velmar."),
    ("Anna Berg succeeded Omar Levi as coach.", "Omar Levi succeeded Anna Berg as coach."),
    ("Ghana's attack on Norway failed.", "Norway's attack on Ghana failed."),
    ("A lorry struck the tram near the market.", "The tram struck a lorry near the market."),
    ("They moved the archive from Turin to Lyon.", "They moved the archive from Lyon to Turin."),
    ("The council chose Ghent over Turin.", "The council chose Turin over Ghent."),
    ("The march ended before the talks began.", "The talks began before the march ended."),
    ("Velmar lent Tormac two ships.", "Tormac lent Velmar two ships."),
    (
        "The painter Ada Quill left the gallery Monet's Ear in May.",
        "The gallery Monet's Ear left the painter Ada Quill.",
    ),
    ("Opposition leader Tim Marr thanked Mayor Olga Venn.", "Mayor Olga Venn thanked opposition leader Tim Marr."),
    ("Norland paid 40 million euros to Sudria.", "Sudria paid 40 million euros to Norland."),
    ("The owner bought the boat from Dr. Lind.", "Dr. Lind bought the boat from the owner."),
    ("Officers said that the driver of the van had hit the cyclist.", "The cyclist had hit the driver of the van."),
    ("The town of Sint owes Velmar a road.", "Velmar owes the town of Sint a road."),
    ("Ilka's team is ahead of Vesna's team.", "Vesna's team is ahead of Ilka's team."),
    ("Anna Berg resigned before Omar Levi was elected.", "Omar Levi was elected before Anna Berg resigned."),
    ("Anna Berg resigned before Omar Levi was elected.", "Anna Berg resigned after Omar Levi was elected."),
    ("The bank, which closed in 2019, later praised the minister.", "The minister praised the bank."),
    ("A lorry struck the tram near the market.", "A lorry was struck by the tram near the market."),
]
KEPT = [
    ("Norway beat Ghana in Oslo.", "Ghana was beaten by Norway in Oslo."),
    ("Norway beat Ghana in Oslo.", "In Oslo, Norway beat Ghana."),
    ("Velmar, which had bought Tormac, closed it.", "Velmar bought Tormac."),
    ("Omar Levi met Anna Berg.", "Anna Berg met Omar Levi."),
    ("Velmar merged with Tormac.", "Tormac merged with Velmar."),
    ("Anna Berg, chair of Velmar, resigned.", "Velmar's chair, Anna Berg, resigned."),
    ("Ghana's attack on Norway failed.", "The attack on Norway by Ghana failed."),
    ("A lorry struck the tram, police said.", "Police said that a lorry struck the tram."),
    ("They moved the archive from Turin to Lyon.", "They moved the archive to Lyon from Turin."),
    ("Ghana used more oil than Norway.", "Norway used less oil than Ghana."),
    ("Oil prices rose on Monday.", "On Monday, the price of oil rose."),
    ("The vote was held before the speech.", "The speech was held after the vote."),
    ("Velmar lent Tormac two ships.", "Tormac was lent two ships by Velmar."),
    ("Ghana beat Norway, and Norway beat Peru.", "Norway beat Peru."),
    ("The capital of Norway is Oslo.", "Oslo is the capital of Norway."),
    ("It rained.", "Ghana beat Norway."),
    ("The blast killed ten miners.", "Ten miners were killed on Monday in the blast."),
    ("A fire destroyed the market hall.", "The market hall was destroyed in a fire."),
    ("The report praises the nurses for their calm.", "The nurses are praised in the report for their calm."),
    ("Norland paid 40 million euros to Sudria.", "Norland paid Sudria 40 million euros."),
    ("Anna Berg resigned before Omar Levi was elected.", "After Anna Berg resigned, Omar Levi was elected."),
    ("The offer came days after she spoke by phone with the envoy.", "Days before the offer she spoke with the envoy."),
    ("Old houses and new houses burned.", "New houses and old houses burned."),
    ("It is Ghana versus Norway.", "It is Norway versus Ghana."),
]


@pytest.mark.parametrize(("quote", "said"), SWAPPED)
def test_swapped_roles_are_named(quote: str, said: str) -> None:
    assert "the other way round" in (swapped_roles(said, [quote]) or "")


@pytest.mark.parametrize(("quote", "said"), KEPT)
def test_the_same_in_another_form_is_no_swap(quote: str, said: str) -> None:
    assert swapped_roles(said, [quote]) is None


def test_a_quote_that_has_the_roles_as_the_sentence_has_them_is_enough() -> None:
    quotes = ["Ghana beat Norway in 2019.", "Norway beat Ghana in 2021."]
    assert swapped_roles("Norway beat Ghana.", quotes) is None
    assert swapped_roles("Norway beat Ghana.", quotes[:1]) == 'the quote has it the other way round at "beat"'


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("The blast hurt ten.", "Ten were hurt in the blast."),
        ("The storm damaged 40 homes.", "About 40 homes were badly damaged in the storm."),
        ("The law protects otters.", "Otters are protected under the law."),
        ("Norway played Ghana and spoke with Peru.", "Peru spoke with Norway."),
    ],
)
def test_a_passive_without_a_doer_turns_nothing(quote: str, said: str) -> None:
    assert swapped_roles(said, [quote]) is None


def test_a_seat_of_government_is_its_state_and_an_aside_is_nothing() -> None:
    quote = "Russia, for its part, has long sold arms to Tehran."
    assert swapped_roles("Iran has long sold arms to Russia.", [quote])
    assert swapped_roles("Moscow has long sold arms to Iran.", [quote]) is None
