"""Gold questions → report."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import InputError, Library
from index.errors import check_path
from rag.answer import QUOTES
from rag.chatbot import Chatbot
from rag.evaluation.asking import answers_to, gone_articles, misquoting, usual_jobs
from rag.evaluation.conditions import Conditions
from rag.evaluation.definitions import Metric
from rag.evaluation.gold import GoldQuestion, read_gold
from rag.evaluation.metrics import Scored
from rag.evaluation.partial import Partial
from rag.evaluation.summary import Interval, intervals, summary
from rag.llm import LanguageModel, load_llm

_log = logging.getLogger("onrecord")


def number(value: float) -> str:
    """Return the value of a metric as people read it.

    >>> number(0.56738), number(1064.8), number(92.0)
    ('0.567', '1,065', '92')
    """
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class Report:
    """The metrics over all questions (see `rag.evaluation.definitions`), and each question, its answer and scores."""

    metrics: Mapping[str, float]
    questions: tuple[Scored, ...] = field(repr=False)
    intervals: Mapping[str, Interval] = field(default_factory=dict, repr=False)
    conditions: Conditions | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls, scored: Sequence[Scored], conditions: Conditions | None = None, more: Sequence[Metric] = ()
    ) -> "Report":
        """Return the report on some questions, with `more` metrics than the usual ones."""
        return cls(summary(scored, more), tuple(scored), intervals(scored, more), conditions)

    @property
    def not_judged(self) -> list[Scored]:
        """The questions that the judge was asked about, and gave no verdict on."""
        return [one for one in self.questions if one.scores.get("judged") == 0]

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "metrics": dict(self.metrics),
            "intervals": dict(self.intervals),
            "conditions": self.conditions.to_json() if self.conditions else None,
            "questions": [{"id": one.gold.id, **one.to_json()} for one in self.questions],
        }


def evaluate(
    chatbot: Chatbot,
    gold: str | Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    jobs: int | None = None,
    judge: "str | LanguageModel | None" = None,
    metrics: Sequence[str] = (),
    partial: str | Path | None = None,
) -> Report:
    """Ask all questions of a gold file and score the answers; `progress` is told how many are done, and of how many.

    So many `jobs` are asked at a time (a core each, with a language model one). `judge` names a language model that
    says of each answer whether it is right; `metrics` names more than the usual ones, such as `hit@7`. What is answered
    is kept in the file `partial`, from where a run that was ended is gone on with; remove it once the report is safe.
    Raises `InputError`, before anything is asked, for a file that can't be used or that names an unknown article, and
    for a metric that is unknown.
    """
    more = metrics_named(metrics, chatbot)
    questions = gold_about(chatbot.library, check_path(gold))
    if wrong := misquoting(chatbot.library, questions):
        count = f"{len(wrong)} of {len(questions)} gold questions have a quote that stands nowhere in its article"
        _log.warning("%s, line %d: %s, and so is missed; run: onrecord gold check %s", gold, wrong[0].line, count, gold)
    judging = judge_named(judge)
    at_a_time = usual_jobs(chatbot, judging) if jobs is None else jobs
    if at_a_time < 1:
        raise InputError(f"jobs is the number of questions to ask at a time, 1 or more, not {at_a_time}")
    conditions = Conditions.of(chatbot, judge=judging.name if judging else "", jobs=at_a_time)
    with ExitStack() as stack:
        kept = stack.enter_context(Partial(check_path(partial), conditions.key)) if partial else None
        scored = kept.of(questions) if kept else []
        done = {one.gold for one in scored}
        left = [one for one in questions if one not in done]
        if progress:
            progress(len(scored), len(questions))
        if left:
            chatbot.warm_up()  # else the first times would be those of loading
        for one in answers_to(chatbot, left, jobs=at_a_time, judge=judging):
            scored.append(one)
            if kept:
                kept.add(one)
            if progress:
                progress(len(scored), len(questions))
    by_gold = {one.gold: one for one in scored}
    return Report.of([by_gold[one] for one in questions], conditions, more)


def metrics_named(names: Sequence[str], chatbot: Chatbot) -> list[Metric]:
    """Read the names of metrics; raises `InputError` for an unknown one, and for a k beyond what is looked at."""
    metrics = list(dict.fromkeys(map(Metric.parse, names)))
    pool = chatbot.settings.pool
    for metric in metrics:
        if metric.at and metric.at > pool:
            raise InputError(f"{metric}: only {pool} passages are looked at; take a k up to {pool}")
    return metrics


def judge_named(judge: "str | LanguageModel | None") -> LanguageModel | None:
    """Load the judge; raises `InputError` for one that is no language model."""
    model = load_llm(judge) if isinstance(judge, str) else judge
    if model == QUOTES:
        raise InputError(f"--judge {judge}: not a language model; name one as with --llm")
    return model


def gold_about(library: Library, file: Path) -> list[GoldQuestion]:
    """Read a gold file; raises `InputError`, with the line, also for one that quotes what a library does not have."""
    questions = read_gold(file)
    for question in questions:
        if gone := next(gone_articles(library, question), None):
            fix = "which the library does not have; sync the articles it is about"
            raise InputError(f'{file}, line {question.line}: quotes the article "{gone}", {fix}')
    return questions
