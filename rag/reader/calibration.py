"""From features to probabilities: the relevance of each sentence, and the answerability of the question.

All weights and constants stand in `weights/calibration.json`. By hand, for "How many drones did Iran send?" and a
passage of two sentences, "Iran sent 300 drones." and "The talks ended in May.":

>>> features = Features(
...     sentence_logit=np.array([2.0, -4.0]),
...     passage_logit=np.array([1.0, 1.0]),
...     sentence_cosine=np.array([0.8, 0.2]),
...     passage_cosine=np.array([0.7, 0.7]),
...     sentence_words=np.array([1.0, 0.0]),
...     passage_words=np.array([1.0, 1.0]),
...     found_first=np.array([1.0, 1.0]),
...     value_missing=np.array([0.0, 1.0]),
...     names_missing=np.array([0.0, 0.0]),
... )

A sentence's relevance is a logistic sum. The first one's is 0.7518 · 2 + 0.0498 · 1 + 1.4814 · 0.8 + 0.7896 · 0.7 +
0.5827 · 1 + 0.2176 · 1 + 1.2563 · 1 − 1.2647 · 0 − 1.3863 · 0 − 4.2082 = 1.1396, so
1 / (1 + exp(−(0.5 · 1.1396 + 0.7))):

>>> shipped().relevance(features).round(3).tolist()
[0.781, 0.087]

The question's answerability goes by the sentence that comes nearest, here the first: 0.35 · 0.8 + 0.55 · 0.7 + 0.1 · 1
for its similarity (its passage's 0.7 is more than 0.8 · 0.8), 0.35 · logistic(2) · logistic(1) for what the network
says of it and of its passage, 0.5 · 0.5 for the mean of the best cosines, together 1.2404. It has all words of the
question, which could only raise that to 0.7. So 1 / (1 + exp(−7 · (1.2404 − 0.68))):

>>> round(shipped().answerability(features), 3)
0.981
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.reader.features import NAMES, Column, Features

FILE = Path(__file__).parent / "weights" / "calibration.json"
BEST = 3  # sentences whose cosines tell whether the subject is treated at all


@dataclass(frozen=True, slots=True)
class Relevance:
    """How probable it is that a sentence belongs to the answer: a logistic sum of its features, each with its weight.

    Weights and constant are fitted by `training.calibrate`, on questions no network was trained on. Sharpness and width
    are chosen: training labels mark one sentence where a reader is served better by all that bear on the question.
    """

    sentence_logit: float
    passage_logit: float
    sentence_cosine: float
    passage_cosine: float
    sentence_words: float
    passage_words: float
    found_first: float
    value_missing: float
    names_missing: float
    constant: float
    sharpness: float
    width: float

    def __call__(self, features: Features) -> Column:
        """Return it for each sentence, from 0 to 1: (sentences,)."""
        logits = self.constant + sum(getattr(self, name) * getattr(features, name) for name in NAMES)
        return _logistic(self.sharpness * logits + self.width)


@dataclass(frozen=True, slots=True)
class Answerability:
    """How probable it is that the articles answer the question: how near the best of the sentences comes.

    Similarity tells whether the subject is treated, the network whether the question is answered, and a number or date
    that is expected and missing that it hardly is. Similarity misses the subject where its name is odd (a song, a
    proverb, "minnie ball" for the Minié ball) and where a short article tells of many things; then it helps that one
    article alone has the question's words, or one sentence all of them. An article that has none of the question's
    names is on something else, and so is a sentence of another year or office. What it was chosen on is in
    training/MODEL_CARD.md.
    """

    sentence_cosine: float  # weights of a sentence's similarity …
    passage_cosine: float
    least_of_passage: float  # … which is at least this share of its sentence's …
    sentence_words: float
    value_missing: float  # … of the value that it lacks …
    network: float  # … of what the network says of it and of its passage, multiplied: high only where both are …
    best_cosines: float  # … and of the mean of the best cosines
    midpoint: float  # the sum of these at which it is one half …
    slope: float  # … and how fast it rises there
    least_margin: float  # a passage stands out with this margin in keyword score over all other articles …
    least_words: float  # … and this share of the question's words,
    lift: float  # which adds so much …
    lifted_to: float  # … up to a little beyond the midpoint;
    names_missing: float  # and this is left of the probability where the article has none of the question's names

    def __call__(self, features: Features, margin: float = 0.0) -> float:
        """Return it for the sentences found, from 0 to 1; 0 if there are none.

        `margin` is that of the passage found first over all other articles in keyword score, from 0 to 1.
        """
        if not len(features):
            return 0.0
        scores = (
            self.sentence_cosine * features.sentence_cosine
            + self.passage_cosine
            * np.maximum(features.passage_cosine, self.least_of_passage * features.sentence_cosine)
            + self.sentence_words * features.sentence_words
            + self.value_missing * features.value_missing
            + self.network * _logistic(features.sentence_logit) * _logistic(features.passage_logit)
            + self.best_cosines * np.sort(features.sentence_cosine)[-BEST:].mean()
        )
        stands_out = features.sentence_words == 1
        if margin >= self.least_margin:
            stands_out |= (features.found_first == 1) & (features.passage_words >= self.least_words)
        lifted = np.maximum(scores, np.minimum(scores + self.lift, self.lifted_to))
        scores = np.where(stands_out & (features.value_missing == 0), lifted, scores)
        left = np.where(features.names_missing == 1, self.names_missing, 1.0)
        return float(np.max(left * _logistic(self.slope * (scores - self.midpoint))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the reader goes by, as it stands in a JSON file."""

    relevance: Relevance
    answerability: Answerability

    @classmethod
    def load(cls, file: Path) -> "Calibration":
        """Read what `save` wrote."""
        parts = json.loads(file.read_text(encoding="utf-8"))
        return cls(Relevance(**parts["relevance"]), Answerability(**parts["answerability"]))

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


@cache
def shipped() -> Calibration:
    """Return the calibration in the package."""
    return Calibration.load(FILE)


def _logistic(logit: Column | float) -> Column:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -50, 50))))
