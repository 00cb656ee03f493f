r"""Where sentences end, by OnRecord and by other libraries, beside where people say they do.

    python -m benchmarks.sentences FILE…

A FILE holds one sentence a line, and an empty line between paragraphs. The sentences of a paragraph are joined with
single spaces and cut anew. Counted are the ends within paragraphs, by the characters before them that are no white
space, so that a library which gives no offsets is measured all the same. "Whole" are paragraphs without a fault.

Beside OnRecord stands Punkt, from which it starts; pysbd, syntok, blingfire, nupunkt and spaCy's sentencizer where they
are installed (`pip install pysbd syntok blingfire nupunkt spacy`; none is needed otherwise). SaT (wtpsplit) is not
among them, as its weights come from a hub at run time.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from benchmarks.tables import table
from index import split_sentences
from index.language.sentences import sentence_tokenizer

SentencesOf = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Score:
    """How many ends were found, added and missed, and how many paragraphs are without a fault."""

    found: int
    added: int
    missed: int
    whole: int
    paragraphs: int
    characters_per_s: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.found / max(1, 2 * self.found + self.added + self.missed)


def read_gold(file: Path) -> list[list[str]]:
    """Return the paragraphs of a file, each as its sentences."""
    paragraphs = [
        [" ".join(line.split()) for line in paragraph.splitlines() if line.strip()]
        for paragraph in file.read_text(encoding="utf-8").split("\n\n")
    ]
    return [one for one in paragraphs if one]


def score(cut: SentencesOf, paragraphs: Sequence[Sequence[str]]) -> Score:
    """Compare where paragraphs are cut with where they should be."""
    texts = [" ".join(sentences) for sentences in paragraphs]
    _ends(cut(" ".join(texts[:10])))  # loads what it needs
    start = perf_counter()
    cuts = [_ends(cut(text)) for text in texts]
    taken = perf_counter() - start
    wanted = [_ends(sentences) for sentences in paragraphs]
    pairs = list(zip(wanted, cuts, strict=True))
    return Score(
        found=sum(len(gold & made) for gold, made in pairs),
        added=sum(len(made - gold) for gold, made in pairs),
        missed=sum(len(gold - made) for gold, made in pairs),
        whole=sum(gold == made for gold, made in pairs),
        paragraphs=len(texts),
        characters_per_s=sum(map(len, texts)) / taken,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sentences", description="Score sentence ends.")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="one sentence a line, paragraphs apart")
    for file in parser.parse_args().files:
        gold = read_gold(file)
        print(f"{file.stem}: {sum(map(len, gold))} sentences in {len(gold)} paragraphs.\n")
        heading = ("", "F1", "cut where none ends", "ends missed", "paragraphs whole", "million characters/s")
        print(table(heading, [_row(name, score(cut, gold)) for name, cut in _ways()]))


def _ways() -> Iterator[tuple[str, SentencesOf]]:
    yield "OnRecord", lambda text: (text[one.start : one.end] for one in split_sentences(text))
    yield "NLTK Punkt", lambda text: sentence_tokenizer().tokenize(text)
    if find_spec("pysbd"):
        yield "pysbd", import_module("pysbd").Segmenter(language="en", clean=False).segment
    if find_spec("syntok"):
        segmenter = import_module("syntok.segmenter")
        yield (
            "syntok",
            lambda text: ("".join(map(str, one)) for paragraph in segmenter.analyze(text) for one in paragraph),
        )
    if find_spec("blingfire"):
        blingfire = import_module("blingfire")
        yield "blingfire", lambda text: blingfire.text_to_sentences(text).split("\n")
    if find_spec("nupunkt"):
        yield "nupunkt", import_module("nupunkt").sent_tokenize
    if find_spec("spacy"):
        spacy = import_module("spacy").blank("en")
        spacy.add_pipe("sentencizer")
        yield "spaCy sentencizer", lambda text: (one.text for one in spacy(text).sents)


def _ends(sentences: Iterable[str]) -> set[int]:
    """Return where all sentences but the last end, in characters that are no white space."""
    ends, end = [0], 0
    for sentence in sentences:
        end += len("".join(sentence.split()))
        ends.append(end)
    return set(ends[:-1]) - {0, end}


def _row(name: str, scored: Score) -> tuple[str, ...]:
    whole = f"{scored.whole} of {scored.paragraphs}"
    speed = f"{scored.characters_per_s / 1e6:.2f}"
    return name, f"{scored.f1:.3f}", str(scored.added), str(scored.missed), whole, speed


if __name__ == "__main__":
    main()
