"""How often an answer is wrong, the more questions are answered: one figure, a line for each set of questions.

    python -m benchmarks.risk FIGURE.svg NAME:GOLD:REPORT.json…

REPORT is what `onrecord evaluate GOLD --json` wrote. Questions are answered by falling `confidence`, as they would be
with an ever lower threshold; wrong is an answer to one that the articles do not answer. The ring is where the threshold
stands. It prints a table of the same: what is answered at the threshold, and of the unanswerable ones where 0.92 of the
others are. Reports without unanswerable questions can't be drawn.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table
from rag.evaluation.gold import read_gold
from rag.evaluation.silence import auroc
from rag.settings import Settings

KEPT = 0.92  # of the answerable questions


@dataclass(frozen=True)
class Confidences:
    """Questions put to one library: the confidence of each answer, and whether the articles have one."""

    confidence: NDArray[np.float64]
    answerable: NDArray[np.bool_]

    @classmethod
    def load(cls, gold: Path, report: Path) -> "Confidences":
        """Read a report; raises `SystemExit` where no question of it is unanswerable, or none is answerable."""
        has_answer = {one.id: one.answerable for one in read_gold(gold)}
        questions = json.loads(report.read_text(encoding="utf-8"))["questions"]
        answerable = np.array([has_answer[one["id"]] for one in questions], dtype=bool)
        if answerable.all() or not answerable.any():
            raise SystemExit(f"{report}: all questions are of one kind; risk needs answerable and unanswerable ones")
        return cls(np.array([one["answer"]["confidence"] for one in questions]), answerable)

    def answered(self, threshold: float) -> tuple[float, float]:
        """Return the shares of the answerable and of the unanswerable questions that are answered."""
        is_answered = self.confidence >= threshold
        return float(is_answered[self.answerable].mean()), float(is_answered[~self.answerable].mean())

    @property
    def auroc(self) -> float:
        """How probable it is that an answerable question has a higher confidence than an unanswerable one."""
        return float(auroc(self.confidence, self.answerable, np.ones((1, len(self.confidence))))[0])


def risk_and_coverage(asked: Confidences) -> NDArray[np.float64]:
    """Return points (share answered, share of those answered wrongly), the surest first; n × 2.

    >>> asked = Confidences(np.array([0.9, 0.2, 0.6, 0.4]), np.array([True, False, True, False]))
    >>> risk_and_coverage(asked).round(2).tolist()
    [[0.25, 0.0], [0.5, 0.0], [0.75, 0.33], [1.0, 0.5]]
    """
    wrong = ~asked.answerable[np.argsort(-asked.confidence, kind="stable")]
    counts = np.arange(1, len(wrong) + 1)
    return np.column_stack((counts / len(wrong), np.cumsum(wrong) / counts))


def rows(sets: Mapping[str, Confidences], threshold: float) -> list[Sequence[str]]:
    """Return a line of the table for each set."""
    lines: list[Sequence[str]] = []
    for name, asked in sets.items():
        kept = float(np.quantile(asked.confidence[asked.answerable], 1 - KEPT, method="lower"))
        found, wrong = asked.answered(threshold)
        lines.append((name, *(f"{value:.2f}" for value in (asked.auroc, found, wrong, asked.answered(kept)[1]))))
    return lines


def draw(sets: Mapping[str, Confidences], threshold: float, file: Path) -> None:
    """Write the figure; needs matplotlib (`pip install -e ".[benchmark]"`)."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "onrecord", "axes.spines.top": False, "axes.spines.right": False}
    from matplotlib import pyplot
    from matplotlib.ticker import PercentFormatter

    figure, axes = pyplot.subplots(figsize=(7.2, 4.2), layout="constrained")
    for style, (name, asked) in zip(("-", "--", "-.", ":") * len(sets), sets.items(), strict=False):
        points = risk_and_coverage(asked)
        (line,) = axes.plot(*points.T, style, label=name)
        at = int((asked.confidence >= threshold).sum())
        if at:
            axes.plot(*points[at - 1], "o", color=line.get_color(), markerfacecolor="white")
    axes.set(
        xlabel="share answered, the surest first", ylabel="of these, answered wrongly", xlim=(0, 1.01), ylim=(0, None)
    )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(file, metadata={"Date": None, "Title": "Risk against coverage"})


def main() -> None:
    """Draw the figure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.risk", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("figure", type=Path, metavar="FIGURE.svg")
    parser.add_argument("reports", nargs="+", metavar="NAME:GOLD:REPORT.json")
    options = parser.parse_args()
    named = (report.split(":", 2) for report in options.reports)
    sets = {name: Confidences.load(Path(gold), Path(report)) for name, gold, report in named}
    threshold = Settings().answer_threshold
    print(
        table(
            ("set", "AUROC", "answerable answered", "unanswerable answered", f"at {KEPT} kept"), rows(sets, threshold)
        )
    )
    draw(sets, threshold, options.figure)


if __name__ == "__main__":
    main()
