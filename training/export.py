"""Trained weights → a file that is shipped: `python -m training.export TASK WEIGHTS.pt FOLDER`, int8.

The tasks are those of `OUTPUTS`. What a network reads are the vectors of word pieces, which are not in its file.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from rag.reader.networks import INPUTS, collate
from training.data import EXAMPLE
from training.model import ReaderModel
from training.unmasked import unmask

OUTPUTS = {"answers": ("sentences", "passage"), "claims": ("claim",), "spans": ("span",)}


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
    options.add_argument("task", choices=OUTPUTS)
    options.add_argument("weights", type=Path)
    options.add_argument("folder", type=Path)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    export(chosen.weights, chosen.task, chosen.folder)


def export(weights: Path, task: str, folder: Path) -> None:
    """Write a network as ONNX: its matrices in int8, one scale for each of their columns."""
    model = ReaderModel.load(weights).eval()
    pieces, mask, parts, pooling = (torch.from_numpy(array) for array in collate([EXAMPLE]))
    given = {"words": model.words(pieces).detach(), "mask": mask, "parts": parts, "pooling": pooling}
    inputs = {name: given[name] for name in INPUTS[task]}
    _write(_Part(model, getattr(model, task)), inputs, OUTPUTS[task], folder / f"{task}.onnx")


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
        # With 7 bits of the 8, sums do not run over on processors whose int8 kernels add in 16 bits (AVX2).
        quantize_dynamic(prepared, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    network = onnx.load(out)
    unmask(network.graph)
    onnx.save(network, out)


if __name__ == "__main__":
    main()
