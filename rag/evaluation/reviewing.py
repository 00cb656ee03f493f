"""A file of drafts that a person looks through: each decision is kept at once, all other lines to the letter."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index import InputError
from rag.evaluation.gold import GoldQuestion, gold_question, read_gold


class Review:
    """The drafts of a file. Each decision is written before the next draft is shown, so that nothing is ever lost."""

    def __init__(self, file: Path) -> None:
        """Read the file; raises `InputError` for one that is no gold file, or packed."""
        if file.suffix == ".gz":
            raise InputError(f"{file}: is packed, so it can't be written line by line; unpack it with: gunzip {file}")
        self._file = file
        self.questions = len(read_gold(file, drafts=True))
        self._written = file.read_bytes()

    def drafts(self) -> Iterator[GoldQuestion]:
        """Yield what nobody has accepted yet, in order; each may be decided on before the next is asked for."""
        yield from (one for one in read_gold(self._file, drafts=True) if one.draft)

    def accept(self, draft: GoldQuestion, question: str | None = None) -> None:
        """Make a draft a gold question, perhaps in other words; raises `InputError` where that is no question."""
        accepted = replace(draft, draft=False, question=draft.question if question is None else question)
        line = json.dumps(accepted.to_json(), ensure_ascii=False)
        try:
            gold_question(json.loads(line))
        except ValueError as error:
            raise InputError(f"{error}; write a question") from error
        self._put(draft, line)

    def drop(self, draft: GoldQuestion) -> None:
        """Take a draft out of the file."""
        self._put(draft, None)

    def _put(self, draft: GoldQuestion, line: str | None) -> None:
        """Write another line, or none, in the place of a draft's; the file is whole at any moment."""
        if self._file.read_bytes() != self._written:
            raise InputError(f"{self._file}: was changed meanwhile by another program; begin anew with what it is now")
        lines = self._written.decode().split("\n")
        at = next(at for at, text in enumerate(lines) if text.strip() and _id_of(text) == draft.id)
        lines[at : at + 1] = [] if line is None else [line]
        written = "\n".join(lines).encode()
        half_made = self._file.with_name(f"{self._file.name}.new")
        half_made.write_bytes(written)
        os.replace(half_made, self._file)
        self._written = written


def _id_of(line: str) -> str:
    return str(json.loads(line)["id"])
