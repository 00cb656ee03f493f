"""The record behind the answers: articles, what became of them, and whether answers stand on them.

It is that of a library here, or of one that another process or machine serves (`rag.remote`); both say the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from index import Article, CheckReport, Library, Notice, Removed
from rag.answer import Answer
from rag.threshold import AnswerThreshold, threshold_of
from rag.verification import Verification, verify

AT_ONCE = 1000  # articles that are listed


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article, the ids of its near duplicates, and the notices that it or another gives of it."""

    article: Article
    copies: tuple[str, ...]
    notices: tuple[Notice, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the article as plain JSON values, with the rest beside them."""
        return asdict(self.article) | {"copies": list(self.copies), "notices": [asdict(one) for one in self.notices]}


@dataclass(frozen=True, slots=True)
class CheckedLibrary:
    """What a check of a library found, and from which confidence on it answers."""

    report: CheckReport
    threshold: AnswerThreshold

    def to_json(self, left: Sequence[str] | None = None) -> dict[str, Any]:
        """Return both as plain JSON values, with the problems that are `left`: all of them, if none was mended."""
        problems = self.report.problems if left is None else left
        return asdict(self.report) | {"left": list(problems)} | self.threshold.to_json()


class Lookup(Protocol):
    """A library in which things are looked up, and nothing is changed."""

    def listed(self) -> Iterator[Article]:
        """Yield all articles, by id, without their texts."""

    def article(self, article_id: str) -> ArticleRecord:
        """Return what is known of one article; raises `InputError` when there is none of that id."""

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, and why."""

    def verify(self, answer: Answer) -> Verification:
        """Hold all that is shown of an answer against the articles."""

    def check(self) -> CheckedLibrary:
        """Compare catalog and vectors, and tell from which confidence on questions are answered."""


class LibraryLookup:
    """What can be looked up in a library of this process."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def listed(self) -> Iterator[Article]:
        """Yield all articles, by id, without their texts."""
        after = ""
        while page := self._library.without_texts(after, AT_ONCE):
            yield from page
            after = page[-1].id

    def article(self, article_id: str) -> ArticleRecord:
        """Return what is known of one article; raises `InputError` when there is none of that id."""
        library = self._library
        article = library.article(article_id)
        return ArticleRecord(article, tuple(library.copies_of(article.id)), library.notices_of(article.id))

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, and why."""
        return self._library.removed_from(article_id)

    def verify(self, answer: Answer) -> Verification:
        """Hold all that is shown of an answer against the articles."""
        return verify(answer, self._library)

    def check(self) -> CheckedLibrary:
        """Compare catalog and vectors, and tell from which confidence on questions are answered."""
        return CheckedLibrary(self._library.check(), threshold_of(self._library))


def listed_json(article: Article) -> dict[str, Any]:
    """Return an article as plain JSON values, as lists have it: without its text."""
    return {name: value for name, value in asdict(article).items() if name != "text"}
