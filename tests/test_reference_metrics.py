"""Our metrics beside those of reference libraries on made-up runs, and beside numbers that were worked out by hand."""

from dataclasses import replace
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from ir_measures import RR, R, Success, nDCG
from sklearn.metrics import average_precision_score, precision_recall_fscore_support, roc_auc_score

from rag import Answer, Quote, ShortAnswer, Verdict
from rag.evaluation.citations import citation_scores
from rag.evaluation.definitions import Metric
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.evaluation.metrics import Scored, score
from rag.evaluation.ranked_list import RankedList
from rag.evaluation.short_answers import exact_match, opening, word_f1
from rag.evaluation.silence import auroc, average_precision, detection, risk_area
from rag.evaluation.summary import summary
from rag.evaluation.trec import QRELS, RUN, write_trec
from tests.test_metrics import answer

QUOTED = ((GoldQuote("a", "0123"),),)


def made_up_run(questions: int = 60) -> list[Scored]:
    """Return random rankings, some of which find nothing, or not all; passages have white space in their ids."""
    draw = np.random.default_rng(7)
    scored = []
    for number in range(questions):
        passages = tuple(f"art {one}.txt#{one}" for one in draw.permutation(30)[: draw.integers(1, 21)])
        relevant = tuple(f"art {one}.txt#{one}" for one in draw.permutation(30)[: draw.integers(1, 5)])
        gold = GoldQuestion(f"q {number}", "q", True, quotes=QUOTED)
        ranking = RankedList(passages, relevant, tuple(0.0 for _ in passages))
        scored.append(Scored(gold, answer(), {}, ranking))
    return scored


def test_rankings_are_measured_as_trec_eval_does_by_the_files_that_are_written(tmp_path: Path) -> None:
    scored = made_up_run()
    write_trec(scored, tmp_path)
    run = list(ir_measures.read_trec_run(str(tmp_path / RUN)))  # type: ignore[no-untyped-call]
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / QRELS)))  # type: ignore[no-untyped-call]
    names = {
        "hit@1": Success @ 1,
        "hit@7": Success @ 7,
        "hit@10": Success @ 10,
        "mrr": RR,
        "mrr@5": RR @ 5,
        "ndcg@3": nDCG @ 3,
        "ndcg@10": nDCG @ 10,
        "ndcg@20": nDCG @ 20,
    }
    expected = ir_measures.calc_aggregate(list(names.values()), qrels, run)
    found = summary(scored, [Metric.parse(name) for name in names])
    for name, reference in names.items():
        assert 0 < expected[reference] < 1
        assert found[name] == pytest.approx(expected[reference], abs=1e-4), name
    per_question = {one.query_id: one.value for one in ir_measures.iter_calc([nDCG @ 10], qrels, run)}
    ours = [one.score(Metric("ndcg", 10)) for one in scored]
    assert ours == pytest.approx([per_question[f"q%20{number}"] for number in range(len(scored))])
    assert R @ 10 not in names.values()  # ours is by characters, as gold quotes are no passages


def test_ndcg_by_hand() -> None:
    ranking = RankedList(("x", "a", "y", "b"), ("a", "b", "c"), (0, 0.5, 0.5, 0.7))
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert ranking.ndcg(10) == pytest.approx((1 / np.log2(3) + 1 / np.log2(5)) / ideal)
    assert ranking.ndcg(2) == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)))
    assert (ranking.hit(1), ranking.hit(2), ranking.recall_at(3), ranking.recall_at(9)) == (0.0, 1.0, 0.5, 0.7)
    assert ranking.reciprocal_rank() == 0.5 and ranking.reciprocal_rank(1) == 0.0
    assert RankedList(("a",), ("a",)).ndcg(10) == 1.0 and RankedList((), ("a",)).ndcg(10) == 0.0


def test_silence_is_measured_as_scikit_learn_does_also_with_ties_and_weights() -> None:
    draw = np.random.default_rng(3)
    for size in (5, 40, 200):
        confidence = draw.integers(0, 8, size) / 8  # with ties
        unanswerable = np.array([True, False, *(draw.random(size - 2) < 0.3)])
        silent = confidence < 0.5
        counts = np.vstack([np.ones(size), draw.integers(1, 4, size)]).astype(np.float64)
        for row, weights in enumerate(counts):
            expected = roc_auc_score(~unanswerable, confidence, sample_weight=weights)
            assert auroc(confidence, ~unanswerable, counts)[row] == pytest.approx(expected)
            expected = average_precision_score(unanswerable, -confidence, sample_weight=weights)
            assert average_precision(confidence, unanswerable, counts)[row] == pytest.approx(expected)
            found = detection("x", unanswerable, silent, counts)
            precision, recall, f1, _ = precision_recall_fscore_support(
                unanswerable, silent, average="binary", sample_weight=weights, zero_division=0
            )
            ours = [found[f"x_{name}"][row] for name in ("precision", "recall", "f1")]
            assert ours == pytest.approx([precision, recall, f1])


