"""A network in an ONNX file, run by onnxruntime."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.precedence import pause_of_work

Inputs = Mapping[str, NDArray[np.int64] | NDArray[np.float32]]
Output = NDArray[np.float32]


class Network:
    """An ONNX file, run by onnxruntime: small, loaded at once, and without torch. Safe to share between threads.

    Each input is run alone, and several inputs at a time on as many threads: nothing is padded, and as the int8 kernels
    scale their numbers by what they see at once, no result depends on what was run beside it.
    """

    def __init__(self, file: Path, constants: Mapping[str, NDArray[Any]] | None = None) -> None:
        """`constants` are those that the file names and does not hold."""
        import onnxruntime

        self._constants = constants or {}  # are read where they lie
        # Of 1.32, it takes four times as long as what it fuses, but rounds as the reader's networks were calibrated.
        slow = ["SkipLayerNormFusion"] if constants else []
        options = onnxruntime.SessionOptions()
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(one) for one in self._constants.values()]
        options.add_external_initializers(list(self._constants), values)
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # warnings tell how the file was made, which no user can change
        self._session = onnxruntime.InferenceSession(
            str(file),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=slow,
        )
        self._process = 0  # that the threads are of
        self._threads: dict[bool, ThreadPoolExecutor] = {}

    def run(self, batch: Sequence[Inputs]) -> list[list[Output]]:
        """Return the outputs for each input, in order; work that gives way to questions does so before each.

        The longest is begun first, so that no core waits long for the last.
        """
        pause = pause_of_work()

        def run(inputs: Inputs) -> list[Output]:
            if pause:
                pause()
            return self._run(inputs)

        if len(batch) == 1:
            return [run(batch[0])]
        order = sorted(range(len(batch)), key=lambda at: -batch[at]["words"].shape[1])
        done = self._threads_for(gives_way=pause is not None).map(run, [batch[at] for at in order])
        found = dict(zip(order, done, strict=True))
        return [found[at] for at in range(len(batch))]

    def _threads_for(self, *, gives_way: bool) -> ThreadPoolExecutor:
        """Return the threads of what gives way, or of what must not wait behind that."""
        if self._process != os.getpid():  # threads do not survive a fork
            self._threads, self._process = {}, os.getpid()
        if gives_way not in self._threads:
            self._threads.setdefault(gives_way, ThreadPoolExecutor(os.cpu_count()))
        return self._threads[gives_way]

    def _run(self, inputs: Inputs) -> list[Output]:
        outputs: list[Output] = self._session.run(None, dict(inputs))
        return outputs
