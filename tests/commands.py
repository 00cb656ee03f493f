"""`onrecord …` as a user types it: in this process, which has loaded all already, or in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from rag.cli import main
from tests.conftest import ROOT

Done = subprocess.CompletedProcess[str]


def onrecord(*arguments: object, library: object = None, **environment: str) -> Done:
    """Run a command in this process, over streams that encode and decode as those of a process do."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    words = _words(arguments, library)
    with redirect_stdout(out), redirect_stderr(err), patch.dict(os.environ, environment):
        try:
            status = main(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
        for stream in (out, err):
            stream.flush()
    said, complained = (stream.buffer.getvalue().decode() for stream in (out, err))
    return subprocess.CompletedProcess(words, status, said, complained)


def onrecord_process(*arguments: object, library: object = None, **environment: str) -> Done:
    """Run a command in a process of its own, which costs seconds: for what only a process shows."""
    command = [sys.executable, "-m", "rag", *_words(arguments, library)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, capture_output=True, text=True, env=variables, timeout=120)


def _words(arguments: Sequence[object], library: object) -> list[str]:
    return [*map(str, arguments), *(["--library", str(library)] if library else [])]
