"""Hard facts: the same fact in another form is known, another fact is not."""

import pytest

from index import Time
from rag.verdict.hedging import lost_hedge
from rag.verdict.rules import Record, missing_facts
from rag.verdict.stance import changed_negation


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("It cost $1.7bn.", "The price was 1,700 million dollars."),
        ("It cost 1.7 billion.", "The price was $1.7 billion."),
        ("Half a million people came.", "500,000 people came."),
        ("Twenty-five people came.", "25 people came."),
        ("About 5,000 people came.", "Some 4,883 people came."),
        ("Nearly 40 percent agreed.", "39.6% agreed."),
        ("It is 12 km away.", "It lies twelve kilometers off."),
        ("It opened on 17 January.", "It opened on Jan. 17."),
        ("It opened on January 17th, 2025.", "It opened on 17 January 2025."),
        ("It opened in January.", "It opened on Jan. 17."),
        ("It rained on Fridays.", "Friday was wet."),
        ("U.S. officials came.", "Officials of the United States came."),
        ("The US and the UK agreed.", "America and Britain agreed."),
        ("Iran's leaders spoke.", "Iranian leaders spoke."),
        ("Washington warned them.", "The U.S. warned them."),
        ("Russia let it slip.", "Moscow let it slip."),
        ("The West put pressure on them.", "They face Western pressure."),
        ("They were rivals for three hundred years.", "For three centuries, they were rivals."),
        ("It took 48 hours.", "It took two days."),
        ("It fell in the Second World War.", "It fell during World War II."),
        ("It fell in WWI.", "It fell in the First World War."),
        ("German and Chinese firms came.", "Firms came from Germany and China."),
        ("Iranians and Londoners came.", "They came from Iran and from London."),
        ("Afghan and Finnish officials came.", "Officials came from Afghanistan and Finland."),
        ("Buckley holds a B.Mus., M.A.", "Buckley holds a B.Mus., M.A. (Cork) and more."),
        ("Vladimir Putin spoke.", "Mr. Putin spoke."),
        ("Putin spoke.", "Vladimir Putin spoke."),
        ("President Putin spoke.", "Putin spoke."),
        ("The WHO warned.", "The World Health Organization warned."),
        ("She went to an ATM.", "She went to an automated teller machine."),
        ("The Prime Minister spoke.", "Li spoke."),
        ("Yes. The harbor opened.", "The harbor opened."),
        ("One of them left.", "A member left."),
        ("It may open.", "It may open."),
        ("Additionally, the harbor opened.", "The harbor opened."),
        ("United Nations inspectors came.", "UN inspectors came."),
        ("The World Health Organization came.", "The WHO came."),
        ("More than 5,000 came.", "5,200 came."),
        ("It opened in June 2024.", "In June 2024 it opened, after a delay in 2023."),
        ("A third of them left.", "33 percent of them left."),
        ("Half of them left.", "50% of them left."),
        ("40 percent left.", "Two fifths left."),
        ("The 3rd ship came.", "The third ship came."),
        ("Sales doubled.", "Sales rose to twice as much."),
        ("It fell by half after prices tripled.", "Tripling prices halved it; by half, they said."),
        ("Thousands came.", "4,883 people came."),
        ("Dozens came.", "40 people came."),
        ("Tens of thousands came.", "More came: tens of thousands."),
        ("2 million came.", "From 2-3 million came."),
        ("It cost $3 million.", "It cost $2-3 million."),
        ("Between 5 and 6 km of road broke.", "5 to 6 kilometers of road broke."),
        ("Second, the harbor opened.", "The harbor opened."),
        ("Third, the harbor opened.", "The harbor opened."),
        ("It took a third-party app.", "It took an app."),
        ("It opened on the 3rd.", "It opened on May 3."),
        ("It was the 21st century.", "It was the twenty-first century."),
        ("More than half voted.", "54 percent voted."),
        ("Nearly a third said yes.", "32 percent said yes."),
        ("Prices rose by a third.", "Prices rose 33 percent."),
        ("One-third left.", "33% left."),
        ("A quarter of a million dollars went.", "$250,000 went."),
        ("Rates rose by half a percentage point.", "Rates rose by 0.5 percentage points."),
        ("It began at 900,000 and reached 1.2 million.", "It grew from 900,000 to 1.2 million."),
        ("Hundreds of thousands fled.", "Several hundred thousand people fled."),
        ("24 came.", "Two dozen came."),
        ("Thousands came.", "More than 4,000 came."),
        ("Sales doubled.", "Sales rose by 100 percent."),
        ("Sales doubled.", "Sales rose to $4 million from $2 million."),
        ("A million came.", "1 million people came."),
        ("Mayor Tilley spoke.", "Joan Tilley spoke."),
        ("Floods closed the road.", "The road was closed by flooding."),
    ],
)
def test_the_same_fact_in_another_form(said: str, quote: str) -> None:
    assert list(missing_facts(said, Record((quote,)))) == []


