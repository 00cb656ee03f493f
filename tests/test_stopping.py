"""Ctrl-C while a command is still being loaded."""

import os
import signal
import subprocess
import sys

from tests.conftest import ROOT


def test_ctrl_c_while_modules_are_imported_says_so_in_one_line() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "onrecord", "articles", "--library", "nowhere"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as one:
        assert one.stderr is not None
        loaded = next(line for line in one.stderr if line.endswith(" index.errors\n"))
        one.send_signal(signal.SIGINT)
        said = [line for line in one.stderr if not line.startswith("import time:")]
    assert loaded and said == ["onrecord: stopped\n"]
    assert one.returncode in (130, -signal.SIGINT)  # Python ends so where the code of a dataclass was interrupted
