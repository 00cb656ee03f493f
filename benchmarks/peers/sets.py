"""The articles and questions that peers are given: of a set in OnRecord's own form, or files as `onrecord sync` takes.

Articles are read and cleaned once, by OnRecord, and all peers get the same text. Questions that go on with a
conversation are left out: most peers take none.
"""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index import Article, InputError, read_articles
from rag.evaluation.gold import GoldQuestion, read_gold

LINES = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set's name, its articles by id, its questions, and the files in which peers get both."""

    name: str
    articles: dict[str, Article]
    questions: Sequence[GoldQuestion]
    folder: Path

    @property
    def article_file(self) -> Path:
        """The articles, as JSON Lines."""
        return self.folder / "articles.jsonl"

    @property
    def question_file(self) -> Path:
        """The questions with their ids, as JSON Lines; nothing of what is right."""
        return self.folder / "questions.jsonl"


def read_set(description: str, out: Path, most: int | None) -> QuestionSet:
    """Read a set described as NAME=ARTICLES:GOLD, and write what peers get of it below `out`.

    Raises `InputError` for what is none. Of more than `most` questions, some are chosen, the same each time.
    """
    name, _, paths = description.partition("=")
    articles, _, gold = paths.partition(":")
    if not (name and articles and gold):
        raise InputError(f"{description}: not a set; write it as NAME=ARTICLES:GOLD")
    known = {one.id: one for one in _articles(Path(articles))}
    asked = some_of([one for one in read_gold(Path(gold)) if not one.history], most)
    if gone := {article for one in asked for article in one.articles} - known.keys():
        raise InputError(f"{gold}: quotes {min(gone)!r}, which is not among {articles}; give the articles it is about")
    found = QuestionSet(name, known, asked, out / name)
    found.folder.mkdir(parents=True, exist_ok=True)
    _write(found.article_file, [asdict(one) for one in known.values()])
    _write(found.question_file, [{"id": one.id, "question": one.question} for one in asked])
    return found


def some_of(questions: Sequence[GoldQuestion], most: int | None) -> list[GoldQuestion]:
    """Return at most so many questions, in their order: those whose ids have the smallest hashes."""
    chosen = sorted(questions, key=lambda one: hashlib.sha256(one.id.encode()).hexdigest())[:most]
    return [one for one in questions if one in chosen]


def _articles(path: Path) -> list[Article]:
    if not path.name.endswith(LINES):
        return list(read_articles(path))
    try:
        raw = path.read_bytes()
        lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().split("\n")
        return [_article(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: not articles in JSON Lines ({error}); give a file or folder of articles") from error


def _article(item: dict[str, str | None]) -> Article:
    source, author, published, url = (item.get(name) for name in ("source", "author", "published", "url"))
    return Article(str(item["id"]), item.get("title") or "", str(item["text"]), source, author, published, url)


def _write(file: Path, lines: Sequence[object]) -> None:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
