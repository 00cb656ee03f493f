"""The mask of batches, taken out of a network that reads each row alone."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from rag.reader.networks import INPUTS, WEIGHTS

onnx = pytest.importorskip("onnx", reason="comes with the extra `training`")


def test_an_attention_without_its_mask_gives_the_same(tmp_path: Path) -> None:
    from onnx import TensorProto, helper
    from onnx.numpy_helper import from_array

    from training.unmasked import unmask

    nodes = [
        helper.make_node("Unsqueeze", ["mask", "axis"], ["wide"]),
        helper.make_node("Cast", ["wide"], ["is_read"], to=TensorProto.BOOL),
        helper.make_node("Where", ["is_read", "nothing", "least"], ["added"]),
        helper.make_node("Add", ["scores", "added"], ["masked"]),
        helper.make_node("Softmax", ["masked"], ["shares"], axis=-1),
        helper.make_node("IsNaN", ["shares"], ["is_empty"]),
        helper.make_node("Where", ["is_empty", "nothing", "shares"], ["kept"]),
        helper.make_node("Add", ["kept", "kept"], ["twice"]),  # is no mask
    ]
    numbers = {name: np.array([value], dtype=np.float32) for name, value in (("nothing", 0), ("least", -np.inf))}
    graph = helper.make_graph(
        nodes,
        "attention",
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, (1, 3, 3)),
            helper.make_tensor_value_info("mask", TensorProto.INT64, (1, 3)),
        ],
        [helper.make_tensor_value_info("twice", TensorProto.FLOAT, None)],
        [from_array(np.array([1]), "axis"), *(from_array(values, name) for name, values in numbers.items())],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    scores = np.random.default_rng(0).standard_normal((1, 3, 3)).astype(np.float32)

    def result(**inputs: np.ndarray) -> np.ndarray:
        found: list[np.ndarray] = onnxruntime.InferenceSession(model.SerializeToString()).run(None, inputs)
        return found[0]

    before = result(scores=scores, mask=np.ones((1, 3), dtype=np.int64))
    unmask(model.graph)
    assert [node.op_type for node in model.graph.node] == ["Softmax", "Add"] and not model.graph.initializer
    assert [one.name for one in model.graph.input] == ["scores"]
    assert np.array_equal(result(scores=scores), before)


@pytest.mark.parametrize("task", INPUTS)
def test_no_network_that_is_shipped_masks_its_attentions(task: str) -> None:
    operators = [node.op_type for node in onnx.load(WEIGHTS / f"{task}.onnx").graph.node]
    assert operators.count("Softmax") == 6 and "IsNaN" not in operators
