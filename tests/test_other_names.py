"""A name in the place of another's is told from one that is there, too, and from another name of the same."""

import pytest

from index.language.other_names import other_holder_in
from rag.verdict.stance import changed_name

OTHER = [
    ("The ferry lies at Osk, on the shore of the Black Sea.", "The ferry lies at Osk, on the coast of the Baltic Sea."),
    ("A truck said to be leaving Kiel was seen.", "A truck said to be leaving Osk was seen, but its load is unclear."),
    ("Danish troops left only after World War II.", "The Danish left only after the Norland Revolution."),
    ("Ann Lee sent the letter to Bob Dale in May.", "In May, Ann Lee sent a letter to Carl Roe."),
    (
        "Norway was the seller for a long time.",
        "Denmark had long been the seller and Norway the buyer, but times change.",
    ),
]
SAME = [
    ("In May, President Lee sent a letter to Osk.", "President Ann Lee sent a letter to Osk."),
    ("He wrote to President Putin of Russia in May.", "In May, he wrote to Vladimir Putin of Russia."),
    ("A truck leaving Moscow was seen on the road.", "A truck leaving Russia was seen on the road."),
    ("Ann Lee sent the letter to Mr. Dale in May.", "In May, Ann Lee sent a letter to Bob Dale."),
    ("The ferry sold to the U.S. sank in May.", "The ferry sold to America sank in May."),
    ("The ferry went to Osk in May.", "The ferry went to Kiel in April and to Osk in May."),
    ("Osk took the Danish side in the dispute.", "Osk took Persian land in the dispute and sided with Denmark."),
    ("Norway and Denmark were the main partners.", "Denmark and Norway were the main partners."),
    ("Norway is the largest seller of herring.", "Denmark is the largest seller of iron in all of the north."),
]


@pytest.mark.parametrize(("said", "quote"), OTHER)
def test_a_name_in_the_place_of_another_is_named(said: str, quote: str) -> None:
    assert changed_name(said, [quote])


@pytest.mark.parametrize(("said", "quote"), SAME)
def test_another_name_of_the_same_and_one_that_is_there_are_none(said: str, quote: str) -> None:
    assert changed_name(said, [quote]) is None


def test_another_quote_that_has_it_so_is_enough() -> None:
    quotes = ["Denmark was the seller in 2001.", "Norway was the seller in 2004."]
    assert other_holder_in("Norway was the seller in 2004.", quotes) is None
    assert other_holder_in("Sweden was the seller in 2004.", quotes) is not None


def test_an_office_is_whose_it_is() -> None:
    quote = "The head of Osk Works, Ann Lee, trusts Lorn President Bo Dahl, and so does Cy Venn, the mayor of Osk."
    assert other_holder_in("The head of Osk Works, Cy Venn, trusts Lorn President Bo Dahl.", [quote]) is not None
    assert other_holder_in("Lorn President Ann Lee trusts the head of Osk Works.", [quote]) is not None
    assert other_holder_in("Ann Lee, the head of Osk Works, trusts Cy Venn, the mayor of Osk.", [quote]) is None
