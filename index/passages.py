"""Cut articles into sentences and passages; keep true offsets.

A sentence never crosses a paragraph, and a passage is a run of whole sentences that the embedding model can read
in one go. Only a "sentence" that alone is longer than that (a table, a line without stops) is divided, at a space
where there is one. All offsets count characters of the article's text; between the first sentence and the last
nothing but white space is left out. Each sentence carries the times it speaks of.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.articles import Article
from index.english import sentence_tokenizer
from index.times import Time, find_times

VERSION = "2"

LONGEST_TITLE = 120  # characters of the title that are embedded with each passage
SHORTEST_WRAPPED_LINE = 55  # characters; a shorter line that ends without a stop is a heading, not a wrapped line
# Punkt raises TimeoutError for a text that it has not read within 5 seconds (nltk.redos); it needs 0.2 for this one.
LONGEST_READ = 20_000  # characters

_LIST_ITEM = re.compile(r"\s*(?:[•*–-]|\d{1,3}[.)])\s")
_SPACE = re.compile(r"\s*")
_STOPS = tuple(".!?…:;\"”'’)")


class Tokenizer(Protocol):
    """Knows how many word pieces the embedding model makes of a text."""

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """Return, per text, the end offset (in characters) of each word piece."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the span `[start, end)` of its article's text, and the times it names, in the same offsets."""

    start: int
    end: int
    times: tuple[Time, ...] = ()


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


def split_passages(article: Article, tokenizer: Tokenizer, max_pieces: int) -> tuple[Passage, ...]:
    """Pack the article's sentences, in order, into passages whose embedding text has at most `max_pieces` word pieces.

    A passage's id names the article and a digest of its text, so the vectors of an older text never pass for it.
    """
    spans = list(split_sentences(article.text))
    texts = [article.title[:LONGEST_TITLE], *(article.text[span.start : span.end] for span in spans)]
    title_ends, *ends = tokenizer.word_piece_ends(texts)
    max_pieces = max(max_pieces - len(title_ends), max_pieces // 2)  # however long the title is
    sized = [
        part for span, pieces in zip(spans, ends, strict=True) for part in _fit(article.text, span, pieces, max_pieces)
    ]
    digest = hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:12]
    passages: list[Passage] = []
    packed: list[Sentence] = []
    size = 0

    def close() -> None:
        if packed:
            passage_id = f"{article.id}#{digest}.{len(passages)}"
            passages.append(Passage(passage_id, article.id, packed[0].start, packed[-1].end, tuple(packed)))
            packed.clear()

    for sentence, pieces in sized:
        if size + pieces > max_pieces:
            close()
            size = 0
        packed.append(replace(sentence, times=_times(article, sentence)))
        size += pieces
    close()
    return tuple(passages)


def _times(article: Article, sentence: Sentence) -> tuple[Time, ...]:
    """Find the times a sentence names, seen from the day its article was published."""
    found = find_times(article.text[sentence.start : sentence.end], article.published)
    return tuple(replace(time, start=sentence.start + time.start, end=sentence.start + time.end) for time in found)


def split_sentences(text: str) -> Iterator[Sentence]:
    r"""Yield the sentences of a text.

    >>> [text[s.start:s.end] for text in ["Mr. Li left.\nWhy?"] for s in split_sentences(text)]
    ['Mr. Li left.', 'Why?']
    """
    for paragraph in _paragraphs(text):
        yield from _sentences(text, paragraph.start, paragraph.end)


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph; one longer than `LONGEST_READ` is divided, at a space where there is one."""
    punkt = sentence_tokenizer()
    while start < end:
        read_to = min(start + LONGEST_READ, end)
        spans = list(punkt.span_tokenize(text[start:read_to]))
        if read_to == end:
            yield from (Sentence(start + first, start + last) for first, last in spans)
            return
        if len(spans) > 1:  # the last may go on: it is read again, with what follows
            yield from (Sentence(start + first, start + last) for first, last in spans[:-1])
            start += spans[-1][0]
        else:
            space = text.rfind(" ", start, read_to)
            read_to = space if space > start else read_to
            yield Sentence(start, start + len(text[start:read_to].rstrip()))
            start = _SPACE.match(text, read_to, end).end()  # type: ignore[union-attr]  # it matches nothing, too


def _paragraphs(text: str) -> Iterator[Sentence]:
    """Yield the spans of paragraphs, without the white space around them; a wrapped line is not the end of one."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    start: int | None = None
    for (line_start, line_end), following in zip(lines, [*lines[1:], None], strict=False):
        if not text[line_start:line_end].strip():
            continue
        start = line_start if start is None else start
        if following is None or not _is_wrapped(text[line_start:line_end], text[line_end : following[1]]):
            stripped = text[start:line_end].strip()
            first = text.index(stripped[0], start)
            yield Sentence(first, first + len(stripped))
            start = None


def _is_wrapped(line: str, rest: str) -> bool:
    """Tell whether a line goes on in the next: `rest` is the line break(s) and the following line."""
    following = rest.lstrip("\n")
    if len(rest) - len(following) > 1 or not following.strip() or _LIST_ITEM.match(following):
        return False
    if following.lstrip()[0].islower():
        return True
    return len(line.strip()) >= SHORTEST_WRAPPED_LINE and not line.rstrip().endswith(_STOPS)


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
