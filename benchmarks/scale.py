"""What a large library costs: disk, memory, opening, a sync that finds nothing new, and searches.

    python -m benchmarks.scale [--passages N] [--keep FOLDER]

The articles are made up, and after the first few hundred passages the vectors are noisy copies of true ones, since
embedding 100,000 passages takes an hour and makes no difference to Chroma or SQLite. Everything else is real: files
are read, cleaned, cut and stored by `Library.sync`. 10,000 of the articles lie in files of their own, the others in
JSON Lines. What is measured of the stored library is measured in a process of its own. Memory is what the process
holds more than before it opened the library (Linux). With --keep, a library that is there already is measured again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.corpus import NoisyCopies, ask, make_articles
from benchmarks.machine import Others, facts
from index import Article, Embedder, Library, SyncProgress, split_passages
from index.scope import Scope

ORIGINALS = 300  # articles that are truly embedded
FILES = 10_000  # articles in files of their own
ARTICLES_PER_FILE = 1000  # of the others
QUESTIONS, WARM_UP, HITS = 200, 10, 20
HALF = "2024-07"  # the made-up dates lie on either side of it
show = partial(print, end="\n\n", flush=True)


def dated(articles: Iterator[Article]) -> Iterator[Article]:
    """Give the made-up articles dates, so that there is something to filter by."""
    for number, article in enumerate(articles):
        yield replace(article, published=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}")


def write(folder: Path, passages: int, embedder: Embedder) -> None:
    """Write articles of about that many passages."""
    articles = dated(make_articles())
    sample = list(islice(articles, 500))
    per_article = sum(len(split_passages(one, embedder, embedder.max_pieces)) for one in sample) / len(sample)
    left = round(passages / per_article)
    for name, count in (("files", min(FILES, left)), ("lines", max(0, left - FILES))):
        (folder / name).mkdir(parents=True)
        for number in range(count if name == "files" else -(-count // ARTICLES_PER_FILE)):
            some = islice(
                articles, 1 if name == "files" else min(ARTICLES_PER_FILE, count - number * ARTICLES_PER_FILE)
            )
            lines = "".join(json.dumps(asdict(one) | {"id": None}) + "\n" for one in some)
            (folder / name / f"{number:06}.jsonl").write_text(lines)


def build(folder: Path, passages: int) -> None:
    """Make the library, and tell how long it took."""
    embedder = Embedder()
    write(folder / "articles", passages, embedder)
    copies = NoisyCopies(embedder.encode([article.text for article in islice(make_articles(), ORIGINALS)]))
    start = perf_counter()
    with Library.open(folder / "library", embedder=copies) as library:
        report = library.sync(folder / "articles", as_is=True, progress=_tell)
    seconds = perf_counter() - start
    show(f"{report.added:,} articles, {report.passages:,} passages: stored in {seconds:.0f} s, without embedding them.")


def _tell(progress: SyncProgress) -> None:
    sys.stderr.write(f"\r{progress.share:.0%} {progress}   ")


def measure(folder: Path) -> None:
    """Print what the stored library costs."""
    embedder = Embedder()
    questions = ask(list(islice(make_articles(), 2000)), WARM_UP + 5 * QUESTIONS)
    embedder.encode_query(questions[0])
    before, start = _resident(), perf_counter()
    with Library.open(folder / "library", embedder=embedder) as library:
        library.search(questions[0])
        opened = perf_counter() - start
        finder = library.finder
        everything, dates = Scope(), Scope.of(since=HALF)
        queries = [embedder.encode_query(question) for question in questions]
        searches: dict[str, Callable[[int], object]] = {
            "encoding the question": lambda at: embedder.encode([questions[at]]),
            "dense": lambda at: finder.by_meaning(queries[at], HITS, everything),
            "keyword": lambda at: finder.by_words(questions[at], HITS, everything),
            "fused, `Library.search`": lambda at: library.search(questions[at], HITS),
            "dense, half of the dates": lambda at: finder.by_meaning(queries[at], HITS, dates),
            "fused, half of the dates": lambda at: library.search(questions[at], HITS, since=HALF),
        }
        taken = time_in_turn(list(searches.values()))
        held = _resident() - before
        start = perf_counter()
        unchanged = library.sync(folder / "articles" / "files", as_is=True)
        no_op = perf_counter() - start
        passages = library.check().passages
    chroma = sum(file.stat().st_size for file in (folder / "library" / "chroma").rglob("*"))
    stored = sum(file.stat().st_size for file in (folder / "library").glob("catalog*"))
    show(
        f"| {passages:,} passages | |\n|---|--:|\n"
        f"| disk per passage, catalog + Chroma | {stored / passages / 1e3:.1f} + {chroma / passages / 1e3:.1f} kB |\n"
        f"| memory when open, after {QUESTIONS * len(searches):,} searches | {held / 1e6:.0f} MB |\n"
        f"| open and answer the first search | {opened:.2f} s |\n"
        f"| sync of {unchanged.unchanged:,} unchanged articles in as many files | {no_op:.2f} s |"
    )
    lines = [f"| {QUESTIONS} searches each | p50 ms | p95 ms |", "|---|--:|--:|"]
    for name, times in zip(searches, taken, strict=True):
        p50, p95 = np.percentile(times, [50, 95]) * 1e3
        lines.append(f"| {name} | {p50:.1f} | {p95:.1f} |")
    show("\n".join(lines))


def time_in_turn(searches: Sequence[Callable[[int], object]]) -> list[list[float]]:
    """Return the seconds that each way of searching took, per question; no question is asked twice in the same way."""
    taken: list[list[float]] = [[] for _ in searches]
    for at in range(WARM_UP + QUESTIONS):
        for times, search in zip(taken, searches, strict=True):
            start = perf_counter()
            search(at)
            times.append(perf_counter() - start)
    return [times[WARM_UP:] for times in taken]


def _resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Build, then measure in another process; print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Measure a large library.")
    parser.add_argument("--passages", type=int, default=100_000, help="to store (default: %(default)s)")
    parser.add_argument("--keep", type=Path, help="a folder to build in, and to leave there")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    if options.measure:
        others = Others()
        measure(options.measure)
        show(others.report())
        return
    show(facts())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = options.keep or Path(scratch)
        if not (folder / "library").exists():
            build(folder, options.passages)
        subprocess.run([sys.executable, "-m", "benchmarks.scale", "--measure", str(folder)], check=True)


if __name__ == "__main__":
    main()
