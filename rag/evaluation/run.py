"""Gold questions → report. Asks through `Chatbot.stream`, so what is measured is what users get."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Article, InputError
from index.inputs import check_path
from index.scope import Scope
from rag.chatbot import Chatbot
from rag.evaluation.gold import GoldQuestion, read_gold
from rag.evaluation.metrics import Scored, score, summary


@dataclass(frozen=True, slots=True)
class Report:
    """The metrics over all questions (see `rag.evaluation.metrics`), and each question with its answer and scores."""

    metrics: Mapping[str, float]
    questions: tuple[Scored, ...] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        questions = [
            {"id": one.gold.id, "answer": one.answer.to_json(), "scores": dict(one.scores)} for one in self.questions
        ]
        return {"metrics": dict(self.metrics), "questions": questions}


def evaluate(chatbot: Chatbot, gold: str | Path, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Ask all questions of a gold file and score the answers; `progress` is told how many are done, and of how many.

    Raises `InputError`, before anything is asked, for a file that can't be used or that names an unknown article.
    """
    questions = read_gold(check_path(gold))
    quoted = {article_id for question in questions for article_id in question.articles}
    articles = {article_id: _known(chatbot, article_id, Path(gold)) for article_id in quoted}
    scored: list[Scored] = []
    for number, question in enumerate(questions, start=1):
        scored.append(_ask_and_score(chatbot, question, articles))
        if progress:
            progress(number, len(questions))
    return Report(summary(scored), tuple(scored))


def _known(chatbot: Chatbot, article_id: str, gold: Path) -> Article:
    try:
        return chatbot.library.article(article_id)
    except InputError as error:
        raise InputError(
            f'{gold}: quotes the article "{article_id}", which the library does not have; sync the articles it is about'
        ) from error


def _ask_and_score(chatbot: Chatbot, question: GoldQuestion, articles: dict[str, Article]) -> Scored:
    answer = chatbot.ask(question.question, question.history)
    hits = chatbot.retriever.retrieve(answer.standalone_question, Scope())
    for citation in (*answer.citations, *answer.nearest):
        key = citation.quote.article
        articles.setdefault(key, chatbot.library.article(key))
    return Scored(question, answer, score(question, answer, hits, articles))
