"""The flow from a question to an answer on the record, on one screen; all ways of asking use `stream`.

question ─ standalone question ─ passages ─ evidence ─ quotes ─ (model's draft) ─ answer
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Unpack

from index import Hit, InputError, Library
from index.errors import check_query
from index.scope import Scope, ScopeOptions
from rag.about import about_library
from rag.answer import QUOTES, Answer, Quotes, Turn, turns_of
from rag.answer_spans import with_answer_spans
from rag.clock import Clock
from rag.contest import asks_for_latest
from rag.llm import Deadline, LanguageModel, load_llm
from rag.notices import Noticed
from rag.outside import MOST_READ, no_such_source, passages_outside, said_otherwise, said_outside
from rag.reader import Evidence, Reader, TrainedReader
from rag.reader.spans import answer_span
from rag.retriever import Retriever, keyword_margin, worth_reading
from rag.settings import Settings
from rag.sides import bearing_on_it, with_sides
from rag.standalone import behind_earlier, standalone_question
from rag.threshold import with_own_threshold
from rag.writer import behind, in_its_place, not_found, quoted, written

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

NOT_SURE = "The articles may not say; this is the nearest that they come."
STILL_READING = "The model is still reading; these are the quotes so far."
FOUND_NOTHING = "The model found no answer, but the articles disagree on it"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the articles have on a question that stands alone, and whether that answers it."""

    answer: Answer
    evidence: Evidence
    noticed: Noticed
    is_answered: bool
    behind: str | None  # as what else it was searched for


