"""A report as one page that needs nothing else: metrics, what changed, pictures, and the questions, the worst first.

Whatever an article, a model or a user wrote is data, and is escaped here or in `rag.show`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from rag.evaluation.checks import LimitCheck
from rag.evaluation.comparing import ChangeKind, Comparison, MetricChange
from rag.evaluation.conditions import Conditions
from rag.evaluation.metrics import Scored
from rag.evaluation.plots import PLOT_STYLE, by_question, changes_plot, risk_and_coverage
from rag.evaluation.question_html import KINDS, question_html
from rag.evaluation.report import Report, number
from rag.evaluation.summary import Interval

NAMED: tuple[ChangeKind, ...] = ("broken", "fixed")  # by name, above all else
TEMPLATE = Path(__file__).with_name("report.html")


def report_page(report: Report, comparison: Comparison | None = None, checked: Sequence[LimitCheck] = ()) -> str:
    """Return the page, beside an earlier run if there is one."""
    scored, before = report.questions, [then for _, then in comparison.pairs] if comparison else ()
    values = {name: comparison.value_before(name) for name in report.metrics} if comparison else {}
    was = {name: value for name, value in values.items() if value is not None}
    changed = comparison.changed if comparison else {}
    pictures = (changes_plot(changed), risk_and_coverage(scored, before), by_question(scored, before))
    table = metrics_table(report, {name: name for name in report.metrics}, was, changed)
    return _template().substitute(
        plot_style=PLOT_STYLE,
        told=_told(len(scored), report.conditions),
        checks=_list([f'<span class="{_passed(one)}">{escape(one.told)}</span>' for one in checked], "Thresholds"),
        compared=_compared(comparison) if comparison else "",
        metrics=f'<div class="wide">{table}</div>',
        plots=f'<div class="plots">{"".join(pictures)}</div>',
        kinds="".join(f'<option value="{kind}">{label}</option>' for kind, label in KINDS.items()),
        questions="\n".join(question_html(one, comparison) for one in worst_first(scored)),
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
    rows = []
    for name, label in labels.items():
        if name in report.metrics:
            cells = [escape(label), number(report.metrics[name]), _interval(report.intervals.get(name))]
            row = "".join(f"<td>{cell}</td>" for cell in cells)
            if baseline:
                row += _compared_cells(report.metrics[name], baseline.get(name), (changed or {}).get(name))
            rows.append(f"<tr>{row}</tr>")
    top = "".join(f"<th>{name}</th>" for name in head)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _interval(interval: Interval | None) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else ""


def _compared_cells(value: float, was: float | None, change: MetricChange | None) -> str:
    """Return what a metric was, and by how much it changed, in bold where that is more than chance."""
    if was is None:
        return "<td></td><td></td>"
    if change is None:
        return f"<td>{number(was)}</td><td>{_signed(value - was)}</td>"
    if not any((change.value, *change.interval)):
        return f"<td>{number(was)}</td><td>the same</td>"
    said = _signed(change.value)
    kind = ("worse" if change.is_worse else "better") if change.is_sure else ""
    told = f"<b>{said}</b>" if change.is_sure else said
    return f'<td>{number(was)}</td><td class="{kind}">{told} <small>{_interval(change.interval)}</small></td>'


def _signed(change: float) -> str:
    return f"{'+' * (change >= 0)}{number(change)}"


def _told(questions: int, conditions: Conditions | None) -> str:
    told = f"{questions:,} question{'s' * (questions != 1)}"
    if conditions:
        told += f" · model {conditions.model} · embedding {conditions.embedding} · {conditions.articles:,} articles"
        told += f" · judged by {conditions.judge}" if conditions.judge else ""
        told += f" · times with {conditions.jobs} questions at a time" if conditions.jobs > 1 else ""
    return f'<p class="soft">{escape(told)}</p>'


def _compared(comparison: Comparison) -> str:
    """Return what is otherwise than in the earlier run, and which questions are right now, or wrong."""
    told = f"<p><b>{escape(comparison.told)}</b> A change in bold is more than the choice of questions explains.</p>"
    named = [(kind.capitalize(), kind, comparison.of_kind(kind)) for kind in NAMED]
    lists = "".join(
        _list(
            [f'<span class="{kind}">{escape(one.gold.id)}: {escape(one.gold.question)}</span>' for one in asked], title
        )
        for title, kind, asked in named
    )
    return told + _list([escape(one) for one in comparison.differences], "What else differs") + lists


def _list(items: Sequence[str], title: str) -> str:
    return f"<h2>{title}</h2><ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>" if items else ""


def _passed(check: LimitCheck) -> str:
    return "passed" if check.has_passed else "failed"


@cache
def _template() -> Template:
    return Template(TEMPLATE.read_text(encoding="utf-8"))
