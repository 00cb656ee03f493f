"""`onrecord evaluate`: gold questions asked, scored, compared with an earlier run and held to limits."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import InputError
from index.plain_text import one_line
from rag.answer import QUOTES
from rag.cli.output import check_output, led_to, progress_bar, read_json, told_once, write_output, writing
from rag.cli.trying import tried
from rag.llm import NAMES

if TYPE_CHECKING:
    from rag.chatbot import Chatbot
    from rag.evaluation import Report
    from rag.evaluation.checks import Limit, LimitCheck
    from rag.evaluation.comparing import Baseline, Comparison
    from rag.evaluation.definitions import Metric
    from rag.evaluation.gold import GoldQuestion

MOST_NAMED = 20  # questions of a kind
LONGEST_REPLY_SHOWN = 120  # characters
OUTPUTS = ("json", "report", "markdown", "junit")


def add_options(parser: ArgumentParser) -> None:
    """Add what `evaluate` takes besides the library and the model."""
    add = parser.add_argument
    add("gold", metavar="GOLD", type=Path)
    add("--json", type=Path, metavar="OUT.json", help="write metrics and answers there, for --baseline")
    add("--report", type=Path, metavar="OUT.html", help="write a page there")
    add("--markdown", type=Path, metavar="OUT.md", help="write a pull request's comment there")
    add("--junit", type=Path, metavar="OUT.xml", help="write test cases for CI there")
    add("--trec", type=Path, metavar="FOLDER", help="write run.txt and qrels.txt there, for trec_eval")
    add("--baseline", type=Path, metavar="OLD.json", help="compare with an earlier --json")
    add("--metric", action="append", default=[], metavar="METRIC", help="measure this, too: hit@7")
    add("--fail-under", action="append", default=[], metavar="METRIC=VALUE", help="exit 1 if below")
    add("--fail-over", action="append", default=[], metavar="METRIC=VALUE", help="the same, where less is better")
    add("--no-worse", action="append", default=[], metavar="METRIC", help="exit 1 if surely worse than before")
    add("--judge", metavar="NAME", help=f"a language model that says whether answers are right: {NAMES}")
    add("--jobs", type=int, metavar="N", help="ask so many questions at a time (a core each; with a model one)")


def evaluate(options: Namespace) -> int:
    """Score answers to gold questions; exit 1 when a metric is beyond its limit, or surely worse than it was."""
    from rag.evaluation import evaluate as score_answers
    from rag.evaluation.checks import checks, parsed
    from rag.evaluation.comparing import Baseline, Comparison
    from rag.evaluation.partial import beside
    from rag.evaluation.report import gold_about

    limits = list(_limits(options))
    no_worse = [_paired(name) for name in options.no_worse]
    shown = [parsed(name, "--metric") for name in options.metric]
    if no_worse and not (options.baseline or options.embedding):
        raise InputError("--no-worse: than what? give an earlier run with --baseline OLD.json")
    if options.jobs is not None and options.jobs < 1:
        raise InputError(f"--jobs {options.jobs}: give the number of questions to ask at a time, 1 or more")
    earlier = read_json(options.baseline) if options.baseline else None
    _check_outputs(options)
    wanted = [*(limit.metric for limit in limits), *no_worse, *shown]
    first = next((out for out in _outputs(options) if out.is_file() or not out.exists()), None)  # no /dev/stdout
    partial = beside(led_to(first)) if first else None  # /dev/stdout may lead to a file, too
    with told_once(), tried(options) as (chatbot, as_it_is):
        if no_worse and not (options.baseline or as_it_is):
            why = "the library was built with this embedding model"
            raise InputError(f"--no-worse: than what? {why}; give an earlier run with --baseline OLD.json")
        questions = gold_about(chatbot.library, options.gold)
        _check_asked(wanted, questions, chatbot, has_judge=options.judge is not None)

        def scores_of(asked: "Chatbot", kept: Path | None) -> "Report":
            how: Any = {"jobs": options.jobs, "judge": options.judge, "metrics": list(map(str, wanted))}
            return score_answers(asked, options.gold, partial=kept, progress=_Progress(progress_bar(), kept), **how)

        baseline = _baseline(earlier, options.baseline, questions)
        if as_it_is and not baseline:
            before = scores_of(as_it_is, partial)
            baseline = Baseline(before.metrics, before.questions, before.conditions)
        report = scores_of(chatbot, None if as_it_is else partial)  # no run goes on in a copy that is gone
    comparison = Comparison.of(report.questions, baseline, report.conditions, wanted) if baseline else None
    checked = checks(report.metrics, limits, no_worse, comparison)
    _write(options, report, comparison, checked)
    if partial:
        partial.unlink(missing_ok=True)
    print("\n".join(_lines(report, comparison)))
    for told in _told(report, checked):
        print(told, file=sys.stderr)
    return 0 if all(check.has_passed for check in checked) else 1


class _Progress:
    """Shows how far a run is, and says what becomes of the `partial` file of an earlier one."""

    def __init__(self, show: Callable[[float, str], None], partial: Path | None) -> None:
        self._show = show
        self._left = partial if partial and partial.exists() else None

    def __call__(self, done: int, total: int) -> None:
        if self._left and done:
            print(f"going on after {done} of {total} questions, which an earlier run has answered", file=sys.stderr)
        elif self._left:
            print(f"{one_line(str(self._left))}: of other questions or conditions; begun anew", file=sys.stderr)
        self._left = None
        self._show(done / total, f"{done} of {total} questions")


def _outputs(options: Namespace) -> Iterator[Path]:
    return filter(None, (getattr(options, name) for name in OUTPUTS))


def _check_outputs(options: Namespace) -> None:
    """Raise for an output that can't be written, better now than when all questions are asked."""
    taken = {led_to(options.gold): "the gold questions"}
    for name in OUTPUTS:
        if out := getattr(options, name):
            check_output(f"--{name}", out, taken)
            taken[led_to(out)] = f"--{name}"
    if options.trec:
        with writing("--trec", options.trec):
            options.trec.mkdir(parents=True, exist_ok=True)


