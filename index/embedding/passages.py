"""Pack an article's sentences into passages; keep true offsets.

A passage is a run of whole sentences that the embedding model can read in one go. Only a "sentence" that alone is
longer than that (a line without stops) is divided, at a space where there is one. An item of a list or a row of a
table is measured with its lead, since that is how it is read; a list that fits into a passage is not parted. All
offsets count characters of the article's text. Each sentence carries the times it speaks of.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.embedding.embedder import Embedder
from index.language.sentences import Sentence, split_sentences
from index.language.tables import Span
from index.language.times import Time, find_times
from index.reading import Article

VERSION = "9"

LONGEST_TITLE = 120  # characters of the title that are embedded with each passage
MOST_LEADING = 3  # sentences before a list that introduce it: a heading, a header row and the rule below that


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

    @property
    def lead(self) -> tuple[Span, ...]:
        """What introduces the list or table that it begins within, and stands before it."""
        return tuple(dict.fromkeys(one for each in self.sentences for one in each.lead if one.end <= self.start))


def passage_text(text: str, passage: Passage) -> str:
    """Return a passage of a text as it is found, by its meaning or by its words: behind what introduces it."""
    return "\n".join(text[one.start : one.end] for one in (*passage.lead, Span(passage.start, passage.end)))


def embedding_text(article: Article, passage: Passage) -> str:
    """Return what the embedding model reads of a passage: the start of the title, then the passage."""
    return f"{article.title[:LONGEST_TITLE]}\n{passage_text(article.text, passage)}"


def split_passages(article: Article, embedder: Embedder, max_pieces: int) -> tuple[Passage, ...]:
    """Pack the article's sentences, in order, into passages whose embedding text has at most `max_pieces` word pieces.

    A passage's id names the article and a digest of its text, so the vectors of an older text never pass for it.
    """
    spans = list(split_sentences(article.text))
    texts = [article.title[:LONGEST_TITLE], *(span.said_in(article.text) for span in spans)]
    title_ends, *ends = embedder.word_piece_ends(texts)
    max_pieces = max(max_pieces - len(title_ends), max_pieces // 2)  # however long the title is
    sized = [
        part
        for span, as_said in zip(spans, ends, strict=True)
        for part in _sized(article.text, span, as_said, embedder, max_pieces)
    ]
    digest = hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:12]
    packed: list[list[Sentence]] = []
    room = 0
    for at, (sentence, pieces) in enumerate(sized):
        if pieces > room or room < _pieces_of_list(sized, at) <= max_pieces or not packed:
            packed.append([])
            room = max_pieces
        packed[-1].append(_with_times(article, sentence))
        room -= pieces
    return tuple(
        Passage(f"{article.id}#{digest}.{number}", article.id, run[0].start, run[-1].end, tuple(run))
        for number, run in enumerate(packed)
    )


def whole_passage(article: Article) -> Passage:
    """Return all of an article as one passage, for what is read without a search; its id is the article's."""
    sentences = tuple(_with_times(article, sentence) for sentence in split_sentences(article.text))
    return Passage(article.id, article.id, 0, len(article.text), sentences)


def _sized(
    text: str, span: Sentence, as_said: Sequence[int], embedder: Embedder, max_pieces: int
) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentence with its size, or parts of it that each have at most `max_pieces` word pieces.

    One with a lead has the pieces of both, and loses a lead that it has no room for.
    """
    if not span.lead:
        yield from _fit(text, span, as_said, max_pieces)
        return
    *lead, own = embedder.word_piece_ends([text[one.start : one.end] for one in (*span.lead, span)])
    pieces = max(len(as_said), sum(map(len, lead)) + len(own))  # as said, a row lacks its empty cells
    if pieces <= max_pieces:
        yield span, pieces
    else:
        yield from _fit(text, replace(span, lead=()), own, max_pieces)


def _pieces_of_list(sized: Sequence[tuple[Sentence, int]], at: int) -> int:
    """Return the word pieces of a list or table with the sentence that introduces it, 0 for any other sentence."""
    introduces, total = sized[at]
    has_items = False
    for after in range(at + 1, len(sized)):
        one, pieces = sized[after]
        is_item = bool(one.lead) and one.lead[0].start == introduces.start
        if not is_item and (has_items or after - at > MOST_LEADING):
            break
        has_items = has_items or is_item
        total += pieces
    return total if has_items else 0


def _with_times(article: Article, sentence: Sentence) -> Sentence:
    """Return a sentence with the times it names, seen from the day its article was published."""
    found = find_times(article.text[sentence.start : sentence.end], article.published)
    start = sentence.start
    return replace(
        sentence, times=tuple(replace(time, start=start + time.start, end=start + time.end) for time in found)
    )


def _fit(text: str, sentence: Sentence, ends: Sequence[int], max_pieces: int) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentence with its size, or parts of it that each have at most `max_pieces` word pieces."""
    if len(ends) <= max_pieces:
        yield sentence, len(ends)
        return
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
