"""Weights in int8: what is rounded, how near it stays, and the graphs that are shipped for it."""

from pathlib import Path

import numpy as np
import pytest

from index import Embedder
from index.embedding import encode_quickly
from index.embedding.packaged import EVENNESS, FINE, GRAPHS, QUICK
from index.embedding.rounding import BLOCK, FINE_ZERO, Constants, Floats, rounded

TEXTS = ["Russia and Iran signed a pact.", "A cat sleeps.", "word " * 2000, ""]


def matrix_of(constants: Constants, product: str) -> Floats:
    """Return a product's matrix as it was before it was rounded, (out, in), as far as that is known."""
    steps, scale = constants[f"{product}.weight"], constants[f"{product}.scale"]
    if steps.ndim == 2:
        return np.asarray((steps * scale).T, dtype=np.float32)
    return np.asarray(((steps.astype(np.float32) - FINE_ZERO) * scale[:, :, None]).reshape(len(steps), -1))


def random(*shape: int) -> Floats:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def test_a_matrix_is_rounded_by_less_than_half_a_step() -> None:
    weights = {"l.output.dense.weight": random(6, 2 * BLOCK), "l.intermediate.dense.weight": random(5, 8)}
    constants = rounded(weights)
    assert (
        constants["l.intermediate.dense.weight"].shape == (8, 5) and constants["l.intermediate.dense.zero"].sum() == 0
    )
    assert constants["l.output.dense.scale"].shape == (6, 2) and constants["l.output.dense.weight"].dtype == np.uint8
    for name, matrix in weights.items():
        product = name.removesuffix(".weight")
        assert np.abs(matrix_of(constants, product) - matrix).max() <= constants[f"{product}.scale"].max() * 0.501


def test_sums_do_not_run_over_where_kernels_add_in_16_bits() -> None:
    steps = rounded({"a.weight": random(300, 40)})["a.weight"].astype(int)
    assert 2 * 255 * np.abs(steps).max() < 2**15


def test_all_products_can_be_fine_and_what_is_no_matrix_stays() -> None:
    weights = {"a.weight": random(3, BLOCK), "norm.weight": random(4), "embeddings.places.weight": random(7, 4)}
    constants = rounded(weights, all_fine=True)
    assert constants["a.weight"].shape == (3, 1, BLOCK)
    assert all(constants[name] is weights[name] for name in ("norm.weight", "embeddings.places.weight"))


def test_three_matrices_stand_side_by_side_in_their_order() -> None:
    parts = {part: np.full((2, 4), number, np.float32) for number, part in enumerate(("query", "key", "value"), 1)}
    weights = {f"l.attention.self.{part}.weight": parts[part] for part in sorted(parts)}
    weights |= {f"l.attention.self.{part}.bias": parts[part][:, 0] for part in sorted(parts)}
    constants = rounded(weights)
    assert constants["l.attention.self.bias"].tolist() == [1, 1, 2, 2, 3, 3]
    assert np.allclose(matrix_of(constants, "l.attention.self")[:, 0], [1, 1, 2, 2, 3, 3])


def test_what_is_evened_out_comes_out_the_same() -> None:
    matrix, given, by = random(5, 8), random(8), np.exp(random(8))
    constants = rounded({"a.weight": matrix}, {"a": by})
    product = matrix_of(constants, "a") @ (given * constants["a.even"])
    assert np.allclose(product, matrix @ given, atol=0.1)


def test_quick_vectors_are_near_to_those_that_are_kept(embedder: Embedder) -> None:
    assert (encode_quickly(TEXTS) * embedder.encode(TEXTS)).sum(axis=1).min() > 0.99
    assert np.array_equal(encode_quickly(TEXTS)[1], encode_quickly(TEXTS[1:2])[0])


def test_the_graphs_are_those_that_training_writes(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="comes with the extra `training`")
    from training.encoder import write

    with np.load(GRAPHS / EVENNESS) as evenness:
        write(evenness, tmp_path)
    for name in (FINE, QUICK):
        assert (tmp_path / name).read_bytes() == (GRAPHS / name).read_bytes()
    assert sum(file.stat().st_size for file in GRAPHS.iterdir()) < 100_000  # no weights
    assert {file.name for file in GRAPHS.iterdir()} == {FINE, QUICK, EVENNESS}
