"""Risk against coverage, of reports as `onrecord evaluate --json` writes them."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.risk import Confidences, draw, risk_and_coverage, rows


def evaluated(folder: Path, *questions: tuple[float, bool]) -> tuple[Path, Path]:
    """Write a gold file and the report on it."""
    asked = [{"id": str(at), "answer": {"confidence": surely}} for at, (surely, _) in enumerate(questions)]
    gold = [{"id": str(at), "question": "Who?", "answerable": right} for at, (_, right) in enumerate(questions)]
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps({"metrics": {}, "questions": asked}), encoding="utf-8")
    return folder / "gold.jsonl", folder / "report.json"


def test_the_surest_are_answered_first(tmp_path: Path) -> None:
    asked = Confidences.load(*evaluated(tmp_path, (0.1, False), (0.9, True), (0.7, False), (0.6, True), (0.3, True)))
    shares, risks = risk_and_coverage(asked).T
    assert shares.round(2).tolist() == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert risks.round(2).tolist() == [0.0, 0.5, 0.33, 0.25, 0.4]
    assert asked.answered(0.5) == (2 / 3, 0.5)
    assert asked.auroc == pytest.approx(4 / 6)  # of six pairs, (0.6, 0.7) and (0.3, 0.7) are the wrong way round
    assert rows({"few": asked}, 0.5) == [("few", "0.67", "0.67", "0.50", "0.50")]


def test_equal_confidence_tells_nothing_apart() -> None:
    assert Confidences(np.array([0.4, 0.4]), np.array([True, False])).auroc == 0.5


def test_a_set_of_one_kind_can_not_be_drawn(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="report.json: all questions are of one kind"):
        Confidences.load(*evaluated(tmp_path, (0.1, True), (0.9, True)))


def test_the_figure_names_each_set(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the figure needs the extra 'benchmark'")
    asked = Confidences.load(*evaluated(tmp_path, (0.9, True), (0.2, False)))
    draw(
        {"one": asked, "none answered": Confidences(asked.confidence / 2, asked.answerable)}, 0.5, tmp_path / "risk.svg"
    )
    drawn = (tmp_path / "risk.svg").read_text(encoding="utf-8")
    assert "<!-- one -->" in drawn and "<!-- none answered -->" in drawn
