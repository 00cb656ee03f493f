"""What a document holds but shows to no reader: hidden text, and text that was deleted with tracked changes.

It is no part of the article, and listed as removed, each run of it within a paragraph as one piece.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from index.reading.cleaning import Removed

UnseenKind = Literal["hidden text", "deleted text"]


class UnseenText:
    """What was not shown of a document so far."""

    def __init__(self) -> None:
        self._under_way: list[tuple[UnseenKind, str]] = []  # of one paragraph
        self._pieces: list[Removed] = []

    def add(self, kind: UnseenKind, text: str) -> None:
        """Take up a text of the paragraph under way."""
        self._under_way.append((kind, text))

    def end_paragraph(self) -> None:
        """Part what comes from what was."""
        for kind, parts in groupby(self._under_way, key=_kind):
            if text := "".join(text for _, text in parts).strip():
                self._pieces.append(Removed(text, kind))
        self._under_way = []

    def removed(self) -> Iterable[Removed]:
        """Return all of it, each text once."""
        self.end_paragraph()
        return dict.fromkeys(self._pieces)


def _kind(of: tuple[UnseenKind, str]) -> UnseenKind:
    return of[0]
