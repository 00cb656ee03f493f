"""Clauses, and the questions that sentences answer. The sentences are made up."""

import pytest

from index.language.clauses import base_form, find_clauses
from index.language.questions import questions_of
from index.language.self_contained import stands_alone

ASKED = {
    "The mayor of Osk signed a treaty with Kiel in May 2019.": {
        "Who signed a treaty with Kiel in May 2019?": "The mayor of Osk",
        "When did the mayor of Osk sign a treaty with Kiel?": "May 2019",
        "What did the mayor of Osk sign with Kiel in May 2019?": "a treaty",
        "Did the mayor of Osk sign a treaty with Kiel in May 2019?": "",
    },
    "Norway sold 40 ferries to Iceland in 2021.": {
        "Which country sold 40 ferries to Iceland in 2021?": "Norway",
        "When did Norway sell 40 ferries to Iceland?": "2021",
        "How many ferries did Norway sell to Iceland in 2021?": "40",
        "What did Norway sell to Iceland in 2021?": "40 ferries",
        "Did Norway sell 40 ferries to Iceland in 2021?": "",
    },
    "Acme Motors paid $3 million for the port of Osk.": {
        "How much did Acme Motors pay for the port of Osk?": "$3 million",
        "Did Acme Motors pay $3 million for the port of Osk?": "",
    },
    "The Osk bridge was closed in March 2024, because its pillars had sunk.": {
        "When was the Osk bridge closed?": "March 2024",
        "Why was the Osk bridge closed in March 2024?": "its pillars had sunk",
        "Was the Osk bridge closed in March 2024?": "",
    },
    "The Arden plant has been in operation since 2013.": {
        "Since when has the Arden plant been in operation?": "2013",
        "Has the Arden plant been in operation since 2013?": "",
    },
    "Anna Lind met Peter Olsen in Norway.": {
        "Who met Peter Olsen in Norway?": "Anna Lind",
        "Whom did Anna Lind meet in Norway?": "Peter Olsen",
        "Where did Anna Lind meet Peter Olsen?": "Norway",
        "Did Anna Lind meet Peter Olsen in Norway?": "",
    },
}
NOT_ASKED = (
    "He signed a treaty with Kiel in May 2019.",  # who?
    "The company sold its port in 2020.",  # which?
    "The Osk bridge may be closed in 2026.",  # only possible
    "The Osk bridge was not closed in 2024.",  # denied
    "The pact signed in Osk in 2019 brought peace.",  # two verbs, one of them of the subject
    "If Norway sold its ferries in 2020, Iceland bought them.",
    "The Osk ferry sank last week.",  # which week?
    "Was the Osk bridge closed in 2024?",
    "Osk, Norway",
    "",
)


@pytest.mark.parametrize("sentence", ASKED)
def test_what_a_sentence_answers(sentence: str) -> None:
    asked = {one.question: sentence[one.start : one.end] for one in questions_of(sentence)}
    assert asked == ASKED[sentence]


@pytest.mark.parametrize("sentence", NOT_ASKED)
def test_what_gives_no_question(sentence: str) -> None:
    assert [one.question for one in questions_of(sentence)] == []


@pytest.mark.parametrize(
    ("question", "stands"),
    [
        ("When did Norway sell the ferry to Iceland?", False),  # which ferry?
        ("When did Norway sell the largest ferry to Iceland?", True),
        ("When did Norway sell the ferry to its neighbor?", False),
        ("Who met Olsen there?", False),
        ("What did the mayor of Osk do last year?", False),
        ("Why did Norway leave?", False),  # what?
        ("Why did Norway leave Orland?", True),
        ("When was it?", False),
        ("When did the US leave Norway?", True),
        ("When did Norway leave us?", False),
    ],
)
def test_which_questions_stand_alone(question: str, stands: bool) -> None:
    assert stands_alone(question) is stands


def test_a_sentence_may_have_several_clauses() -> None:
    found = list(find_clauses("In May, Osk won the cup, and Kiel lost its coach; Arden stayed away."))
    assert [(one.said(one.opening), one.said(one.subject), *one.inverted, one.said(one.rest)) for one in found] == [
        ("in May", "Osk", "did", "win", "the cup"),
        ("", "Kiel", "did", "lose", "its coach"),
        ("", "Arden", "did", "stay", "away"),
    ]


def test_base_forms_of_verbs_that_are_not_as_they_look() -> None:
    past = "left won fell rose found shot ground lay led withdrew planned tied urged hoped".split()
    base = "leave win fall rise find shoot grind lie lead withdraw plan tie urge hope".split()
    assert [base_form(verb) for verb in past] == base
