"""Gold questions, asked as users ask (`Chatbot.stream`) → report, also as one HTML page that needs nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from index import Article, InputError
from index.errors import check_path
from index.scope import Scope
from rag.chatbot import Chatbot
from rag.evaluation.gold import read_gold
from rag.evaluation.metrics import Scored, score, summary

_PAGE = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>OnRecord evaluation</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse } td, th { padding: .2rem .8rem; border-bottom: 1px solid #ddd; text-align: right }
td:first-child, th:first-child { text-align: left } details { margin: .4rem 0 } .wrong summary { color: #a40000 }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #bbb } .scores { color: #666 }
</style>
<h1>OnRecord evaluation</h1>
<table><tr><th>metric</th><th>value</th>$baseline_head</tr>$metrics</table>
<h2>Questions</h2>
$questions
</html>
""")


@dataclass(frozen=True, slots=True)
class Report:
    """The metrics over all questions (see `rag.evaluation.metrics`), and each question with its answer and scores."""

    metrics: Mapping[str, float]
    questions: tuple[Scored, ...] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        asked = [(one.gold.id, one.answer.to_json(), dict(one.scores)) for one in self.questions]
        questions = [{"id": id, "answer": answer, "scores": scores} for id, answer, scores in asked]
        return {"metrics": dict(self.metrics), "questions": questions}


def evaluate(chatbot: Chatbot, gold: str | Path, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Ask all questions of a gold file and score the answers; `progress` is told how many are done, and of how many.

    Raises `InputError`, before anything is asked, for a file that can't be used or that names an unknown article.
    """
    questions = read_gold(check_path(gold))
    articles: dict[str, Article] = {}
    for article_id in {article_id for question in questions for article_id in question.articles}:
        try:
            articles[article_id] = chatbot.library.article(article_id)
        except InputError as error:
            fix = "which the library does not have; sync the articles it is about"
            raise InputError(f'{Path(gold)}: quotes the article "{article_id}", {fix}') from error
    scored: list[Scored] = []
    for number, question in enumerate(questions, start=1):
        answer = chatbot.ask(question.question, question.history)
        hits = chatbot.retriever.retrieve(answer.standalone_question, Scope())
        cited = {citation.quote.article for citation in (*answer.citations, *answer.nearest)}
        articles |= {article_id: chatbot.library.article(article_id) for article_id in cited - articles.keys()}
        scored.append(Scored(question, answer, score(question, answer, hits, articles)))
        if progress:
            progress(number, len(questions))
    return Report(summary(scored), tuple(scored))


def report_page(report: Report, baseline: Mapping[str, float] | None = None) -> str:
    """Return the page: metrics, a baseline beside them (the metrics of an earlier report), every question."""
    return _PAGE.substitute(
        baseline_head="<th>baseline</th><th>change</th>" if baseline else "",
        metrics="\n".join(_metric_row(name, value, baseline) for name, value in report.metrics.items()),
        questions="\n".join(_question(one) for one in report.questions),
    )


def _metric_row(name: str, value: float, baseline: Mapping[str, float] | None) -> str:
    cells = [escape(name), f"{value:.4g}"]
    if baseline:
        old = baseline.get(name)
        cells += [f"{old:.4g}", f"{value - old:+.4g}"] if old is not None else ["", ""]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _question(one: Scored) -> str:
    answer = one.answer
    wrong = one.gold.answerable == (answer.status == "not_found")
    quotes = "".join(
        f"<blockquote>{escape(citation.quote.text)} <small>{escape(citation.title)}</small></blockquote>"
        for citation in answer.citations or answer.nearest
    )
    scores = ", ".join(f"{name} {value:.2f}" for name, value in one.scores.items())
    return (
        f'<details class="{"wrong" if wrong else "right"}"><summary>{escape(one.gold.question)} — {answer.status}, '
        f"confidence {answer.confidence:.2f}</summary>"
        f'<p>{escape(answer.text)}</p>{quotes}<p class="scores">{escape(one.gold.id)}: {scores}</p></details>'
    )
