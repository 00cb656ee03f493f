"""Is a gold file what it should be? Each fault with its line, those that would spoil the measures and those that may.

`read_gold` stops at the first line that it can't use; here all are looked at. A fault makes a question wrong or useless
(an id that comes twice, a quote that no article has); a warning may be meant so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from index import InputError, Library
from index.language.words import QUESTION_WORD, content_stems
from index.reading.cleaning import tidied
from rag.evaluation.gold import SHAPES, GoldQuestion, GoldQuote, gold_lines, gold_question, parsed_line
from rag.evaluation.metrics import said_in
from rag.evaluation.nearest import nearest_text

Level = Literal["fault", "warning"]

_ASKING = frozenset(QUESTION_WORD.split("|"))


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a line of a gold file, or may be; `id` is that of its question, where it has one."""

    line: int
    id: str
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class GoldCheck:
    """What became of a check: how many questions there are, and what was found, by line."""

    questions: int
    drafts: int
    findings: tuple[Finding, ...]

    def count(self, level: Level) -> int:
        """Count the faults, or the warnings."""
        return sum(one.level == level for one in self.findings)


def check_gold(file: Path, library: Library | None) -> GoldCheck:
    """Check a file of gold questions; without a `library`, what it says of articles is left aside.

    Raises `InputError` for a file that can't be read or holds nothing.
    """
    seen = _Seen()
    ids = _Ids(library)
    findings: list[Finding] = []
    questions = drafts = 0
    for line, text in gold_lines(file):
        item, faults = parsed_line(text)
        name = str(item["id"]) if isinstance(item.get("id"), str | int) else ""
        found: list[tuple[Level, str]] = [("fault", one) for one in faults]
        questions += 1
        found += seen.id_before(name, line)
        found += [("warning", one) for one in _unknown_fields(item)]
        if not faults:
            question = gold_question(item)
            drafts += question.draft
            found += seen.before(question, line)
            found += _contradictions(question)
            found += _about_answers(question)
            found += _about_quotes(question, library, ids)
        findings += [Finding(line, name, level, told) for level, told in found]
    return GoldCheck(questions, drafts, tuple(findings))


def _unknown_fields(item: Mapping[str, Any]) -> Iterator[str]:
    for name in item:
        if name not in SHAPES:
            meant = get_close_matches(name, SHAPES, n=1)
            yield f'the field "{name}" is not read{f"; is {meant[0]} meant?" if meant else ""}'


class _Seen:
    """The questions so far, by what would make another one the same."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._asked: dict[tuple[object, ...], int] = {}
        self._meant: dict[tuple[object, ...], int] = {}

    def id_before(self, id: str, line: int) -> Iterator[tuple[Level, str]]:
        """Tell where an id stood before, and take it down."""
        if id and (first := self._ids.setdefault(id, line)) != line:
            yield "fault", f'the id "{id}" is that of line {first}, too; give each its own'

    def before(self, question: GoldQuestion, line: int) -> Iterator[tuple[Level, str]]:
        """Tell where a question stood before, and take it down."""
        words = question.question.lower().split()
        asked = (" ".join("".join(filter(str.isalnum, word)) for word in words), question.history)
        stems = content_stems(question.question) | _ASKING.intersection(words)
        meant = (stems, question.history)
        if (first := self._asked.setdefault(asked, line)) != line:
            yield "fault", f"the same question as in line {first}; keep one"
        elif stems and (first := self._meant.setdefault(meant, line)) != line:
            yield "warning", f"nearly the same question as in line {first}"


def _contradictions(question: GoldQuestion) -> Iterator[tuple[Level, str]]:
    if not question.answerable:
        for name in ("quotes", "answers", "contested"):
            if getattr(question, name):
                fix = f"take them out, or make it answerable: {name}"
                yield "fault", f"not answerable, and yet it has what only an answerable one has; {fix}"
        return
    if not question.quotes and not question.answers:
        yield "warning", "answerable, but without quotes and answers: only silence is measured by it"
    elif not question.quotes:
        yield "warning", "answerable, but without quotes: only its short answer is measured"
    if any(not quotes for quotes in question.quotes):
        yield "fault", "an alternative of quotes is empty; take it out"
    if any(len(set(quotes)) < len(quotes) for quotes in question.quotes):
        yield "warning", "a quote stands twice in one alternative"
    if len(set(map(frozenset, question.quotes))) < len(question.quotes):
        yield "warning", "two alternatives have the same quotes"
    if question.contested and question.quotes and not any(len(set(quotes)) > 1 for quotes in question.quotes):
        yield "warning", "contested, but no alternative has two quotes, one for each side"


def _about_answers(question: GoldQuestion) -> Iterator[tuple[Level, str]]:
    quoted = [quote.text for quotes in question.quotes for quote in quotes]
    if quoted:
        for answer in question.answers:
            if not any(said_in(answer, text) for text in quoted):
                yield "warning", f'the answer "{answer}" stands in no gold quote'


class _Ids:
    """The ids of the articles of a library, read once and only if one is looked for in vain."""

    def __init__(self, library: Library | None) -> None:
        self._library = library

    @cached_property
    def all(self) -> list[str]:
        return [one.id for one in self._library.articles()] if self._library else []

    def nearest(self, id: str) -> str | None:
        """Return the id that may be meant by one that is unknown."""
        return next(iter(get_close_matches(id, self.all, n=1)), None)


def _about_quotes(question: GoldQuestion, library: Library | None, ids: _Ids) -> Iterator[tuple[Level, str]]:
    if library is None:
        return
    for quote in dict.fromkeys(quote for quotes in question.quotes for quote in quotes):
        try:
            text = library.article(quote.article).text
        except InputError:
            yield "fault", _unknown_article(quote, ids)
            continue
        if quote.text not in text:
            if (tidy := tidied(quote.text).strip()) and tidy in text:
                yield (
                    "warning",
                    f'the quote "{_short(quote.text)}" stands in {quote.article} with other spaces or signs',
                )
            else:
                yield "fault", _not_there(quote, text, library)


def _unknown_article(quote: GoldQuote, ids: _Ids) -> str:
    meant = ids.nearest(quote.article)
    fix = f"is {meant} meant?" if meant else "sync the articles that it is about"
    return f'the library has no article "{quote.article}"; {fix}'


def _not_there(quote: GoldQuote, text: str, library: Library) -> str:
    told = f'the quote "{_short(quote.text)}" does not stand in {quote.article}'
    others = (hit.article for hit in library.search(quote.text))
    if other := next((one.id for one in others if quote.text in one.text), None):
        return f"{told}; it stands in {other}"
    near = nearest_text(quote.text, text)
    return f"{told}; nearest: {near}" if near else f"{told}, nor anything like it"


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
