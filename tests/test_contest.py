"""Both sides, and only where there are two."""

import pytest

from index import Article, Hit, Passage, Sentence
from rag.contest import find_contest
from rag.reader import EvidenceSentence


def say(article_id: str, text: str) -> EvidenceSentence:
    span = Sentence(0, len(text))
    article = Article(article_id, article_id, text)
    return EvidenceSentence(
        Hit(article, Passage(f"{article_id}#1.0", article_id, 0, len(text), (span,)), 1, 1, 1, article_id), span, 0.9
    )


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Did the government fall?", "The fall of the government shook the region.", "The government did not fall."),
        ("Was the bridge closed?", "The bridge was closed in March.", "Officials said the bridge wasn't closed."),
        ("Did the mayor resign?", "Mayor Li resigned on Monday.", "Mayor Li never resigned; he is on leave."),
    ],
)
def test_a_denial_and_what_it_denies(question: str, one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        contest = find_contest(question, [say("a", first), say("b", second)])
        assert contest is not None
        assert (contest.stating.quote.text, contest.denying.quote.text) == (one, other)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Did the government fall?", "The government did not fall.", "The government has not fallen, nor did it fall."),
        (
            "Did Russia aid Iran?",
            "Russia occupied Iran with its forces.",
            "It has not brought Russian forces into Iran.",
        ),
        ("Was the bridge closed?", "The bridge was closed.", "The tunnel was not closed for a single day in May."),
        ("Did Li help?", "Mayor Li wants to help the port.", "Mayor Li does not want to leave the port."),
        ("Where is the port?", "The mayor resigned.", "The mayor has not resigned."),
    ],
)
def test_no_contest(question: str, one: str, other: str) -> None:
    assert find_contest(question, [say("a", one), say("b", other)]) is None


def test_one_article_does_not_contest_itself() -> None:
    assert (
        find_contest("Was it closed?", [say("a", "The bridge closed."), say("a", "The bridge has not closed.")]) is None
    )
