"""What the tools return, in the form that the protocol publishes as their schemas."""

from dataclasses import dataclass

from pydantic import RootModel

from rag.answer import Answer
from rag.drafts import CheckedDraft


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that a search found: `text` is characters `[start, end)` of its article; `score` is from 0 to 1."""

    article: str
    start: int
    end: int
    text: str
    score: float
    title: str
    source: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """What a search found, best first."""

    passages: tuple[FoundPassage, ...]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article, or some of it: `text` is characters `[start, end)` of the `length` that it has.

    `notices` are what corrects, clarifies or withdraws it.
    """

    id: str
    title: str
    source: str | None
    author: str | None
    published: str | None
    url: str | None
    length: int
    start: int
    end: int
    text: str
    notices: tuple[str, ...]


AnswerResult = RootModel[Answer]
SearchResult = RootModel[FoundPassages]
ArticleResult = RootModel[ArticleText]
VerifyResult = RootModel[CheckedDraft]
