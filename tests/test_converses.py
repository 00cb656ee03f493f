"""What is told from its other end, and in other forms: a swap is named there too, and the same is no swap."""

import pytest

from index.language.converses import converses_in, deeds_told_otherwise
from rag.verdict.stance import swapped_roles

SWAPPED = [
    ("Velmar sold two ships to Tormac.", "Velmar bought two ships from Tormac."),
    ("Velmar sold Tormac two ships.", "Tormac sold Velmar two ships."),
    ("Osk was lent old engines by Torvik.", "Torvik borrowed old engines from Osk."),
    ("Anna Berg received the files from Omar Levi.", "Anna Berg gave Omar Levi the files."),
    ("Norway won 3-1 against Ghana.", "Norway lost to Ghana."),
    ("Ghana's win over Norway stunned the crowd.", "Ghana lost 2-0 to Norway."),
    ("Norway's defeat by Ghana was its first.", "Norway beat Ghana."),
    ("Torvik is older than Osk.", "Torvik is younger than Osk."),
    ("The mill spent more on coal than the port.", "The mill spent less on coal than the port."),
    ("Anna Berg left earlier than Omar Levi.", "Anna Berg left after Omar Levi left."),
    ("First Osk voted, then Torvik voted.", "Osk voted later than Torvik."),
    ("The council picked Osk rather than Torvik.", "Torvik was chosen over Osk by the council."),
    ("The panel decided against Osk and for Torvik.", "The panel preferred Osk to Torvik."),
    ("The archive went from Osk to Torvik.", "The archive went to Osk from Torvik."),
    ("They took it out of Oslo and into Lyon.", "They moved it from Lyon to Oslo."),
    ("The fee rose from 20 to 30 euros.", "The fee rose from 30 to 20 euros."),
    ("Anna Berg is Omar Levi's teacher.", "Anna Berg is the pupil of Omar Levi."),
    ("The lawyer of Omar Levi is Anna Berg.", "Omar Levi is Anna Berg's lawyer."),
    ("Anna Berg said on Monday that Omar Levi had left.", "According to Omar Levi, Anna Berg left."),
    ("Velmar's purchase of Tormac took a year.", "Tormac bought Velmar."),
    ("The arrest of Omar Levi by Anna Berg was filmed.", "Omar Levi arrested Anna Berg."),
    ("Anna Berg preceded Omar Levi.", "Omar Levi was succeeded by Anna Berg."),
    ("The union, sued by the bank in May, gave up.", "The union sued the bank."),
    ("The union, which sued the bank, gave up.", "The bank sued the union."),
    ("The bank, which the union sued, gave up.", "The bank sued the union."),
    ("It was the bank that the union sued last week.", "It was the bank that sued the union last week."),
    ("Officials said the council had blamed Omar Levi.", "Officials said Omar Levi had blamed the council."),
    ("Norway and Denmark attacked Ghana.", "Ghana attacked Norway and Denmark."),
    ("The union urged the bank to stop.", "The bank called on the union to stop."),
]
KEPT = [
    ("The union urged the bank to stop.", "The union called on the bank to stop."),
    ("The union urged the bank to stop.", "The bank was called upon by the union to stop."),
    ("Velmar sold two ships to Tormac.", "Tormac bought two ships from Velmar."),
    ("Velmar sold Tormac two ships.", "Two ships were sold to Tormac by Velmar."),
    ("Osk was lent old engines by Torvik.", "Osk borrowed old engines from Torvik."),
    ("Velmar sold grain to Tormac.", "Velmar received money from Tormac."),
    ("Norway won 3-1 against Ghana.", "Ghana lost to Norway."),
    ("Norway's defeat by Ghana was its first.", "Ghana defeated Norway."),
    ("Norway's defeat of Ghana was its first.", "Norway defeated Ghana."),
    ("Torvik is older than Osk.", "Osk is younger than Torvik."),
    ("The mill spent more on coal than the port.", "The port spent less on coal than the mill."),
    ("First Osk voted, then Torvik voted.", "Torvik voted later than Osk."),
    ("The council picked Osk rather than Torvik.", "The council preferred Osk to Torvik."),
    ("They moved it from Lyon to Oslo.", "They moved it to Oslo from Lyon."),
    ("Anna Berg is Omar Levi's teacher.", "Omar Levi is the pupil of Anna Berg."),
    ("Anna Berg is Omar Levi's friend.", "Omar Levi is Anna Berg's friend."),
    ("Anna Berg said on Monday that Omar Levi had left.", "According to Anna Berg, Omar Levi left."),
    ("Omar Levi had left, Anna Berg said.", "Anna Berg said that Omar Levi had left."),
    ("Velmar's purchase of Tormac took a year.", "Tormac was bought by Velmar."),
    ("Anna Berg preceded Omar Levi.", "Omar Levi succeeded Anna Berg."),
    ("The union, sued by the bank in May, gave up.", "The bank sued the union."),
    ("The bank, which the union sued, gave up.", "The union sued the bank."),
    ("It was the bank that the union sued last week.", "It was the union that sued the bank last week."),
    ("Norway played Ghana. Ghana, without warning, left.", "Ghana left without warning."),
]


