"""Trained weights → the file that is shipped: `python -m training.export WEIGHTS.pt OUT.onnx`, int8."""

import argparse
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from rag.network import NAMES, collate
from training.data import EXAMPLE
from training.model import ReaderModel

OUTPUTS = ("sentences", "passage", "claim")


def main() -> None:
    """Export the weights named on the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("weights", type=Path)
    options.add_argument("out", type=Path)
    chosen = options.parse_args()
    export(chosen.weights, chosen.out)


def export(weights: Path, out: Path) -> None:
    """Write the network as ONNX, its matrices in int8, one scale for each of their columns."""
    model = ReaderModel()
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    example = tuple(torch.from_numpy(array) for array in collate([EXAMPLE]))
    pieces, sentences = torch.export.Dim("pieces", max=512), torch.export.Dim("sentences", max=512)
    long = {1: pieces}
    with tempfile.TemporaryDirectory() as scratch:
        whole, prepared = Path(scratch, "whole.onnx"), Path(scratch, "prepared.onnx")
        torch.onnx.export(
            model,
            example,
            whole,
            input_names=list(NAMES),
            output_names=list(OUTPUTS),
            dynamic_shapes=(long, long, long, {1: sentences, 2: pieces}),
            dynamo=True,
            external_data=False,
        )
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        quantize_dynamic(prepared, out, weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main()
