"""What the page's script begins, follows and looks at of evaluations, each by a call of its own."""

import os
from collections.abc import Callable
from typing import Any

import gradio as gr

from index import InputError, OnRecordError
from index.errors import check_path, check_text
from page.article import opened_html
from page.calls import Call, told_by
from page.consent import consent
from page.feedback import Feedback
from page.first import counted
from page.judging import NONE_SAVED
from page.measured import asked_html, going_html, note_html, report_html
from page.measuring import Measuring
from page.models import Models
from page.runs import GONE, Runs
from rag import Chatbot
from rag.evaluation.asking import gone_articles
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.metrics import Scored
from rag.evaluation.report import gold_about

SAVED = "saved as gold"
ALL_GONE = "The articles that your gold questions quote are not in the library any more; add them again."

Using = Callable[..., Chatbot]  # of a model's name, and whether `strict`


class Evaluating:
    """Evaluates a chatbot on behalf of the page. What is wrong with a call is told as `error`."""

    def __init__(
        self,
        chatbot: Chatbot,
        models: Models,
        using: Using,
        feedback: Feedback,
        runs: Runs,
        person_of: Callable[[gr.Request], str],
    ) -> None:
        self._library = chatbot.library
        self._models = models
        self._using = using
        self._feedback = feedback
        self._runs = runs
        self._measuring = Measuring(runs)
        self._person_of = person_of

    @property
    def calls(self) -> list[Call]:
        """The functions to be called, by their names."""
        runs = (self.evaluations, self.cancelled, self.remove_run, self.restore_run)
        return [told_by(call, self._person_of) for call in (*runs, self.report, self.asked, self.cited)]

    def begin(
        self, file: str | None, allowed: frozenset[str], model: str | None, strict: bool, request: gr.Request
    ) -> tuple[Any, ...]:
        """Begin an evaluation of a gold file, or without one of what was saved as gold.

        Return what to tell, the model that waits to be allowed, its row and field. A model elsewhere that is not
        `allowed` yet gets nothing.
        """
        person = self._person_of(request)
        try:
            name = self._models.chosen(model)
            if pending := self._models.pending(name, allowed):
                return note_html(pending.note), pending, *consent(pending)
            questions, gold = self._read(person, (file or "").strip())
            self._measuring.begin(person, lambda: self._using(name, strict=strict), questions, gold)
        except OnRecordError as error:
            return note_html(str(error)), None, *consent(None)
        return "", None, *consent(None)

    def _read(self, person: str, file: str) -> tuple[list[GoldQuestion], str]:
        """Return gold questions and what they are called; what was saved about articles that are gone is left out."""
        if file:
            check_text(path=file)
            path = check_path(os.path.expanduser(file))
            return gold_about(self._library, path), path.name
        saved = self._feedback.gold(person)
        if not saved:
            raise InputError(NONE_SAVED)
        there = [one for one in saved if not any(gone_articles(self._library, one))]
        if not there:
            raise InputError(ALL_GONE)
        left_out = len(saved) - len(there)
        return there, f"{SAVED}, {left_out:,} left out" if left_out else SAVED

    def evaluations(self, person: str) -> dict[str, Any]:
        """Say what can be evaluated, what was, and how far the evaluation that runs is."""
        going = self._measuring.of(person)
        return {
            "saved": counted(len(self._feedback.gold(person)), "question") + " saved as gold",
            "runs": [{"id": run.id, "label": run.label, "gold": run.gold} for run in self._runs.listed(person)],
            "going": going_html(going) if going else "",
            "is_going": bool(going and not going.is_over),
            "latest": going.run if going else "",
        }

    def cancelled(self, person: str) -> dict[str, Any]:
        """End the evaluation that runs."""
        self._measuring.cancel(person)
        return {}

    def remove_run(self, person: str, run: str) -> dict[str, Any]:
        """Remove an evaluation that has ended."""
        self._runs.remove(person, run)
        return {}

    def restore_run(self, person: str, run: str) -> dict[str, Any]:
        """Bring a removed evaluation back."""
        self._runs.remove(person, run, back=True)
        return {}

    def report(self, person: str, run: str, earlier: str, shown: str) -> dict[str, Any]:
        """Show what came of an evaluation, beside an earlier one if any; "all" of its questions, or the worst."""
        before = self._runs.report(person, earlier) if earlier else None
        return {"html": report_html(self._runs.report(person, run), before, everything=shown == "all")}

    def asked(self, person: str, run: str, number: str) -> dict[str, Any]:
        """Show the answer to one question, and what would have been right."""
        return {"html": asked_html(self._one(person, run, number))}

    def cited(self, person: str, run: str, number: str, citation: str) -> dict[str, Any]:
        """Show the article that a citation of an answer stands in, with all that the answer quotes from it."""
        cited = self._one(person, run, number).answer.citations
        quote = next((one.quote for one in cited if str(one.number) == citation), None)
        if quote is None:
            raise InputError(GONE)
        return {"html": opened_html(self._library, quote.article, cited)}

    def _one(self, person: str, run: str, number: str) -> Scored:
        asked = self._runs.report(person, run).questions
        if not (number.isascii() and number.isdecimal() and int(number) < len(asked)):
            raise InputError(GONE)
        return asked[int(number)]
