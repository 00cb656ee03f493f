"""How good is a judge of meaning, alone and set by set? Part of `python -m benchmarks.verdicts CLAIMS`.

Where a set knows only whether a claim is supported, macro-F1 is of two labels. The AUROC tells support from the rest by
the probability of support; the balanced accuracy is that of "support is the likeliest". Intervals of 95% are of the
choice of claims (bootstrap).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, roc_auc_score

from benchmarks.tables import table
from index import Embedder
from rag.verdict import Judgement
from training.data import CLAIM_LABELS, LabelledClaim

DRAWS = 300  # of the bootstrap

Numbers = NDArray[np.float64]


def print_judge(claims: Sequence[LabelledClaim], found: Sequence[Judgement], *, name: str) -> None:
    """Print the judge's accuracy and macro-F1 over three labels, beside simpler ways."""
    known = [(claim, one) for claim, one in zip(claims, found, strict=True) if claim.label in CLAIM_LABELS[:3]]
    if not known:
        return
    truth = [CLAIM_LABELS.index(claim.label) for claim, _ in known]
    majority = [Counter(truth).most_common(1)[0][0]] * len(truth)
    cosine = _by_cosine([claim for claim, _ in known], truth)
    ways = {"majority": majority, "cosine, two best thresholds": cosine, name: [_label(one) for _, one in known]}
    rows = [
        (way, f"{accuracy_score(truth, labels):.3f}", f"{f1_score(truth, labels, average='macro'):.3f}")
        for way, labels in ways.items()
    ]
    print(table((f"{len(known)} claims", "accuracy", "macro-F1"), rows))


def print_by_set(claims: Sequence[LabelledClaim], found: Sequence[Judgement]) -> None:
    """Print macro-F1, AUROC and balanced accuracy of each set."""
    sets = dict.fromkeys(claim.set for claim in claims)
    rows = []
    for name in sets:
        own = [(claim.label, one) for claim, one in zip(claims, found, strict=True) if claim.set == name]
        rows.append((name, str(len(own)), *_measured(*map(list, zip(*own, strict=True)))))
    print(table(("set", "claims", "macro-F1", "AUROC", "balanced accuracy"), rows))


def _measured(labels: list[str], found: list[Judgement]) -> Iterator[str]:
    """Yield the cells of a set: each measure with its interval, empty where the labels do not allow it."""
    supported = np.array([label == CLAIM_LABELS[0] for label in labels], dtype=float)
    chances = np.array([one.supports for one in found])
    judged = np.array([_label(one) for one in found], dtype=float)
    truth = np.array([CLAIM_LABELS.index(label) for label in labels], dtype=float)
    two_way = CLAIM_LABELS[3] in labels
    if two_way:
        truth, labelled = 1 - supported, np.minimum(judged, 1)
    else:
        labelled = judged
    yield _with_interval(lambda at: float(f1_score(truth[at], labelled[at], average="macro", zero_division=0)), truth)
    yield _with_interval(lambda at: float(roc_auc_score(supported[at], chances[at])), supported)
    yield _with_interval(lambda at: float(balanced_accuracy_score(supported[at], judged[at] == 0)), supported)


def _with_interval(measure: Callable[[NDArray[np.intp]], float], truth: Numbers) -> str:
    if len(set(truth)) < 2:
        return ""
    randomness = np.random.default_rng(0)
    drawn = (randomness.integers(0, len(truth), len(truth)) for _ in range(DRAWS))
    values = [measure(at) for at in drawn if len(set(truth[at])) > 1]
    low, high = np.quantile(values, (0.025, 0.975))
    return f"{measure(np.arange(len(truth))):.3f} ({low:.3f}-{high:.3f})"


def _label(found: Judgement) -> int:
    return int(np.argmax((found.supports, found.contradicts, found.neither)))


def _by_cosine(claims: Sequence[LabelledClaim], truth: Sequence[int]) -> list[int]:
    """Label by similarity: supported when high, contradicted or neither below; thresholds chosen on the same claims."""
    embedder = Embedder()
    sides = [embedder.encode([getattr(claim, side) for claim in claims]) for side in ("evidence", "claim")]
    cosines = (sides[0] * sides[1]).sum(axis=1)
    steps = np.quantile(cosines, np.linspace(0.05, 0.95, 19))
    labelled = [
        np.where(cosines >= high, 0, np.where(cosines >= low, 1, 2)).tolist()
        for high in steps
        for low in steps
        if low < high
    ]
    return max(labelled, key=lambda found: float(f1_score(truth, found, average="macro")))
