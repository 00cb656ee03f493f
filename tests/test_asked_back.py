"""A sentence asks its articles for each of its names and numbers: what it asks, and what they have in their place."""

from collections.abc import Iterable

import pytest

from index.language.asked_back import asked_back
from index.language.tables import Span
from rag.reader.spans import AnsweredAt, answered_at
from rag.verdict import judge
from rag.verdict.asking import other_answer
from tests.test_gate import is_sure, quoting

PAGE = (
    "Ole Dorr, who runs the yard in Elmford, was fined 300 euros on Monday. His rival, Ann Marsh, was elected mayor of "
    "Corin with 4,100 votes. Bo Lind, a teacher, lost. “We are proud of her,” said Cy Berg, the party's head."
)


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("Ann Marsh was elected.", ["Who was elected?"]),
        ("The court fined Mayor Ole Dorr.", ["The court fined who?"]),
        ("Dorr's yard was sold.", []),
        ("Dr. Lee, 41, met them.", ["Who, 41, met them?", "Dr. Lee, how old, met them?"]),
        (
            "Orr won 3-2 at 9:30 with 4 to 6 of the 12-year plans.",
            ["Who won 3-2 at 9:30 with 4 to 6 of the 12-year plans?"],
        ),
        ("Article 5 was invoked.", []),
        ("Who is Ann Lee?", ["Who is who?"]),
        ("„Gut“, said Bo Lind.", ["„Gut“, said who?"]),
        ("«Bo Lind won 12 seats», it wrote.", []),
        ("Crossing Line 7 takes 40 minutes.", ["Crossing Line 7 takes how many minutes?"]),
        ("Swedish police came.", []),
        ("The fire burnt for four days.", ["The fire burnt for how many days?"]),
        ("The yard paid $4 million.", ["The yard paid how much?"]),
        ("The clerk was 58 years old.", ["The clerk was how old?"]),
        ("The third boat sank in 2019.", []),
        ("The yard built “Queen Ann Marsh” itself.", []),
        ("The Elmford yard closed.", []),
    ],
)
def test_each_name_and_number_is_asked_for(sentence: str, questions: list[str]) -> None:
    assert [one.question for one in asked_back(sentence)] == questions


def written(places: Iterable[Span]) -> list[str]:
    return [PAGE[one.start : one.end] for one in places]


def test_what_may_stand_in_its_place_is_of_its_kind_and_not_in_the_sentence() -> None:
    name, number = asked_back("Bo Lind beat Marsh by 4,100 votes.")[::2]
    own, others = name.places_in(PAGE)
    assert written(own) == ["Bo Lind"] and {*written(others)} == {"Ole Dorr", "Cy Berg", "Corin"}
    own, others = number.places_in(f"{PAGE} Some 12 came.")
    assert written(own) == ["4,100"] and [one.start for one in others] == [len(PAGE) + 6], "300 are euros"


def test_nothing_may_stand_in_the_place_of_a_place() -> None:
    (asked,) = asked_back("The mill stands in Elmford.")
    own, others = asked.places_in(PAGE)
    assert written(own) == ["Elmford"] and not others
    (does,) = asked_back("Elmford fined the yard.")
    assert does.places_in(PAGE)[1]
    (ours,) = asked_back("Iran fined the yard.")
    own, others = ours.places_in("Iranian courts fined the yard, as did Corin.")
    assert len(own) == 1 and len(others) == 1


@pytest.mark.parametrize(
    "listed", ["Bo Lind and Ann Marsh", "Bo Lind, Cy Berg, or Marsh", "- Marsh\n- Cy Berg\n- Bo Lind"]
)
def test_of_all_in_a_list_the_same_may_be_told(listed: str) -> None:
    (asked,) = asked_back("Marsh won.")
    own, others = asked.places_in(f"These won: {listed}. Ole Dorr lost.")
    assert len(own) == 1 and len(others) == 1


def test_a_span_over_both_is_at_its_own_place() -> None:
    whole = (Span(0, len(PAGE)),)
    found = answered_at("Who was elected mayor?", PAGE, whole, whole)
    assert found and found.own > 0.5 and found.other == 0
    assert answered_at("Who was elected mayor?", PAGE, (), ()) == AnsweredAt(0, 0, None)
    assert answered_at("Who?", "", (), (Span(0, 4),)) == AnsweredAt(0, 0, Span(0, 4))


def test_what_is_too_long_to_be_read_tells_nothing() -> None:
    text = f"Bo Dahl won the race in Orr. {'It rained all day on the hills. ' * 60}Ann Lee won the race in Corin."
    assert other_answer("Ann Lee won the Corin race.", [text]) is None


@pytest.mark.parametrize(
    ("said", "wrong", "right"),
    [
        ("Ole Dorr was elected mayor of Corin.", "Ole Dorr", "Ann Marsh"),
        ("Bo Lind became the mayor of Corin.", "Bo Lind", "Ann Marsh"),
        ("Ann Marsh has to pay a fine.", "Ann Marsh", "Ole Dorr"),
        ("“We are proud of her,” said Bo Lind.", "Bo Lind", "Cy Berg"),
    ],
)
def test_what_is_told_of_another_is_found(said: str, wrong: str, right: str) -> None:
    found = other_answer(said, [PAGE])
    assert found and found.probability > 0.5
    assert (found.said, found.told) == (wrong, right)
    assert f'"{right}"' in found.reason and f'"{wrong}"' in found.reason
    true = other_answer(said.replace(wrong, right), [PAGE])
    assert true and true.probability < 0.5


def test_one_passage_may_bear_out_what_another_lacks() -> None:
    other = "Bo Lind became the mayor of Corin in 2012. Ann Marsh was a clerk then."
    assert other_answer("Bo Lind became the mayor of Corin.", [PAGE]).probability > 0.9  # type: ignore[union-attr]
    for passage in (other, "Bo Lind became the mayor of Corin in 2012."):
        assert other_answer("Bo Lind became the mayor of Corin.", [PAGE, passage]).probability < 0.3  # type: ignore[union-attr]


def test_a_quote_with_all_of_its_words_has_another_only_where_that_stands() -> None:
    said, quote = "Bo Lind became the mayor of Corin.", "The mayor that Corin got: Bo Lind became it."
    assert other_answer(said, [PAGE], [quote]) is None
    found = other_answer(said, [PAGE], [f"{quote} Not Ann Marsh."])
    assert found and found.told == "Ann Marsh"


def test_a_sentence_told_of_another_is_not_borne_out_whatever_the_judge_says() -> None:
    judged = judge("Ole Dorr became the mayor of Corin.", quoting(PAGE), is_sure)
    assert judged.verdict == "unsupported" and judged.is_contradicted
    assert judged.reasons[-1] == 'the articles seem to have "Ann Marsh" here, the sentence "Ole Dorr"'
    assert judge("Ann Marsh became the mayor of Corin.", quoting(PAGE), is_sure).verdict == "supported"
