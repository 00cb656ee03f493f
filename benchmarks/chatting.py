"""The page, started as a user starts it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def chat(library: Path) -> Iterator[tuple[str, int]]:
    """Start `onrecord chat`, and yield its address once it says it, and the number of its process."""
    command = [sys.executable, "-m", "onrecord", "chat", "--library", str(library)]
    quiet = os.environ | {"BROWSER": "true"}  # opens nothing
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=quiet) as process:
        assert process.stdout
        try:
            yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line))), process.pid
        finally:
            process.terminate()
