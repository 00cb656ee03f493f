"""Gold questions, asked as users ask (`Chatbot.stream`), several at a time if wanted."""

import os
import resource
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from index import Article, InputError, Library, Passage, split_passages
from index.scope import Scope
from rag.answer import QUOTES
from rag.chatbot import Chatbot
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.judging import judged
from rag.evaluation.metrics import Scored, score
from rag.evaluation.places import missed
from rag.evaluation.ranked_list import rank
from rag.llm import LanguageModel

MOST_JOBS = 8  # more only wait for each other


def usual_jobs(chatbot: Chatbot, judge: LanguageModel | None) -> int:
    """Return how many questions are asked at a time, if not said: one for each core, of a language model one.

    Those that wait for a model that answers one after the other would run into its deadline.
    """
    return 1 if judge or chatbot.model != QUOTES else min(os.cpu_count() or 1, MOST_JOBS)


def gone_articles(library: Library, question: GoldQuestion) -> Iterator[str]:
    """Yield the articles that a gold question quotes and a library does not have."""
    for article_id in sorted(question.articles):
        try:
            library.article(article_id)
        except InputError:
            yield article_id


def misquoting(library: Library, questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """Return the gold questions with a quote that stands nowhere in its article."""
    articles = {one: library.article(one) for one in set().union(*(asked.articles for asked in questions))}
    return [one for one in questions if missed(one, articles)]


def answers_to(
    chatbot: Chatbot, questions: Sequence[GoldQuestion], *, jobs: int = 1, judge: LanguageModel | None = None
) -> Iterator[Scored]:
    """Ask questions, `jobs` at a time; yield each with its answer and scores, in their order if it is one.

    All articles they quote are there. Closing the iterator ends it once what is being asked is answered.
    """
    asker = _Asker(chatbot, judge)
    if jobs == 1:
        yield from map(asker.ask, questions)
        return
    with ThreadPoolExecutor(jobs, thread_name_prefix="onrecord-evaluation") as pool:
        asked = [pool.submit(asker.ask, question) for question in questions]
        try:
            for one in as_completed(asked):
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


class _Asker:
    """Asks and scores; any thread may call. Articles and their passages are read once."""

    def __init__(self, chatbot: Chatbot, judge: LanguageModel | None) -> None:
        self._chatbot = chatbot
        self._judge = judge
        self._articles: dict[str, Article] = {}
        self._passages: dict[str, Sequence[Passage]] = {}

    def ask(self, question: GoldQuestion) -> Scored:
        answer = self._chatbot.ask(question.question, question.history)
        hits = self._chatbot.retriever.retrieve(answer.standalone_question, Scope())
        quoted = {citation.quote.article for citation in (*answer.citations, *answer.nearest)} | question.articles
        library = self._chatbot.library
        for id in quoted - self._articles.keys():
            self._articles[id] = library.article(id)
        for id in question.articles - self._passages.keys():
            self._passages[id] = split_passages(self._articles[id], library.embedder, library.embedder.max_pieces)
        ranking = rank(question, hits, self._articles, self._passages)
        scores = score(question, answer, ranking, self._articles)
        scored = Scored(question, answer, scores, ranking, peak_memory_mb=_peak_memory_mb())
        return judged(scored, self._judge) if self._judge else scored


def _peak_memory_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)  # macOS counts bytes, Linux kB
