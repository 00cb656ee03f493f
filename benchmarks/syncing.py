"""What a sync costs beside the first one: when nothing has changed, and for who asks while it is under way.

    python -m benchmarks.syncing [--files N] [--stored N]

Unchanged: files of an article each, of two kinds, as JSON Lines are looked into for gold questions. Questions: asked in
a process of their own, in turn with the bare encoding of the same question, before and during a sync that adds articles
to the same library, and in the process that syncs, as the page does. Another vector than the true one stands for each
stored passage but those that the sync adds, which are truly encoded.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time

import numpy as np

from benchmarks.answering import bare_encoder
from benchmarks.corpus import NoisyCopies, ask, make_articles, take
from benchmarks.figures import Measurement, record
from benchmarks.machine import Others, facts
from benchmarks.tables import table
from index import Article, Embedder, Library
from rag import Chatbot

TIMES = 5  # that a sync finds nothing new
ORIGINALS, WARM_UP, QUESTIONS = 64, 5, 30
PER_FOLDER = 500  # files
ADDED = 2_000  # passages to encode while questions are asked; the sync is cancelled when they are answered
show = partial(print, end="\n\n", flush=True)


def time_unchanged(folder: Path, files: int, suffix: str) -> list[float]:
    """Return the seconds of processor time of each sync of so many unchanged files."""
    for number, article in enumerate(islice(make_articles(), files)):
        file = folder / "articles" / str(number // PER_FOLDER) / f"{number}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = article.text.partition(". ")[0] + f", as report {number} says."
        file.write_text(json.dumps({"text": text}) + "\n" if suffix == ".jsonl" else text)
    time.sleep(2.5)  # files just written are read again, since a second change would not show in their times
    with Library.open(folder / "library", embedder=NoisyCopies(np.eye(ORIGINALS, 384, dtype=np.float32))) as library:
        library.sync(folder / "articles")
        taken = []
        for _ in range(TIMES):
            start = process_time()
            report = library.sync(folder / "articles")
            taken.append(process_time() - start)
            if report.unchanged != files:
                raise SystemExit(f"{report.unchanged} of {files} files are unchanged; mend benchmarks.syncing")
    return taken


def answer_all(library: Path, questions: Path) -> None:
    """Answer questions, a line each, and tell the seconds that each took, and the bare encoder, as JSON."""
    encode = bare_encoder()
    with Library.open(library) as opened:
        chatbot, asked = Chatbot(opened), questions.read_text().splitlines()
        for number, question in enumerate(asked):
            start = perf_counter()
            chatbot.ask(question)
            between = perf_counter()
            encode(question)
            if number >= WARM_UP:
                print(json.dumps([between - start, perf_counter() - between]), flush=True)


def time_answers(library: Path, questions: Sequence[str]) -> np.ndarray:
    """Return what `answer_all` tells from a process of its own, shape (questions, 2)."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(questions))
        file.flush()
        command = [sys.executable, "-m", "benchmarks.syncing", "--answer", str(library), file.name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return np.array([json.loads(line) for line in told.splitlines()])


def time_own_answers(library: Library, questions: Sequence[str]) -> np.ndarray:
    """Return the seconds of each question that is asked in this process."""
    chatbot, taken = Chatbot(library), []
    for question in questions:
        start = perf_counter()
        chatbot.ask(question)
        taken.append(perf_counter() - start)
    return np.array(taken[WARM_UP:])


@contextmanager
def under_way(library: Library, articles: Path) -> Iterator[None]:
    """Sync articles in a thread meanwhile."""
    is_over, has_begun = Event(), Event()

    def run() -> None:
        library.sync(articles, progress=lambda at: has_begun.set() if at.passages else None, cancelled=is_over.is_set)

    thread = Thread(target=run)
    thread.start()
    has_begun.wait()
    yield
    if not thread.is_alive():
        raise SystemExit("the sync was over before the questions; give it more to do")
    is_over.set()
    thread.join()


def time_questions(folder: Path, stored: int) -> list[Measurement]:
    """Return how long questions take without a sync and during one, from another process and in this one."""
    made: Iterator[Article] = make_articles()
    embedder = Embedder()
    own = take(made, stored, embedder, folder / "stored.jsonl")
    take(made, ADDED, embedder, folder / "added.jsonl")
    copies = NoisyCopies(embedder.encode([passage.embedded for passage in own.passages[:ORIGINALS]]))
    questions = ask(own.articles, 4 * (WARM_UP + QUESTIONS))
    parts = [questions[start::4] for start in range(4)]
    with Library.open(folder / "library", embedder=copies) as library:
        library.sync(own.file, as_is=True)
        copies.quick = False
        usual, usual_here = time_answers(library.folder, parts[0]), time_own_answers(library, parts[1])
        with under_way(library, folder / "added.jsonl"):
            during, during_here = time_answers(library.folder, parts[2]), time_own_answers(library, parts[3])
    encoder = usual[:, 1]
    return [
        Measurement.of("a question of another process", "s", usual[:, 0], encoder),
        Measurement.of("a question of another process, during a sync", "s", during[:, 0], encoder),
        Measurement.of("a question of this process", "s", usual_here, encoder),
        Measurement.of("a question of this process, during a sync", "s", during_here, encoder),
    ]


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.syncing", description="Measure syncs.")
    parser.add_argument("--files", type=int, default=10_000, help="that are unchanged (default: %(default)s)")
    parser.add_argument("--stored", type=int, default=10_000, help="passages to answer from (default: %(default)s)")
    parser.add_argument("--answer", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer_all(*options.answer)
        return
    show(facts())
    others = Others()
    for suffix in (".txt", ".jsonl"):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            taken = time_unchanged(Path(scratch), options.files, suffix)
        name = f"sync of {options.files:,} unchanged {suffix} files, processor time"
        record(Measurement.of(name, "s", taken))
        show(f"{name}: {np.median(taken):.2f} s ({min(taken):.2f}-{max(taken):.2f})")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        figures = time_questions(Path(scratch), options.stored)
    record(*figures)
    rows = []
    for usual, during in (figures[:2], figures[2:]):
        for one in (usual, during):
            p50, p95 = np.percentile(one.samples, [50, 95]) * 1000
            rows.append((one.name, f"{p50:.0f}", f"{p95:.0f}", f"{max(one.samples) * 1000:.0f}", _times(one, usual)))
    show(table((f"{options.stored:,} passages", "p50 ms", "p95 ms", "longest ms", "p50, without a sync = 1"), rows))
    show(others.report())


def _times(one: Measurement, usual: Measurement) -> str:
    return f"{one.median / usual.median:.2f}"


if __name__ == "__main__":
    main()
