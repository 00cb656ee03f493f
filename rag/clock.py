"""The times of one answer, taken while it is made."""

import time
from dataclasses import replace
from typing import Literal

from rag.answer import Answer, Timings


class Clock:
    """Takes the times of one answer, in seconds from the question."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}
        self._first: dict[str, float] = {}

    def lap(self, part: Literal["retrieve_s", "read_s"]) -> None:
        """Note that a part of the work is done."""
        now = time.perf_counter()
        self._laps[part] = round(now - self._last, 4)
        self._last = now

    def stamp(self, answer: Answer) -> Answer:
        """Return the answer with the times so far; its first words are the first stamped of the same model."""
        elapsed = round(time.perf_counter() - self._start, 4)
        first = self._first.setdefault(answer.model, elapsed)
        return replace(answer, timings=Timings(**self._laps, first_token_s=first, total_s=elapsed))