@pytest.mark.parametrize(
    ("said", "quote", "reason"),
    [
        ("It cost $1.8 billion.", "The price was $1.7 billion.", "number $1.8 billion is in no quote"),
        ("It cost 1.7 million.", "The price was $1.7 billion.", "number 1.7 million is in no quote"),
        ("It is 12 miles away.", "It lies 12 km off.", "number 12 miles is in no quote"),
        ("It cost 40 euros.", "It cost 40 dollars.", "number 40 euros is in no quote"),
        ("Twelve came.", "Eleven came.", "number Twelve is in no quote"),
        ("About 6,000 came.", "Some 4,883 came.", "number 6,000 is in no quote"),
        ("It opened on 18 January.", "It opened on Jan. 17.", "the date 18 January is in no quote"),
        ("It opened in June.", "It opened in May.", "the date June is in no quote"),
        ("It opened in 2024.", "It opened in 2025.", "the date 2024 is in no quote"),
        ("It opened on Monday.", "It opened on Friday.", "the date Monday is in no quote"),
        ("It fell in the First World War.", "It fell in World War II.", "the name First World War is in no quote"),
        ("In the 1990s it slipped.", "In the 2000s it slipped.", "the date 1990s is in no quote"),
        ("They met in Washington.", "They met in the U.S.", "the name Washington is in no quote"),
        ("It took two decades.", "It took two years.", "number two decades is in no quote"),
        ("Moscow is unlikely to help.", "The Kremlin is unlikely to help.", "the name Moscow is in no quote"),
        ("Iraq agreed.", "Iran agreed.", "the name Iraq is in no quote"),
        ("They met Nigerians.", "They met in Niger.", "the name Nigerians is in no quote"),
        ("They met Georgians.", "They met George.", "the name Georgians is in no quote"),
        ("He won in Poland.", "He won from pole.", "the name Poland is in no quote"),
        (
            "Saudi Arabia signed it.",
            "The United Arab Emirates signed it.",
            "the name Saudi Arabia is in no quote",
        ),
        ("They met Persians.", "They met a person.", "the name Persians is in no quote"),
        ("They banned Liberians.", "They banned the Liberal party.", "the name Liberians is in no quote"),
        ("The prize went to Francis.", "The prize went to France.", "the name Francis is in no quote"),
        ("Austrian firms came.", "Firms came from Australia.", "the name Austrian is in no quote"),
        ("Ehud Netanyahu spoke.", "Benjamin Netanyahu spoke.", "the name Ehud Netanyahu is in no quote"),
        ("See http://x.example/a.", "See x.example.", "the address http://x.example/a. is in no quote"),
        ("The EU agreed.", "The United Nations agreed.", "the name EU is in no quote"),
        ("It was in World War I.", "It was in World War II.", "the name World War I is in no quote"),
        ("North Korea agreed.", "South Korea agreed.", "the name North Korea is in no quote"),
        ("Hunter Biden spoke.", "President Joe Biden spoke.", "the name Hunter Biden is in no quote"),
        ("Łódź won.", "Kraków won.", "the name Łódź is in no quote"),
        ("It opened in March 2025.", "It opened in May 2025, not in March 2024.", "the date March 2025 is in no quote"),
        ("It was on June 17, 2024.", "It was on June 17, 2025, not in 2024.", "the date June 17, 2024 is in no quote"),
        ("40 percent came.", "40 came.", "number 40 percent is in no quote"),
        ("More than 5,000 came.", "Fewer than 5,000 came.", "number 5,000 is in no quote"),
        ("5,200 came.", "About 5,000 came.", "number 5,200 is in no quote"),
        ("Anna Mountain spoke.", "Anna Berg spoke.", "the name Anna Mountain is in no quote"),
        ("The Upper East Side won.", "The harbor won.", "the name Upper East Side is in no quote"),
        ("The fourth ship came.", "The third ship came.", "number fourth is in no quote"),
        ("3 ships came.", "The third ship came.", "number 3 is in no quote"),
        ("Two ships sank.", "Sales doubled.", "number Two is in no quote"),
        ("1,000 people came.", "Thousands of people came.", "number 1,000 is in no quote"),
        ("Dozens came.", "11,000 came.", "number Dozens is in no quote"),
        ("Less than half voted.", "52 percent voted.", "number half is in no quote"),
        ("More than half voted.", "48.5 percent voted.", "number half is in no quote"),
        ("51% backed it.", "Half of voters backed it.", "number 51% is in no quote"),
        ("Two dozen came.", "Two came.", "number Two dozen is in no quote"),
        ("A million came.", "Ten came.", "number A million is in no quote"),
        ("Sales tripled.", "Sales doubled.", "number tripled is in no quote"),
        ("A quarter of them left.", "A third of them left.", "number A quarter is in no quote"),
        ("A third of them left.", "43 percent of them left.", "number A third is in no quote"),
        ("99 percent left.", "98 percent left.", "number 99 percent is in no quote"),
        ("Thousands came.", "Hundreds came.", "number Thousands is in no quote"),
        ("Hundreds came.", "40 people came.", "number Hundreds is in no quote"),
        ("4,883 came.", "Thousands came.", "number 4,883 is in no quote"),
        ("2 billion came.", "From 2 to 3 million came.", "number 2 billion is in no quote"),
    ],
)
def test_another_fact(said: str, quote: str, reason: str) -> None:
    assert list(missing_facts(said, Record((quote,)))) == [reason]


