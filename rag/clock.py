"""The times of one answer, taken while it is made."""

import time
from dataclasses import replace

from rag.answer import Answer, Timings


class Clock:
    """Takes the times of one answer, in seconds from the question."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._timings = Timings()
        self._first: dict[str, float] = {}

    def _lap(self) -> float:
        now = time.perf_counter()
        lap, self._last = now - self._last, now
        return round(lap, 4)

    def retrieved(self) -> None:
        """The passages are there."""
        self._timings = replace(self._timings, retrieve_s=self._lap())

    def read(self) -> None:
        """They are read."""
        self._timings = replace(self._timings, read_s=self._lap())

    def stamp(self, answer: Answer) -> Answer:
        """Return the answer with the times so far; its first words are the first stamped of the same model."""
        elapsed = round(time.perf_counter() - self._start, 4)
        first = self._first.setdefault(answer.model, elapsed)
        return replace(answer, timings=replace(self._timings, first_token_s=first, total_s=elapsed))
