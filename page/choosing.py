"""What is chosen beside a question: the model, and what narrows the search; read and offered by calls of the script."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, cast

import gradio as gr

from index import Library, OnRecordError
from page.calls import Call, told_by
from page.filters import Filters, filter_words, read_filters
from page.first import counted
from page.loading import Loading
from page.models import Models
from rag.llm.local import local_models

MOST_SOURCES = 50  # of which the others are found by typing


class Choosing:
    """The calls of the script about models and filters."""

    def __init__(
        self, library: Library, models: Models, loading: Loading, person_of: Callable[[gr.Request], str]
    ) -> None:
        self._library = library
        self._models = models
        self._loading = loading
        self._person_of = person_of

    @property
    def calls(self) -> list[Call]:
        """The functions to be called, by their names."""
        return [told_by(call, self._person_of) for call in (self.models, self.model, self.within, self.sources)]

    def models(self, person: str, *typed: str) -> dict[str, Any]:
        """Offer models: that of the start, those that servers of this machine have now, and some that were typed."""
        return {"models": self._models.offer(*([] if self._models.fixed else local_models()), *typed)}

    def model(self, person: str, name: str, begin: str) -> dict[str, Any]:
        """Tell who gets the text of a model that was chosen, and how far it is; `begin` to load it."""
        try:
            chosen = self._models.chosen(name)
            told = self._models.described(name.strip() or self._models.started)
            if begin:
                self._loading.begin(chosen)
            return {**told, **asdict(self._loading.how_far(chosen))}
        except OnRecordError as error:
            return {"state": "failed", "line": str(error)}

    def within(self, person: str, since: str, until: str, source: str, during: str) -> dict[str, Any]:
        """Tell what each filter is called, how it is understood if it was typed otherwise, or what is wrong with it."""
        typed = {"since": since, "until": until, "source": source, "during": during}
        given = {name: one.strip() for name, one in typed.items() if one.strip()}
        read = read_filters(self._library, cast(Filters, given))
        told: dict[str, dict[str, str | bool]] = {}
        for name, value in cast(dict[str, str], read.filters).items():
            called = filter_words(name, value)
            words = called[0].upper() + called[1:]
            is_as_typed = given[name] == value or words.casefold().endswith(given[name].casefold())
            told[name] = {"line": "" if is_as_typed else words, "wrong": False, "words": words}
        told |= {name: {"line": fault, "wrong": True, "words": ""} for name, fault in read.faults.items()}
        return {"told": told}

    def sources(self, person: str, containing: str) -> dict[str, Any]:
        """Offer sources whose names hold some words, those with the most articles first."""
        typed = containing.strip().casefold()
        found = [one for one in self._library.sources() if one.source and typed in one.source.casefold()]
        return {
            "sources": [{"name": one.source, "told": counted(one.articles, "article")} for one in found[:MOST_SOURCES]]
        }
