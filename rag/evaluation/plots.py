"""Pictures of a report as SVG, made of its numbers alone: they need no script, no font and no style but `PLOT_STYLE`.

What they show stands in words above them, for all who read and for who does not see.
"""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate

from rag.evaluation.comparing import MetricChange
from rag.evaluation.metrics import RIGHT, WRONG, Scored

WIDTH, HEIGHT, MARGIN = 480, 220, 44  # units of the picture, which is as wide as its place
ROW, NAMES = 20, 170  # of changes: the height of a row, the width of the names
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
PLOT_STYLE = (
    ".plot { width: 100%; max-width: 36rem; height: auto; display: block } .plot text { font: 12px system-ui, "
    "sans-serif; fill: currentColor } .plot path { fill: none; stroke: currentColor; stroke-width: 2 } .plot .rule "
    "{ stroke-width: 1; opacity: .25 } .plot .sure { font-weight: bold } "
    ".plot .before { stroke-dasharray: 5 4; opacity: .7 }"
)

_Point = tuple[float, float]  # both from 0 to 1


def risk_and_coverage(scored: Sequence[Scored], before: Sequence[Scored] = ()) -> str:
    """Return how wrong the surest answers are on the whole, the more of them are taken."""
    now = _risks(scored)
    told = (
        f"{_told(now)}{' The dashed line is the earlier run.' if before else ''}"
        if now
        else "No question was answered."
    )
    lines = [_line(now), _line(_risks(before), "before")]
    return _plot("Risk and coverage", told, "share of the questions that are answered, the surest first", "risk", lines)


def by_question(scored: Sequence[Scored], before: Sequence[Scored] = ()) -> str:
    """Return how right each answer is, the worst first."""
    now = _qualities(scored)
    wrong, right = sum(one.quality < WRONG for one in scored), sum(one.quality >= RIGHT for one in scored)
    told = (
        f"Of {len(scored):,} question{'s' * (len(scored) != 1)} {wrong:,} went wrong, {right:,} were answered wholly "
        f"right, and {len(scored) - wrong - right:,} in part.{' The dashed line is the earlier run.' if before else ''}"
    )
    lines = [_line(now), _line(_qualities(before), "before")]
    return _plot("By question", told, "questions, the worst first", "how right", lines)


def changes_plot(changed: Mapping[str, MetricChange]) -> str:
    """Return by how much metrics changed, each with its 95% interval; empty where nothing was compared."""
    shown = {name: one for name, one in changed.items() if max(map(abs, (one.value, *one.interval))) <= 1}
    moved = {name: one for name, one in shown.items() if any((one.value, *one.interval))}
    if not changed:
        return ""
    kinds = [("worse" if one.is_worse else "better") if one.is_sure else "" for one in moved.values()]
    told = (
        f"Of {len(shown)} metrics {kinds.count('better')} got surely better, {kinds.count('worse')} surely worse. "
        "Metrics that did not move are left out; a line is the 95% interval."
    )
    widest = max((abs(end) for one in moved.values() for end in (one.value, *one.interval)), default=1.0)
    rows = [_change_row(place, name, one, widest) for place, (name, one) in enumerate(moved.items())]
    height = ROW * (len(rows) + 2)
    zero = f'<path class="rule" d="M{_across(0, widest)} 0V{height - ROW}"/>'
    ends = "".join(
        f'<text x="{_across(at, widest)}" y="{height - 6}" text-anchor="middle">{at:+.2f}</text>'
        for at in (-widest, 0.0, widest)
    )
    return _figure("Changes", told, f"{zero}{''.join(rows)}{ends}", height)


def _change_row(place: int, name: str, one: MetricChange, widest: float) -> str:
    low, high = (_across(end, widest) for end in one.interval)
    y, sure = ROW * place + ROW // 2, "sure" if one.is_sure else ""
    return (
        f'<text x="{NAMES - 8}" y="{y + 4}" text-anchor="end" class="{sure}">{escape(name)}</text>'
        f'<path d="M{low} {y}H{high}"/><circle cx="{_across(one.value, widest)}" cy="{y}" r="4" fill="currentColor"/>'
    )


def _across(change: float, widest: float) -> float:
    return round(NAMES + (1 + change / widest) / 2 * (WIDTH - NAMES - 24), 1)


def _risks(scored: Sequence[Scored]) -> list[_Point]:
    answered = sorted(
        (one for one in scored if one.answer.status != "not_found"), key=lambda one: -one.answer.confidence
    )
    wrong = accumulate(1 - one.quality for one in answered)
    return [(count / len(scored), total / count) for count, total in enumerate(wrong, start=1)]


def _told(risks: Sequence[_Point]) -> str:
    half = risks[(len(risks) - 1) // 2]
    points = " and ".join(f"{risk:.0%} at {share:.0%}" for share, risk in dict.fromkeys((half, risks[-1])))
    return f"The risk is {points} of the questions."


def _qualities(scored: Sequence[Scored]) -> list[_Point]:
    """Return steps: each question is as wide as the others."""
    values = sorted(one.quality for one in scored)
    return [(at / len(values), value) for place, value in enumerate(values) for at in (place, place + 1)]


def _line(points: Sequence[_Point], kind: str = "now") -> str:
    if not points:
        return ""
    first = f"M{_x(points[0][0])} {_y(points[0][1])}"
    path = first + "".join(f"L{_x(across)} {_y(up)}" for across, up in points[1:] or points)
    return f'<path class="{kind}" stroke-linecap="round" d="{path}"/>'


def _x(share: float) -> float:
    return round(MARGIN + share * (WIDTH - MARGIN - 12), 1)


def _y(share: float) -> float:
    return round(HEIGHT - MARGIN - share * (HEIGHT - MARGIN - 12), 1)


def _plot(title: str, told: str, across: str, up: str, lines: Sequence[str]) -> str:
    rules = "".join(
        f'<path class="rule" d="M{MARGIN} {_y(at)}H{_x(1)}"/>'
        f'<text x="{MARGIN - 6}" y="{_y(at) + 4}" text-anchor="end">{at:.0%}</text>'
        f'<text x="{_x(at)}" y="{_y(0) + 16}" text-anchor="{"end" if at == 1 else "middle"}">{at:.0%}</text>'
        for at in TICKS
    )
    axes = (
        f'<text x="{_x(0.5)}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>'
        f'<text x="{MARGIN}" y="9">{escape(up)}</text>'
    )
    return _figure(title, told, f"{rules}{axes}{''.join(lines)}", HEIGHT)


def _figure(title: str, told: str, drawn: str, height: int) -> str:
    shape = f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}"'
    picture = f'<svg class="plot" {shape}>{drawn}</svg>'
    return f"<figure><figcaption><b>{escape(title)}</b> {escape(told)}</figcaption>{picture}</figure>"
