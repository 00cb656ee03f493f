"""What was asked and answered in the page, kept in the library's folder, each person's apart from the others'.

A question is kept before it is answered, so that one that a crash cut off is there still, and says so.
"""

import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index import InputError, LibraryError
from index.plain_text import one_line, plain, searchable
from page.filters import Filters
from page.kept import Kept
from rag import Answer
from rag.answer import UNFINISHED

TITLE = 80  # characters of the first question
CUT_OFF = "This was cut off before it was answered; ask again."
CUT_SHORT = "This answer was cut off before its end; ask again for all of it."
OF_ANOTHER_VERSION = "Another version of OnRecord kept this answer, and it can't be read any more; ask again."
GONE = "This conversation is not here any more."

REMOVED_SHOWN_S = 30 * 24 * 3600.0  # then it is erased

_WHEN = "CASE WHEN is_removed THEN removed ELSE changed END"
_HAS_WORDS = "(has_words(title, ?) OR id IN (SELECT conversation FROM turn WHERE has_words(question, ?)))"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far; `note` is what went wrong.

    It was asked within `filters`, of a `model` (empty: which is not known any more), perhaps `strict`ly, and perhaps
    again, after the turns `before` a number. More will come when it is `growing`; else, unless it `is_whole`, its last
    sentence was cut off. One that `is_elsewhere` was not ended by the run that began it: what becomes of it is open.
    """

    number: int
    question: str
    filters: Filters
    answer: Answer | None = None
    note: str = ""
    growing: bool = False
    is_whole: bool = False
    model: str = ""
    strict: bool = False
    before: int | None = None
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list of a person's own, the latest first."""

    id: str
    title: str
    changed: float  # seconds since the epoch, when something was last asked in it


class Conversations:
    """The conversations of a library. Safe to share between threads; `person` is empty where nobody signs in."""

    def __init__(self, folder: Path) -> None:
        self.kept = Kept(folder)
        self._run = uuid.uuid4().hex  # turns that another run left growing were cut off
        with suppress(LibraryError):  # at another start, then
            self._erase_removed()

    def close(self) -> None:
        """Let go of the file."""
        self.kept.close()

    def _erase_removed(self) -> None:
        """Erase what was removed so long ago that nobody is shown it any more; what was judged of it stays."""
        with self.kept.transaction() as run:
            run.execute("UPDATE conversation SET removed = ? WHERE is_removed AND removed IS NULL", (time.time(),))
            gone = "SELECT id FROM conversation WHERE is_removed AND removed <= ?"
            for table, column in (("turn", "conversation"), ("conversation", "id")):
                run.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})", (time.time() - REMOVED_SHOWN_S,))

    def begin(
        self,
        person: str,
        conversation: str,
        question: str,
        filters: Filters,
        model: str = "",
        strict: bool = False,
        before: int | None = None,
    ) -> tuple[str, Exchange]:
        """Keep a question before it is answered; return its conversation, a new one for an empty id, and its turn.

        Raises `InputError` for a conversation that the person does not have.
        """
        with self.kept.transaction() as run:
            if conversation:
                self._check_is_of(person, conversation)
                run.execute("UPDATE conversation SET changed = ? WHERE id = ?", (time.time(), conversation))
            else:
                conversation = uuid.uuid4().hex
                row = (conversation, person, " ".join(plain(question).split())[:TITLE], time.time())
                run.execute("INSERT INTO conversation (id, person, title, changed) VALUES (?, ?, ?, ?)", row)
            count = "SELECT coalesce(max(number), 0) + 1 FROM turn WHERE conversation = ?"
            number = run.execute(count, (conversation,)).fetchone()[0]
            how = json.dumps({**filters, "model": model, "strict": strict, "before": before})
            kept = (conversation, number, question, how, None, "", False, self._run)
            run.execute("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
        turn = Exchange(number, question, filters, growing=True, model=model, strict=strict, before=before)
        return conversation, turn

    def end(self, conversation: str, turn: Exchange) -> None:
        """Keep what has become of a turn."""
        answer = json.dumps(turn.answer.to_json()) if turn.answer else None
        with self.kept.transaction() as run:
            run.execute(
                "UPDATE turn SET answer = ?, note = ?, is_whole = ?, run = NULL WHERE conversation = ? AND number = ?",
                (answer, turn.note, turn.is_whole, conversation, turn.number),
            )

    def turns(self, person: str, conversation: str, after: int = 0) -> list[Exchange]:
        """Return the turns of a conversation `after` a number; raises `InputError` when the person has none such."""
        self._check_is_of(person, conversation)
        query = """SELECT number, question, filters, answer, note, is_whole, run
            FROM turn WHERE conversation = ? AND number > ? ORDER BY number"""
        return [self._turn(*row) for row in self.kept.rows(query, (conversation, after))]

    def _turn(
        self, number: int, question: str, filters: str, answer: str | None, note: str, is_whole: int, run: str | None
    ) -> Exchange:
        growing = run == self._run
        note = note if growing or run is None else CUT_OFF
        try:
            told = Answer.from_json(json.loads(answer)) if answer else None
            told = _with_the_cut_named(told) if told and not is_whole else told
        except InputError:
            told, note = None, OF_ANOTHER_VERSION
        how = json.loads(filters)
        model, strict, before = how.pop("model", ""), how.pop("strict", False), how.pop("before", None)
        is_elsewhere = run not in (None, self._run)  # killed, or another program answers it
        return Exchange(number, question, how, told, note, growing, bool(is_whole), model, strict, before, is_elsewhere)

    def listed(self, person: str, containing: str = "", most: int = -1, *, removed: bool = False) -> list[Listed]:
        """Return a person's conversations in which a question or title has these words, the latest first.

        They are those that are there, or those that were `removed` not long ago.
        """
        words, since = searchable(containing), time.time() - REMOVED_SHOWN_S
        given = (person, removed, since if removed else 0.0, words, words, most)
        query = f"""SELECT id, title, changed FROM conversation WHERE person = ? AND is_removed = ? AND {_WHEN} > ?
            AND {_HAS_WORDS} ORDER BY {_WHEN} DESC LIMIT ?"""
        return [Listed(*row) for row in self.kept.rows(query, given)]

    def rename(self, person: str, conversation: str, title: str) -> None:
        """Give a conversation another title; raises `InputError` when the person has none such."""
        self._change(person, conversation, title=one_line(title)[:TITLE] or "Untitled")

    def remove(self, person: str, conversation: str, *, back: bool = False) -> None:
        """Remove a conversation, or bring it `back`; raises `InputError` when the person has none such."""
        self._change(person, conversation, is_removed=not back, removed=None if back else time.time())

    def _change(self, person: str, conversation: str, **to: Any) -> None:
        with self.kept.transaction() as run:
            self._check_is_of(person, conversation, removed_too=True)
            for column, value in to.items():
                run.execute(f"UPDATE conversation SET {column} = ? WHERE id = ?", (value, conversation))

    def _check_is_of(self, person: str, conversation: str, *, removed_too: bool = False) -> None:
        query = "SELECT is_removed FROM conversation WHERE id = ? AND person = ?"
        rows = self.kept.rows(query, (conversation, person))
        if not rows or (rows[0][0] and not removed_too):
            raise InputError(GONE)


def _with_the_cut_named(answer: Answer) -> Answer:
    """Return an answer that was cut off with its last sentence unfinished, as one kept by 0.1 does not say itself."""
    last = answer.sentences[-1:]
    if not last or last[0].verdict != "uncited" or last[0].reasons:
        return answer
    return replace(answer, sentences=(*answer.sentences[:-1], replace(last[0], reasons=(UNFINISHED,))))
