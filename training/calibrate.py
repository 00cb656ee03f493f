"""Fit the relevance of sentences: `python -m training.calibrate DATA OUT.json`, with the network in the package.

Each question of answers.dev is asked of a library as users have one: its own passage among some thousand others,
found by our own search. Each answerable question is asked once more with its passage taken away. So the sum learns
what matters there, which is other than in a passage known to be the right one.
"""

import argparse
import hashlib
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index import Embedder, Hit, Library
from index.embedding import packaged_tokenizer
from index.scope import Scope
from rag.reader import text_of
from rag.reader.calibration import Relevance, shipped
from rag.reader.features import NAMES, FeatureReader, Features
from rag.retriever import Retriever
from rag.settings import Settings
from training.data import LabelledPassage, Packer, read_records

# Tales are far from news, a passage from its neighbour is not always without the answer, and qed_dev is for measuring.
SETS = ("qed", "squad2_a", "onestopqa", "selqa")
QUESTIONS = 150  # of each set
OTHERS = 3000  # passages of the training file that are mixed in
LEAST_SHARED = 0.5  # of a sentence of ours that lies in a labelled one, which may be cut otherwise


@dataclass(frozen=True, slots=True)
class Found:
    """What is found for a question: the features of all sentences, and which of them answer (sentences,)."""

    features: Features
    labels: NDArray[np.int64]


def main() -> None:
    """Fit and save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    chosen = options.parse_args()
    replace(shipped(), relevance=fit(list(ask(chosen.data)), NAMES)).save(chosen.out)


def fit(found: Sequence[Found], names: Sequence[str]) -> Relevance:
    """Fit the sum for sentences by logistic regression, on the features named; what is chosen stays as shipped."""
    columns = [np.concatenate([getattr(one.features, name) for one in found]) for name in names]
    labels = np.concatenate([one.labels for one in found])
    fitted = LogisticRegression(max_iter=5000).fit(np.column_stack(columns), labels)
    weights = dict(zip(names, fitted.coef_[0].round(4).tolist(), strict=True))
    constant = round(float(fitted.intercept_[0]), 4)
    return replace(shipped().relevance, **dict.fromkeys(NAMES, 0.0) | weights, constant=constant)


def ask(data: Path) -> Iterator[Found]:
    """Ask all questions, and each answerable one once more without its passage; yield all that is found."""
    packer = Packer(packaged_tokenizer())
    randomness = random.Random(0)
    records = read_records(data / "answers.dev.jsonl.gz")
    randomness.shuffle(records)
    dev = [one for name in SETS for one in [record for record in records if record.set == name][:QUESTIONS]]
    rest = randomness.sample(read_records(data / "answers.train.jsonl.gz"), OTHERS)
    windows = [window for one in (*dev, *rest) for window in packer.windows(one)]
    reader = FeatureReader(Embedder(), most_cosines=None)
    count = Settings().passages
    with tempfile.TemporaryDirectory() as scratch, Library.open(Path(scratch, "library")) as library:
        file = Path(scratch, "articles.jsonl")
        file.write_text("".join(map(_article, {_key(one): one for one in windows}.values())), encoding="utf-8")
        library.sync(file, as_is=True)
        retriever = Retriever(library, pool=Settings().pool)
        for number, record in enumerate(dev):
            gold = {_key(window): window for window in packer.windows(record)}
            hits = retriever.retrieve(record.question, Scope())[: count + len(gold)]
            yield _found(reader, record, hits[:count], gold)
            if record.answerable:
                yield _found(reader, record, [hit for hit in hits if hit.article.id not in gold][:count], gold)
            if number % 100 == 0:
                print(f"{number}/{len(dev)}", file=sys.stderr, flush=True)


def _found(
    reader: FeatureReader, record: LabelledPassage, hits: Sequence[Hit], gold: dict[str, LabelledPassage]
) -> Found:
    features = reader.read(record.question, [text_of(hit, knows_cosine=True) for hit in hits])
    return Found(features, np.concatenate([_labels(hit, gold) for hit in hits]))


def _labels(hit: Hit, gold: dict[str, LabelledPassage]) -> NDArray[np.int64]:
    """Tell which sentences of a hit lie in labelled sentences."""
    labels = np.zeros(len(hit.passage.sentences), dtype=np.int64)
    if (record := gold.get(hit.article.id)) is None:
        return labels
    start = 0
    for text, label in zip(record.sentences, record.labels, strict=True):
        end = start + len(text)
        for number, one in enumerate(hit.passage.sentences):
            shared = min(one.end, end) - max(one.start, start)
            if label and shared > LEAST_SHARED * (one.end - one.start):
                labels[number] = 1
        start = end + 1
    return labels


def _key(record: LabelledPassage) -> str:
    return hashlib.sha256("\n".join((record.title, *record.sentences)).encode()).hexdigest()[:16]


def _article(record: LabelledPassage) -> str:
    return json.dumps({"id": _key(record), "title": record.title, "text": " ".join(record.sentences)}) + "\n"


if __name__ == "__main__":
    main()
