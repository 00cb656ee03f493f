"""Pack an article's sentences into passages; keep true offsets.

A passage is a run of whole sentences that the embedding model can read in one go. Only a "sentence" that alone is
longer than that (a table, a line without stops) is divided, at a space where there is one. All offsets count
characters of the article's text. Each sentence carries the times it speaks of.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.embedding.embedder import Embedder
from index.language.sentences import Sentence, split_sentences
from index.language.times import Time, find_times
from index.reading import Article

VERSION = "4"

LONGEST_TITLE = 120  # characters of the title that are embedded with each passage


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences; the unit that is embedded and searched."""

    id: str
    article_id: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]

    @property
    def times(self) -> tuple[Time, ...]:
        """The times that its sentences name."""
        return tuple(time for sentence in self.sentences for time in sentence.times)


def embedding_text(article: Article, passage: Passage) -> str:
    """Return what the embedding model reads of a passage: the start of the title, then the passage."""
    return f"{article.title[:LONGEST_TITLE]}\n{article.text[passage.start : passage.end]}"


def split_passages(article: Article, embedder: Embedder, max_pieces: int) -> tuple[Passage, ...]:
    """Pack the article's sentences, in order, into passages whose embedding text has at most `max_pieces` word pieces.

    A passage's id names the article and a digest of its text, so the vectors of an older text never pass for it.
    """
    spans = list(split_sentences(article.text))
    texts = [article.title[:LONGEST_TITLE], *(article.text[span.start : span.end] for span in spans)]
    title_ends, *ends = embedder.word_piece_ends(texts)
    max_pieces = max(max_pieces - len(title_ends), max_pieces // 2)  # however long the title is
    sized = [
        part for span, pieces in zip(spans, ends, strict=True) for part in _fit(article.text, span, pieces, max_pieces)
    ]
    digest = hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:12]
    packed: list[list[Sentence]] = []
    room = 0
    for sentence, pieces in sized:
        if pieces > room or not packed:
            packed.append([])
            room = max_pieces
        packed[-1].append(replace(sentence, times=_times(article, sentence)))
        room -= pieces
    return tuple(
        Passage(f"{article.id}#{digest}.{number}", article.id, run[0].start, run[-1].end, tuple(run))
        for number, run in enumerate(packed)
    )


def _times(article: Article, sentence: Sentence) -> tuple[Time, ...]:
    """Find the times a sentence names, seen from the day its article was published."""
    found = find_times(article.text[sentence.start : sentence.end], article.published)
    return tuple(replace(time, start=sentence.start + time.start, end=sentence.start + time.end) for time in found)


def _fit(text: str, sentence: Sentence, ends: Sequence[int], max_pieces: int) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentence with its size, or parts of it that each have at most `max_pieces` word pieces."""
    start, first = 0, 0
    while len(ends) - first > max_pieces:
        hard = ends[first + max_pieces - 1]
        space = text.rfind(" ", sentence.start + start + 1, sentence.start + hard)
        cut = space - sentence.start if space > sentence.start + (start + hard) // 2 else hard
        last = next(number for number in range(first + max_pieces, first, -1) if ends[number - 1] <= cut)
        yield from _trimmed(text, sentence.start + start, sentence.start + cut, last - first)
        start, first = cut, last
    yield from _trimmed(text, sentence.start + start, sentence.end, len(ends) - first)


def _trimmed(text: str, start: int, end: int, pieces: int) -> Iterator[tuple[Sentence, int]]:
    part = text[start:end]
    if part.strip():
        yield Sentence(start + len(part) - len(part.lstrip()), start + len(part.rstrip())), pieces