EXCHANGED = [
    ("The crew of the tug pulled the barge off the reef.", "The crew of the barge pulled the tug off the reef."),
    ("Berg asked for a loan and Levi for a grant.", "Berg asked for a grant and Levi for a loan."),
    ("In May 300 people moved to 20 flats.", "In May 20 people moved to 300 flats."),
]
NOT_EXCHANGED = [
    ("The tug and the barge sank in May.", "The barge and the tug sank in May."),
    ("The tug met the barge in May.", "The barge met the tug in May."),
    ("The tug pulled the barge in May.", "The barge was pulled by the tug in May."),
    ("The tug left before the barge did.", "The barge left after the tug did."),
    ("The tug carried fewer men than the barge.", "The barge carried more men than the tug."),
    ("In May the tug pulled the barge.", "The tug pulled the barge in May."),
    ("The fee was 20 euros in May and 30 euros in June.", "The fee was 30 euros in June and 20 euros in May."),
]


@pytest.mark.parametrize(("quote", "said"), EXCHANGED)
def test_two_things_that_changed_places_are_named_whatever_stands_between_them(quote: str, said: str) -> None:
    assert "the other way round" in (swapped_roles(said, [quote]) or "")
    assert swapped_roles(said, [quote, said]) is None


@pytest.mark.parametrize(("quote", "said"), NOT_EXCHANGED)
def test_what_may_change_places_is_no_exchange(quote: str, said: str) -> None:
    assert swapped_roles(said, [quote]) is None


@pytest.mark.parametrize(("quote", "said"), SWAPPED)
def test_a_swap_told_from_the_other_end_is_named(quote: str, said: str) -> None:
    assert "the other way round" in (swapped_roles(said, [quote]) or "")


@pytest.mark.parametrize(("quote", "said"), KEPT)
def test_the_same_told_from_the_other_end_is_no_swap(quote: str, said: str) -> None:
    assert swapped_roles(said, [quote]) is None


def test_what_was_given_tells_one_gift_from_another() -> None:
    said = "Tormac paid 40 million euros to Velmar."
    assert swapped_roles(said, ["Velmar received 40 million euros from Tormac."]) is None
    assert swapped_roles(said, ["Tormac received 40 million euros from Velmar."])
    assert swapped_roles(said, ["Tormac received grain from Velmar."]) is None


def test_a_town_that_is_a_seat_of_government_is_a_town_where_somebody_goes() -> None:
    assert swapped_roles("They moved it from Oslo to Lyon.", ["They moved it from Lyon to Oslo."])


def test_only_what_counts_is_at_an_end() -> None:
    assert [*converses_in("Brenco sold Tolvar a ship.", {"brenco"})] == []
    assert deeds_told_otherwise("Brenco's purchase of Tolvar failed.", "Brenco closed Tolvar.") == frozenset()
