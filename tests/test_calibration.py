"""Relevance and answerability, from made-up features."""

from pathlib import Path

import numpy as np
import pytest

from index import Embedder
from rag.reader import TrainedReader
from rag.reader.calibration import FILE, Calibration, shipped
from rag.reader.features import NAMES, Features
from tests.test_reader import hit

LIKE, UNLIKE = {"sentence_cosine": 0.6, "passage_cosine": 0.6}, {"sentence_cosine": 0.2, "passage_cosine": 0.2}
ANSWERS, DOES_NOT = {"sentence_logit": 3.0, "passage_logit": 3.0}, {"sentence_logit": -3.0}


def sentences(*measured: dict[str, float]) -> Features:
    return Features(*(np.array([one.get(name, 0.0) for one in measured]) for name in NAMES))


def test_one_sentence_is_to_be_both_near_and_an_answer() -> None:
    both = shipped().answerability(sentences(LIKE | ANSWERS, UNLIKE | DOES_NOT))
    apart = shipped().answerability(sentences(LIKE | DOES_NOT, UNLIKE | ANSWERS))
    assert both > apart + 0.1


STANDS_OUT = {"found_first": 1.0, "passage_words": 0.5}
NOTHING_SAID = {"sentence_logit": -50.0}


@pytest.mark.parametrize(
    ("cosine", "margin", "marks", "answerability"),
    [
        (0.4, 0.4, STANDS_OUT, 0.5349),  # from 0.56 to no more than 0.7, for a midpoint of 0.68
        (0.25, 0.4, STANDS_OUT, 0.4477),  # from 0.35 to 0.65
        (0.6, 0.4, STANDS_OUT, 0.7540),  # 0.84, as without
        (0.4, 0.39, STANDS_OUT, 0.3015),
        (0.4, 0.4, STANDS_OUT | {"passage_words": 0.49}, 0.3015),
        (0.4, 0.4, STANDS_OUT | {"found_first": 0.0}, 0.3015),
        (0.4, 0.4, STANDS_OUT | {"value_missing": 1.0}, 0.0962),  # 0.2 less
    ],
)
def test_a_passage_that_stands_out_by_its_words_is_lifted_to_the_middle(
    cosine: float, margin: float, marks: dict[str, float], answerability: float
) -> None:
    features = sentences({"sentence_cosine": cosine, "passage_cosine": cosine} | NOTHING_SAID | marks)
    assert shipped().answerability(features, margin) == pytest.approx(answerability, abs=1e-4)


def test_nothing_found_is_no_answer() -> None:
    assert shipped().answerability(sentences()) == 0.0


def test_the_calibration_is_all_in_one_file(tmp_path: Path) -> None:
    shipped().save(tmp_path / "calibration.json")
    assert (tmp_path / "calibration.json").read_text() == FILE.read_text()
    assert Calibration.load(tmp_path / "calibration.json") == shipped()


def test_headings_and_questions_make_nothing_sure(embedder: Embedder) -> None:
    found = hit("Who opened the bridge?", embedder)
    assert TrainedReader(embedder).read("Who opened the bridge?", [found]).answerability == 0.0
