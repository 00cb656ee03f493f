"""Measures, to the number."""

import json
from dataclasses import replace

import pytest

from index import Article, Hit, InputError, Passage, Sentence
from rag import Answer, Citation, Quote, Turn, Verdict
from rag.evaluation.comparing import changes
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.evaluation.metrics import Scored, score
from rag.evaluation.plots import by_question, risk_and_coverage
from rag.evaluation.ranked_list import RankedList, rank
from rag.evaluation.summary import intervals, summary, wilson

ARTICLE = Article("a", "A", "0123456789")
OTHER = Article("b", "B", "0123456789")
ARTICLES = {"a": ARTICLE, "b": OTHER}


def hit(article: Article) -> Hit:
    passage = Passage(f"{article.id}#1.0", article.id, 0, 10, (Sentence(0, 10),))
    return Hit(article, passage, 0.5, 0.5, 0.5, article.id)


def found(gold: GoldQuestion, *articles: Article) -> RankedList:
    """What was found, best first: one passage of each article."""
    passages = {one.id: [hit(one).passage] for one in ARTICLES.values()}
    return rank(gold, [hit(one) for one in articles], ARTICLES, passages)


def answer(*quotes: Quote, status: str = "answered", confidence: float = 0.9, said: str = "") -> Answer:
    citations = tuple(Citation(n, quote, 1, "T", None, None, None, quote) for n, quote in enumerate(quotes, start=1))
    sentences = (Verdict(said, (), "uncited"),)
    return Answer("q", "q", status, said, "m", sentences, citations, confidence=confidence)  # type: ignore[arg-type]


GOLD = GoldQuestion(
    "1", "q", True, answers=("4-5",), quotes=((GoldQuote("a", "0123"),), (GoldQuote("a", "4567"), GoldQuote("b", "89")))
)


def test_quotes_are_scored_against_the_annotator_they_match_best() -> None:
    scores = score(GOLD, answer(Quote("a", 4, 10, "456789")), found(GOLD, OTHER, ARTICLE), ARTICLES)
    assert scores == {
        "quotes_exact": 1.0,
        "hit@1": 1.0,
        "hit@3": 1.0,
        "hit@5": 1.0,
        "hit@10": 1.0,
        "reciprocal_rank": 1.0,
        "recall@10": 1.0,
        "ndcg@10": 1.0,
        "quote_precision": 4 / 6,
        "quote_recall": 4 / 6,
        "quote_f1": 4 / 6,
        "first_article": 1.0,
        "answer_recall": 0.0,
        "exact_match": 0.0,
        "answer_f1": 0.0,
        "citation_coverage": 0.0,
    }


def test_a_gold_item_is_found_in_its_list_and_not_where_prose_names_it() -> None:
    text = "Elm Hall is old. These shut:\n- Ash Hall\n- Elm Hall"
    gold = GoldQuestion("1", "q", True, quotes=((GoldQuote("a", "Elm Hall"),),))
    quote = Quote("a", len(text) - 8, len(text), "Elm Hall")
    assert score(gold, answer(quote), RankedList(), {"a": Article("a", "A", text)})["quote_f1"] == 1.0


def test_a_gold_sentence_is_found_without_what_cannot_be_seen_in_it() -> None:
    articles = {"a": Article("a", "A", "The port is open. Rain fell.")}
    gold = GoldQuestion("1", "q", True, quotes=((GoldQuote("a", "The\ufeff  port is\u00ad open. "),),))
    scores = score(gold, answer(Quote("a", 0, 17, "The port is open.")), RankedList(), articles)
    assert scores["quote_f1"] == 1.0


def test_ranks() -> None:
    gold = GoldQuestion("1", "q", True, quotes=((GoldQuote("a", "0123"),),))
    scores = score(gold, answer(), found(gold, OTHER, ARTICLE), ARTICLES)
    assert (scores["hit@1"], scores["hit@3"], scores["reciprocal_rank"], scores["first_article"]) == (
        0.0,
        1.0,
        0.5,
        0.0,
    )
    assert score(gold, answer(), found(gold), ARTICLES)["reciprocal_rank"] == 0.0


def test_a_wrong_quote_is_seen() -> None:
    assert score(GOLD, answer(Quote("a", 0, 4, "0124")), RankedList(), ARTICLES)["quotes_exact"] == 0.0


def test_accepted_answers_are_looked_for_in_text_and_quotes() -> None:
    assert score(GOLD, answer(said="It is 4–5."), RankedList(), ARTICLES)["answer_recall"] == 1.0
    by_its_date = replace(answer(said="It is six."), text="It is six. — The Times, 4-5")
    assert score(GOLD, by_its_date, RankedList(), ARTICLES)["answer_recall"] == 0.0


def test_summary() -> None:
    unanswerable = GoldQuestion("2", "q", False, contested=False)
    contested = GoldQuestion("3", "q", True, contested=True)
    scored = [
        Scored(GOLD, answer(confidence=0.9), {"quote_f1": 1.0}),
        Scored(unanswerable, answer(status="not_found", confidence=0.2), {}),
        Scored(unanswerable, answer(confidence=0.6), {}),
        Scored(contested, answer(status="contested", confidence=0.5), {"quote_f1": 0.5}),
    ]
    metrics = summary(scored)
    assert metrics["questions"] == 4 and metrics["quote_f1"] == 0.75
    assert (metrics["abstention_precision"], metrics["abstention_recall"]) == (1.0, 0.5)
    assert metrics["abstention_f1"] == round(2 / 3, 4) and metrics["auroc"] == 0.75
    assert (metrics["contested_precision"], metrics["contested_recall"]) == (1.0, 1.0)
    assert metrics["total_s_p50"] == 0.0


