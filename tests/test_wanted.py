"""What kind of value a question wants, and which sentences have one."""

import pytest

from rag.reader.answer_type import value_wanted, wants_yes_or_no

HAVE = [
    ("How many drones did Iran send?", "It sent more than 300 of them."),
    ("how many drones did iran send", "It sent dozens of drones."),
    ("How many drones did Iran send?", "Iran sent no drones."),
    ("How many drones did Iran send?", "Those two sides say that it sent two."),
    ("How many drones did Iran send?", "Half of them were sent in 2022."),
    ("For how many years will it run?", "The treaty runs for 20 years."),
    ("How many hours did they talk?", "They talked for 90 minutes."),
    ("How many times did they meet?", "They met three times."),
    ("How much money did Russia invest?", "It invested $2.7 billion in oil."),
    ("How much does it cost?", "Entry is free."),
    ("How much did it cost?", "It cost 900,000 yuan."),
    ("How many dollars were lost?", "They lost 5 million."),
    ("How many people died?", "Nobody was hurt."),
    ("How many people died?", "About 1500 people died."),
    ("How many people died?!", "Three were killed."),
    ("How many mph is it?", "It goes 120 km/h."),
    ("How many years was he jailed?", "He was jailed for a decade."),
    ("How long was he jailed for?", "He was sent to prison for life."),
    ("How far is it to Moscow?", "The flight covers 2000 km."),
    ("What is the population of Lagos?", "Some 15 million live there."),
    ("How old is the bridge?", "It was built in 1913."),
    ("How long did they talk?", "They talked for an hour and ten minutes, or 70 minutes."),
    ("When did it open?", "It opened on Monday."),
    ("When did it fall?", "It fell two days later."),
    ("When did it fall?", "It collapsed hours after the parade."),
    ("When did it fall?", "It fell at dawn."),
    ("When will it open?", "It opens within days."),
    ("when was it built", "It was built in november."),
    ("when was it built", "The bridge dates from the 19th century."),
    ("What year did the war end?", "It ended in May 1945."),
]
LACK = [
    ("How many drones did Iran send?", "Iran sent drones in 2022, in the first 12 months of the war."),
    ("How many drones did Iran send?", "The two countries met, and one of them sent many drones."),
    ("Who signed it? How many came?", "Ms. Li signed it in 2022."),
    ("How many people died?", "A man, 43, was arrested at 5 p.m. for it."),
    ("How many people died?", "There was no word from the police."),
    ("For how many years will it run?", "The treaty was signed on Jan. 17, 2025."),
    ("how many megawatts does the plant produce", "The plant has been in operation since 2013."),
    ("How much money did Russia invest?", "Russia became the largest investor last year."),
    ("How far is it to Moscow?", "Moscow is far from Tehran."),
    ("When did it open?", "The bridge is open."),
]
WANT_NONE = [
    "Who built the bridge?",
    "Why was the bridge built in 1913?",
    "Do they share a border?",
    "how to fold a paper drone",
    "What happens when the bridge opens?",
    "When are wheel locks used?",
    "How big a problem is it?",
    "How much of a threat is Iran?",
    "How far right is the party?",
    "",
]


@pytest.mark.parametrize(("question", "sentence"), HAVE)
def test_the_sentence_has_what_is_wanted(question: str, sentence: str) -> None:
    has_value = value_wanted(question)
    assert has_value is not None and has_value(sentence)


@pytest.mark.parametrize(("question", "sentence"), LACK)
def test_the_sentence_lacks_what_is_wanted(question: str, sentence: str) -> None:
    has_value = value_wanted(question)
    assert has_value is not None and not has_value(sentence)


@pytest.mark.parametrize("question", WANT_NONE)
def test_no_number_or_date_is_wanted(question: str) -> None:
    assert value_wanted(question) is None


@pytest.mark.parametrize(
    "question", ["Did it open?!", "did it open", "And wasn't it late?", "Who came? Has it opened?"]
)
def test_yes_or_no_is_wanted(question: str) -> None:
    assert wants_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "When did it open?",
        "bridge opening",
        "Did it open? When?",
        "Isfahan",
        "Did Li or Roe win?",
        "Do you know who won?",
        "",
    ],
)
def test_more_than_yes_or_no_is_wanted(question: str) -> None:
    assert not wants_yes_or_no(question)


def test_the_kind_of_a_very_long_question_is_soon_known() -> None:
    for words in ("how much ", "is it who ", "how many more "):
        value_wanted(words * 20_000), wants_yes_or_no(words * 20_000)
