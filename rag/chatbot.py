"""The flow from a question to an answer on the record; all wiring is here, and all ways of asking use `stream`.

In one line:
    question ─ standalone question ─ passages ─ evidence ─ (model's draft) ─ answer
"""

import logging
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index import InputError, Library, load_embedder
from index.articles import find_files
from index.filter import Filter
from index.library import check_query
from rag.answer import NOT_FOUND, Answer, Position, Rejected, Timings, Turn, Verdict
from rag.contest import find_contest
from rag.grounding import cite, ground
from rag.llm import QUOTES, LanguageModel, ModelError, load_llm
from rag.prompt import answer_prompt
from rag.quotes import choose_quotes, in_quotation_marks
from rag.reader import Evidence, Reader, TrainedReader
from rag.retriever import Retriever, Scope
from rag.settings import Settings
from rag.standalone import standalone_question

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

DEFAULT_LIBRARY = ".onrecord"

_log = logging.getLogger("onrecord")


class Chatbot:
    """Answers questions from a library. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        model: LanguageModel | None = None,
        *,
        reader: Reader | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.library = library
        self.settings = settings or Settings()
        self.retriever = Retriever(library, pool=self.settings.pool)
        self._reader = reader or TrainedReader(library.embedder)
        self._model = model

    def __enter__(self) -> "Chatbot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library, which all chatbots made with `using` share."""
        self.library.close()

    @property
    def model(self) -> str:
        """The name of the language model; `quotes` when there is none."""
        return self._model.name if self._model else QUOTES

    def using(self, model: "str | LLM") -> "Chatbot":
        """Return a chatbot over the same library with another model; raises `ModelError` for an unknown one."""
        return Chatbot(self.library, load_llm(model, self.settings), reader=self._reader, settings=self.settings)

    def warm_up(self) -> None:
        """Load all that reading takes now, so that the first question need not wait for it."""
        if self.library.has_indexed_articles():
            self._reader.read("warm-up", self.retriever.retrieve("warm-up", Scope())[:1])

    def ask(
        self,
        question: str,
        history: Sequence[Turn | Answer] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        during: str | None = None,
    ) -> Answer:
        """Return the whole answer; see `stream`."""
        *_, answer = self.stream(question, history, since=since, until=until, source=source, during=during)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Answer] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        during: str | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is whole.

        `history` is the conversation so far, oldest first. `since` and `until` are ISO dates of publishing, both
        included; `source` is a source's name; `during` is the time spoken of, a date or two with a slash between.
        Raises `InputError` for a question that can't be asked, `ModelError` when the model fails.
        """
        clock = _Clock()
        check_query(question)
        if not self.library.has_indexed_articles():
            raise InputError(f"{self.library.folder}: no articles to search yet; add some with: onrecord sync PATH")
        standalone = standalone_question(question, Turn.of(history), self._model)
        hits = self.retriever.retrieve(standalone, Scope(since, until, source, during))
        clock.retrieved()
        evidence = self._reader.read(standalone, hits[: self.settings.passages]).during(Filter.of(during=during))
        clock.read()
        answer = Answer(question, standalone, "answered", "", self.model, confidence=round(evidence.confidence, 4))
        if evidence.confidence < self.settings.answer_threshold or not evidence.quotable:
            yield clock.stamp(self._not_found(answer, evidence))
        elif self._model is None:
            yield clock.stamp(self._quotes(answer, evidence))
        else:
            for grown in self._written(self._model, answer, evidence):
                yield clock.stamp(grown)

    def _not_found(self, answer: Answer, evidence: Evidence) -> Answer:
        nearest = evidence.quotable[: self.settings.nearest]
        cited = tuple(cite(number, sentence) for number, sentence in enumerate(nearest, start=1))
        return replace(answer, status="not_found", text=NOT_FOUND, nearest=cited)

    def _quotes(self, answer: Answer, evidence: Evidence) -> Answer:
        chosen = choose_quotes(evidence, most=self.settings.max_quotes)
        citations = tuple(cite(number, sentence) for number, sentence in enumerate(chosen, start=1))
        quotes = [citation.quote.text for citation in citations]
        verdicts = tuple(Verdict(quote, (number,), "quoted") for number, quote in enumerate(quotes, start=1))
        answer = replace(answer, text=in_quotation_marks(citations), sentences=verdicts, citations=citations)
        return self._contested(answer, evidence)

    def _written(self, model: LanguageModel, answer: Answer, evidence: Evidence) -> Iterator[Answer]:
        """Let the model write, and put each stage of its draft on the record."""
        prompt = answer_prompt(answer.standalone_question, evidence, characters=self.settings.evidence_characters)
        for draft in model.stream(prompt.messages):
            grounded = ground(draft.text, prompt.sentences, growing=draft.stop is None)
            rejected = grounded.rejected
            if draft.stop == "length":
                rejected = (
                    *rejected,
                    Rejected("…", "the model stopped at its length limit, before its answer was whole"),
                )
            grown = replace(
                answer,
                text=grounded.text,
                sentences=grounded.sentences,
                citations=grounded.citations,
                rejected=rejected,
                usage=draft.usage,
            )
            if draft.stop is None:
                yield grown
            elif not grounded.sentences:
                raise ModelError(f"{model.name}: the model wrote no sentence; ask again, or choose another model")
            elif grounded.text.strip(" .").lower() == NOT_FOUND.strip(" .").lower():
                yield replace(self._not_found(grown, evidence), sentences=())
            else:
                yield self._contested(grown, evidence)

    def _contested(self, answer: Answer, evidence: Evidence) -> Answer:
        """Mark an answer whose sources disagree, and cite all sides."""
        near = evidence.quotable[: self.settings.contest_sentences]
        good = [sentence for sentence in near if sentence.score >= self.settings.contest_threshold]
        sides = find_contest(answer.standalone_question, good)
        if not sides:
            return answer
        citations = list(answer.citations)
        positions = []
        for side in sides:
            numbers = []
            for sentence in side.sentences:
                known = next((one.number for one in citations if one.quote.contains(sentence.quote)), None)
                if known is None:
                    known = len(citations) + 1
                    citations.append(cite(known, sentence))
                numbers.append(known)
            positions.append(Position(side.label, tuple(numbers)))
        return replace(answer, status="contested", citations=tuple(citations), positions=tuple(positions))


@dataclass
class _Clock:
    """Takes the times of one answer, in seconds from the question."""

    def __post_init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._timings = Timings()

    def _lap(self) -> float:
        now = time.perf_counter()
        lap, self._last = now - self._last, now
        return round(lap, 4)

    def retrieved(self) -> None:
        self._timings = replace(self._timings, retrieve_s=self._lap())

    def read(self) -> None:
        self._timings = replace(self._timings, read_s=self._lap())

    def stamp(self, answer: Answer) -> Answer:
        """Return the answer with the times so far; the first one stamped was the first to be seen."""
        elapsed = round(time.perf_counter() - self._start, 4)
        first = self._timings.first_token_s or elapsed
        self._timings = replace(self._timings, first_token_s=first, total_s=elapsed)
        return replace(answer, timings=self._timings)


def open_chatbot(
    articles: str | Path | None = None,
    *,
    library: str | Path | None = None,
    llm: "str | LLM | None" = None,
    chroma: str | None = None,
    embedding: str | None = None,
    settings: Settings | None = None,
) -> Chatbot:
    """Open a chatbot over a folder or file of articles, which is synced first, or over an existing library.

    Without `library`, it lies where ONRECORD_LIBRARY says, else in `.onrecord` beside the articles. `llm` is a name
    (see `rag.llm`) or a llama-index `LLM`; `chroma` the URL of a Chroma server; `embedding` the name or folder of the
    embedding model, if the library is new. What can't be read is skipped, with a warning in the log. Close it, or use
    it with `with`.
    """
    settings = settings or Settings()
    model = load_llm(llm, settings)
    if articles is not None:
        next(iter(find_files(Path(articles))))  # raises before a library is made for nothing
    folder = Path(library or os.environ.get("ONRECORD_LIBRARY") or _beside(articles))
    embedder = load_embedder(embedding) if embedding else None
    opened = Library.open(folder, embedder=embedder, chroma=chroma, must_exist=articles is None)
    try:
        if articles is not None:
            for fault in opened.sync(articles).faults:
                _log.warning("skipped %s", fault)
    except BaseException:
        opened.close()
        raise
    return Chatbot(opened, model, settings=settings)


def _beside(articles: str | Path | None) -> Path:
    if articles is None:
        return Path(DEFAULT_LIBRARY)
    path = Path(articles)
    return (path if path.is_dir() else path.parent) / DEFAULT_LIBRARY
