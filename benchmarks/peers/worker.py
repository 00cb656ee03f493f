"""One peer, in a process of its own: `python -m benchmarks.peers.worker PEER ARTICLES QUESTIONS OUT MODEL [GGUF]`.

Writes to OUT, as JSON Lines: first what opening it took, then a line for each question; those that are there already
are not asked again. Imports nothing of OnRecord, so that any Python can run it.
"""

import argparse
import json
import platform
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Protocol

from benchmarks.peers.reply import Given, Reply, slices_of

TO_NAME = ("bm25s", "llama-index-core", "chromadb", "verbatim-rag", "paper-qa", "torch", "xllamacpp")
OPENED, ANSWERED, FAILED = "opened", "answered", "failed"


def main() -> None:
    """Open the peer, ask it what is not answered yet, and write it down."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.peers.worker", description=__doc__)
    for name in ("peer", "articles", "questions", "out", "model"):
        options.add_argument(name)
    options.add_argument("gguf", nargs="?", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        given = Given(read_lines(Path(chosen.articles)), chosen.articles, folder, chosen.model, chosen.gguf)
        peer: Any = import_module(f"benchmarks.peers.{chosen.peer}")
        answer_all(peer, given, read_lines(Path(chosen.questions)), Path(chosen.out))


class Peer(Protocol):
    """What the module of a peer offers."""

    NAME: str

    def open_peer(self, given: Given) -> Callable[[str], Any]:
        """Index the articles; return what answers a question."""
        ...

    def reply_of(self, said: Any) -> Reply:
        """Return what it answered as pieces of the articles."""
        ...


def answer_all(peer: Peer, given: Given, questions: Sequence[Any], out: Path) -> None:
    """Ask a peer all questions that `out` has no answer to, and add what it replies.

    A question that fails is told with its error; it is no answer, and is asked again by the next run.
    """
    kept = read_lines(out) if out.exists() else []
    out.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
    done = {line["id"] for line in kept if line["kind"] == ANSWERED}
    texts = {one["id"]: one["text"] for one in given.articles}
    start = Stopwatch()
    ask = peer.open_peer(given)
    _add(out, {"kind": OPENED, "versions": versions()} | start.cost())
    for number, one in enumerate(questions, start=1):
        if one["id"] in done:
            continue
        start = Stopwatch()
        try:
            said = ask(one["question"])
            cost = start.cost()
            reply = peer.reply_of(said)
        except Exception as error:  # whatever a peer raises: it is told, and the others are asked
            traceback.print_exc()
            _add(out, {"kind": FAILED, "id": one["id"], "error": f"{type(error).__name__}: {error}"[:500]})
            continue
        shows = [(piece.article, piece.start, piece.end) for piece in slices_of(reply.shows, texts)]
        _add(out, {"kind": ANSWERED, "id": one["id"], "shows": shows, "confidence": reply.confidence} | cost)
        print(f"\r{peer.NAME}: {number} of {len(questions)}", end="", file=sys.stderr)
    print(file=sys.stderr)


class Stopwatch:
    """Seconds since it was made, by the clock and of processor time, which other programs on the machine hardly change.

    Processor time is that of all threads of this process.
    """

    def __init__(self) -> None:
        self._seconds, self._processor_s = perf_counter(), process_time()

    def cost(self) -> dict[str, float]:
        """Return both, and the most memory that this process has held so far."""
        seconds, processor_s = perf_counter() - self._seconds, process_time() - self._processor_s
        return {"seconds": seconds, "processor_s": processor_s, "peak_bytes": peak_bytes()}


def read_lines(file: Path) -> list[Any]:
    """Read a JSON Lines file; a last line that a kill cut off is left out."""
    whole = file.read_text(encoding="utf-8").split("\n")[:-1]
    return [json.loads(line) for line in whole if line]


def _add(out: Path, line: object) -> None:
    with out.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def peak_bytes() -> int:
    """Return the most memory that this process has held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if platform.system() == "Darwin" else most * 1024  # Linux counts in KiB


def versions() -> dict[str, str]:
    """Return the versions of the packages that matter, of those that are there."""
    found = {"python": platform.python_version()}
    for name in TO_NAME:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
