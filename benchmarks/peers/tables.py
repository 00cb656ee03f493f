"""The tables of the race, in Markdown."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module

from benchmarks.peers.lines import lines_of
from benchmarks.peers.scoring import PeerRun, report_of, scored_at, standing
from benchmarks.peers.sets import QuestionSet
from benchmarks.tables import table
from rag.evaluation.summary import summary

BUDGETS = (150, 300, 600, 1200, 2400)  # characters shown, of which the one that suits a peer best is told
MEASURES = {"quote_f1": "quote F1", "quote_precision": "precision", "quote_recall": "recall", "hit@1": "first is right"}
AUROC = "auroc"


def quality_table(questions: QuestionSet, runs: Mapping[str, PeerRun], *, budget: int) -> str:
    """Return how good each peer is at a budget, with 95% intervals, and its best quote F1 at any other.

    Only questions that all of them have answered count; a peer that has answered none is told with why.
    """
    shared = answered_by_all(questions, runs)
    heading = [f"{questions.name}, {budget} characters", "questions", *MEASURES.values(), "silence AUROC"]
    return table([*heading, "best quote F1, at characters"], list(_quality(shared, runs, budget)))


def answered_by_all(questions: QuestionSet, runs: Mapping[str, PeerRun]) -> QuestionSet:
    """Return the set with those questions alone that each peer has answered, but for peers that answered none."""
    known = [run.replies.keys() for run in runs.values() if run.replies]
    return replace(questions, questions=[one for one in questions.questions if all(one.id in ids for ids in known)])


def _quality(questions: QuestionSet, runs: Mapping[str, PeerRun], budget: int) -> Iterator[list[str]]:
    for peer, run in runs.items():
        if not (run.replies and questions.questions):
            why = next(iter(run.failed.values()), "not run")
            yield [_name(peer), "0", *["-"] * (len(MEASURES) + 1), why[:80]]
            continue
        report = report_of(run, questions.questions, questions.articles, budget=budget)
        cells = [_cell(report.metrics, report.intervals, name) for name in (*MEASURES, AUROC)]
        yield [_name(peer), str(len(report.questions)), *cells, _best(questions, run)]


def _cell(metrics: Mapping[str, float], intervals: Mapping[str, tuple[float, float]], name: str) -> str:
    if name not in metrics:
        return "-"
    low, high = intervals.get(name, (float("nan"), float("nan")))
    return f"{metrics[name]:.2f} ({low:.2f}-{high:.2f})"


def _best(questions: QuestionSet, run: PeerRun) -> str:
    """Return the best quote F1 that a peer comes to, and the budget at which it does."""
    reports = {
        budget: summary(scored_at(run, questions.questions, questions.articles, budget=budget)) for budget in BUDGETS
    }
    known = {budget: metrics["quote_f1"] for budget, metrics in reports.items() if "quote_f1" in metrics}
    if not known:
        return "-"
    best = max(known, key=lambda budget: known[budget])
    return f"{known[best]:.2f} at {best}"


def cost_table(questions: QuestionSet, runs: Mapping[str, PeerRun]) -> str:
    """Return what each peer costs: to be opened over new articles, to be asked, in memory, and in lines to write.

    In seconds by the clock, and in brackets of processor time.
    """
    heading = (questions.name, "until it can be asked", "question, p50", "peak MB", "lines", "stands", "failed")
    return table(heading, [_cost(peer, run) for peer, run in runs.items() if run.replies])


def _cost(peer: str, run: PeerRun) -> list[str]:
    opened = f"{run.opened['seconds']:.1f} ({run.opened['processor_s']:.1f})"
    asked = f"{run.median('seconds'):.2f} ({run.median('processor_s'):.2f})"
    rest = (f"{run.peak_bytes / 1e6:.0f}", str(lines_of(peer)), f"{standing(run):.2f}", str(len(run.failed)))
    return [_name(peer), opened, asked, *rest]


def _name(peer: str) -> str:
    return str(import_module(f"benchmarks.peers.{peer}").NAME)