def test_the_area_of_risk_and_coverage_by_hand() -> None:
    confidence, loss = np.array([0.9, 0.5, 0.7, 0.2]), np.array([0.0, 1.0, 0.5, 1.0])
    answered = np.array([True, True, True, False])
    ones = np.ones((1, 4))
    assert risk_area(confidence, loss, answered, ones)[0] == pytest.approx((0 + 0.5 / 2 + 1.5 / 3) / 3)
    tied = np.array([0.9, 0.7, 0.7, 0.2])
    assert risk_area(tied, loss, answered, ones)[0] == pytest.approx((0 + 2 * 1.5 / 3) / 3)
    assert np.isnan(risk_area(confidence, loss, np.zeros(4, dtype=bool), ones)[0])


def test_silence_over_all_questions_by_hand() -> None:
    def asked(number: int, answerable: bool, status: str, confidence: float, f1: float = 0.0) -> Scored:
        gold = GoldQuestion(str(number), "q", answerable)
        return Scored(gold, answer(status=status, confidence=confidence), {"quote_f1": f1} if answerable else {})

    scored = [
        asked(1, True, "answered", 0.9, 1.0),
        asked(2, True, "answered", 0.6, 0.5),
        asked(3, True, "not_found", 0.3),
        asked(4, False, "answered", 0.7),
        asked(5, False, "not_found", 0.1),
    ]
    metrics = summary(scored)
    assert (metrics["false_answers"], metrics["false_refusals"]) == (0.5, round(1 / 3, 4))
    assert metrics["auroc"] == round(4 / 6, 4)
    assert metrics["auprc"] == 0.75  # found first (precision 1) and fourth (2 of 4)
    assert metrics["aurc"] == round((0 + 1 / 2 + 1.5 / 3) / 3, 4)
    assert metrics["quality"] == (1 + 0.5 + 0 + 0 + 1) / 5


@pytest.mark.parametrize(
    ("said", "accepted", "exact", "f1"),
    [
        ("the Cat, sat.", ["a cat sat"], 1.0, 1.0),
        ("cat sat on a mat", ["cat sat"], 0.0, 2 * (2 / 4) * 1 / (2 / 4 + 1)),
        ("May 2013", ["2013", "in May of 2013"], 0.0, 2 * 1 * (2 / 4) / (1 + 2 / 4)),
        ("U.S.", ["the U.S.", "America"], 1.0, 1.0),
        ("dog dog", ["dog"], 0.0, 2 * (1 / 2) * 1 / (1 / 2 + 1)),
        ("", ["2013"], 0.0, 0.0),
        ("the", ["a"], 1.0, 1.0),  # as SQuAD's script has it: nothing is left of either
    ],
)
def test_short_answers_are_compared_as_squad_does(said: str, accepted: list[str], exact: float, f1: float) -> None:
    assert exact_match(said, accepted) == exact and word_f1(said, accepted) == pytest.approx(f1)


def test_yes_and_no_are_told_by_how_an_answer_begins() -> None:
    def scores(gold: tuple[str, ...], said: str, status: str = "answered") -> dict[str, float]:
        question = GoldQuestion("1", "q", True, answers=gold)
        return score(question, answer(said=said, status=status), RankedList(), {})

    assert scores(("Yes.",), "Yes, it did.")["yes_no"] == 1.0 and "answer_recall" not in scores(("Yes.",), "Yes.")
    assert scores(("no", "it did not"), "Yes, it did not.") | {"yes_no": 0.0, "answer_recall": 1.0} == scores(
        ("no", "it did not"), "Yes, it did not."
    )
    assert scores(("no",), "Nobody knows.")["yes_no"] == 0.0 and scores(("no",), "No.", "not_found")["yes_no"] == 0.0
    assert "yes_no" not in scores(("2013",), "No.") and opening("No. 10 is shut") == ""


def test_what_is_said_in_short_is_held_against_the_accepted_answers() -> None:
    question = GoldQuestion("1", "q", True, answers=("May 2013",))
    in_short = replace(answer(said="It was 2013."), short_answer=ShortAnswer("2013", 1, 0, 4))
    scores = score(question, in_short, RankedList(), {})
    assert scores["answer_f1"] == pytest.approx(2 / 3)
    assert (scores["exact_match"], scores["short_answer"]) == (0.0, 1.0)
    scores = score(question, answer(said="It was 2013."), RankedList(), {})
    assert (scores["exact_match"], scores["answer_f1"]) == (0.0, 0.0) and "short_answer" not in scores


def test_citations_bear_out_their_sentences_or_do_not() -> None:
    rose, fell = Quote("a", 0, 21, "Oil rose on Monday."), Quote("a", 30, 51, "The bridge was closed in March.")
    cited = answer(rose, fell)

    def scores(*sentences: Verdict) -> dict[str, float]:
        return citation_scores(replace(cited, sentences=sentences))

    assert scores(Verdict(rose.text, (1,), "quoted"), Verdict("So it is.", (), "uncited")) == {
        "citation_coverage": 0.5,
        "citation_precision": 1.0,
    }
    said = "On Monday, oil rose."
    assert scores(Verdict(said, (1, 2), "supported")) == {"citation_coverage": 1.0, "citation_precision": 0.5}
    assert scores(Verdict("Oil fell on Monday.", (1,), "unsupported"))["citation_precision"] == 0.0
    assert scores(Verdict("Oil fell.", (), "uncited", withdrawn=True)) == {}
    silent: Answer = replace(cited, status="not_found")
    assert citation_scores(silent) == {}
