"""From features to probabilities.

Each sentence's probability to belong to the answer is a logistic sum of its features, fitted by `training.calibrate` on
questions no network was trained on. The confidence that the articles answer at all weighs how near the best sentence
comes; likeness tells there whether the subject is treated, the network whether the question is answered, and a number
or date that is wanted and missing that it hardly is. Likeness misses the subject where its name is odd (a song, a
proverb, "minnie ball" for the Minié ball); then it helps that one article alone has the question's words. The weights
and constants were chosen on public questions, of one passage (CLAPNQ) and of several articles (MultiHop).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.reader.features import FEATURES, Features

FILE = Path(__file__).parent / "weights" / "calibration.json"

# Training labels mark one sentence where a reader is served better by all that bear on the question.
SHARPNESS, WIDTH = 0.5, 0.7

LIKENESS_WEIGHTS = {"cosine: sentence": 0.35, "cosine: passage": 0.55, "words: sentence": 0.1}
LIKENESS, ANSWERING, THREE_BEST_COSINES = "likeness", "network: answering", "mean of the three best cosines"
VALUE_MISSING = "value wanted: missing"
CONFIDENCE = {LIKENESS: 1.0, ANSWERING: 0.35, VALUE_MISSING: -0.2, THREE_BEST_COSINES: 0.5}
SLOPE, MIDPOINT = 7.0, 0.68

# A passage stands out with this lead in keyword score over all other articles, and this share of the question's words.
LEAST_LEAD, LEAST_WORDS = 0.4, 0.5
LIFT, LIFTED_TO = 0.3, 0.7  # what standing out adds, up to a little beyond the midpoint


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of `FEATURES` for a sentence, a constant, and the weights of what the confidence is made of."""

    sentence: Mapping[str, float]
    constant: float
    confidence: Mapping[str, float]

    def probabilities(self, features: Features) -> NDArray[np.float64]:
        """Return for each sentence of a passage the probability that it belongs to the answer."""
        return _logistic(SHARPNESS * (_weighted(features, self.sentence) + self.constant) + WIDTH)

    def answered(self, features: Features, lead: float = 0.0) -> float:
        """Return the confidence that the best of the sentences found answers the question; 0 if there are none.

        `lead` is how far the passage found first leads all other articles in keyword score, each from 0 to 1.
        """
        if not len(features):
            return 0.0
        measured = {  # of each sentence, but for the mean
            LIKENESS: _weighted(features, LIKENESS_WEIGHTS),
            ANSWERING: _answering(features),
            VALUE_MISSING: features[:, FEATURES.index(VALUE_MISSING)],
            THREE_BEST_COSINES: np.sort(features[:, FEATURES.index("cosine: sentence")])[-3:].mean(),
        }
        scores = np.asarray(sum(weight * measured[name] for name, weight in self.confidence.items()))
        if lead >= LEAST_LEAD:
            lifted = np.maximum(scores, np.minimum(scores + LIFT, LIFTED_TO))
            scores = np.where(_stands_out(features), lifted, scores)
        return float(_logistic(SLOPE * (np.max(scores) - MIDPOINT)))

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


@cache
def shipped() -> Calibration:
    """Return the calibration in the package."""
    return Calibration(**json.loads(FILE.read_text(encoding="utf-8")))


def _weighted(features: Features, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the weighted sum of some features, for each sentence."""
    total: NDArray[np.float64] = features @ np.array([weights.get(name, 0.0) for name in FEATURES])
    return total


def _answering(features: Features) -> NDArray[np.float64]:
    """Return for each sentence the product of its probability and its passage's: high only where both are."""
    logits = features[:, [FEATURES.index("network: sentence"), FEATURES.index("network: passage")]]
    product: NDArray[np.float64] = _logistic(logits).prod(axis=1)
    return product


def _stands_out(features: Features) -> NDArray[np.bool_]:
    """Tell of each sentence whether its passage was found first and has the words, and a value if one is wanted."""
    first, words, missing = (
        features[:, FEATURES.index(name)] for name in ("found first", "words: passage", VALUE_MISSING)
    )
    return np.asarray((first == 1) & (words >= LEAST_WORDS) & (missing == 0))


def _logistic(logit: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -50, 50))))
