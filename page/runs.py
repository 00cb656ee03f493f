"""Evaluations that were run at the page, kept in the library's folder, each person's apart from the others'."""

import json
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import InputError
from index.language.times.typed import time_in_words
from page.kept import Kept
from rag.evaluation import Report
from rag.evaluation.metrics import Scored

GONE = "This evaluation is not here any more."


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluation: when it began, of which gold questions, and of which model."""

    id: str
    begun: float
    gold: str
    model: str
    questions: int

    @property
    def label(self) -> str:
        """What tells it from others, for a list."""
        day, second = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self.begun)).split()
        return f"{time_in_words(day)}, {second} · {self.gold} · {self.model} · {self.questions:,}"


class Runs:
    """The evaluations kept in a library's folder. Safe to share between threads."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self.report = lru_cache(maxsize=4)(self._report)  # one that is looked at is asked for again and again

    def keep(self, person: str, run: Run, scored: Sequence[Scored]) -> None:
        """Keep an evaluation that has come to its end."""
        said = zlib.compress(json.dumps([one.to_json() for one in scored], ensure_ascii=False).encode())
        with self._kept.transaction() as into:
            row = (run.id, person, run.begun, run.gold, run.model, run.questions, said)
            into.execute("INSERT INTO evaluation VALUES (?, ?, ?, ?, ?, ?, ?, FALSE)", row)

    def remove(self, person: str, run: str, *, back: bool = False) -> None:
        """Remove an evaluation, or bring it `back`; raises `InputError` when the person has none such."""
        with self._kept.transaction() as into:
            row = (not back, run, person)
            if not into.execute("UPDATE evaluation SET is_removed = ? WHERE id = ? AND person = ?", row).rowcount:
                raise InputError(GONE)

    def listed(self, person: str) -> list[Run]:
        """Return a person's evaluations, the latest first."""
        query = """SELECT id, begun, gold, model, questions FROM evaluation WHERE person = ? AND NOT is_removed
            ORDER BY begun DESC"""
        return [Run(*row) for row in self._kept.rows(query, (person,))]

    def _report(self, person: str, run: str) -> Report:
        """Return what came of an evaluation; raises `InputError` when the person has none such."""
        rows = self._kept.rows("SELECT scored FROM evaluation WHERE id = ? AND person = ?", (run, person))
        if not rows:
            raise InputError(GONE)
        return Report.of([Scored.from_json(one) for one in json.loads(zlib.decompress(rows[0][0]))])
