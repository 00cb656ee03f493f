"""A report as HTML: its metrics, beside those of an earlier run, its pictures, and each question, the worst first.

Whatever an article, a model or a user wrote is data, and is escaped here or in `rag.show`.
"""

from collections.abc import Mapping, Sequence
from html import escape
from string import Template

from rag.evaluation.metrics import Scored
from rag.evaluation.plots import PLOT_STYLE, by_question, risk_and_coverage
from rag.evaluation.report import Report
from rag.evaluation.summary import Interval, MetricChange

_PAGE = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>OnRecord evaluation</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse } td, th { padding: .2rem .8rem; border-bottom: 1px solid #ddd; text-align: right }
td:first-child, th:first-child { text-align: left } details { margin: .4rem 0 } .wrong summary { color: #a40000 }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #bbb } .scores { color: #666 }
figure { margin: 1rem 0 } $plot_style
</style>
<h1>OnRecord evaluation</h1>
$metrics
$plots
<h2>Questions</h2>
<p>The worst first.</p>
$questions
</html>
""")


def report_page(report: Report, baseline: Mapping[str, float] | None = None) -> str:
    """Return one page that needs nothing else; `baseline` are the metrics of an earlier report."""
    return _PAGE.substitute(
        plot_style=PLOT_STYLE,
        metrics=metrics_table(report, {name: name for name in report.metrics}, baseline),
        plots=risk_and_coverage(report.questions) + by_question(report.questions),
        questions="\n".join(_question(one) for one in worst_first(report.questions)),
    )


def worst_first(scored: Sequence[Scored]) -> list[Scored]:
    """Return questions in the order in which they are worth a look: of what is as wrong, the surest answer first."""
    return sorted(scored, key=lambda one: (one.quality, -one.answer.confidence))


def metrics_table(
    report: Report,
    labels: Mapping[str, str],
    baseline: Mapping[str, float] | None = None,
    changed: Mapping[str, MetricChange] | None = None,
) -> str:
    """Return the metrics that have a label, with their intervals; `changed` goes before what a baseline says."""
    head = ["metric", "value", "95% interval", *(["before", "change"] if baseline else [])]
    rows = [
        [
            escape(label),
            f"{report.metrics[name]:.3g}",
            _interval(report.intervals.get(name)),
            *(_compared(name, report.metrics[name], baseline, changed or {}) if baseline else []),
        ]
        for name, label in labels.items()
        if name in report.metrics
    ]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    top = "".join(f"<th>{name}</th>" for name in head)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _interval(interval: Interval | None) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else ""


def _compared(name: str, value: float, baseline: Mapping[str, float], changed: Mapping[str, MetricChange]) -> list[str]:
    """Return what a metric was, and by how much it changed, in bold where that is more than chance."""
    if name not in baseline:
        return ["", ""]
    was = f"{baseline[name]:.3g}"
    if change := changed.get(name):
        if not any((change.value, *change.interval)):
            return [was, "the same"]
        said = f"{change.value:+.3g}"
        return [was, f"{f'<b>{said}</b>' if change.is_sure else said} <small>{_interval(change.interval)}</small>"]
    return [was, f"{value - baseline[name]:+.3g}"]


def _question(one: Scored) -> str:
    answer = one.answer
    wrong = one.gold.answerable == (answer.status == "not_found")
    quotes = "".join(
        f"<blockquote>{escape(citation.quote.in_marks)} <small>{escape(citation.title)}</small></blockquote>"
        for citation in answer.citations or answer.nearest
    )
    scores = ", ".join(f"{name} {value:.2f}" for name, value in one.scores.items())
    return (
        f'<details class="{"wrong" if wrong else "right"}"><summary>{escape(one.gold.question)} — {answer.status}, '
        f"confidence {answer.confidence:.2f}</summary>"
        f'<p>{escape(answer.text)}</p>{quotes}<p class="scores">{escape(one.gold.id)}: {scores}</p></details>'
    )