def test_what_the_quotes_words_for_times_mean_is_known() -> None:
    friday = Time(0, 6, "2025-01-17", "2025-01-17")
    record = Record(("Friday was wet.",), times=(friday,))
    assert list(missing_facts("It rained on January 17, 2025, a Friday.", record)) == []
    assert list(missing_facts("It rained on January 18.", record)) == ["the date January 18 is in no quote"]


def test_a_title_gives_names_and_its_date_only_whole() -> None:
    record = Record(("It opened in May.",), origins=("Harbor of Ostend Daily 2025-06-17",))
    assert list(missing_facts("Ostend opened it in May 2025, it was said on June 17.", record)) == []
    assert list(missing_facts("It opened in June.", record)) == ["the date June is in no quote"]


def test_what_stands_before_a_quote_is_known_where_the_quote_points_back() -> None:
    assert list(missing_facts("Li resigned.", Record(("He resigned.",), before=("Mayor Li spoke.",)))) == []
    assert list(missing_facts("Li resigned.", Record(("Wang resigned.",), before=("Mayor Li spoke.",))))


@pytest.mark.parametrize("quote", ["It resigned.", "His aide Wang resigned.", "The company resigned."])
def test_what_a_quote_points_back_to_is_nobody_it_can_not_mean(quote: str) -> None:
    record = Record((quote,), before=("Mayor Li spoke, and she spoke well.",))
    assert list(missing_facts("Mayor Li resigned.", record))


def test_a_few_things_may_be_counted() -> None:
    record = Record(("A father and his son came.",))
    assert list(missing_facts("Two men came.", record)) == ["number Two is in no quote"]
    assert list(missing_facts("Two men came.", record, may_count=True)) == []
    assert list(missing_facts("Nine men came.", record, may_count=True)) == ["number Nine is in no quote"]


