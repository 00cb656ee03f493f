"""FaithBench (github.com/vectara/FaithBench): is a summary by a language model faithful to its source?

PATH is its folder `data_for_release` or one `batch_N.json` of it: `samples`, each with `source`, `summary` and the
`annotations` of spans by people. As its own script has it (`scripts/binarize.py`), a sample's label is the worst one of
its annotations, and questionable and unwanted ones make it unfaithful; benign ones do not. The measure is the AUROC of
the judge's support, which needs no threshold. Its samples were chosen because detectors disagreed on them.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.yardsticks.published import Figure, Rows, figures_table, interval_of
from benchmarks.yardsticks.support import Pair, supports
from index import InputError

PUBLISHED = (Figure("HHEM-2.1", 0.61, "reported of it, not looked up by us"),)
UNFAITHFUL = ("Questionable", "Unwanted")  # and its kinds, "Unwanted.Intrinsic" and "Unwanted.Extrinsic"


def is_faithful(annotations: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether no annotation makes a summary unfaithful.

    >>> is_faithful([{"label": ["Benign"]}]), is_faithful([{"label": ["Unwanted", "Unwanted.Intrinsic"]}])
    (True, False)
    """
    return not any(label.startswith(UNFAITHFUL) for one in annotations for label in one["label"])


def read_samples(path: Path) -> tuple[list[Pair], list[bool]]:
    """Read summaries with their sources, and which are faithful; raises `InputError`, with the file, for others."""
    files = sorted(path.glob("batch_*.json")) if path.is_dir() else [path]
    pairs: list[Pair] = []
    labels: list[bool] = []
    for file in files:
        try:
            samples = json.loads(file.read_text(encoding="utf-8"))["samples"]
            pairs += [Pair(one["source"], one["summary"]) for one in samples]
            labels += [is_faithful(one.get("annotations") or ()) for one in samples]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{file}: no batch of FaithBench ({error!r}); give its folder data_for_release") from error
    if len(set(labels)) < 2:
        raise InputError(f"{path}: needs faithful and unfaithful summaries; give FaithBench's folder data_for_release")
    return pairs, labels


def measure(path: Path) -> str:
    """Return our AUROC beside the published ones."""
    pairs, labels = read_samples(path)
    truth, scores = np.array(labels), np.array(supports(pairs))

    def auroc(at: Rows) -> float:
        return float(roc_auc_score(truth[at], scores[at])) if len(set(truth[at])) > 1 else float("nan")

    ours = Figure(
        "OnRecord's judge",
        auroc(np.arange(len(truth))),
        f"measured here, {len(truth)} summaries",
        interval_of(auroc, len(truth)),
    )
    return figures_table("AUROC", [ours], PUBLISHED)
