"""On data beside the repository: the two articles the project began from, and real questions."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Embedder, Library
from rag import Answer, Chatbot, evaluate

RUBBISH = (
    "film review",
    "trailer",
    "diaphana",
    "murray",
    "instagram",
    "facebook",
    "followers",
    "stravenue",
    "nesciunt",
)
QUESTIONS = [
    "Who directed Close?",
    "Where can I watch the Close trailer?",
    "film review Phoenix Film Festival",
    "Who is Dr. Brian Murray?",
    "What is the author's phone number and address?",
    "How many followers does the author have on Instagram?",
    "What does Jones LLC do?",
    "Where can I comment?",
    "How close is Iran to Russia?",
    "What happened to Assad?",
    "How far is it from Iran to Russia?",
    "What is the future of the alliance?",
    "Who built the Bushehr plant?",
]


@pytest.fixture(scope="module")
def first_articles(shared: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    with Library.open(tmp_path_factory.mktemp("first"), embedder=embedder) as library:
        library.sync(shared / "seeds")
        yield Chatbot(library)


def read_lines(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt") as lines:
        return [json.loads(line) for line in lines]


def all_exact(answer: Answer, library: Library) -> bool:
    quotes = [citation.quote for citation in (*answer.citations, *answer.nearest)]
    return all(library.article(quote.article).text[quote.start : quote.end] == quote.text for quote in quotes)


def test_the_question_the_project_began_with(first_articles: Chatbot) -> None:
    answer = first_articles.ask("did Russia aid Iran against Israel?")
    assert answer.status in ("answered", "contested") and all_exact(answer, first_articles.library)
    wanted = re.compile(r"Kremlin is unlikely .* military .* conflict with Israel")
    assert any(wanted.search(one.quote.text) for one in answer.citations)


@pytest.mark.parametrize("question", QUESTIONS)
def test_rubbish_behind_an_article_is_never_cited(first_articles: Chatbot, question: str) -> None:
    answer = first_articles.ask(question)
    for citation in (*answer.citations, *answer.nearest):
        assert not any(word in citation.passage.text.lower() for word in RUBBISH)


def test_articles_end_where_they_end(first_articles: Chatbot) -> None:
    ends = [article.text[-60:] for article in first_articles.library.articles()]
    assert ends[0].endswith("mistrust.") and ends[1].endswith("cooperation?")


# One in so many questions and articles of CLAPNQ, and the least that must come of them: of few, only what is sure.
@pytest.mark.parametrize(
    ("part", "first_article", "quote_f1", "auroc"),
    [
        pytest.param(30, 0.8, 0.4, 0.6, marks=pytest.mark.slow),
        pytest.param(3, 0.95, 0.64, 0.91, marks=pytest.mark.slow),
    ],
)
def test_clapnq(
    shared: Path, embedder: Embedder, tmp_path: Path, part: int, first_article: float, quote_f1: float, auroc: float
) -> None:
    folder = shared / "eval" / "clapnq"
    gold = read_lines(folder / "gold.jsonl.gz")[::part]
    quoted = {quote["article"] for one in gold for quotes in one["quotes"] for quote in quotes}
    articles = read_lines(folder / "articles.jsonl.gz")
    articles = [one for number, one in enumerate(articles) if number % part == 0 or one["id"] in quoted]
    for name, some in (("gold.jsonl", gold), ("articles.jsonl", articles)):
        (tmp_path / name).write_text("\n".join(map(json.dumps, some)))
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.sync(tmp_path / "articles.jsonl", as_is=True)
        stored = {article.id: article.text for article in library.articles()}
        report = evaluate(Chatbot(library), tmp_path / "gold.jsonl")
    assert stored == {one["id"]: one["text"] for one in articles}
    for one in report.questions:
        for citation in (*one.answer.citations, *one.answer.nearest):
            quote = citation.quote
            assert stored[quote.article][quote.start : quote.end] == quote.text
    assert report.metrics["quotes_exact"] == 1.0
    assert report.metrics["first_article"] >= first_article and report.metrics["quote_f1"] >= quote_f1
    assert report.metrics["auroc"] >= auroc
