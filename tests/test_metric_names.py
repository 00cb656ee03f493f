"""A metric is a string and an object; what it is called is known in one place, and told in the docs."""

import pytest

from index import InputError
from rag.evaluation import definitions
from rag.evaluation.checks import Limit, checks
from rag.evaluation.definitions import DEFINITIONS, PERCENTILES, TIMES, Cutoff, Metric, Need
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.evaluation.metrics import Scored
from rag.evaluation.summary import summary
from tests.conftest import ROOT
from tests.test_metrics import answer


def test_names_are_read_and_written() -> None:
    for text, metric in (
        ("ndcg@10", Metric("ndcg", 10)),
        (" MRR ", Metric("mrr")),
        ("mrr@5", Metric("mrr", 5)),
        ("total_s_p95", Metric("total_s_p95")),
    ):
        assert Metric.parse(text) == metric and Metric.parse(str(metric)) == metric


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("qoute_f1", "qoute_f1: no such metric; did you mean quote_f1?"),
        ("ndgc@10", "did you mean ndcg@10?"),
        ("Abstention", "did you mean abstention_f1?"),
        ("", "no such metric; did you mean"),
        ("x" * 500, "x" * 60 + ": no such"),
        ("\x1b[31mmrr", "[31mmrr: no such metric; did you mean mrr?"),
        ("ndcg", "of how many passages? write it like ndcg@10"),
        ("hit@0", "of how many passages? write it like hit@10"),
        ("quote_f1@5", "this metric takes no @; write quote_f1"),
        ("hit@-1", "no such metric"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        Metric.parse(text)
    assert message in str(refused.value) and "\x1b" not in str(refused.value)


def test_each_metric_has_its_formula_and_stands_in_the_docs() -> None:
    shown = (ROOT / "docs/evaluate.md").read_text(encoding="utf-8")
    for name, known in DEFINITIONS.items():
        written = f"`{name}@k`" if known.cutoff is Cutoff.MUST else f"`{name}`"
        time = name.rpartition("_p")[0]
        for text in (definitions.__doc__ or "", shown):
            assert written in text or (time in TIMES and f"`{time}`" in text), name


def test_what_is_measured_has_a_definition_and_the_other_way_round() -> None:
    quoted = GoldQuestion("1", "q", True, answers=("x",), quotes=((GoldQuote("a", "0123"),),))
    scored = [Scored(quoted, answer(), {"quote_f1": 1.0}), Scored(GoldQuestion("2", "q", False), answer(), {})]
    assert all(Metric.parse(name) for name in summary(scored))
    assert {f"{time}_p{percent}" for time in TIMES for percent in PERCENTILES} <= DEFINITIONS.keys()


def test_what_questions_cannot_tell_is_known_before_they_are_asked() -> None:
    plain, silent = GoldQuestion("1", "q", True, answers=("yes",)), GoldQuestion("2", "q", False)

    def missing(name: str, *questions: GoldQuestion) -> Need | None:
        return Metric.parse(name).missing(questions, has_model=False, has_judge=False)

    assert missing("auroc", plain) is Need.UNANSWERABLE and missing("auroc", silent) is Need.ANSWERABLE
    assert missing("auroc", plain, silent) is None and missing("quality", silent) is None
    assert missing("hit@3", plain) is Need.QUOTES and missing("answer_f1", plain) is Need.ANSWERS
    assert missing("yes_no", plain) is None and missing("judged_right", plain) is Need.JUDGE
    assert missing("unsupported", plain) is Need.MODEL and missing("contested_f1", plain) is Need.CONTESTED


def test_limits() -> None:
    least, most = Limit.parse("quote_f1=0.6", "--fail-under"), Limit.parse("aurc=0.2", "--fail-over", is_most=True)
    told = [(one.has_passed, one.told) for one in checks({"quote_f1": 0.59, "aurc": 0.2}, [least, most], [], None)]
    assert told == [(False, "quote_f1 is 0.59, below 0.6"), (True, "aurc is 0.2, at most 0.2")]
    (absent,) = checks({}, [least], [], None)
    assert not absent.has_passed and "was not measured" in absent.told
    for text, option, is_most, message in (
        ("aurc=0.2", "--fail-under", False, "of this metric less is better; use --fail-over aurc=0.2"),
        ("quote_f1=1", "--fail-over", True, "of this metric more is better; use --fail-under quote_f1=1"),
        ("quote_f1", "--fail-under", False, "write it like quote_f1=0.6"),
        ("qoute_f1=1", "--fail-under", False, "--fail-under qoute_f1: no such metric; did you mean quote_f1?"),
    ):
        with pytest.raises(InputError, match=message):
            Limit.parse(text, option, is_most=is_most)