def _limits(options: Namespace) -> "Iterator[Limit]":
    from rag.evaluation.checks import Limit

    yield from (Limit.parse(text, "--fail-under") for text in options.fail_under)
    yield from (Limit.parse(text, "--fail-over", is_most=True) for text in options.fail_over)


def _paired(name: str) -> "Metric":
    from rag.evaluation.checks import parsed

    metric = parsed(name, "--no-worse")
    if not metric.definition.is_paired:
        fix = "they differ from run to run of the same; hold them to a limit with --fail-over"
        raise InputError(f"--no-worse {metric}: times, memory and counts are not compared by question ({fix})")
    return metric


def _check_asked(
    wanted: "Sequence[Metric]", questions: "Sequence[GoldQuestion]", chatbot: "Chatbot", *, has_judge: bool
) -> None:
    """Raise `InputError` for a metric that these questions can't tell, before they are asked."""
    for metric in wanted:
        if need := metric.missing(questions, has_model=chatbot.model != QUOTES, has_judge=has_judge):
            raise InputError(f"{metric}: can't be measured here, it needs {need.value}")


def _baseline(earlier: Any, file: Path, questions: "Sequence[GoldQuestion]") -> "Baseline | None":
    from rag.evaluation.comparing import Baseline

    return Baseline.read(earlier, file, questions) if earlier is not None else None


def _write(
    options: Namespace, report: "Report", comparison: "Comparison | None", checked: "Sequence[LimitCheck]"
) -> None:
    from rag.evaluation.report_html import report_page
    from rag.evaluation.report_junit import report_junit
    from rag.evaluation.report_markdown import report_markdown
    from rag.evaluation.trec import write_trec

    if options.json:
        said = report.to_json() | {"checks": [asdict(check) for check in checked]}
        said |= {"comparison": comparison.to_json()} if comparison else {}
        write_output("--json", options.json, json.dumps(said, ensure_ascii=False, indent=1))
    if options.report:
        write_output("--report", options.report, report_page(report, comparison, checked))
    if options.markdown:
        write_output("--markdown", options.markdown, report_markdown(report, comparison, checked))
    if options.junit:
        write_output("--junit", options.junit, report_junit(report, checked))
    if options.trec:
        with writing("--trec", options.trec):
            write_trec(report.questions, options.trec)


def _lines(report: "Report", comparison: "Comparison | None") -> Iterator[str]:
    """Yield each metric with its interval, and beside what it was."""
    for name, value in report.metrics.items():
        low, high = report.intervals.get(name, (None, None))
        within = f"{low:.2f} to {high:.2f}" if low is not None and high is not None else ""
        yield f"{name:24} {value:10.4f}  {within:13}{_change(name, comparison) if comparison else ''}".rstrip()
    if comparison:
        yield from map(one_line, comparison.differences)
        yield comparison.told
        for kind, asked in (("broken", comparison.of_kind("broken")), ("fixed", comparison.of_kind("fixed"))):
            yield from (one_line(f"{kind}: {one.gold.id}: {one.gold.question}") for one in asked[:MOST_NAMED])
            yield from [f"{kind}: and {len(asked) - MOST_NAMED} more"] if len(asked) > MOST_NAMED else []


def _change(name: str, comparison: "Comparison") -> str:
    was, change = comparison.value_before(name), comparison.changed.get(name)
    if was is None:
        return ""
    if change is None:
        return f"  was {was:.4f}"
    low, high = change.interval
    sure = f" {'worse' if change.is_worse else 'better'}" if change.is_sure else ""
    return f"  was {was:.4f}  {change.value:+.4f} ({low:+.2f} to {high:+.2f}){sure}"


def _told(report: "Report", checked: "Sequence[LimitCheck]") -> Iterator[str]:
    """Yield what went wrong, and what the figures do not say by themselves."""
    if report.conditions and report.conditions.jobs > 1:
        yield f"times were taken with {report.conditions.jobs} questions at a time; alone: --jobs 1"
    if fell_back := [one for one in report.questions if one.scores.get("fell_back")]:
        why = one_line(" ".join(fell_back[-1].answer.notes))
        count = f"{len(fell_back)} of {len(report.questions)} answers"
        yield f"onrecord: {count} are quotes in the place of what the model was asked for; of the last: {why}"
    if missed := report.not_judged:
        last = one_line(missed[-1].judge_reply)[:LONGEST_REPLY_SHOWN]
        answers = f"{len(missed)} answer{'s were' if len(missed) > 1 else ' was'}"
        yield f"onrecord: {answers} not judged; of the last, the judge said: {last}"
    yield from (f"onrecord: {check.told}" for check in checked if not check.has_passed)
