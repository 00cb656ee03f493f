"""MiniLM as an ONNX graph for int8, of operators that each do several steps at once.

torch's own export leaves attention, masks and biases to some four hundred small operators, which take as long as the
products. A row is read alone here (`index.embedding.Network`), so nothing is masked, and onnxruntime's attention, and
its product with the rounding before it, each are one operator.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.embedding.rounding import QKV, Constants

LAYERS, HEADS, WIDTH = 6, 12, 384  # of MiniLM
EPSILON = 1e-12  # of its normalizations
ONNXRUNTIME = "com.microsoft"
ELSEWHERE = "weights"  # where the graph says that its weights are: a file that need not be there

INPUTS = {
    "words": (TensorProto.FLOAT, (1, "pieces", WIDTH)),
    "parts": (TensorProto.INT64, (1, "pieces")),
}


class Graph:
    """A graph in the making; values are known by their names."""

    def __init__(self, constants: Constants) -> None:
        """`constants` are as `index.embedding.rounding` names them."""
        self.constants = constants
        self._nodes: list[onnx.NodeProto] = []
        self._stored: dict[str, onnx.TensorProto] = {}

    def store(self, name: str, values: np.ndarray) -> str:
        """Add a constant."""
        self._stored[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def constant(self, name: str) -> str:
        """Add one of the network's constants."""
        return self.store(name, self.constants[name])

    def of(self, operator: str, *given: str, domain: str = "", **options: Any) -> str:
        """Add an operator with one output."""
        (out,) = self.parts_of(operator, *given, count=1, domain=domain, **options)
        return out

    def parts_of(self, operator: str, *given: str, count: int, domain: str = "", **options: Any) -> list[str]:
        """Add an operator with so many outputs."""
        out = [f"{operator}_{len(self._nodes)}_{number}" for number in range(count)]
        self._nodes.append(helper.make_node(operator, list(given), out, domain=domain, **options))
        return out

    def product(self, given: str, name: str) -> str:
        """Add the product with a matrix in int8, and its bias; what it is given is evened out, if it is to be."""
        bias, matrix = self.constant(f"{name}.bias"), self.constants[f"{name}.weight"]
        if f"{name}.even" in self.constants:
            given = self.of("Mul", given, self.constant(f"{name}.even"))
        if matrix.ndim == 2:
            in_columns = (self.constant(f"{name}.{kind}") for kind in ("weight", "scale", "zero"))
            return self.of("DynamicQuantizeMatMul", given, *in_columns, bias, domain=ONNXRUNTIME)
        out, blocks, size = matrix.shape
        in_blocks = self.constant(f"{name}.weight"), self.constant(f"{name}.scale")
        sizes = {"K": blocks * size, "N": out, "bits": 8, "block_size": size, "accuracy_level": 4}
        return self.of("MatMulNBits", given, *in_blocks, "", "", bias, domain=ONNXRUNTIME, **sizes)

    def body(self) -> str:
        """Add MiniLM, from the inputs `words` (1, pieces, width) and `parts` (1, pieces) to its last hidden state."""
        length = self.of("Gather", self.of("Shape", "words"), self.store("of_pieces", np.array([1])))
        places = self.constant("embeddings.position_embeddings.weight")
        places = self.of("Slice", places, self.store("from_first", np.array([0])), length)
        parts = self.of("Gather", self.constant("embeddings.token_type_embeddings.weight"), "parts")
        given = self.of("Add", self.of("Add", "words", parts), places)
        hidden = self._normal(given, "embeddings.LayerNorm")
        for number in range(LAYERS):
            hidden = self._layer(f"encoder.layer.{number}", hidden)
        return hidden

    def save(self, inputs: Sequence[str], outputs: Mapping[str, str], file: Path) -> None:
        """Write it without its weights; its `inputs` are named, and of its `outputs` also the value that each is."""
        self._nodes += [helper.make_node("Identity", [value], [name]) for name, value in outputs.items()]
        graph = helper.make_graph(
            self._nodes,
            file.stem,
            [helper.make_tensor_value_info(name, *INPUTS[name]) for name in inputs],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            [_named(one) if one.name in self.constants else one for one in self._stored.values()],
        )
        operators = [helper.make_opsetid("", 18), helper.make_opsetid(ONNXRUNTIME, 1)]
        onnx.save(helper.make_model(graph, opset_imports=operators, ir_version=9), file)

    def _layer(self, name: str, hidden: str) -> str:
        asked = self.parts_of("Split", self.product(hidden, f"{name}.{QKV}"), count=3, axis=2, num_outputs=3)
        seen = self.of("MultiHeadAttention", *asked, domain=ONNXRUNTIME, num_heads=HEADS)
        seen = self.product(seen, f"{name}.attention.output.dense")
        hidden = self._added(seen, hidden, f"{name}.attention.output.LayerNorm")
        wide = self.of("Gelu", self.product(hidden, f"{name}.intermediate.dense"), domain=ONNXRUNTIME)
        return self._added(self.product(wide, f"{name}.output.dense"), hidden, f"{name}.output.LayerNorm")

    def _added(self, given: str, hidden: str, norm: str) -> str:
        return self._normal(self.of("Add", given, hidden), norm)

    def _normal(self, given: str, name: str) -> str:
        scaled = self.constant(f"{name}.weight"), self.constant(f"{name}.bias")
        return self.of("LayerNormalization", given, *scaled, axis=-1, epsilon=EPSILON)


def _named(constant: onnx.TensorProto) -> onnx.TensorProto:
    """Return a constant that has a name, a type and a shape, and its numbers elsewhere."""
    place = {"location": ELSEWHERE, "offset": "0", "length": str(len(constant.raw_data))}
    entries = [onnx.StringStringEntryProto(key=key, value=value) for key, value in place.items()]
    return TensorProto(
        name=constant.name,
        data_type=constant.data_type,
        dims=constant.dims,
        data_location=TensorProto.EXTERNAL,
        external_data=entries,
    )
