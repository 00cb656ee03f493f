"""Gold questions: what is asked, and what is right."""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from index import InputError
from rag.answer import Turn

NEEDED = ("id", "question", "answerable")
SHAPES = {
    "id": "a text that is not empty",
    "question": "a text that is not empty",
    "history": 'a list of earlier turns, [{"question": "…", "answer": "…"}]',
    "answers": 'a list of short accepted answers, ["…"]',
    "quotes": 'a list of alternative sets of quotes, [[{"article": "…", "text": "…"}]]',
    "answerable": "true or false",
    "contested": "true or false",
    "draft": "true or false",
}


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """A sentence of an article that answers."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question; `answers` are short accepted strings, `quotes` alternative sets of sentences (one per annotator)."""

    id: str
    question: str
    answerable: bool
    history: tuple[Turn, ...] = ()
    answers: tuple[str, ...] = ()
    quotes: tuple[tuple[GoldQuote, ...], ...] = ()
    contested: bool | None = None  # where nobody said whether the articles disagree
    draft: bool = False  # proposed by `onrecord gold draft`, and accepted by nobody yet
    line: int = field(default=0, compare=False)  # of the file that it was read from

    @property
    def articles(self) -> frozenset[str]:
        """The ids of the articles that the gold quotes stand in."""
        return frozenset(quote.article for quotes in self.quotes for quote in quotes)

    def to_json(self) -> dict[str, Any]:
        """Return what `gold_question` reads, without what says nothing."""
        said = asdict(self)
        del said["line"]
        said["draft"] = said["draft"] or None
        return {name: value for name, value in said.items() if value or value is False}


def gold_lines(file: Path) -> list[tuple[int, str]]:
    """Return the lines of a JSONL file, plain or gzipped, that are not empty, with their numbers; or `InputError`."""
    try:
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror}); give a JSONL file of questions") from error
    except (EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"{file}: not a JSONL file of questions ({error})") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise InputError(f"{file}: no questions in it; put one JSON object on each line")
    return lines


def read_gold(file: Path, *, drafts: bool = False) -> list[GoldQuestion]:
    """Read a JSONL file of gold questions, plain or gzipped.

    Raises `InputError`, with the line, for anything that is not one, for an id that comes twice, and, unless `drafts`
    may be among them, for one that nobody has accepted yet.
    """
    questions: dict[str, GoldQuestion] = {}
    for number, line in gold_lines(file):
        item, faults = parsed_line(line)
        if faults:
            raise InputError(f"{file}, line {number}: not a gold question ({faults[0]}); mend or remove it")
        question = replace(gold_question(item), line=number)
        if question.id in questions:
            raise InputError(f'{file}, line {number}: the id "{question.id}" is there twice; give each its own')
        questions[question.id] = question
    if not drafts and (open_ones := [one for one in questions.values() if one.draft]):
        count = f"{len(open_ones)} of {len(questions)} questions are drafts that nobody has accepted yet"
        raise InputError(f"{file}, line {open_ones[0].line}: {count}; run: onrecord gold review {file}")
    return list(questions.values())


def parsed_line(text: str) -> tuple[Mapping[str, Any], list[str]]:
    """Return the object of a line, and what is wrong with its shape, each field by itself.

    >>> parsed_line('{"id": "1", "question": " "}')[1]
    ['answerable is missing', 'question must be a text that is not empty']
    """
    twice: list[str] = []

    def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        item = json.loads(text, object_pairs_hook=each_once)
    except (ValueError, RecursionError) as error:
        return {}, [f"not JSON ({error}); write one object on each line"]
    if not isinstance(item, dict):
        return {}, ["not an object; write one in {} on each line"]
    faults = [f'the name "{name}" stands twice in one object; keep one' for name in twice]
    faults += [f"{name} is missing" for name in NEEDED if name not in item]
    known: dict[str, Any] = {"id": "x", "question": "x", "answerable": True}
    for name in filter(item.__contains__, SHAPES):
        try:
            gold_question(known | {name: item[name]})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            missing = f" ({error} is missing)" if isinstance(error, KeyError) else ""
            faults.append(f"{name} must be {SHAPES[name]}{missing}")
    return item, faults


def gold_question(item: Mapping[str, Any]) -> GoldQuestion:
    """Read a gold question; raises `ValueError`, `KeyError`, `TypeError` or `AttributeError` for what is none."""
    answerable, contested, draft = item["answerable"], item.get("contested"), item.get("draft", False)
    if not (isinstance(answerable, bool) and isinstance(draft, bool) and isinstance(contested, bool | None)):
        raise ValueError("answerable, contested and draft are true or false")
    return GoldQuestion(
        id=str(item["id"]) if isinstance(item["id"], int) else _text(item["id"], "id"),
        question=_text(item["question"], "question"),
        answerable=answerable,
        history=tuple(
            Turn(_text(turn["question"], "question"), _text(turn["answer"], "answer"))
            for turn in _list(item, "history")
        ),
        answers=tuple(_text(answer, "answers") for answer in _list(item, "answers")),
        quotes=tuple(
            tuple(GoldQuote(_text(quote["article"], "article"), _text(quote["text"], "text")) for quote in quotes)
            for quotes in _list(item, "quotes")
        ),
        contested=contested,
        draft=draft,
    )


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is a text that is not empty")
    value.encode()  # raises ValueError for half a character
    return value


def _list(item: Mapping[str, Any], name: str) -> list[Any]:
    value = item.get(name) or []
    if not isinstance(value, list):
        raise ValueError(f"{name} is a list")
    return value
