r"""How much of an article OnRecord keeps of a saved web page, and how much of the page around it, beside other ways.

    python -m benchmarks.extraction FOLDER

FOLDER holds `gold.jsonl` or `gold.jsonl.gz`, with {"id", "text"} in each line, and `html/ID.html`. The measure is that
of https://github.com/scrapinghub/article-extraction-benchmark, so numbers can be compared with those published there:
words are \w+, four consecutive ones are counted as one piece, as often as they occur; precision and recall are taken
per page, then their means over pages, and F1 is that of the means. The interval is where 95% of 1,000 samples lie that
draw as many pages anew. A gold sentence is lost when its words do not stand in the text one after the other.

OnRecord is what it stores, so after cleaning. It reads bytes; the others are told that pages are UTF-8. Pages per
second are of one run in this process. readability-lxml is left out where it is not installed; it is to be installed by
itself (`pip install readability-lxml==0.9`), as pip 23 breaks off when asked for it together with this project.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.machine import Others
from index import split_sentences
from index.reading.cleaning import clean
from index.reading.pages import read_page

PIECE = 4  # words
SAMPLES = 1000
_WORD = re.compile(r"\w+")
_NUMBERS = re.compile(r"^\d{1,3}\. ", re.MULTILINE)  # of items


@dataclass(frozen=True)
class GoldPage:
    """A saved page, and the text of its article as people marked it."""

    raw: bytes
    text: str


@dataclass(frozen=True)
class Overlap:
    """How many pieces of text an extracted article and the gold one share, and how many each has alone."""

    shared: int
    added: int
    lost: int


@dataclass(frozen=True)
class Scores:
    """Means over pages; the interval is that of F1."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float


def read_gold(folder: Path) -> list[GoldPage]:
    """Return the pages of a folder in the order of its gold file."""
    file = next(folder.glob("gold.jsonl*"))
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        gold = [json.loads(line) for line in lines]
    return [GoldPage((folder / "html" / f"{one['id']}.html").read_bytes(), one["text"]) for one in gold]


def match(gold: str, text: str) -> Overlap:
    """Compare two texts piece by piece."""
    wanted, found = _pieces(gold), _pieces(text)
    shared = (wanted & found).total()
    return Overlap(shared, found.total() - shared, wanted.total() - shared)


def score(matches: Sequence[Overlap]) -> Scores:
    """Return the scores over pages; a page with no text counts for recall alone."""
    counts = np.array([(one.shared, one.shared + one.added, one.shared + one.lost) for one in matches], dtype=float)
    with np.errstate(invalid="ignore"):
        ratios = counts[:, :1] / counts[:, 1:]  # shape (pages, 2); nan where there is nothing to divide by
    drawn = np.random.default_rng(0).integers(len(ratios), size=(SAMPLES, len(ratios)))
    samples = np.nanmean(ratios[drawn], axis=1)
    low, high = np.quantile(2 * samples.prod(axis=1) / samples.sum(axis=1), (0.025, 0.975))
    precision, recall = np.nanmean(ratios, axis=0)
    return Scores(precision, recall, 2 * precision * recall / (precision + recall), low, high)


def lost_sentences(gold: str, text: str) -> tuple[int, int]:
    """Return how many sentences of the gold text are not in `text`, and how many there are."""
    sentences = [_words(gold[one.start : one.end]) for one in split_sentences(gold)]
    found = f" {_words(text)} "
    return sum(f" {sentence} " not in found for sentence in sentences if sentence), len(sentences)


def onrecord(raw: bytes) -> str:
    """Return what OnRecord would store of a page, without the numbers that a browser sets: no gold text has them."""
    page = read_page(raw)
    text = clean(page.text, title=page.title or "").text if page else ""
    return _NUMBERS.sub("", text) if b"<ol" in raw.lower() else text


def stock_trafilatura(raw: bytes) -> str:
    """Return what trafilatura extracts with its defaults, without readers' comments."""
    from trafilatura import extract

    return extract(raw.decode(errors="replace"), include_comments=False) or ""


def readability(raw: bytes) -> str:
    """Return what readability-lxml takes for the article."""
    from lxml.html import fromstring
    from readability import Document

    return _text(fromstring(Document(raw.decode(errors="replace")).summary() or "<p/>"))


def all_text(raw: bytes) -> str:
    """Return all text of a page, without scripts and styles."""
    from lxml.html import HTMLParser, document_fromstring

    tree = document_fromstring(raw, parser=HTMLParser(encoding="utf-8"))
    for element in tree.xpath("//script | //style | //noscript | //head"):
        element.drop_tree()
    return _text(tree)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description="Score extraction of pages.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="gold.jsonl or gold.jsonl.gz, and html/ID.html")
    pages = read_gold(parser.parse_args().folder)
    others = Others()
    print(f"{len(pages)} pages.\n")
    print("| | precision | recall | F1 | 95% interval | gold sentences lost | pages per second |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, extract in _ways():
        sys.stderr.write(f"{name}\n")
        print(_row(name, extract, pages), flush=True)
    lost, total = np.sum([lost_sentences(page.text, clean(page.text).text) for page in pages], axis=0)
    print(f"\nCleaning the gold texts themselves loses {lost} of {total} sentences ({lost / total:.2%}).")
    print(others.report())


def _ways() -> Iterator[tuple[str, Callable[[bytes], str]]]:
    yield "OnRecord", onrecord
    yield "trafilatura, as it comes", stock_trafilatura
    if find_spec("readability"):
        yield "readability-lxml", readability
    yield "all text of the page", all_text


def _row(name: str, extract: Callable[[bytes], str], pages: Sequence[GoldPage]) -> str:
    extract(pages[0].raw)  # imports
    start = perf_counter()
    texts = [extract(page.raw) for page in pages]
    speed = len(pages) / (perf_counter() - start)
    scores = score([match(page.text, text) for page, text in zip(pages, texts, strict=True)])
    lost = [lost_sentences(page.text, text) for page, text in zip(pages, texts, strict=True)]
    missing, total = np.sum(lost, axis=0)
    return (
        f"| {name} | {scores.precision:.3f} | {scores.recall:.3f} | {scores.f1:.3f} "
        f"| {scores.low:.3f}-{scores.high:.3f} | {missing} of {total} ({missing / total:.1%}) | {speed:.0f} |"
    )


def _text(tree: Any) -> str:
    return "\n".join(tree.itertext())


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text))


def _pieces(text: str) -> Counter[tuple[str, ...]]:
    words = _words(text).split()
    starts = range(max(1, len(words) - PIECE + 1)) if words else ()
    return Counter(tuple(words[start : start + PIECE]) for start in starts)


if __name__ == "__main__":
    main()
