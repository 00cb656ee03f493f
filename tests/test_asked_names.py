"""Is an article on what the question names?"""

import pytest

from rag.reader.names import asked_names, lacks_all
from rag.verdict.rules import Record, missing_facts


@pytest.mark.parametrize(
    ("question", "passage", "article", "is_missing"),
    [
        ("What happened in Kelbrook?", "Fair in Corin. It rained.", "", True),
        ("What happened in Kelbrook?", "Fair in Kelbrook. It rained.", "", False),
        ("What happened in Kelbrook?", "Kelbrook’s fair was wet.", "", False),
        ("What happened in Kelbrook?", "It rained.", "The fair of Kelbrook began.", False),
        ("Who bought the Grand Hotel?", "Park Hotel sold. A fund bought it.", "", True),
        ("Did Iran send drones?", "Iranian drones came.", "", False),
        ("Did Russians come?", "They came from Russia.", "", False),
        ("Who is Mr. Ott?", "They got nothing for it.", "", True),  # not within another word
        ("Did Corin beat Kelbrook?", "Corin wins. It won.", "", False),  # one of two is there
        ("Who made Plenty Century?", "Plenty Century is a film.", "", False),
        ("Who made Plenty Century?", "A film.", "Plenty Century, a film, fell.", False),
        ("how big was the pay rise", "It rained.", "", False),
        ("Which fair, as reported by the Hill Herald and The Post, was wet?", "The fair was wet.", "", False),
        ("What does the Hill Herald article say of the fair?", "The fair was wet.", "", False),
        ("Which article from the Hill Herald is on Kelbrook?", "Fair in Corin. It rained.", "", True),
        ("What did the Mueller report find?", "Fair in Corin. It rained.", "", True),
        ("How many fires were reported in Kelbrook and Orr?", "Corin had three fires.", "", True),
        ("Which pieces by Elgar were played?", "They played Bach.", "", True),
        ("Who spread the Kelbrook story?", "Fair in Corin. It rained.", "", True),
        ("What do reports from Kelbrook say?", "Fair in Corin. It rained.", "", True),
        ("", "It rained.", "", False),
    ],
)
def test_a_name_may_stand_in_another_form_and_place(
    question: str, passage: str, article: str, is_missing: bool
) -> None:
    assert lacks_all(asked_names(question), passage, article) == is_missing


@pytest.mark.parametrize(
    "question",
    [
        "What did Senator Holt sell?",
        "What did Sen. Holt sell?",
        "What did Holt sell?",
        "Which boat did Governor Ann Holt sell?",
        "What did the Prime Minister Ann Holt sell?",
        "What did Sergeant Holt sell?",
    ],
)
def test_a_title_need_not_stand_in_the_article(question: str) -> None:
    assert not lacks_all(asked_names(question), "Sen. Ann Holt sold her boat on Monday.", "")
    assert lacks_all(asked_names(question.replace("Holt", "Marsh")), "Sen. Ann Holt sold her boat on Monday.", "")


def test_a_title_is_on_record_where_it_is_abbreviated() -> None:
    record = Record(("Sgt. Maria Dunn and Rep. Ole Holt left.",))
    assert list(missing_facts("Sergeant Maria Dunn left with Representative Ole Holt.", record)) == []
    assert list(missing_facts("Sergeant Maria Holt left.", record)) == ["the name Sergeant Maria Holt is in no quote"]
