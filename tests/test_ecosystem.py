"""The snippets of docs/ecosystem.md run as they stand there, and print what it says."""

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands import onrecord
from tests.conftest import ROOT, SEEDS

PAGE = (ROOT / "docs/ecosystem.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.slow  # it opens a library and starts a server
def test_the_snippets_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SEEDS, tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    names: dict[str, Any] = {}
    for number, code in enumerate(blocks("python"), start=1):
        exec(compile(code, f"block {number}", "exec"), names)
        printed = [line.rstrip() for line in capfd.readouterr().out.splitlines()]
        assert printed == re.findall(r"^# > (.*)$", code, re.MULTILINE), f"block {number}"
    assert number > 5


def test_the_configurations_are_commands_that_there_are() -> None:
    servers = [next(iter(named.values()))["onrecord"] for named in map(json.loads, blocks("json"))]
    (line,) = blocks("sh")
    commands = [[one["command"], *one["args"]] for one in servers] + [shlex.split(line.partition(" -- ")[2])]
    for program, *arguments in commands:
        assert program.endswith("/onrecord")
        done = onrecord(*arguments)
        assert (done.returncode, "/path/to/library: no library here" in done.stderr) == (2, True)
