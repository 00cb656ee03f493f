"""Whether it got slower, told from figures that are made up."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from benchmarks.baseline import LEAST, Difference, differences, differences_table
from benchmarks.figures import FILE, Measurement, read_figures, record, write_figures
from tests.conftest import ROOT


def figure(
    factor: float, *, of_machine: float = 1.0, spread: float = 0.05, seed: int = 1, count: int = 30
) -> Measurement:
    """An answer that takes so many times as long as the encoding, on a machine that is so many times as slow."""
    chance = Random(seed)
    encoder = [0.01 * of_machine * chance.uniform(1 - spread, 1 + spread) for _ in range(count)]
    return Measurement.of(
        "answer", "s", [factor * one * chance.uniform(1 - spread, 1 + spread) for one in encoder], encoder
    )


def verdict(old: Measurement, new: Measurement) -> Difference:
    (found,) = differences([old], [new])
    return found


def test_a_slower_machine_is_no_slower_program() -> None:
    assert verdict(figure(6), figure(6, of_machine=4, seed=2)).verdict == "as before"


def test_half_as_long_again_is_slower_and_the_other_way_round_faster() -> None:
    found = verdict(figure(6), figure(9, of_machine=0.5, seed=2))
    assert found.verdict == "slower" and found.factor == pytest.approx(1.5, rel=0.05)
    assert verdict(figure(9), figure(6, seed=2)).verdict == "faster"


@pytest.mark.parametrize("factor", [1 + LEAST * 0.9, 1 / (1 + LEAST * 0.9)])
def test_a_small_change_is_none_however_sure(factor: float) -> None:
    assert verdict(figure(6, spread=0), figure(6 * factor, spread=0)).verdict == "as before"
    assert verdict(figure(6, spread=0), figure(6 * factor**1.5, spread=0)).verdict != "as before"


def test_what_samples_differ_by_is_noise() -> None:
    found = verdict(figure(6, spread=0.7, count=8), figure(8, spread=0.7, count=8, seed=2))
    assert found.verdict == "as before" and found.noise and found.noise > 0.4


def test_one_outlier_is_not_the_median() -> None:
    old = Measurement.of("sync", "s", [1.0] * 9)
    assert verdict(old, Measurement.of("sync", "s", [*[1.0] * 8, 60.0])).verdict == "as before"


def test_of_few_samples_only_a_large_change_counts() -> None:
    assert verdict(Measurement.of("memory", "MB", [100]), Measurement.of("memory", "MB", [130])).verdict == "as before"
    assert verdict(Measurement.of("memory", "MB", [100]), Measurement.of("memory", "MB", [200])).verdict == "slower"


def test_all_that_is_in_one_run_only_is_named() -> None:
    one, other = Measurement.of("one", "s", [1]), Measurement.of("other", "s", [1])
    assert differences([one], [other]) == [Difference("other", "new"), Difference("one", "gone")]
    assert differences([one], [Measurement.of("one", "s", [1], [1])]) == [Difference("one", "new")]


def test_what_got_slower_stands_first_in_the_table() -> None:
    old = [Measurement.of(name, "s", [1.0] * 5) for name in "abc"]
    new = [Measurement.of(name, "s", [factor] * 5) for name, factor in zip("abc", (1.0, 2.0, 3.0), strict=True)]
    lines = differences_table(differences(old, new)).splitlines()
    assert lines[2:] == [
        "| c | slower | 3.00 | ±10% |",
        "| b | slower | 2.00 | ±10% |",
        "| a | as before | 1.00 | ±10% |",
    ]


def test_figures_come_back_from_a_file_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "figures.json"
    file.touch()
    monkeypatch.setenv(FILE, str(file))
    record(figure(6))
    record(Measurement.of("memory", "MB", [100]))
    assert read_figures(file) == [figure(6), Measurement.of("memory", "MB", [100])]
    monkeypatch.delenv(FILE)
    record(figure(7))
    assert len(read_figures(file)) == 2


@pytest.mark.parametrize("text", ["[]", "{", '{"figures": [{"name": "x"}]}', '{"figures": 7}'])
def test_what_is_no_run_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "old.json"
    file.write_text(text)
    with pytest.raises(SystemExit, match=r"old\.json: not what `python -m benchmarks --json FILE` writes"):
        read_figures(file)


def test_a_run_beside_a_baseline_that_is_none_ends_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--baseline", str(tmp_path / "none.json")]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert run.returncode == 1 and "none.json: not what" in run.stderr


def test_the_file_of_a_run_says_where_it_was_made(tmp_path: Path) -> None:
    write_figures(tmp_path / "run.json", [figure(6)], machine="2 cores")
    assert json.loads((tmp_path / "run.json").read_text())["machine"] == "2 cores"