@pytest.mark.parametrize(
    ("said", "quote", "reasons"),
    [
        ("The port will open.", "The port is unlikely to open.", ['the quote says "unlikely", the sentence does not']),
        ("The port opened.", "The port has not opened.", ['the quote says "not", the sentence does not']),
        ("The port has not opened.", "The port opened.", ['the sentence says "not", the quote does not']),
        (
            "The mayor resigned.",
            "The mayor denied that he resigned.",
            ['the quote says "denied", the sentence does not'],
        ),
        ("The port opens.", "The port may open.", ['the quote says "may", the sentence does not']),
        ("The port opens.", "The port reportedly opens.", ['the quote says "reportedly", the sentence does not']),
        ("The port is not open.", "The port stopped short of opening.", []),
        ("The port might open.", "The port may open.", []),
        ("The port opened.", "The port opened, but the bridge did not.", []),
        ("The port opened in May.", "In May the port opened.", []),
        ("The port was closed.", "The port was closed in May.", []),
        ("The port opened.", "The port has yet to open.", ['the quote says "has yet to", the sentence does not']),
        ("Not only the port opened.", "The port opened.", []),
        (
            "The city opens the port.",
            "The city planned to open the port.",
            ['the quote says "planned to", the sentence does not'],
        ),
        (
            "The port will not open.",
            "The port is unlikely to open.",
            ['the quote says "unlikely", the sentence does not'],
        ),
        ("The No. 3 port opened.", "The port No. 3 opened.", []),
        (
            "The mayor denied it.",
            "The mayor didn't deny it.",
            ['the sentence says "denied", the quote does not', 'the quote says "didn\'t deny", the sentence does not'],
        ),
        ("The mayor did not deny it.", "The mayor denied it.", ['the quote says "denied", the sentence does not']),
        ("The mayor never failed to pay.", "The mayor has always paid.", []),
        ("It is clear that the mayor pays.", "There is no doubt that the mayor pays.", []),
        ("The ferry sails in any weather.", "The ferry sails with or without passengers.", []),
        ("The ferry sails without lights.", "The ferry sails.", ['the sentence says "without", the quote does not']),
        ("The mayor stays.", "The mayor stays, whether or not he is liked.", []),
        (
            "The mayor took bribes.",
            "The mayor did not deny that he took bribes.",
            ['the quote says "not deny", the sentence does not'],
        ),
        (
            "War will come.",
            "It is not unlikely that war will come.",
            ['the quote says "not unlikely", the sentence does not'],
        ),
        ("An attack has not been ruled out.", "The minister did not rule out an attack.", []),
        ("No one denied the attack.", "The attack was not denied.", []),
        ("The ministry did not deny or confirm it.", "The ministry neither confirmed nor denied it.", []),
        ("He did not come, denying it.", "He came and admitted it.", ['the sentence says "not", the quote does not']),
        ("The mayor didn't resign.", "The mayor resigned.", ['the sentence says "not", the quote does not']),
        (
            "Hamas took the offer.",
            "Hamas has not yet taken the offer.",
            ['the quote says "not", the sentence does not'],
        ),
        (
            "Reports that the ferry sank are true.",
            "According to unconfirmed reports, the ferry sank.",
            ['the quote says "according to", the sentence does not'],
        ),
        ("Reports that the ferry sank may be true.", "According to unconfirmed reports, the ferry sank.", []),
        ("They told Osk to stay out of the war.", "They told Osk not to enter the war.", []),
        (
            "A film of an unmarked ferry is out, and its meaning is clear.",
            "A film of an unmarked ferry is out, but its meaning is unclear.",
            ['the quote says "unclear", the sentence does not'],
        ),
        ("The ferry sailed.", "Result = no ferry sailed.", ['the quote says "no", the sentence does not']),
        ("There was a vote.", "There was [no] vote.", ['the quote says "no", the sentence does not']),
        ("Norway ratified it.", "Norway (language code = no) ratified it.", []),
        ("All 64 passengers were unharmed.", "None of the 64 passengers was hurt.", []),
        (
            "Some passengers were hurt.",
            "None of the passengers was hurt.",
            ['the quote says "none", the sentence does not'],
        ),
        ("The council voted down the plan, by 23 to 20.", "The plan was rejected by the council by 23 to 20.", []),
        ("Iran sent drones to Russia.", "Iran sent drones to Russia when it badly lacked them.", []),
        ("The rise helps the budget.", "The rise helps the budget without a deficit.", []),
        ("The mayor said tests would not be used.", "The mayor would prevent the use of tests.", []),
        (  # the "not" stands in another clause than in the quote
            "In the old hall at Orr, Ann Lee said the fair had nothing to do with the strike.",
            "Ann Lee said in the old hall at Orr that the fair had nothing to do with the strike.",
            [],
        ),
        (
            "The mayor wants to close the mill, but does not want to sell it.",
            "The mayor does not want to close the mill.",
            ['the quote says "not", the sentence does not'],
        ),
        (  # "first" and "alone" deny nothing of what is said
            "The council did not ask Orr to leave the weir alone.",
            "In its first letter the council asked Orr to leave the weir alone.",
            ['the sentence says "not", the quote does not'],
        ),
        ("The envoy was threatened.", "A man threatened to kill the envoy.", []),
        ("He faces ten years in prison.", "He could face ten years in prison.", []),
        (
            "His relatives moved to Osk.",
            "Speculative reports, such as of relatives who moved to Osk, abound.",
            ['the quote says "speculative", the sentence does not'],
        ),
    ],
)
def test_sides(said: str, quote: str, reasons: list[str]) -> None:
    negation, hedge = changed_negation(said, [quote]), lost_hedge(said, [quote])
    assert [*filter(None, (negation, hedge))] == reasons


def test_a_count_of_the_others_is_no_other_count() -> None:
    record = Record(("The two mills join six others chosen in May.", "Osk chose two mills, small and large."))
    assert list(missing_facts("The small and large mills join six mills chosen in May.", record)) == []
    assert list(missing_facts("Osk chose six mills, small and large.", record))


def test_the_month_of_an_article_is_not_that_of_what_it_tells() -> None:
    record = Record(("The study was published in March.",), ("A study Osk Times 2025-04-09",))
    assert list(missing_facts("The study was published in April.", record)) == ["the date April is in no quote"]
    own = Record(record.quotes, ("Ann Lee 2025-04-09",))
    assert list(missing_facts("Ann Lee wrote in April of the study.", own)) == []
