"""A quote: characters of an article, to the letter, and how it and where it comes from are put in a line."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from index.plain_text import one_line

_AS_INNER = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"'))  # within a title's own marks


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters `[start, end)` of an article's text, and those characters: `article.text[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `[start, end)` of an article's text, and those characters: `article.text[start:end] == text`.

    An item of a list or a row of a table has further slices, its `lead`: the line that introduces it, or the header.
    """

    article: str
    start: int
    end: int
    text: str
    lead: tuple[Slice, ...] = ()

    @property
    def slices(self) -> tuple[Slice, ...]:
        """All its slices, in the order of the text."""
        return (*self.lead, Slice(self.start, self.end, self.text))

    @property
    def in_marks(self) -> str:
        """Its slices, each in quotation marks: “To close:” … “Carrow”."""
        return self.shown(lambda one: f"“{one.text}”")

    def shown(self, slice_as: Callable[[Slice], str]) -> str:
        """Return its slices as they are shown, with a "…" where something is left out."""
        said = slice_as(self.slices[0])
        for last, one in pairwise(self.slices):
            said += f"{' ' if one.start - last.end == 1 else ' … '}{slice_as(one)}"
        return said

    def contains(self, other: "Quote") -> bool:
        """Tell whether another quote stands within this one."""
        return self.article == other.article and self.start <= other.start and other.end <= self.end


def in_a_row(*parts: str | None) -> str:
    """Return those parts that there are, in one line."""
    return ", ".join(one_line(part) for part in parts if part)


def origin(title: str, source: str | None, published: str | None) -> str:
    """Return where something comes from, in one line; a title is set off, so that it can't pass for a source.

    >>> origin("Oil fell, ‘Reuters’, 2021-03-04", None, None)
    "‘Oil fell, 'Reuters', 2021-03-04’, no source or date given"
    """
    said = in_a_row(title).translate(_AS_INNER)
    return in_a_row(f"‘{said}’", source, published or (None if source else "no source or date given"))
