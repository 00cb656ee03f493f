"""What people said of answers, and the gold questions that they made of them, each person's apart from the others'."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from page.conversations import Exchange
from page.kept import Kept
from rag import Turn
from rag.evaluation.gold import GoldQuestion, GoldQuote, gold_question

Thumb = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person said of an answer; `gold` is the question that was made of it."""

    thumb: Thumb = ""
    note: str = ""
    gold: GoldQuestion | None = None


class Feedback:
    """The opinions kept in a library's folder. Safe to share between threads."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def of(self, person: str, conversation: str) -> dict[int, Opinion]:
        """Return what a person said of the answers of a conversation, by their numbers."""
        query = "SELECT number, thumb, note, gold FROM opinion WHERE person = ? AND conversation = ?"
        rows = self._kept.rows(query, (person, conversation))
        return {number: Opinion(thumb, note, _gold(gold)) for number, thumb, note, gold in rows}

    def judge(self, person: str, conversation: str, number: int, thumb: Thumb, gold: GoldQuestion | None) -> None:
        """Keep what a person says of an answer, and the gold question made of it; a note beside it stays."""
        said = json.dumps(gold.to_json(), ensure_ascii=False) if gold else None
        with self._kept.transaction() as run:
            run.execute(
                """INSERT INTO opinion VALUES (?, ?, ?, ?, '', ?, ?) ON CONFLICT
                DO UPDATE SET thumb = excluded.thumb, gold = excluded.gold, changed = excluded.changed""",
                (person, conversation, number, thumb, said, time.time()),
            )

    def note(self, person: str, conversation: str, number: int, note: str) -> None:
        """Keep a note beside what a person said of an answer."""
        with self._kept.transaction() as run:
            query = "UPDATE opinion SET note = ? WHERE person = ? AND conversation = ? AND number = ?"
            run.execute(query, (note, person, conversation, number))

    def forget(self, person: str, conversation: str, number: int) -> None:
        """Forget what a person said of an answer."""
        with self._kept.transaction() as run:
            query = "DELETE FROM opinion WHERE person = ? AND conversation = ? AND number = ?"
            run.execute(query, (person, conversation, number))

    def gold(self, person: str) -> list[GoldQuestion]:
        """Return a person's gold questions, the earliest first; of one that was saved twice, what was said last."""
        query = "SELECT gold FROM opinion WHERE person = ? AND gold IS NOT NULL ORDER BY changed"
        saved = [gold_question(json.loads(row[0])) for row in self._kept.rows(query, (person,))]
        return list({(one.question, one.history): one for one in saved}.values())


def _gold(text: str | None) -> GoldQuestion | None:
    return gold_question(json.loads(text)) if text else None


def gold_of(
    conversation: str,
    turns: Sequence[Exchange],
    number: int,
    quotes: Sequence[GoldQuote],
    contested: bool | None = None,
) -> GoldQuestion:
    """Return a turn as a gold question, with what was said before it; without quotes it should not be answered."""
    (asked,) = (one for one in turns if one.number == number)
    before = [one.answer for one in turns if one.number < (asked.before or number) and one.answer]
    return GoldQuestion(
        id=f"{conversation}-{number}",
        question=asked.question,
        answerable=bool(quotes),
        history=tuple(Turn(one.question, one.text) for one in before if one.text.strip() and not one.is_reply),
        quotes=(tuple(dict.fromkeys(quotes)),) if quotes else (),
        contested=contested,
    )


def as_jsonl(questions: Sequence[GoldQuestion]) -> str:
    """Return gold questions as the file that `onrecord evaluate` reads."""
    return "".join(f"{json.dumps(one.to_json(), ensure_ascii=False)}\n" for one in questions)
