"""Trained weights → the files that are shipped: `python -m training.export WEIGHTS.pt FOLDER`, int8.

Three networks: the layers that both tasks share, and for answers and for claims what follows.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from rag.network import INPUTS, NAMES, collate
from training.data import EXAMPLE
from training.model import ReaderModel

OUTPUTS = {"shared": ("hidden",), "answers": ("sentences", "passage"), "claims": ("claim",)}


class _Part(nn.Module):
    """One method of the model, as a network of its own."""

    def __init__(self, model: ReaderModel, method: Callable[..., Any]) -> None:
        super().__init__()
        self.model = model  # so that its weights are found
        self._method = method

    def forward(self, *inputs: Tensor) -> Any:
        return self._method(*inputs)


def main() -> None:
    """Export the weights named on the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("weights", type=Path)
    options.add_argument("folder", type=Path)
    chosen = options.parse_args()
    export(chosen.weights, chosen.folder)


def export(weights: Path, folder: Path) -> None:
    """Write the networks as ONNX, their matrices in int8, one scale for each of their columns."""
    model = ReaderModel()
    model.separate_claims()
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    pieces, mask, parts, pooling = (torch.from_numpy(array) for array in collate([EXAMPLE]))
    hidden = model.shared(pieces, mask, parts).detach()
    given = dict(zip(NAMES, (pieces, mask, parts, pooling), strict=True)) | {"hidden": hidden}
    methods: dict[str, Callable[..., Any]] = {"shared": model.shared, "answers": model.answers, "claims": model.claims}
    for name, method in methods.items():
        inputs = {one: given[one] for one in INPUTS[name]}
        _write(_Part(model, method), inputs, OUTPUTS[name], folder / f"{name}.onnx")


def _write(part: _Part, inputs: Mapping[str, Tensor], outputs: Sequence[str], out: Path) -> None:
    pieces, sentences = torch.export.Dim("pieces", max=512), torch.export.Dim("sentences", max=512)
    shapes = tuple({1: sentences, 2: pieces} if given == "pooling" else {1: pieces} for given in inputs)
    with tempfile.TemporaryDirectory() as scratch:
        whole, prepared = Path(scratch, "whole.onnx"), Path(scratch, "prepared.onnx")
        torch.onnx.export(
            part,
            tuple(inputs.values()),
            whole,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=(shapes,),
            dynamo=True,
            external_data=False,
        )
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, out, weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main()
