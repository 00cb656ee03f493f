"""Nothing leaves this machine, whatever is done, and nothing is written where nobody named a place for it.

Each process lives half a minute, since some libraries report home only then (onnxruntime 1.32 after ten seconds; the
one question of the quick test lives a little longer than that), and has a proxy for everything that it would ask of
another machine.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index import Library
from tests.conftest import ROOT, SEEDS

LIVES_S, QUICK_S = 30, 14
QUESTION = "Who built the Bushehr plant?"

# The process goes on when the command is done, and ends with its status.
COMMAND = """
import sys, time
end = time.monotonic() + float(sys.argv.pop(1))
from rag.cli import main
try:
    status = main(sys.argv[1:])
finally:
    time.sleep(max(0.0, end - time.monotonic()))
sys.exit(status)
"""
PAGE = f"""
import sys, time
end = time.monotonic() + {LIVES_S}
from rag import open_chatbot
from tests.page import ask, come_in, open_page
with open_chatbot(library=sys.argv[1]) as bot, open_page(bot) as served:
    print(ask(served, come_in(served), None))
    time.sleep(max(0.0, end - time.monotonic()))
"""
AGENT = f"""
import asyncio, os, sys
from mcp import Client
from mcp.client.stdio import StdioServerParameters
command = ["-m", "rag", "mcp", "--library", sys.argv[1]]
async def talk():
    async with Client(StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))) as client:
        print((await client.call_tool("ask", {{"question": {QUESTION!r}}})).structured_content["text"])
        await asyncio.sleep({LIVES_S})
asyncio.run(talk())
"""

# A library that is served, asked by its address, over an embedding model on a server of this machine.
SERVED = f"""
import sys, time
end = time.monotonic() + {LIVES_S}
from index import Embedder
from rag import open_chatbot
from rag.serving import serve
from tests.conftest import SEEDS
from tests.embedding_server import EmbeddingServer
with EmbeddingServer(Embedder()) as model:
    article = SEEDS / "bushehr-plant.md"
    with open_chatbot(article, library=sys.argv[1], embedding=model.name) as bot:
        service = serve(bot, token="a-token-of-this-test", port=8701)
        with open_chatbot("http://:a-token-of-this-test@127.0.0.1:8701") as far:
            print(far.ask("{QUESTION}").text)
        time.sleep(max(0.0, end - time.monotonic()))
        service.close()
"""
# Whoever has imported the libraries, Gradio and all, without asking them for anything.
BARE = f"""
import time
end = time.monotonic() + {LIVES_S}
import app, index, rag
import chromadb, gradio, llama_index.core, onnxruntime, sentence_transformers, trafilatura
time.sleep(max(0.0, end - time.monotonic()))
"""


@dataclass(frozen=True)
class Seen:
    """What was seen of all processes together; `results` are in the order of the jobs."""

    results: list[dict[str, Any]]
    packets: list[str]
    proxied: list[str]
    folder: Path

    @property
    def written(self) -> set[str]:
        """What lies now where nobody has asked for it."""
        files = (path for place in ("home", "here") for path in (self.folder / place).rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)) for path in files}


def run_sealed(jobs: list[list[str]], folder: Path) -> Seen:
    """Run Python with each list of arguments, all at once, where nothing can leave unseen."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("needs unshare (util-linux) and ip (iproute2)")
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this system lets no process have a network of its own (unshare --net)")
    done = subprocess.run(
        [*alone, sys.executable, "-m", "tests.sealed", str(folder)],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return Seen(**json.loads(done.stdout), folder=folder)


def newest(folder: Path) -> float:
    """When a file of the project's own folder was last written, but for what its tools keep there."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return max(path.stat().st_mtime for path in files if not {"__pycache__", ".git"} & set(path.parts))


def test_the_seal_sees_what_leaves(tmp_path: Path) -> None:
    direct = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('192.0.2.9', 53))"
    proxied = "import urllib.request; urllib.request.urlopen('http://other.example/')"
    stray = "import pathlib; pathlib.Path.home().joinpath('.stray').touch()"
    seen = run_sealed([["-c", direct], ["-c", proxied], ["-c", stray]], tmp_path)
    assert seen.packets == ["192.0.2.9"] and seen.proxied == ["GET http://other.example/ HTTP/1.1"]
    assert seen.written == {"home/.stray"}


def test_a_question_says_nothing_to_anybody(seeds_library: Library, tmp_path: Path) -> None:
    asked = ["ask", QUESTION, "--library", str(seeds_library.folder)]
    seen = run_sealed([["-c", COMMAND, str(QUICK_S), *asked]], tmp_path)
    assert "it was Russia that built it" in seen.results[0]["stdout"]
    assert (seen.packets, seen.proxied, seen.written) == ([], [], set())


@pytest.mark.slow
def test_no_command_and_no_page_says_anything_to_anybody(tmp_path: Path) -> None:
    library, seeds = tmp_path / "library", str(SEEDS)
    with_library = ["--library", str(library)]
    subprocess.run([sys.executable, "-m", "rag", "sync", seeds, *with_library], cwd=ROOT, check=True)
    answer, gold = tmp_path / "answer.json", tmp_path / "gold.jsonl"
    asked = [sys.executable, "-m", "rag", "ask", QUESTION, "--json", *with_library]
    answer.write_text(subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    gold.write_text("".join((SEEDS / "gold.jsonl").read_text().splitlines(keepends=True)[:2]))
    outputs = ["--json", str(tmp_path / "report.json"), "--report", str(tmp_path / "report.html")]
    commands = [
        ["sync", seeds, "--library", str(tmp_path / "new")],
        ["ask", QUESTION, *with_library],
        ["evaluate", str(gold), *outputs, *with_library],
        ["verify", str(answer), *with_library],
        ["check", *with_library],
        ["articles", *with_library],
    ]
    jobs = [
        *(["-c", COMMAND, str(LIVES_S), *command] for command in commands),
        ["-c", AGENT, str(library)],
        ["-c", SERVED, str(tmp_path / "served")],
        ["-c", PAGE, str(library)],
        ["-c", BARE],
    ]
    before = newest(ROOT / "rag"), newest(ROOT / "index"), newest(SEEDS)
    seen = run_sealed(jobs, tmp_path)
    assert [one["status"] for one in seen.results] == [0] * len(jobs), seen.results
    assert all("it was Russia that built it" in one["stdout"] for one in seen.results[-3:-1])
    assert (seen.packets, seen.proxied, seen.written) == ([], [], set())
    assert (newest(ROOT / "rag"), newest(ROOT / "index"), newest(SEEDS)) == before
