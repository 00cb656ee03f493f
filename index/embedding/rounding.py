"""Weights as they are trained → the constants of a network in int8, by their names in its graph (`training.graph`).

A product rounds its matrix once, here, and what it is given each time, so that it adds up whole numbers, in a third to
two thirds of the time of floats. Each column of a matrix has a scale of its own; what it is given has one for all, and
so loses little where its numbers are much alike. A fine product has a scale for each block of both, and takes half as
long again. A column of what is given that runs higher than the rest can be evened out: it is divided by what its row of
the matrix is multiplied with (as in SmoothQuant, https://arxiv.org/abs/2211.10438).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 64  # 7 bits of the 8, so that kernels which add in 16 bits (AVX2) do not run over
FINE_STEPS, FINE_ZERO = 127, 128  # in blocks they don't; steps are stored from 0
BLOCK = 128  # numbers that share a scale
QKV = "attention.self"  # under this name a layer's three matrices stand side by side, as their input is the same
PARTS_OF_QKV = ("query", "key", "value")
UNEVEN, NOT_UNEVEN = ".output.dense", "attention.output.dense"  # end the names of the products given the least even

Floats = NDArray[np.float32]
Constants = dict[str, NDArray[Any]]


def rounded(
    weights: Mapping[str, Floats], evenness: Mapping[str, Floats] | None = None, *, all_fine: bool = False
) -> Constants:
    """Return all constants of a network, its products' matrices rounded.

    `weights` are named as in the model, matrices are (out, in); `evenness` has for each product that is evened out by
    how much each of its columns is divided: (in,). Fine are all products, or only the last one of each layer.
    """
    constants: Constants = {}
    for name, values in _side_by_side(weights).items():
        product = name.removesuffix(".weight")
        if product == name or values.ndim == 1 or "embeddings" in name:
            constants[name] = values
            continue
        by = (evenness or {}).get(product)
        if by is not None:
            constants[f"{product}.even"] = 1 / by
            values = values * by
        is_fine = all_fine or (product.endswith(UNEVEN) and not product.endswith(NOT_UNEVEN))
        constants |= _in_blocks(product, values) if is_fine else _in_columns(product, values)
    return constants


def _side_by_side(weights: Mapping[str, Floats]) -> dict[str, Floats]:
    """Join the three matrices of each attention, and their biases."""
    joined: dict[str, Floats] = {}
    for name, values in weights.items():
        before, is_of_three, behind = name.partition(f"{QKV}.")
        part, _, kind = behind.partition(".")
        if not is_of_three:
            joined[name] = values
        elif part == PARTS_OF_QKV[0]:
            three = [weights[f"{before}{QKV}.{one}.{kind}"] for one in PARTS_OF_QKV]
            joined[f"{before}{QKV}.{kind}"] = np.concatenate(three)
    return joined


def _in_columns(product: str, matrix: Floats) -> Constants:
    """Round a matrix (out, in), and store it as (in, out), with a scale for each column of that."""
    scale = np.abs(matrix).max(axis=1) / STEPS
    steps = np.rint(matrix / scale[:, None]).astype(np.int8)
    return {
        f"{product}.weight": np.ascontiguousarray(steps.T),
        f"{product}.scale": scale,
        f"{product}.zero": np.zeros(len(scale), dtype=np.int8),
    }


def _in_blocks(product: str, matrix: Floats) -> Constants:
    """Round a matrix (out, in), with a scale for each block of its rows: (out, blocks, BLOCK)."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    scales = np.abs(blocks).max(axis=2, keepdims=True) / FINE_STEPS
    steps = np.rint(blocks / scales) + FINE_ZERO
    return {f"{product}.weight": steps.astype(np.uint8), f"{product}.scale": scales[:, :, 0]}
