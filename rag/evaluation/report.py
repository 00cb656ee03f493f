"""An evaluation as one HTML page that needs nothing else: metrics, a baseline beside them, every question."""

from collections.abc import Mapping
from html import escape
from string import Template

from rag.evaluation.metrics import Scored
from rag.evaluation.run import Report

_PAGE = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>OnRecord evaluation</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse } td, th { padding: .2rem .8rem; border-bottom: 1px solid #ddd; text-align: right }
td:first-child, th:first-child { text-align: left } details { margin: .4rem 0 } .wrong summary { color: #a40000 }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #bbb } .scores { color: #666 }
</style>
<h1>OnRecord evaluation</h1>
<table><tr><th>metric</th><th>value</th>$baseline_head</tr>$metrics</table>
<h2>Questions</h2>
$questions
</html>
""")


def report_page(report: Report, baseline: Mapping[str, float] | None = None) -> str:
    """Return the page; `baseline` are the metrics of an earlier report."""
    return _PAGE.substitute(
        baseline_head="<th>baseline</th><th>change</th>" if baseline else "",
        metrics="\n".join(_metric_row(name, value, baseline) for name, value in report.metrics.items()),
        questions="\n".join(_question(one) for one in report.questions),
    )


def _metric_row(name: str, value: float, baseline: Mapping[str, float] | None) -> str:
    cells = [escape(name), f"{value:.4g}"]
    if baseline:
        old = baseline.get(name)
        cells += [f"{old:.4g}", f"{value - old:+.4g}"] if old is not None else ["", ""]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _question(one: Scored) -> str:
    answer = one.answer
    wrong = one.gold.answerable == (answer.status == "not_found")
    quotes = "".join(
        f"<blockquote>{escape(citation.quote.text)} <small>{escape(citation.title)}</small></blockquote>"
        for citation in answer.citations or answer.nearest
    )
    scores = ", ".join(f"{name} {value:.2f}" for name, value in one.scores.items())
    return (
        f'<details class="{"wrong" if wrong else "right"}"><summary>{escape(one.gold.question)} — {answer.status}, '
        f"confidence {answer.confidence:.2f}</summary>"
        f'<p>{escape(answer.text)}</p>{quotes}<p class="scores">{escape(one.gold.id)}: {scores}</p></details>'
    )
