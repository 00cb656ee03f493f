"""What a peer gets, and what it replies, as pieces of articles: the one form that all peers are scored in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.peers.served import served


@dataclass(frozen=True, slots=True)
class Given:
    """What a peer gets.

    `articles` with id, title and text, the JSON Lines `file` that they are in, a `folder` for its index, and the paths
    of the embedding `model` and of a language model, `gguf`.
    """

    articles: Sequence[Mapping[str, str]]
    file: str
    folder: str
    model: str
    gguf: str = ""

    @property
    def llm(self) -> str:
        """The URL of a server of the language model, for peers that do not run one themselves."""
        return served(self.gguf)


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Text of an article that a peer shows; `start` is where it begins there, if the peer tells."""

    article: str
    text: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a peer shows as its answer, in the order that it is read in; nothing where it says that there is none.

    `confidence` is the best score that the peer gives for there being an answer, zero or more, on whatever scale.
    """

    shows: tuple[ShownPiece, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Shown:
    """Characters `[start, end)` of an article; those of text that does not stand there begin below zero."""

    article: str
    start: int
    end: int


def slices_of(pieces: Iterable[ShownPiece], texts: Mapping[str, str]) -> Iterator[Shown]:
    """Yield where pieces stand in their articles, whose texts are given by id.

    White space may differ, as splitters change it. A piece that is not there is as long as its text, below zero.

    >>> texts = {"a": "Rates rose.  Oil fell."}
    >>> list(slices_of([ShownPiece("a", "rose. Oil fell."), ShownPiece("a", "Gas fell.")], texts))
    [Shown(article='a', start=6, end=22), Shown(article='a', start=-9, end=0)]
    """
    for piece in pieces:
        text = texts.get(piece.article, "")
        start = piece.start
        if start is not None and text.startswith(piece.text, start):
            yield Shown(piece.article, start, start + len(piece.text))
            continue
        words = r"\s+".join(map(re.escape, piece.text.split()))
        found = re.search(words, text) if words else None
        yield Shown(piece.article, *(found.span() if found else (-len(piece.text), 0)))


def cut_to(budget: int, slices: Iterable[Shown]) -> tuple[Shown, ...]:
    """Return the first `budget` characters of what is shown; the slice that goes beyond it is cut off there.

    >>> cut_to(8, [Shown("a", 0, 5), Shown("b", 10, 20)])
    (Shown(article='a', start=0, end=5), Shown(article='b', start=10, end=13))
    """
    kept: list[Shown] = []
    left = budget
    for one in slices:
        if left <= 0:
            break
        kept.append(Shown(one.article, one.start, min(one.end, one.start + left)))
        left -= one.end - one.start
    return tuple(kept)


def cited(said: str, sources: Sequence[ShownPiece]) -> tuple[ShownPiece, ...]:
    """Return the sources that a text points at with `[1]`, in the order it does; all of them where it points at none.

    >>> sources = [ShownPiece("a", "Rates rose."), ShownPiece("b", "Oil fell.")]
    >>> [one.article for one in cited("Oil fell [2]; nobody said why [7].", sources)]
    ['b']
    """
    numbers = dict.fromkeys(int(number) for number in re.findall(r"\[(\d{1,3})\]", said))
    chosen = tuple(sources[number - 1] for number in numbers if 1 <= number <= len(sources))
    return chosen or tuple(sources)
