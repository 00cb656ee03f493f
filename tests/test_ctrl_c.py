"""Ctrl-C while a model hangs: the command ends at once, and says so in one line."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from rag import Chatbot
from tests.conftest import ROOT, free_port
from tests.openai_server import ModelServer, is_silent
from tests.page import QUESTION, ask, come_in

AT_ONCE_S = 2.0


@contextmanager
def running(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "BROWSER": "true"}
    command = [sys.executable, "-m", "rag", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def interrupted(process: "subprocess.Popen[str]") -> tuple[float, str]:
    """Return how long a process takes to end after Ctrl-C, and what it complained of."""
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    complained = process.communicate(timeout=60)[1]
    return time.monotonic() - begun, complained


def wait_until_asked(server: ModelServer) -> None:
    latest = time.monotonic() + 60
    while not server.requests:
        assert time.monotonic() < latest
        time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="has no SIGINT to send")
@pytest.mark.slow
def test_asking_a_model_that_hangs(seeds_bot: Chatbot) -> None:
    library = str(seeds_bot.library.folder)
    with (
        ModelServer(is_silent(30)) as server,
        running("ask", QUESTION, "--library", library, "--llm", server.url) as it,
    ):
        wait_until_asked(server)
        took, complained = interrupted(it)
    assert (it.returncode, complained) == (130, "onrecord: stopped\n")
    assert took < AT_ONCE_S


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="has no SIGINT to send")
def test_a_page_in_which_a_model_hangs(seeds_bot: Chatbot) -> None:
    library, port = str(seeds_bot.library.folder), free_port()
    given = ("--library", library, "--port", str(port))
    with ModelServer(is_silent(30)) as server, running("chat", *given, "--llm", server.url) as it:
        assert it.stderr
        token = re.search(r"token=(\S+)", it.stderr.readline())
        assert token
        place, entry = SimpleNamespace(port=port), SimpleNamespace(token=token[1])
        page: Any = SimpleNamespace(place=place, entry=entry, local_url=f"http://127.0.0.1:{port}/")
        threading.Thread(target=ask, args=[page, come_in(page), None], daemon=True).start()
        wait_until_asked(server)
        took, complained = interrupted(it)
    assert (it.returncode, complained) == (0, "")
    assert took < AT_ONCE_S
