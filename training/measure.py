"""Measure the reader: `python -m training.measure DATA [EVALUATION…]`, tables on stdout.

DATA is the folder of answers.dev: sentences and answerability per set, against cosine and BM25. Each EVALUATION is a
folder of articles and gold questions: there, whole answers are measured with less and less of the reader, and what each
part of it takes.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from index import Embedder, Hit, Library
from index.embedding import packaged_tokenizer
from index.scope import Scope
from index.storing import words_of
from rag import Chatbot, evaluate
from rag.evaluation.gold import read_gold
from rag.reader import TrainedReader, text_of
from rag.reader.calibration import Calibration, shipped
from rag.reader.features import MOST_COSINES, NAMES, FeatureReader, Text
from rag.reader.networks import read_passages
from rag.retriever import Retriever, worth_reading
from rag.settings import Settings
from training.calibrate import ask, fit
from training.data import LabelledPassage, Packer

OF_NETWORK = [name for name in NAMES if name.endswith("_logit")]
OF_SIMILARITY = [name for name in NAMES if name not in OF_NETWORK]

ALWAYS_ANSWERS = Settings(answer_threshold=0.0)  # as the threshold was chosen for one of the ways

Ranking = Callable[[Hit], float]


def main() -> None:
    """Print all tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("evaluation", type=Path, nargs="*")
    chosen = options.parse_args()
    found = list(ask(chosen.data))
    whole = shipped().answerability
    nothing = dict.fromkeys(
        ("sentence_cosine", "passage_cosine", "sentence_words", "value_missing", "best_cosines"), 0.0
    )
    calibrations = {
        "similarity": Calibration(fit(found, OF_SIMILARITY), replace(whole, network=0.0)),
        "network": Calibration(fit(found, OF_NETWORK), replace(whole, **nothing, network=1.0)),
        "both": shipped(),
    }
    _print_dev(chosen.data, calibrations)
    for folder in chosen.evaluation:
        _print_answers(folder, calibrations)


def _print_dev(data: Path, calibrations: Mapping[str, Calibration]) -> None:
    packer = Packer(packaged_tokenizer())
    records = packer.read_windows(data / "answers.dev.jsonl.gz")
    reader = FeatureReader(Embedder(), most_cosines=None)
    texts = [Text(one.title, one.sentences) for one in records]
    features = [reader.read(one.question, [text]) for one, text in zip(records, texts, strict=True)]
    quotable = [found.of(text.are_statements) for found, text in zip(features, texts, strict=True)]
    ways: dict[str, list[NDArray[np.float64]]] = {
        "BM25": list(_bm25(records)),
        "cosine": [one.sentence_cosine for one in features],
    }
    ways |= {name: [one.relevance(found) for found in features] for name, one in calibrations.items()}
    whole = {name: np.array([scores.max() for scores in found]) for name, found in ways.items()}
    whole |= {name: np.array([one.answerability(found) for found in quotable]) for name, one in calibrations.items()}
    names = list(ways)
    print(f"\n| average precision of sentences | records | {' | '.join(names)} |\n|---|--:|{'--:|' * len(names)}")
    for name in sorted({one.set for one in records if one.answerable}):
        rows = [row for row, one in enumerate(records) if one.set == name and one.answerable]
        mean = [
            np.mean([average_precision_score(records[row].labels, ways[way][row]) for row in rows]) for way in names
        ]
        print(f"| {name} | {len(rows)} | {' | '.join(f'{value:.3f}' for value in mean)} |")
    print(f"\n| AUROC of answerability | records | {' | '.join(names)} |\n|---|--:|{'--:|' * len(names)}")
    for name in sorted({one.set.removesuffix("_mismatch") for one in records}):
        rows = [row for row, one in enumerate(records) if one.set.removesuffix("_mismatch") == name]
        truth = [records[row].answerable for row in rows]
        if 0 < sum(truth) < len(truth):
            scores = [roc_auc_score(truth, whole[way][rows]) for way in names]
            print(f"| {name} | {len(rows)} | {' | '.join(f'{value:.3f}' for value in scores)} |")


def _bm25(records: Sequence[LabelledPassage]) -> Iterator[NDArray[np.float64]]:
    """Yield BM25 of each record's sentences, among the sentences of all records."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
    texts = [(text,) for one in records for text in one.sentences]
    database.executemany("INSERT INTO words VALUES (?)", texts)
    first = 1
    for one in records:
        scores = np.zeros(len(one.sentences))
        if match := " OR ".join(f'"{word}"' for word in words_of(one.question)):
            last = first + len(one.sentences) - 1
            sql = "SELECT rowid, -rank FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
            for row, score in database.execute(sql, (match, first, last)):
                scores[row - first] = score
        yield scores
        first += len(one.sentences)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to answer: how passages are ranked, what they are read with, and which parts that takes."""

    name: str
    rank: Ranking
    calibration: str
    parts: tuple[str, ...]


