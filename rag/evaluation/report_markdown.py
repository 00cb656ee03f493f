"""A report as Markdown for a comment on a pull request: what changed first, then all metrics.

Questions are written as code, so that nothing in them is markup, or calls anybody.
"""

from collections.abc import Sequence

from index.plain_text import one_line
from rag.evaluation.checks import LimitCheck
from rag.evaluation.comparing import Comparison
from rag.evaluation.metrics import Scored
from rag.evaluation.report import Report

MOST_NAMED = 20  # questions of a kind
HEADLINES = ("quality", "quote_f1", "quotes_exact", "hit@10", "answer_recall", "abstention_f1", "auroc", "total_s_p50")


def report_markdown(report: Report, comparison: Comparison | None = None, checked: Sequence[LimitCheck] = ()) -> str:
    """Return the comment."""
    asked = f"{len(report.questions):,} question{'s' * (len(report.questions) != 1)}"
    model = f", answered by {code(report.conditions.model)}" if report.conditions else ""
    parts = [f"### OnRecord evaluation\n\n{asked}{model}."]
    if checked:
        parts.append("\n".join(f"- {'✅' if one.has_passed else '❌'} {one.told}" for one in checked))
    if comparison:
        parts += _compared(comparison)
    known = [name for name in HEADLINES if name in report.metrics]
    parts.append(_table(report, known, comparison))
    others = [name for name in report.metrics if name not in known]
    parts.append(f"<details><summary>All metrics</summary>\n\n{_table(report, others, comparison)}\n\n</details>")
    return "\n\n".join(parts) + "\n"


def code(text: str) -> str:
    """Return a text as code, whatever it holds.

    >>> code("who is `x`?")
    '`` who is `x`? ``'
    """
    shown = one_line(text)
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def _compared(comparison: Comparison) -> list[str]:
    parts = [comparison.told]
    if comparison.differences:
        parts.append("\n".join(f"- {code(one)}" for one in comparison.differences))
    lists = {"Broken": comparison.of_kind("broken"), "Fixed": comparison.of_kind("fixed")}
    return parts + [_named(name, asked) for name, asked in lists.items() if asked]


def _named(name: str, asked: Sequence[Scored]) -> str:
    lines = [f"- {code(one.gold.id)}: {code(one.gold.question)}" for one in asked[:MOST_NAMED]]
    if len(asked) > MOST_NAMED:
        lines.append(f"- and {len(asked) - MOST_NAMED:,} more")
    return f"**{name}**\n\n" + "\n".join(lines)


def _table(report: Report, names: Sequence[str], comparison: Comparison | None) -> str:
    head = ["metric", "value", "95% interval", *(["before", "change", "95% interval"] if comparison else [])]
    rows = [head, ["---", *["--:"] * (len(head) - 1)]]
    for name in names:
        interval = report.intervals.get(name)
        row = [name, f"{report.metrics[name]:.4g}", f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else ""]
        rows.append([*row, *(_change(name, comparison) if comparison else [])])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _change(name: str, comparison: Comparison) -> list[str]:
    was, change = comparison.value_before(name), comparison.changed.get(name)
    before = "" if was is None else f"{was:.4g}"
    if change is None:
        return [before, "", ""]
    said = f"{change.value:+.4f}"
    low, high = change.interval
    sure = f"**{said}** {'worse' if change.is_worse else 'better'}"
    return [before, sure if change.is_sure else said, f"{low:+.2f} to {high:+.2f}"]