def test_of_a_model_counts_what_its_quotes_do_not_bear_out() -> None:
    def scores(answered: Answer) -> dict[str, float]:
        return score(GoldQuestion("1", "q", True), answered, RankedList(), {})

    uncited = {"citation_coverage": 0.0}
    written = replace(answer(said="It fell."), prompt="answer 2, question 2")
    assert scores(written) == uncited | {"unsupported": 1.0, "fell_back": 0.0}
    sentences = (Verdict("It fell.", (), "quoted"), Verdict("It rose.", (), "uncited", withdrawn=True))
    fallen_back = replace(written, model="quotes", sentences=sentences)
    assert scores(fallen_back) == uncited | {"unsupported": 1.0, "fell_back": 1.0}
    assert scores(replace(fallen_back, sentences=sentences[:1])) == uncited | {"fell_back": 1.0}
    assert scores(answer(said="It fell.")) == uncited


def run(*f1: float) -> list[Scored]:
    return [
        Scored(GoldQuestion(str(n), "q", True), answer(confidence=value), {"quote_f1": value})
        for n, value in enumerate(f1)
    ]


def test_intervals_hold_their_metric_and_are_the_same_each_time() -> None:
    scored = [*run(*([0.0, 1.0] * 50)), Scored(GoldQuestion("x", "q", False), answer(status="not_found"), {})]
    found = intervals(scored)
    low, high = found["quote_f1"]
    assert 0.38 < low < 0.42 and 0.58 < high < 0.62  # half, give or take two standard errors of 0.05
    assert found == intervals(scored) and found["auroc"][0] <= summary(scored)["auroc"] <= found["auroc"][1]
    assert "total_s_p50" not in found
    assert intervals(run(1.0)) == {}  # one question tells nothing of others


def test_shares_of_counts_have_wilsons_intervals() -> None:
    def asked(number: int, answerable: bool, status: str, hit: float) -> Scored:
        said = answer(status=status, confidence=float(answerable))
        return Scored(GoldQuestion(str(number), "q", answerable), said, {"hit@10": hit, "quote_f1": 0.5 + hit / 4})

    scored = [asked(n, True, "answered", float(n < 9)) for n in range(10)]
    scored += [asked(10 + n, False, "not_found", 1.0) for n in range(5)]
    found = intervals(scored)
    assert found["hit@10"] == wilson(14, 15) and found["abstention_recall"] == wilson(5, 5)
    assert found["abstention_precision"] == wilson(5, 5) == (0.5655, 1.0)  # all right, of five: no certainty
    assert found["quote_f1"] != wilson(14, 15)  # no counts
    assert intervals(run(*[1.0] * 20))["quote_f1"] == (1.0, 1.0)  # a mean, whatever its values happen to be
    low, high = wilson(0, 20)
    assert low == 0.0 and 0.16 < high < 0.17
    centre, half = (0.5 + 1.959964**2 / 200) / (1 + 1.959964**2 / 100), 0.0962  # by hand, for 50 of 100
    assert wilson(50, 100) == pytest.approx((centre - half, centre + half), abs=1e-4)


def test_a_change_is_sure_when_the_choice_of_questions_does_not_explain_it() -> None:
    before = run(*([0.2, 0.4] * 20))
    better = changes(run(*([0.3, 0.5] * 20)), before)["quote_f1"]
    assert (better.value, better.is_sure) == (0.1, True) and better.interval[0] > 0.09
    mixed = changes(run(*([0.3, 0.3] * 20)), before)["quote_f1"]
    assert (mixed.value, mixed.is_sure) == (0.0, False)
    assert changes(run(0.5), [Scored(GoldQuestion("0", "another question", True), answer(), {"quote_f1": 0.1})]) == {}


def test_silence_and_quotes_in_one_number() -> None:
    silent = answer(status="not_found")
    assert Scored(GOLD, silent, {"quote_f1": 0.0}).quality == 0.0 and Scored(GOLD, answer(), {}).quality == 1.0
    unanswerable = GoldQuestion("2", "q", False)
    assert Scored(unanswerable, silent, {}).quality == 1.0 and Scored(unanswerable, answer(), {}).quality == 0.0
    assert Scored(GOLD, answer(), {"quote_f1": 0.4, "answer_recall": 1.0}).quality == 0.4
    assert Scored(GOLD, answer(), {"answer_recall": 0.0}).quality == 0.0


def test_a_scored_answer_comes_back_from_its_json() -> None:
    follow_up = GoldQuestion("2", "q", False, (Turn("p", "r"),), contested=False)
    for one in (Scored(GOLD, answer(Quote("a", 0, 4, "0123")), {"quote_f1": 1.0}), Scored(follow_up, answer(), {})):
        assert Scored.from_json(json.loads(json.dumps(one.to_json()))) == one
    rubbish: tuple[object, ...] = (None, [], {"gold": {}}, {"gold": GOLD.to_json(), "answer": 7, "scores": {}})
    for wrong in rubbish:
        with pytest.raises(InputError):
            Scored.from_json(wrong)


def test_pictures_say_in_words_what_they_show() -> None:
    scored = [*run(0.0, 0.5, 1.0, 1.0), Scored(GoldQuestion("x", "q", False), answer(status="not_found"), {})]
    assert "Of 5 questions 1 went wrong, 3 were answered wholly right, and 1 in part." in by_question(scored)
    assert "The risk is 0% at 40% and 38% at 80% of the questions." in risk_and_coverage(scored)
    assert "No question was answered." in risk_and_coverage(scored[-1:])
    assert "The dashed line is the earlier run." in by_question(scored, scored)
