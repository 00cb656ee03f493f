"""The confidence that a question is answered, from made-up features."""

import numpy as np
import pytest

from index import Embedder
from rag.reader.calibration import CONFIDENCE, Calibration, shipped
from rag.reader.evidence import TrainedReader
from rag.reader.features import FEATURES, Features
from tests.test_reader import hit

LIKE, UNLIKE = {"cosine: sentence": 0.6, "cosine: passage": 0.6}, {"cosine: sentence": 0.2, "cosine: passage": 0.2}
ANSWERS, DOES_NOT = {"network: sentence": 3.0, "network: passage": 3.0}, {"network: sentence": -3.0}


def sentences(*measured: dict[str, float]) -> Features:
    return np.array([[one.get(name, 0.0) for name in FEATURES] for one in measured])


def test_one_sentence_is_to_be_both_near_and_an_answer() -> None:
    both = shipped().answered(sentences(LIKE | ANSWERS, UNLIKE | DOES_NOT))
    apart = shipped().answered(sentences(LIKE | DOES_NOT, UNLIKE | ANSWERS))
    assert both > apart + 0.1


STANDS_OUT = {"found first": 1.0, "words: passage": 0.5}


@pytest.mark.parametrize(
    ("cosine", "lead", "marks", "confidence"),
    [
        (0.4, 0.4, STANDS_OUT, 0.5349),  # from 0.56 to no more than 0.7, for a midpoint of 0.68
        (0.25, 0.4, STANDS_OUT, 0.4477),  # from 0.35 to 0.65
        (0.6, 0.4, STANDS_OUT, 0.7540),  # 0.84, as without
        (0.4, 0.39, STANDS_OUT, 0.3015),
        (0.4, 0.4, STANDS_OUT | {"words: passage": 0.49}, 0.3015),
        (0.4, 0.4, STANDS_OUT | {"found first": 0.0}, 0.3015),
        (0.4, 0.4, STANDS_OUT | {"value wanted: missing": 1.0}, 0.3015),
    ],
)
def test_a_passage_that_stands_out_by_its_words_is_lifted_to_the_middle(
    cosine: float, lead: float, marks: dict[str, float], confidence: float
) -> None:
    by_cosine = Calibration({}, 0.0, {"likeness": 1.0, "mean of the three best cosines": 0.5})
    features = sentences({"cosine: sentence": cosine, "cosine: passage": cosine} | marks)
    assert by_cosine.answered(features, lead) == pytest.approx(confidence, abs=1e-4)


def test_nothing_found_is_no_answer() -> None:
    assert shipped().answered(sentences().reshape(0, len(FEATURES))) == 0.0


def test_what_is_shipped_weighs_what_is_measured() -> None:
    assert shipped().confidence == CONFIDENCE
    with pytest.raises(KeyError):
        Calibration({}, 0.0, {"network: best passage": 1.0}).answered(sentences(LIKE))


def test_headings_and_questions_make_nothing_sure(embedder: Embedder) -> None:
    found = hit("Who opened the bridge?", embedder)
    assert TrainedReader(embedder).read("Who opened the bridge?", [found]).confidence == 0.0
