"""Gold questions, asked as users ask (`Chatbot.stream`) → report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Article, InputError, Library
from index.errors import check_path
from index.scope import Scope
from rag.chatbot import Chatbot
from rag.evaluation.gold import GoldQuestion, read_gold
from rag.evaluation.metrics import Scored, score
from rag.evaluation.summary import Interval, intervals, summary


@dataclass(frozen=True, slots=True)
class Report:
    """The metrics over all questions (see `rag.evaluation.summary`), and each question with its answer and scores."""

    metrics: Mapping[str, float]
    questions: tuple[Scored, ...] = field(repr=False)
    intervals: Mapping[str, Interval] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, scored: Sequence[Scored]) -> "Report":
        """Return the report on some questions."""
        return cls(summary(scored), tuple(scored), intervals(scored))

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        asked = [(one.gold.id, one.answer.to_json(), dict(one.scores)) for one in self.questions]
        questions = [{"id": id, "answer": answer, "scores": scores} for id, answer, scores in asked]
        return {"metrics": dict(self.metrics), "intervals": dict(self.intervals), "questions": questions}


def evaluate(chatbot: Chatbot, gold: str | Path, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Ask all questions of a gold file and score the answers; `progress` is told how many are done, and of how many.

    Raises `InputError`, before anything is asked, for a file that can't be used or that names an unknown article.
    """
    questions = gold_about(chatbot.library, check_path(gold))
    scored: list[Scored] = []
    for one in answers_to(chatbot, questions):
        scored.append(one)
        if progress:
            progress(len(scored), len(questions))
    return Report.of(scored)


def gold_about(library: Library, file: Path) -> list[GoldQuestion]:
    """Read a gold file; raises `InputError`, with the line, also for one that quotes what a library does not have."""
    questions = read_gold(file)
    for question in questions:
        if gone := next(gone_articles(library, question), None):
            fix = "which the library does not have; sync the articles it is about"
            raise InputError(f'{file}, line {question.line}: quotes the article "{gone}", {fix}')
    return questions


def gone_articles(library: Library, question: GoldQuestion) -> Iterator[str]:
    """Yield the articles that a gold question quotes and a library does not have."""
    for article_id in sorted(question.articles):
        try:
            library.article(article_id)
        except InputError:
            yield article_id


def answers_to(chatbot: Chatbot, questions: Sequence[GoldQuestion]) -> Iterator[Scored]:
    """Ask questions one after the other; yield each with its answer and scores. All articles they quote are there."""
    articles: dict[str, Article] = {}
    for question in questions:
        answer = chatbot.ask(question.question, question.history)
        hits = chatbot.retriever.retrieve(answer.standalone_question, Scope())
        quoted = {citation.quote.article for citation in (*answer.citations, *answer.nearest)} | question.articles
        articles |= {article_id: chatbot.library.article(article_id) for article_id in quoted - articles.keys()}
        yield Scored(question, answer, score(question, answer, hits, articles))
