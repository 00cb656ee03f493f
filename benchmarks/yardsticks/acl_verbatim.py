"""ACL-Verbatim gold (github.com/KRLabsOrg/acl-verbatim): which words of a found chunk answer a query?

The file `333_20260206_dense_top5_20260305.json` of that repository: a line for each query, with `results`, each a
`chunk` and its `gold_extraction`, texts that people marked in it. The measure is theirs, micro word F1 over all rows:
words are what white space parts, a word counts that a span touches, and chunks without gold are rows in which each word
quoted is one too many (README of `artifacts/eval`; an earlier version of their script left these out).

OnRecord reads each chunk as an article of its own, and quotes as it always does. Zero-shot.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.yardsticks.published import Figure, Rows, figures_table, interval_of
from index import Article, Embedder, Hit, InputError, split_passages
from rag.reader import TrainedReader
from rag.settings import Settings
from rag.writer.quotes import choose_quotes

SOURCE = "artifacts/eval/gold_extraction/summary.csv there"
PUBLISHED = (
    Figure("ACL-Verbatim ModernBERT (150M, specialist)", 0.536, SOURCE),
    Figure("GLM-5, the best language model", 0.487, SOURCE),
    Figure("verbatim-rag ModernBERT v2 (150M, generic)", 0.463, "artifacts/eval/generic_extraction there"),
    Figure("Provence", 0.344, SOURCE),
    Figure("Zilliz semantic highlight", 0.301, SOURCE),
)

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A query, a chunk, and where its gold texts stand in it."""

    query: str
    title: str
    chunk: str
    gold: tuple[Extent, ...]


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words of a row that are quoted rightly, quoted wrongly, and missed."""

    right: int
    wrong: int
    missed: int


def read_rows(file: Path) -> list[Row]:
    """Read the gold file; raises `InputError` for what is none."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
        rows = [row for line in lines if line.strip() for row in _rows(json.loads(line))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file}: not ACL-Verbatim's queries with their results ({error!r})") from error
    if not rows:
        raise InputError(f"{file}: no rows in it; give the gold file of ACL-Verbatim")
    return rows


def _rows(query: Mapping[str, Any]) -> Iterator[Row]:
    for result in query["results"]:
        chunk = result["chunk"]
        marked = (_place(chunk, text) for text in result.get("gold_extraction") or ())
        yield Row(query["query"], result.get("title") or "", chunk, tuple(span for span in marked if span))


def _place(chunk: str, text: str) -> Extent | None:
    """Return where a gold text stands, whatever its case and white space, as their script does, or None."""
    for pattern in (re.escape(text), r"\s+".join(map(re.escape, text.split()))):
        for flags in (re.NOFLAG, re.IGNORECASE):
            if pattern and (found := re.search(pattern, chunk, flags)):
                return found.span()
    return None


def counts_of(row: Row, quoted: Iterable[Extent]) -> WordCounts:
    """Return how many words are quoted rightly, wrongly and not.

    >>> counts_of(Row("who?", "", "Ann Lee came.  Bob left.", ((0, 7),)), [(4, 13)])
    WordCounts(right=1, wrong=1, missed=1)
    """
    words = [word.span() for word in re.finditer(r"\S+", row.chunk)]
    found, gold = _touched(words, quoted), _touched(words, row.gold)
    return WordCounts(len(found & gold), len(found - gold), len(gold - found))


def _touched(words: Sequence[Extent], spans: Iterable[Extent]) -> set[int]:
    return {number for start, end in spans for number, word in enumerate(words) if word[0] < end and start < word[1]}


def word_f1(counts: Sequence[WordCounts]) -> float:
    """Return micro F1: over the words of all rows together."""
    right, wrong, missed = (sum(getattr(one, name) for one in counts) for name in ("right", "wrong", "missed"))
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


class Quoting:
    """Reads a chunk as `Chatbot` reads found passages, and quotes as an answer without a language model does."""

    def __init__(self) -> None:
        self._embedder = Embedder()
        self._reader = TrainedReader(self._embedder)
        self._settings = Settings()

    def quotes_of(self, row: Row, *, always: bool) -> list[Extent]:
        """Return where the quotes stand; none where it would say that the article does not say, unless `always`."""
        article = Article("chunk", row.title, row.chunk)
        passages = split_passages(article, self._embedder, self._embedder.max_pieces)
        query = self._embedder.encode_query(row.query)
        cosines = [float(self._embedder.encode([f"{row.title}\n{_text(article, one)}"])[0] @ query) for one in passages]
        hits = [Hit(article, one, cosine, 0.0, cosine, "") for one, cosine in zip(passages, cosines, strict=True)]
        evidence = self._reader.read(row.query, sorted(hits, key=lambda hit: -hit.score)[: self._settings.passages])
        is_answered = always or evidence.answerability >= self._settings.answer_threshold
        if not (is_answered and evidence.quotable):
            return []
        chosen = choose_quotes(row.query, evidence, most=self._settings.max_quotes)
        return [(part.start, part.end) for one in chosen for part in one.quote.slices]


def _text(article: Article, passage: Any) -> str:
    return article.text[passage.start : passage.end]


def measure(path: Path) -> str:
    """Return our word F1 beside the published ones; with silence where OnRecord would be silent, and without."""
    rows, quoting = read_rows(path), Quoting()
    ours = []
    for who, always in (("OnRecord", False), ("OnRecord, never silent", True)):
        counts = [counts_of(row, quoting.quotes_of(row, always=always)) for row in rows]

        def drawn(at: Rows, counts: Sequence[WordCounts] = counts) -> float:
            return word_f1([counts[number] for number in at])

        interval = interval_of(drawn, len(rows))
        ours.append(Figure(who, drawn(np.arange(len(rows))), f"measured here, {len(rows)} rows", interval))
    return figures_table("word F1", ours, PUBLISHED)
