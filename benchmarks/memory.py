"""How much memory `sync`, `ask` and `chat` take at their peak, and whether it grows while questions are asked.

    python -m benchmarks.memory [--questions N] [--passages N] [--library DIR --gold GOLD.jsonl]

Of a command, it is the most that its process held, as Linux tells. The questions are those of the sample articles, over
and over in a process of its own, unless others and their library are given. Memory is read after each round of 100,
when what was left lying about has been collected; what caches hold is all there after the first two.
"""

import argparse
import gc
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks.chatting import chat
from benchmarks.corpus import make_articles, take
from benchmarks.figures import Measurement, record
from benchmarks.machine import facts
from benchmarks.tables import table
from index import Embedder, Library
from rag import Chatbot

SEEDS = Path("seeds")
ROUND = 100  # questions between two looks at the memory
FIRST = 2  # rounds, until all is loaded
QUESTION = "did Russia aid Iran against Israel?"
WARM_S = 30.0  # in which the page has loaded its models
show = partial(print, end="\n\n", flush=True)


def peak_mb(*arguments: str) -> float:
    """Run `onrecord` to its end; return the most memory that its process held."""
    process = subprocess.Popen([sys.executable, "-m", "onrecord", *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"onrecord {arguments[0]} failed")
    return used.ru_maxrss / 1e3


def page_mb(library: Path) -> float:
    """Return the most memory that the page holds until its models are loaded."""
    with chat(library) as (_, process):
        time.sleep(WARM_S)
        return _status_mb("VmHWM", process)


def watch_memory(library: Path, questions: Sequence[str]) -> list[float]:
    """Ask questions; return the memory that this process holds before the first and after each round of them."""
    with Library.open(library) as opened:
        chatbot = Chatbot(opened)
        held = [_status_mb("VmRSS")]
        for number, question in enumerate(questions, 1):
            chatbot.ask(question)
            if number % ROUND == 0:
                gc.collect()
                held.append(_status_mb("VmRSS"))
                sys.stderr.write(f"{number} questions: {held[-1]:.0f} MB\n")
        return held


def _status_mb(field: str, process: int | None = None) -> float:
    status = Path("/proc", str(process or "self"), "status").read_text()
    return int(re.findall(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)[0]) / 1e3


def main() -> None:
    """Measure, and print Markdown."""
    options = _options()
    if options.watch:
        print(json.dumps(watch_memory(options.library, _questions(options))))
        return
    show(facts())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        library = options.library or Path(scratch, "samples")
        if not options.library:
            peak_mb("sync", str(SEEDS), "--library", str(library))
        corpus = take(make_articles(), options.passages, Embedder(), Path(scratch, "articles.jsonl"))
        synced = Path(scratch, "synced")
        peaks = {
            f"`sync`, {len(corpus.passages):,} new passages": peak_mb(
                "sync", str(corpus.file), "--as-is", "--library", str(synced)
            ),
            "`ask`, the samples": peak_mb("ask", QUESTION, "--library", str(library)),
            "`chat`, the samples": page_mb(library),
        }
        command = [sys.executable, "-m", "benchmarks.memory", "--watch", "--library", str(library)]
        command += ["--gold", str(options.gold), "--questions", str(options.questions)]
        held = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    for name, megabytes in peaks.items():
        record(Measurement.of(f"memory of {name}", "MB", [megabytes]))
    grown = held[-1] - held[FIRST]
    record(Measurement.of(f"memory after {options.questions:,} questions", "MB", held[-1:]))
    show(table(("memory at its peak", "MB"), [(name, f"{megabytes:.0f}") for name, megabytes in peaks.items()]))
    rows = [(f"{number * ROUND:,}", f"{megabytes:.0f}") for number, megabytes in enumerate(held)]
    show(table(("questions asked in one process", "MB held"), rows))
    show(f"From question {FIRST * ROUND:,} to {options.questions:,} it grew by {grown:.1f} MB.")


def _questions(options: argparse.Namespace) -> list[str]:
    asked = [json.loads(line)["question"] for line in options.gold.read_text().splitlines() if line]
    return list(islice(cycle(asked), options.questions))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description="Measure memory (Linux).")
    parser.add_argument("--questions", type=int, default=1000, help="to ask (default: %(default)s)")
    parser.add_argument("--passages", type=int, default=2000, help="to sync (default: %(default)s)")
    parser.add_argument("--library", type=Path, help="that is asked, in place of the samples")
    parser.add_argument("--gold", type=Path, default=SEEDS / "gold.jsonl", help="questions about it")
    parser.add_argument("--watch", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.questions < (FIRST + 1) * ROUND:
        parser.error(f"--questions: at least {(FIRST + 1) * ROUND}")
    return options


if __name__ == "__main__":
    main()
