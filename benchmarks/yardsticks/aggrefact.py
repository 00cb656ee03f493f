"""LLM-AggreFact (github.com/Liyan06/MiniCheck): does a document bear out a claim?

PATH is a table in its form, with the columns `dataset`, `doc`, `claim` and `label` (1 if borne out), as JSON Lines or
CSV; or one of the parts that lie on GitHub: WiCE's `data/entailment_retrieval/claim/test.jsonl` (ryokamoi/wice, with
`claim`, `evidence` as sentences, and `label`, of which `supported` alone is borne out), or AggreFact's
`aggre_fact_sota.csv` (Liyan06/AggreFact, with `origin`, `doc`, `summary`, `label`, and `cut`, of which `test` is
measured). The measure is balanced accuracy, the mean over the sets; a claim counts as borne out from a support of 0.5,
which nobody chose on these sets. OnRecord's judge has learnt from WiCE's training part: that set is not zero-shot.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import balanced_accuracy_score

from benchmarks.tables import table
from benchmarks.yardsticks.published import Figure, Rows, figures_table, interval_of
from benchmarks.yardsticks.support import Pair, supports
from index import InputError

THRESHOLD = 0.5
LEADERBOARD = "llm-aggrefact.github.io, mean of 11 sets"
PUBLISHED = (
    Figure("Bespoke-MiniCheck 7B", 0.771, LEADERBOARD),
    Figure("MiniCheck Flan-T5 large", 0.750, LEADERBOARD),
    Figure("MiniCheck RoBERTa large", 0.735, LEADERBOARD),
    Figure("MiniCheck DeBERTa large", 0.731, LEADERBOARD),
    Figure("HHEM-2.1", 0.718, "reported of it, not looked up by us"),
    Figure("AlignScore", 0.705, LEADERBOARD),
)
SUPPORTED = {"1": True, "0": False, "supported": True, "partially_supported": False, "not_supported": False}
TEST = "test"


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim of a set, its document, and whether people found that it is borne out."""

    set: str
    pair: Pair
    supported: bool


def read_checked(path: Path) -> list[Checked]:
    """Read a table of claims; raises `InputError`, with the row, for what is none."""
    number = 0
    checked: list[Checked] = []
    try:
        for number, row in enumerate(_rows(path), start=1):  # noqa: B007 (told where reading fails)
            checked.append(_checked(row))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}, row {number + 1}: not in the form of LLM-AggreFact ({error!r})") from error
    if not checked:
        raise InputError(f"{path}: no claims in it; give a table of LLM-AggreFact or one of its parts")
    return checked


def _checked(row: Mapping[str, Any]) -> Checked:
    supported = SUPPORTED[str(row["label"]).removesuffix(".0")]
    if "evidence" in row:
        return Checked("WiCE", Pair("\n".join(row["evidence"]), row["claim"]), supported)
    if "summary" in row:
        return Checked(f"AggreFact-{row['origin']}", Pair(row["doc"], row["summary"]), supported)
    return Checked(row["dataset"], Pair(row["doc"], row["claim"]), supported)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the rows to measure; those of a part for development are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(sys.maxsize)  # whole articles
        rows = csv.DictReader(file) if path.suffix == ".csv" else map(json.loads, filter(str.strip, file))
        yield from (row for row in rows if row.get("cut", TEST) == TEST)


def measure(path: Path) -> str:
    """Return our balanced accuracy of each set, and the mean beside the published ones."""
    checked = read_checked(path)
    found = np.array(supports([one.pair for one in checked])) >= THRESHOLD
    truth, sets = np.array([one.supported for one in checked]), np.array([one.set for one in checked])
    names = list(dict.fromkeys(sets.tolist()))

    def of_set(at: Rows, name: str) -> float:
        own = at[sets[at] == name]
        return float(balanced_accuracy_score(truth[own], found[own])) if len(set(truth[own])) > 1 else float("nan")

    def mean(at: Rows) -> float:
        known = [value for name in names if not np.isnan(value := of_set(at, name))]
        return float(np.mean(known)) if known else float("nan")

    everything = np.arange(len(truth))
    if not any(len(set(truth[sets == name])) > 1 for name in names):
        raise InputError(f"{path}: needs claims that are borne out and others, of one set at least")
    rows = [(name, str(int((sets == name).sum())), f"{of_set(everything, name):.3f}") for name in names]
    by_set = table(("set", "claims", "balanced accuracy"), rows)
    source = f"measured here, {len(truth)} claims of {len(names)} sets"
    ours = Figure("OnRecord's judge", mean(everything), source, interval_of(mean, len(truth)))
    return f"{by_set}\n{figures_table('balanced accuracy', [ours], PUBLISHED)}"
