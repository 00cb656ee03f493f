"""Fit how near to the best a quote must come: `python -m training.quoting DATA [EVALUATION…]`, tables on stdout.

DATA is the folder of answers.dev, whose questions are asked of their own passage; each EVALUATION is a folder of
articles and gold questions, asked as OnRecord does. What is measured on a family was chosen on the others alone. The
sets of answers.dev are one family: their labels mark one sentence each, where those of others mark all that answer.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from random import Random
from statistics import fmean

from index import Article, Embedder, Hit, Library, split_passages
from index.embedding import embedding_text
from index.scope import Scope
from rag.answer import Answer
from rag.evaluation.gold import GoldQuestion, GoldQuote, read_gold
from rag.evaluation.metrics import score
from rag.evaluation.ranked_list import RankedList
from rag.reader import Evidence, TrainedReader
from rag.retriever import Retriever, worth_reading
from rag.settings import Settings
from rag.verdict.grounding import cite
from rag.writer.quotes import NEARNESS, Nearness, choose_quotes
from training.data import LabelledPassage, read_records

QUESTIONS = 40  # of each set
BESIDE = (0.3, 0.38, 0.45, 0.5, 0.56, 0.62, 0.75)
ELSEWHERE = (0.5, 0.6, 0.7)
SUBJECT = (0.65, 0.8)


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A gold question, and what was read for it."""

    gold: GoldQuestion
    evidence: Evidence
    articles: Mapping[str, Article]

    def quote_f1(self, nearness: Nearness) -> float:
        """Return how well the quotes that come so near are the gold ones."""
        chosen = choose_quotes(self.gold.question, self.evidence, most=Settings().max_quotes, nearness=nearness)
        cited = tuple(cite(number, one) for number, one in enumerate(chosen, start=1))
        answer = Answer(self.gold.question, self.gold.question, "answered", "", "quotes", citations=cited)
        return score(self.gold, answer, RankedList(), self.articles)["quote_f1"]


def main() -> None:
    """Print what is chosen for each family by the others, and what that comes to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("evaluation", type=Path, nargs="*")
    options.add_argument("--questions", type=int, default=QUESTIONS)
    chosen = options.parse_args()
    families = {"answers.dev": list(_of_passages(chosen.data, chosen.questions))}
    families |= {folder.name: list(_of_library(folder, chosen.questions)) for folder in chosen.evaluation}
    ways = [
        NEARNESS,
        *(Nearness(beside=b, elsewhere=e, on_the_subject=s) for b, e, s in product(BESIDE, ELSEWHERE, SUBJECT)),
    ]
    found = {way: {name: fmean(one.quote_f1(way) for one in asked) for name, asked in families.items()} for way in ways}
    print("| left out | chosen on the others | quote F1 | as shipped |\n|---|---|--:|--:|")
    for name in families:
        others = [other for other in families if other != name]
        best = _best(found, others) if others else NEARNESS
        print(f"| {name} | {asdict(best)} | {found[best][name]:.3f} | {found[NEARNESS][name]:.3f} |")
    print(f"\nOn all: {asdict(_best(found, list(families)))}")


def _best(found: Mapping[Nearness, Mapping[str, float]], names: Sequence[str]) -> Nearness:
    return max(found, key=lambda way: fmean(found[way][name] for name in names))


def _of_passages(data: Path, most: int) -> Iterator[ReadQuestion]:
    """Yield the answerable questions of answers.dev, as many of each set, with their passage read."""
    records = [one for one in read_records(data / "answers.dev.jsonl.gz") if any(one.labels)]
    Random(7).shuffle(records)
    embedder = Embedder()
    reader = TrainedReader(embedder)
    for name in sorted({one.set for one in records}):
        for record in [one for one in records if one.set == name][:most]:
            yield _of_passage(record, embedder, reader)


def _of_passage(record: LabelledPassage, embedder: Embedder, reader: TrainedReader) -> ReadQuestion:
    article = Article("a", record.title, " ".join(record.sentences))
    vector = embedder.encode_query(record.question)
    hits = []
    for passage in split_passages(article, embedder, embedder.max_pieces):
        similarity = float(embedder.encode([embedding_text(article, passage)])[0] @ vector)
        hits.append(Hit(article, passage, similarity, 1.0, similarity, "a"))
    hits.sort(key=lambda hit: -hit.score)
    answering = zip(record.sentences, record.labels, strict=True)
    quotes = tuple(GoldQuote("a", sentence) for sentence, label in answering if label)
    gold = GoldQuestion(record.set, record.question, True, quotes=(quotes,))
    return ReadQuestion(gold, reader.read(record.question, hits), {"a": article})


def _of_library(folder: Path, most: int) -> Iterator[ReadQuestion]:
    """Yield the gold questions of a folder that have quotes and stand alone, with what is read for them."""
    gold = [one for file in folder.glob("gold.jsonl*") for one in read_gold(file) if one.quotes and not one.history]
    Random(7).shuffle(gold)
    settings = Settings()
    with tempfile.TemporaryDirectory() as place, Library.open(place) as library:
        made = next(folder.glob("articles.jsonl*"), None)
        library.sync(made or folder, as_is=made is not None)
        retriever, reader = Retriever(library, pool=settings.pool), TrainedReader(library.embedder)
        articles = {one.id: one for one in library.articles()}
        for one in gold[:most]:
            hits = retriever.retrieve(library.mend_spelling(one.question), Scope())
            near = worth_reading(hits, most=settings.passages, least_score=settings.least_score)
            evidence = reader.read(one.question, near)
            if evidence.quotable:
                yield ReadQuestion(one, evidence, articles)


if __name__ == "__main__":
    main()
