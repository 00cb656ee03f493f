"""Shipped weights → a start for training: `python -m training.restore claims rag/reader/weights/claims.onnx OUT.pt`.

What `training.export` rounded to int8 comes back as the middle of its step, so the network that goes on from here is
the shipped one, not the one before rounding. The heads of the other task are new, and so of no use.
"""

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.export import OUTPUTS
from training.model import ReaderModel

HEADS = {"answers": ("sentence", "passage"), "claims": ("claim",), "spans": ("span",)}
PREFIX = "model."  # of the weights' names, in `training.export`'s network around the model


def main() -> None:
    """Write the weights named on the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("task", choices=OUTPUTS)
    options.add_argument("shipped", type=Path)
    options.add_argument("out", type=Path)
    chosen = options.parse_args()
    torch.save(restored(chosen.task, chosen.shipped).state_dict(), chosen.out)


def restored(task: str, shipped: Path) -> ReaderModel:
    """Return the network for a task as a file holds it; raises if a weight of it is missing."""
    model = ReaderModel()
    known = _weights(shipped)
    others = [f"{head}." for other, heads in HEADS.items() if other != task for head in heads]
    fixed = "body.embeddings.word_embeddings."
    wanted = {name for name in model.state_dict() if not name.startswith((*others, fixed))}
    if missing := wanted - known.keys():
        raise ValueError(f"{shipped} lacks {', '.join(sorted(missing))}; is it the network for {task}?")
    model.load_state_dict({name: known[name] for name in wanted}, strict=False)
    return model


def _weights(shipped: Path) -> dict[str, Tensor]:
    """Return the weights by their names in the model; a matrix in int8 is found by the bias that its product gets."""
    import onnx  # comes with the extra `training` alone
    from onnx import numpy_helper

    graph = onnx.load(shipped).graph
    stored = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    maker = {name: node for node in graph.node for name in node.output}
    weights = {}
    for name, value in stored.items():
        plain = name.removeprefix(PREFIX)
        if name.endswith("_quantized") and name.startswith(f"{PREFIX}body.embeddings"):
            base = name.removesuffix("_quantized")
            scale, zero = stored[f"{base}_scale"], stored[f"{base}_zero_point"]
            weights[base.removeprefix(PREFIX)] = (value.float() - zero.float()) * scale
        elif name.startswith(PREFIX) and value.is_floating_point() and not name.endswith("_scale"):
            weights[plain] = value
    for node in graph.node:
        if node.op_type != "Add":
            continue
        for at, given in enumerate(node.input):
            bias = given.removeprefix(PREFIX)
            if not given.startswith(PREFIX) or not bias.endswith(".bias") or given not in stored:
                continue
            matrix = _matrix_before(node.input[1 - at], maker, stored)
            if matrix is not None:
                weights[bias.removesuffix("bias") + "weight"] = matrix.T.contiguous()
    return weights


def _matrix_before(name: str, maker: dict[str, Any], stored: dict[str, Tensor]) -> Tensor | None:
    """Return the matrix of the integer product that a value is scaled from: (in, out)."""
    while (node := maker.get(name)) is not None and node.op_type in ("Mul", "Cast", "MatMulInteger"):
        if node.op_type == "MatMulInteger":
            base = node.input[1].removesuffix("_quantized")
            return stored[node.input[1]].float() * stored[f"{base}_scale"]  # symmetric: the zero point is 0
        name = node.input[0]
    return None


if __name__ == "__main__":
    main()