QUESTION, DENSE, KEYWORD = "encoding the question", "dense search", "keyword search"
SENTENCES, LIKELY = "encoding the sentences of the passages read", f"encoding {MOST_COSINES} of them"
NETWORK = "reading them with the network"
FUSED = (QUESTION, DENSE, KEYWORD)
WAYS = (
    _Way("dense + similarity", lambda hit: hit.similarity, "similarity", (QUESTION, DENSE, SENTENCES)),
    _Way("keyword + similarity", lambda hit: hit.keyword_score, "similarity", (QUESTION, KEYWORD, SENTENCES)),
    _Way("fused + similarity", lambda hit: hit.score, "similarity", (*FUSED, SENTENCES)),
    _Way("fused + network", lambda hit: hit.score, "network", (*FUSED, NETWORK)),
    _Way("fused + both", lambda hit: hit.score, "both", (*FUSED, LIKELY, NETWORK)),
)
MEASURES = ("hit@1", "recall@10", "first_article", "quote_precision", "quote_recall", "quote_f1", "auroc")


class _RankedRetriever(Retriever):
    """Ranks the passages found another way."""

    def __init__(self, library: Library, rank: Ranking) -> None:
        super().__init__(library, pool=Settings().pool)
        self._rank = rank

    def retrieve(self, question: str, scope: Scope) -> tuple[Hit, ...]:
        return tuple(sorted(super().retrieve(question, scope), key=self._rank, reverse=True))


def _print_answers(folder: Path, calibrations: Mapping[str, Calibration]) -> None:
    gold = next(folder.glob("gold.jsonl*"))
    with tempfile.TemporaryDirectory() as scratch, Library.open(Path(scratch, "library")) as library:
        library.sync(next(folder.glob("articles.jsonl*")), as_is=True)
        took = _seconds_of_parts(library, [one.question for one in read_gold(gold)])
        print(f"\n| {folder.name} | {' | '.join(MEASURES)} | ms of its parts |\n|---|{'--:|' * (len(MEASURES) + 1)}")
        for way in WAYS:
            most_cosines = MOST_COSINES if LIKELY in way.parts else None  # to be chosen by the network
            reader = TrainedReader(library.embedder, calibrations[way.calibration], most_cosines)
            bot = Chatbot(library, reader=reader, settings=ALWAYS_ANSWERS)
            bot.retriever = _RankedRetriever(library, way.rank)
            metrics = evaluate(bot, gold).metrics
            values = " | ".join(f"{metrics.get(name, float('nan')):.3f}" for name in MEASURES)
            print(f"| {way.name} | {values} | {1000 * sum(took[part] for part in way.parts):.0f} |", flush=True)
    print("\n| part | p50 ms |\n|---|--:|")
    for part, seconds in took.items():
        print(f"| {part} | {1000 * seconds:.0f} |")


def _seconds_of_parts(library: Library, questions: Sequence[str]) -> dict[str, float]:
    """Return the median time that each part of an answer takes."""
    everything, settings = Scope(), Settings()
    took: dict[str, list[float]] = {part: [] for part in (*FUSED, SENTENCES, LIKELY, NETWORK)}
    for question in questions:
        hits = library.search(question, settings.pool)
        near = worth_reading(hits, most=settings.passages, least_score=settings.least_score)
        passages = [text_of(hit, knows_cosine=True) for hit in near]
        sentences = [text for one in passages for text in one.sentences]
        asked = library.embedder.encode_query(question)
        parts: dict[str, Callable[[], object]] = {
            QUESTION: partial(library.embedder.encode, [question]),
            DENSE: partial(library.finder.by_meaning, asked, settings.pool, everything),
            KEYWORD: partial(library.finder.by_words, question, settings.pool, everything),
            SENTENCES: partial(library.embedder.encode, sentences),
            LIKELY: partial(library.embedder.encode, sentences[:MOST_COSINES]),
            NETWORK: partial(read_passages, question, [(one.title, one.sentences) for one in passages]),
        }
        for name, run in parts.items():
            start = perf_counter()
            run()
            took[name].append(perf_counter() - start)
    return {part: float(np.median(seconds)) for part, seconds in took.items()}


if __name__ == "__main__":
    main()