class Chatbot:
    """Answers questions from a library. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        model: LanguageModel | Quotes | None = None,
        *,
        reader: Reader | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.library = library
        self._settings = settings or Settings()
        self.retriever = Retriever(library, pool=self._settings.pool)
        self._reader = reader or TrainedReader(library.embedder)
        self._model = None if model == QUOTES else model

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

    @property
    def settings(self) -> Settings:
        """How it looks, reads and writes, with what its library is calibrated to at this moment."""
        return with_own_threshold(self._settings, self.library)

    def using(self, model: "str | LLM | LanguageModel | None" = None, *, strict: bool | None = None) -> "Chatbot":
        """Return a chatbot over the same library with another model, or `strict` or not; None leaves it as it is.

        Raises `ModelError` for an unknown model.
        """
        settings = self._settings if strict is None else replace(self._settings, strict=strict)
        chosen = self._model if model is None else load_llm(model, settings)
        return Chatbot(self.library, chosen, reader=self._reader, settings=settings)

    def load_model(self) -> None:
        """Load the language model now, where `load_llm` put that off; raises `ModelError` when it can't be."""
        if self._model:
            self._model.load()

    def warm_up(self) -> None:
        """Load all that reading takes now, so that the first question need not wait for it."""
        if self.library.has_indexed_articles():
            self._reader.read("warm-up", self.retriever.retrieve("warm-up", Scope())[:1])
            answer_span("warm-up", "", "warm-up")

    def ask(self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]) -> Answer:
        """Return the whole answer; see `stream`."""
        *_, answer = self.stream(question, history, **within)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]
    ) -> Generator[Answer]:
        """Yield the answer as it grows; the last one is whole.

        `history` is the conversation so far, oldest first. `since` and `until` are days of publishing, both
        included, `source` is a source's name, `during` the time spoken of (see `index.scope.ScopeOptions`).
        Raises `InputError` for a question that can't be asked. With a model, the quotes come first, and its words take
        their place once a sentence of them is borne out; when it fails, the answer is the quotes, and its `notes` say
        why. Closing the iterator stops it.
        A greeting, or a question about the library as a whole, is told what the library holds (`Answer.is_reply`).
        """
        check_query(question)
        clock, scope, turns = Clock(), Scope.of(**within), turns_of(history)
        answer = asked = self._asked(question)
        if reply := about_library(question, self.library):
            yield clock.stamp(replace(asked, status="not_found", text=reply, model=QUOTES))
            return
        for stage, found in self._stages(asked, turns, scope, clock):  # noqa: B007 (the last one is looked at below)
            answer = with_answer_spans(stage, least_confidence=self.settings.sure_threshold)
            yield clock.stamp(answer)
        if scope != Scope() and (note := self._hidden_by(scope, answer, found)):
            yield clock.stamp(replace(answer, notes=(*answer.notes, note)))

    def _hidden_by(self, scope: Scope, answer: Answer, found: _Found) -> str | None:
        """Return what an answer within a scope does not show of what all articles say, None if that is nothing."""
        if scope.source and (note := no_such_source(scope.source, self.library.sources())):
            return note
        question, settings = found.answer.standalone_question, self.settings

        def find(question: str) -> list[Hit]:
            return list(passages_outside(scope, self.retriever.retrieve(question, Scope())))

        outside = self._evidence(question, found.behind, find, Clock(), most=MOST_READ)
        is_answered = self._answers(outside)
        if answer.status == "not_found" and not is_answered:
            return None
        bearing = bearing_on_it(Noticed.of(outside, self.library).without(outside), settings)
        if answer.status == "not_found":
            return said_outside(question, scope, bearing)
        within = bearing_on_it(found.noticed.without(found.evidence), settings)
        return said_otherwise(question, scope, within, bearing)

    def _stages(
        self, asked: Answer, turns: Sequence[Turn], scope: Scope, clock: Clock
    ) -> Iterator[tuple[Answer, _Found]]:
        """Yield the quotes, then what the model makes of them, each with what the articles have."""
        mended = self.library.mend_spelling
        behind = behind_earlier(asked.question, turns)
        found = self._find(asked, mended(standalone_question(asked.question, turns)), behind, scope, clock)
        if self._model is None:
            yield self._from_quotes(found), found
            return
        deadline = Deadline(self.settings.model_deadline_s)
        if found.is_answered:
            yield self._from_quotes(found, STILL_READING), found
        rewritten = mended(standalone_question(asked.question, turns, self._model, deadline))
        if rewritten != found.answer.standalone_question:
            found = self._find(asked, rewritten, behind, scope, clock)
            if found.is_answered:
                yield self._from_quotes(found, STILL_READING), found
        if not found.is_answered:
            yield self._from_quotes(found), found
            return
        for answer in self._written(self._model, found, deadline):
            yield answer, found

    def _written(self, model: LanguageModel, found: _Found, deadline: Deadline) -> Iterator[Answer]:
        """Yield the answer as the model writes it, and then, where the sources disagree, with all sides of it."""
        answer, quotes = found.answer, self._from_quotes(found)
        for answer in written(model, found.answer, found.noticed.beside(found.evidence), self.settings, deadline):
            if answer.model != QUOTES and answer.status != "not_found":  # else it is not whole without its sides
                yield behind(quotes, answer)
        if answer.status == "answered":
            yield self._whole(answer, found)
            return
        quotes = self._whole(in_its_place(answer, found.evidence, self.settings, FOUND_NOTHING), found)
        yield quotes if quotes.positions else found.noticed.named(answer)

    def _asked(self, question: str) -> Answer:
        """Return an answer that says nothing yet; raises `InputError` when there are no articles to search."""
        backlog = self.library.backlog()
        if not self.library.has_indexed_articles():
            why = f". {backlog}" if str(backlog) else "; add some with: onrecord sync PATH"
            raise InputError(f"{self.library.folder}: no articles to search yet{why}")
        return Answer(question, question, "answered", "", self.model, notes=(str(backlog),) if backlog else ())

    def _find(self, asked: Answer, standalone: str, behind: str | None, scope: Scope, clock: Clock) -> _Found:
        """Search and read the articles for a question that stands alone, or should."""
        with self.library.asking():
            find = partial(self.retriever.retrieve, scope=scope)
            evidence = self._evidence(standalone, behind, find, clock, most=self.settings.passages)
            noticed = Noticed.of(evidence, self.library)
        answer = replace(asked, standalone_question=standalone, confidence=round(evidence.answerability, 4))
        is_answered = self._answers(evidence)
        if is_answered and evidence.answerability < self.settings.sure_threshold:
            answer = replace(answer, notes=(*answer.notes, NOT_SURE))
        return _Found(answer, evidence, noticed, is_answered, behind)

    def _answers(self, evidence: Evidence) -> bool:
        return evidence.answerability >= self.settings.answer_threshold and bool(evidence.quotable)

    def _evidence(
        self, standalone: str, behind: str | None, find: Callable[[str], Sequence[Hit]], clock: Clock, *, most: int
    ) -> Evidence:
        """Return what the passages that `find` finds have on a question, of which `most` are read.

        What they do not surely answer, like "How can I get one?", is searched for `behind` an earlier one, too.
        """
        hits = find(standalone)
        clock.lap("retrieve_s")
        evidence = self._read(standalone, hits, most, keyword_margin(hits))
        if behind and behind != standalone and evidence.answerability < self.settings.sure_threshold:
            other = self._read(standalone, find(behind), most)
            if other.answerability > evidence.answerability:  # counts by half: the subject may be a new one
                evidence = replace(other, answerability=(evidence.answerability + other.answerability) / 2)
        clock.lap("read_s")
        return evidence

    def _read(self, question: str, hits: Sequence[Hit], most: int, margin: float = 0.0) -> Evidence:
        """Read those of the passages found that are worth it."""
        newest = most // 2 if asks_for_latest(question) else 1
        near = worth_reading(hits, most=most, least_score=self.settings.least_score, newest=newest)
        return self._reader.read(question, near, margin)

    def _from_quotes(self, found: _Found, *notes: str) -> Answer:
        """Return what the quotes alone say, all sides of it, or that they do not say."""
        if not found.is_answered:
            return found.noticed.named(not_found(found.answer, found.evidence, nearest=self.settings.nearest))
        answer = replace(found.answer, notes=(*found.answer.notes, *notes))
        with self.library.asking():
            return self._whole(quoted(answer, found.evidence, most=self.settings.max_quotes), found)

    def _whole(self, answer: Answer, found: _Found) -> Answer:
        """Return an answer with all that the articles say beside it: sides, later reports, notices."""
        told = with_sides(answer, found.noticed.without(found.evidence), self.settings)
        return found.noticed.named(told)
