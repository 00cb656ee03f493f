"""What is answered so far, kept beside the output, so that a run that was killed is gone on with.

Each answer is a line, written when it is there; of a line that a kill cut in two the question is asked again. The first
line is the key of the conditions: under others the file is begun anew.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from index import InputError
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.metrics import Scored

SUFFIX = ".partial"


class Partial:
    """A file of answers that grows; use it with `with`."""

    def __init__(self, file: Path, key: str) -> None:
        """Open the file, with what stands in it if it has this key."""
        self.file = file
        self._kept = _read(file, key)
        lines = [{"key": key}, *(one.to_json() for one in self._kept)]
        whole = file.with_name(file.name + ".new")
        with self._writing():
            try:
                whole.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
                whole.replace(file)  # at once, so that a kill now loses nothing
            finally:
                whole.unlink(missing_ok=True)
            self._out: TextIO = file.open("a", encoding="utf-8")

    def __enter__(self) -> "Partial":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # of what a full disk did not take, it was told
            self._out.close()

    def of(self, questions: Sequence[GoldQuestion]) -> list[Scored]:
        """Return what is there already of some questions."""
        asked = set(questions)
        return [one for one in self._kept if one.gold in asked]

    def add(self, scored: Scored) -> None:
        """Keep one more."""
        with self._writing():
            self._out.write(json.dumps(scored.to_json()) + "\n")
            self._out.flush()  # a killed process loses what it holds back

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = f"what is answered can't be kept ({error.strerror or error})"
            raise InputError(f"{self.file}: {why}; free some space there, and start it again") from error


def beside(output: Path) -> Path:
    """Return where the part of a run is kept that writes to `output`."""
    return output.with_name(output.name + SUFFIX)


def _read(file: Path, key: str) -> list[Scored]:
    """Return the answers in a file of this key, none of any other."""
    try:
        first, *lines = file.read_text(encoding="utf-8").split("\n")
        if json.loads(first) != {"key": key}:
            return []
    except (OSError, ValueError):
        return []
    kept: dict[GoldQuestion, Scored] = {}
    for line in lines:
        try:
            one = Scored.from_json(json.loads(line))
        except (ValueError, InputError):
            continue
        kept[one.gold] = one
    return list(kept.values())
