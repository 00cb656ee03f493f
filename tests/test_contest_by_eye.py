"""Contests that people who read answers found wrong, and others of each kind."""

import pytest

from rag.contest import find_contest, story_of
from rag.contest.asked import Asked, with_capitals
from tests.test_contest import contest, say, sides
from tests.test_kept_in_time import reports

HELD = "The Lakeside festival was held in {} this summer."
LANDED = "The stolen plane landed safely in {} on Friday."


@pytest.mark.parametrize(
    ("question", "text", "town", "whole"),
    [
        ("Where was the Lakeside festival held?", HELD, "Bergen", "Norway"),
        ("Which town hosted the Lakeside festival?", HELD, "Lyon", "France"),
        ("Where did the stolen plane land?", LANDED, "Houston", "Texas"),
        ("In which city did the stolen plane land?", LANDED, "Dover", "the UK"),
        ("Where did the stolen plane land?", LANDED, "Spain", "Europe"),
    ],
)
def test_a_place_may_lie_in_another(question: str, text: str, town: str, whole: str) -> None:
    assert sides(question, text.format(town), text.format(whole)) == []


def test_places_of_one_level_exclude_each_other_and_so_do_teams() -> None:
    held = "Where was the Lakeside festival held?"
    assert len(sides(held, HELD.format("Oslo"), HELD.format("Bergen"))) == 2
    assert len(sides(held, HELD.format("Norway"), HELD.format("Sweden"))) == 2
    won = "The final ended late, and {} won the Lakeside Cup."
    assert len(sides("Who won the Lakeside Cup?", won.format("Norway"), won.format("Bergen"))) == 2


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("When did the depot burn?", "The depot burned on Thursday night.", "The depot had no night guard."),
        ("Was the school flooded?", "The Orm school was flooded in high summer.", "Orm had no high school flooded."),
        ("Did the Orm bank fail?", "The central bank in Orm failed.", "There is no central heating in the Orm bank."),
        ("Did the mill get money?", "The Osk mill got state money in May.", "The Osk mill got no state aid."),
        ("What is a council?", "View the entire Osk council here.", "You see some of the Osk council, not the entire."),
        ("Were roads shut?", "The roads in Osk were shut.", "Not all the roads in Osk were shut."),
    ],
)
def test_what_is_denied_is_what_stands_behind_a_no(question: str, one: str, other: str) -> None:
    assert contest(question, one, other) == ()


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Was a deal reached?", "A deal on the Osk mill was reached.", "No deal on the Osk mill was reached."),
        ("Had the mill an alarm?", "The mill at Osk had a fire alarm.", "The mill at Osk had no fire alarm."),
        ("Was the government stabilized?", "The government of Orm has fallen.", "The Orm government did not fall."),
        ("Did Li win the race?", "Li won the Corin race.", "Li did not win the Corin race."),
        ("Who sold the mill?", "Voss sold the Osk mill.", "Voss has not sold the Osk mill."),
        ("Did the river rise?", "The river at Osk rose.", "The river at Osk has not risen."),
        ("Did the ferry sink?", "The ferry Corina sank off Osk.", "The ferry Corina did not sink."),
    ],
)
def test_a_denial_is_seen_in_any_form_of_the_word(question: str, one: str, other: str) -> None:
    for texts in ((one, other), (other, one)):
        assert [side.sentences[0].quote.text for side in contest(question, *texts)] == [one, other]


DIED = "Forty people died in the Osk fire."


@pytest.mark.parametrize(
    ("question", "one", "other", "values"),
    [
        ("How many did Storm Edda kill?", "Storm Edda killed six.", "The toll of Storm Edda rose to nine.", "six nine"),
        ("How many people died in the Osk fire?", DIED, "The death toll of the Osk fire stands at 25.", "Forty 25"),
        ("What is the death toll of the Osk fire?", DIED, "The Osk fire killed 25 people.", "Forty 25"),
        (
            "How many did the Osk crash kill?",
            "The Osk crash left 12 dead.",
            "Fatalities in the Osk crash: 15.",
            "12 15",
        ),
        ("How many perished at Osk?", "At Osk 12 people perished.", "Deaths at Osk climbed to 15.", "12 15"),
    ],
)
def test_the_dead_are_one_thing_in_many_words(question: str, one: str, other: str, values: str) -> None:
    assert [value for value, _ in sides(question, one, other)] == values.split()


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many homes did Storm Edda destroy?", "Storm Edda destroyed 60 homes.", "Storm Edda’s toll rose to nine."),
        ("How many were hurt in the Osk fire?", "The Osk fire hurt 60 people.", "The Osk fire killed 12 people."),
        (
            "How many died in the Osk fire?",
            "Forty people died in the Osk fire.",
            "The Osk fire killed 40, and hurt 61.",
        ),
    ],
)
def test_others_than_the_dead_are_counted_apart(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == []


def test_a_toll_that_rises_is_one_story_in_other_words() -> None:
    asked = "How many did Storm Edda kill?"
    told = reports(
        ("2025-05-01", "Storm Edda killed six people."), ("2025-05-03", "The toll of Storm Edda rose to nine.")
    )
    story = story_of(asked, find_contest(asked, told))
    assert story and story.latest is told[1] and story.earlier == (told[0],)


def test_names_are_no_sides_of_a_question_how_or_of_none() -> None:
    path = "Enable jumbo frames for {} and set them alike on the whole path of the network."
    said = path.format("Blockstore"), path.format("Filestore")
    assert sides("How are jumbo frames set on the network?", *said) == []
    assert len(sides("What are jumbo frames enabled for?", *said)) == 2
    added = say("a", "First, add Ida Voss to the account of the user."), say("b", "The user Karl Bo is in the script.")
    assert find_contest("Add the identity of the user", added) == ()


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Titanic sank when", ("date",)),
        ("Where and when was Li born?", ("date",)),
        ("Who sued Li? And when?", ("date",)),
        ("Do you know exactly when it burned?", ("date",)),
        ("I wonder when it burned", ("date",)),
        ("Who knows when it burned?", ("date",)),
        ("What was the year when it burned?", ("date",)),
        ("When exactly did Li, who won the race, die?", ("date",)),
        ("When it burned, who called for help?", ("name",)),
        ("What is known about when it burned?", ("date",)),
        ("Please say who built it and when it opened", ("date",)),
        ("When the dam broke, how many drowned?", ("number",)),
        ("What did Li find when the mill burned?", ("name",)),
        ("How many drowned when the dam broke?", ("number",)),
        ("Was Li at home when the mill burned?", ("date", "number", "name")),
    ],
)
def test_when_asks_for_a_date_or_joins_clauses(question: str, kinds: tuple[str, ...]) -> None:
    assert Asked(question).kinds == kinds


def test_a_name_typed_small_is_written_as_the_best_sentence_has_it() -> None:
    found = [say("a", "The launch was by NASA."), say("b", "Nasa launched it.")]
    assert with_capitals("who runs nasa", found) == "who runs NASA"
    assert with_capitals("who runs nasa", found[::-1]) == "who runs Nasa"
