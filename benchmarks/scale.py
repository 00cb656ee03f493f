"""What a large library costs: disk, memory, opening, a sync that finds nothing new, and searches.

    python -m benchmarks.scale [--passages N] [--synced N] [--keep FOLDER]

The articles are made up, and after the first few hundred passages the vectors are noisy copies of true ones, since
embedding 100,000 passages takes an hour and makes no difference to Chroma or SQLite. Of the `--synced` first passages
everything else is real: files are read, cleaned, cut and stored by `Library.sync`, 10,000 of the articles in files of
their own, the others in JSON Lines. What lacks then of the passages is made of these (`benchmarks.multiply`). What is
measured of the stored library is measured in a process of its own. Memory is what the process holds more than before
it opened the library (Linux). With --keep, a library that is there already is measured again.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus import NoisyCopies, ask, make_articles
from benchmarks.machine import Others, facts
from benchmarks.multiply import ORIGINALS, multiply
from index import Article, Embedder, Library, SyncProgress, split_passages
from index.scope import Scope, ScopeOptions
from index.search import Finder
from index.storing import CATALOG

FILES = 10_000  # articles in files of their own
ARTICLES_PER_FILE = 1000  # of the others
QUESTIONS, WARM_UP, HITS = 200, 10, 20
SHARES = {"0.1%": 0.001, "1%": 0.01, "10%": 0.1, "half": 0.5, "99%": 0.99}  # of the articles, the oldest
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
        queries = [embedder.encode_query(question) for question in questions]
        searches = _searches(library, questions, queries, _until_shares(folder / "library"))
        taken = time_in_turn(list(searches.values()))
        held = _resident() - before
        start = perf_counter()
        unchanged = library.sync(folder / "articles" / "files", as_is=True)
        no_op = perf_counter() - start
    with closing(sqlite3.connect(folder / "library" / CATALOG)) as catalog:
        ((passages,),) = catalog.execute("SELECT count(*) FROM passages")
    chroma = sum(file.stat().st_size for file in (folder / "library" / "chroma").rglob("*"))
    stored = sum(file.stat().st_size for file in (folder / "library").glob("catalog*"))
    show(
        f"| {passages:,} passages | |\n|---|--:|\n"
        f"| disk per passage, catalog + Chroma | {stored / passages / 1e3:.1f} + {chroma / passages / 1e3:.1f} kB |\n"
        f"| memory when open, after {QUESTIONS * len(searches):,} searches | {held / 1e6:.0f} MB |\n"
        f"| open and answer the first search | {opened:.2f} s |\n"
        f"| sync of {unchanged.unchanged:,} unchanged articles in as many files | {no_op:.2f} s |"
    )
    lines = [f"| {QUESTIONS} searches each | p50 ms | p95 ms | of processor, p50 | p95 |", "|---|--:|--:|--:|--:|"]
    for name, times in zip(searches, taken, strict=True):
        figures = np.percentile(times, [50, 95], axis=0).T.ravel() * 1e3
        lines.append(f"| {name} | {' | '.join(map('{:.1f}'.format, figures))} |")
    show("\n".join(lines))


def _until_shares(library: Path) -> dict[str, str]:
    """Return, by the share of the articles that came out by then, a date."""
    with closing(sqlite3.connect(library / CATALOG)) as catalog:
        dates = [date for (date,) in catalog.execute("SELECT published FROM articles ORDER BY first_day")]
    return {name: dates[round(share * (len(dates) - 1))] for name, share in SHARES.items()}


def _searches(
    library: Library, questions: Sequence[str], queries: Sequence[NDArray[np.float32]], until: dict[str, str]
) -> dict[str, Callable[[int], object]]:
    """Return what is measured of the question of a number, by name."""
    finder, everything = library.finder, Scope()
    searches: dict[str, Callable[[int], object]] = {
        "encoding the question": lambda at: library.embedder.encode([questions[at]]),
        "dense": lambda at: finder.by_meaning(queries[at], HITS, everything),
        "keyword": lambda at: finder.by_words(questions[at], HITS, everything),
        "fused, `Library.search`": lambda at: library.search(questions[at], HITS),
    }
    for name, date in until.items():
        scope = Scope.of(until=date)
        searches |= {
            f"dense, {name} of the articles": partial(_by_meaning, finder, queries, scope),
            f"keyword, {name}": partial(_by_words, finder, questions, scope),
            f"fused, {name}": partial(_fused, library, questions, {"until": date}),
        }
    source = next(library.articles()).source
    searches["fused, one source"] = partial(_fused, library, questions, {"source": source})
    return searches


def _by_meaning(finder: Finder, queries: Sequence[NDArray[np.float32]], scope: Scope, at: int) -> object:
    return finder.by_meaning(queries[at], HITS, scope)


def _by_words(finder: Finder, questions: Sequence[str], scope: Scope, at: int) -> object:
    return finder.by_words(questions[at], HITS, scope)


def _fused(library: Library, questions: Sequence[str], within: ScopeOptions, at: int) -> object:
    return library.search(questions[at], HITS, **within)


def time_in_turn(searches: Sequence[Callable[[int], object]]) -> list[list[tuple[float, float]]]:
    """Return the seconds that each way of searching took, and of a processor, per question; none is asked twice so."""
    taken: list[list[tuple[float, float]]] = [[] for _ in searches]
    for at in range(WARM_UP + QUESTIONS):
        for times, search in zip(taken, searches, strict=True):
            start, worked = perf_counter(), process_time()
            search(at)
            times.append((perf_counter() - start, process_time() - worked))
    return [times[WARM_UP:] for times in taken]


def _resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Build, then measure in another process; print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Measure a large library.")
    parser.add_argument("--passages", type=int, default=100_000, help="to store (default: %(default)s)")
    parser.add_argument("--synced", type=int, default=100_000, help="of them, by a sync (default: %(default)s)")
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
            build(folder, min(options.passages, options.synced))
            multiply(folder / "library", options.passages)
        subprocess.run([sys.executable, "-m", "benchmarks.scale", "--measure", str(folder)], check=True)


if __name__ == "__main__":
    main()
